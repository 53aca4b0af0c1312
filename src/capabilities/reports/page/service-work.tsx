import { HowMade } from '../../../platform/page/kit/figure.tsx'
import { Panel } from '../../../platform/page/kit/panel.tsx'
import { ChoiceValue } from '../../../platform/page/kit/state-badge.tsx'
import { Ref } from '../../../platform/page/kit/links.tsx'
import { Moment } from '../../../platform/page/kit/moment.tsx'
import { To } from '../../../platform/page/kit/to.tsx'
import { addressOf, kindNamed } from '../../../platform/page/registry/kinds.ts'
import type { OpenWork, ServicePage, UrgentTicket } from '../model/service-page.ts'
import { More } from './parts.tsx'
import classes from './reports.module.css'
import { madeOf, signOf } from './words.ts'
import type { Tone } from '../../../platform/records/fields.ts'
import { millisOf } from '../../../kernel/instant.ts'

const toneOf = (ticket: UrgentTicket, now: string): Tone =>
  ticket.level_state === 'missed'
    ? 'bad'
    : ticket.level_state === 'paused'
      ? 'muted'
      : ticket.due_at !== null && millisOf(ticket.due_at) - millisOf(now) < 4 * 3_600_000
        ? 'warn'
        : ticket.level_state === 'running'
          ? 'info'
          : 'muted'

export const levelOption = (value: string | null) => {
  const field = kindNamed('incident')?.fields['level_state']
  return field?.type === 'choice' ? field.options.find((option) => option.value === value) : undefined
}

const detail = (one: OpenWork): string =>
  [
    one.missed > 0 ? `${one.missed} missed` : '',
    one.at_risk > 0 ? `${one.at_risk} at risk` : '',
    one.paused > 0 ? `${one.paused} paused` : '',
  ]
    .filter((part) => part !== '')
    .join(', ')

/** Open work by priority, and the tickets that need somebody first. */
export const ServiceWork = ({ page }: Readonly<{ page: ServicePage }>) => (
  <Panel
    flush
    title={`Open work (${page.open.total})`}
    right={
      <span className={classes['withInfo']}>
        <More to={page.open.list} /> <HowMade label="Open work" made={madeOf(page.open.made)} />
      </span>
    }
  >
    {page.open.total === 0 ? (
      <p className="rv-pad rv-dim">Nothing is open.</p>
    ) : (
      <>
        <div className={classes['priorities']}>
          {page.open.by_priority
            .filter((one) => one.total > 0)
            .map((one) => (
              <span key={one.priority ?? 'none'}>
                <To to={one.list} className="rv-link">
                  {one.label}: {one.total}
                </To>
                {detail(one) && <span className="rv-dim"> ({detail(one)})</span>}
              </span>
            ))}
        </div>
        <ul className={classes['rows']} aria-label="Most urgent first">
          {page.open.urgent.map((one) => {
            const tone = toneOf(one, page.as_of)
            return (
              <li key={one.ticket.id}>
                <To to={addressOf(one.ticket)} className={classes['row']}>
                  <span className={classes['sign']} data-tone={tone} aria-hidden>
                    {signOf[tone]}
                  </span>
                  <span className={classes['rowMain']}>
                    <span className={classes['rowTitle']}>
                      <Ref>{one.ticket.ref}</Ref> {one.ticket.title}
                    </span>
                    <span className={classes['rowText']}>{one.text}</span>
                  </span>
                  <span className={classes['rowSide']}>
                    {one.level_state && <ChoiceValue option={levelOption(one.level_state)} value={one.level_state} />}
                    <span className="rv-dim rv-block">
                      {one.due_at ? <Moment at={one.due_at} ago /> : one.priority ? `P${one.priority}` : ''}
                    </span>
                  </span>
                </To>
              </li>
            )
          })}
        </ul>
      </>
    )}
  </Panel>
)

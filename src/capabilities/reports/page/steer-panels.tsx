import { formatDuration } from '../../../kernel/duration.ts'
import { isoOf, millisOf } from '../../../kernel/instant.ts'
import { momentText, numberText } from '../../../platform/page/fields/format.ts'
import { HowMade } from '../../../platform/page/kit/figure.tsx'
import { RecordLink } from '../../../platform/page/kit/links.tsx'
import { Panel } from '../../../platform/page/kit/panel.tsx'
import { To } from '../../../platform/page/kit/to.tsx'
import type { SteerDesk } from '../model/desks.ts'
import { Line } from './desk-parts.tsx'
import { choiceText, More, PartsBar } from './parts.tsx'
import { inUse } from './steer-heat.tsx'
import deskClasses from './desks.module.css'
import classes from './reports.module.css'
import { shareWords } from './words.ts'

const shownLines = 5
const dates = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' })

/** The list of the major incidents that the desk counts: those of the 90 days before. */
export const majorsList = (asOf: string): string =>
  `/incidents?major=true&opened_at=${isoOf(millisOf(asOf) - 90 * 86_400_000)}..&sort=-opened_at`

export const Majors = ({ majors, asOf }: Readonly<{ majors: SteerDesk['majors']; asOf: string }>) => (
  <Panel flush title="Major incidents, 90 days" right={<More to={majorsList(asOf)} />}>
    {majors.length === 0 ? (
      <p className="rv-pad rv-dim">None in the last 90 days.</p>
    ) : (
      <ul className={classes['rows']}>
        {majors.slice(0, shownLines).map((one) => (
          <Line
            key={one.ticket.id}
            tone={one.resolved_at ? 'neutral' : 'bad'}
            title={one.ticket.title}
            text={[one.service?.title, dates.format(millisOf(one.opened_at))].filter((part) => part !== undefined).join(' · ')}
            side={<b>{one.wall_s === null ? 'open' : formatDuration(one.wall_s, { days: true })}</b>}
            to={`/incidents/${one.ticket.ref}`}
          />
        ))}
      </ul>
    )}
  </Panel>
)

export const Needs = ({ needs }: Readonly<{ needs: SteerDesk['needs'] }>) => {
  const all = needs.met + needs.unmet
  return (
    <Panel flush title="Needs" right={<More to="/needs/gaps">Gaps</More>}>
      <div className={deskClasses['panelTop']}>
        {all === 0 ? (
          <p className={classes['none']}>No need is stated yet.</p>
        ) : (
          <PartsBar
            label="Needs met and not met"
            parts={[
              { key: 'met', label: 'met', share: needs.met / all, value: `(${numberText(needs.met)})`, to: needs.list },
              { key: 'unmet', label: 'not met', share: needs.unmet / all, value: `(${numberText(needs.unmet)})`, to: '/needs/gaps' },
            ]}
          />
        )}
      </div>
      <ul className={classes['rows']}>
        {needs.unmet_items.slice(0, shownLines).map((one) => (
          <Line
            key={one.id}
            tone="warn"
            title={one.title}
            text={one.unit?.title}
            side={one.value && <span className="rv-dim">{choiceText('need', 'value', one.value)} value</span>}
            to={`/needs/${one.ref}`}
          />
        ))}
      </ul>
    </Panel>
  )
}

export const Suppliers = ({ suppliers, asOf }: Readonly<{ suppliers: SteerDesk['suppliers']; asOf: string }>) => (
  <Panel
    flush
    title="Dependence on suppliers"
    right={
      <HowMade
        label="Dependence on suppliers"
        made={{
          formula:
            'Herfindahl-Hirschman index: the sum of the squared shares of services that each supplier delivers; 1 is one supplier for all.',
          inputs: [{ label: 'Index', value: suppliers.index === null ? 'no supplier' : suppliers.index.toFixed(2) }],
          asOf: momentText(asOf),
        }}
      />
    }
  >
    <p className={deskClasses['panelTop']}>{suppliers.text}</p>
    <ul className={deskClasses['shares']}>
      {suppliers.items.slice(0, shownLines).map((one) => (
        <li key={one.supplier.id}>
          <span className={deskClasses['shareTop']}>
            <RecordLink to={one.supplier} />
            <span className={deskClasses['shareSide']}>
              {one.vital > 0 && <span className="rv-dim">{numberText(one.vital)} vital · </span>}
              <To to={inUse(one.list)} className="rv-link">
                {numberText(one.services)} {one.services === 1 ? 'service' : 'services'}
              </To>
            </span>
          </span>
          <span className={deskClasses['shareLine']} aria-hidden>
            <span style={{ width: `${one.share * 100}%` }} />
          </span>
          <span className={deskClasses['shareOf']}>{shareWords(one.share)}</span>
        </li>
      ))}
    </ul>
  </Panel>
)

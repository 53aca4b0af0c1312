import { formatDuration } from '../../../kernel/duration.ts'
import { DataTable } from '../../../platform/page/kit/data-table.tsx'
import { HowMade } from '../../../platform/page/kit/figure.tsx'
import { Panel } from '../../../platform/page/kit/panel.tsx'
import { ToneBadge } from '../../../platform/page/kit/state-badge.tsx'
import { To } from '../../../platform/page/kit/to.tsx'
import type { PromiseNow, ServicePage } from '../model/service-page.ts'
import { choiceText, More, ShareCell } from './parts.tsx'
import classes from './reports.module.css'
import { madeOf, measureWord, shareWords } from './words.ts'

const room = (one: PromiseNow): string => {
  if (one.may_still_miss === null) return '–'
  if (one.may_still_miss < 0) return `${-one.may_still_miss} too many`
  return one.may_still_miss === 0 ? 'none' : String(one.may_still_miss)
}

/** Each promise in the period so far, where it ends if nothing else fails, and how many may still be missed. */
export const ServicePromises = ({ page }: Readonly<{ page: ServicePage }>) => (
  <Panel
    flush
    title={`Promises, ${page.period.label}${page.period.over ? '' : ' so far'}`}
    right={
      <span className={classes['withInfo']}>
        <More to={page.promises.list}>Missed ones</More> <HowMade label="Promises" made={madeOf(page.promises.made)} />
      </span>
    }
  >
    <DataTable<PromiseNow>
      caption={`Promises of ${page.service.title}, ${page.period.label}`}
      rows={page.promises.items}
      keyOf={(one) => one.promise.id}
      empty={
        page.agreements.length > 0
          ? 'No promise was called upon in this period.'
          : 'No agreement in force promises anything for this service. Make an agreement, or name this service in one.'
      }
      columns={[
        {
          label: 'Promise',
          cell: (one) => (
            <To to={`/promises/${one.promise.ref}`} className="rv-link">
              <span className={classes['nowrap']}>
                {measureWord(one.measure)} within {formatDuration(one.target_s)}
              </span>
              <span className="rv-dim rv-small rv-block">
                {one.priority === null ? 'All priorities' : choiceText('incident', 'priority', one.priority)}
              </span>
            </To>
          ),
          text: (one) =>
            `${measureWord(one.measure)} within ${formatDuration(one.target_s)}, ${one.priority === null ? 'all' : `priority ${one.priority}`}`,
        },
        { label: 'Kept', cell: (one) => <ShareCell reached={one.reached} target={one.target_share} />, text: (one) => one.reached.share },
        {
          label: 'Target',
          align: 'right',
          cell: (one) => (one.target_share === null ? 'each one' : shareWords(one.target_share)),
          text: (one) => one.target_share,
        },
        {
          label: 'Verdict',
          cell: (one) => (
            <span className={classes['whole']}>
              <ToneBadge tone={one.verdict.tone} title={one.verdict.text}>
                {verdictWord(one)}
              </ToneBadge>
            </span>
          ),
          text: (one) => one.verdict.text,
        },
        {
          label: 'Open',
          align: 'right',
          cell: (one) =>
            one.at_risk > 0 ? (
              <span className={classes['nowrap']}>
                {one.running}
                <span className="rv-dim rv-small rv-block">{one.at_risk} at risk</span>
              </span>
            ) : (
              one.running
            ),
          text: (one) => one.running,
        },
        {
          label: 'At best',
          align: 'right',
          cell: (one) => (one.if_nothing_else_fails === null ? '–' : shareWords(one.if_nothing_else_fails)),
          text: (one) => one.if_nothing_else_fails,
        },
        {
          label: 'May miss',
          align: 'right',
          cell: (one) => <span className={classes['nowrap']}>{room(one)}</span>,
          text: (one) => one.may_still_miss,
        },
        {
          label: 'Missed',
          align: 'right',
          cell: (one) =>
            one.list && one.reached.missed > 0 ? (
              <To to={one.list} className="rv-link">
                {one.reached.missed}
              </To>
            ) : (
              one.reached.missed
            ),
          text: (one) => one.reached.missed,
        },
      ]}
    />
    {page.promises.items.length > 0 && (
      <p className={`${classes['foot']} rv-dim`}>
        At best: the share when the period ends if no open ticket misses. May miss: how many more can miss before the share falls under its
        target.
      </p>
    )}
  </Panel>
)

const words: Readonly<Record<PromiseNow['verdict']['word'], string>> = {
  kept: 'Kept',
  missed: 'Under target',
  too_few: 'Too few to say',
  none: 'Nothing yet',
}
const verdictWord = (one: PromiseNow): string => words[one.verdict.word]

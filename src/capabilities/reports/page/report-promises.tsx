import { formatDuration } from '../../../kernel/duration.ts'
import { momentText } from '../../../platform/page/fields/format.ts'
import { DataTable } from '../../../platform/page/kit/data-table.tsx'
import { HowMade } from '../../../platform/page/kit/figure.tsx'
import { RecordLink } from '../../../platform/page/kit/links.tsx'
import { Panel } from '../../../platform/page/kit/panel.tsx'
import { ToneBadge } from '../../../platform/page/kit/state-badge.tsx'
import type { PromiseFacts, ReportFacts } from '../model/facts.ts'
import { FactCell } from './fact-figure.tsx'
import { Line } from './desk-parts.tsx'
import { choiceText, ShareCell } from './parts.tsx'
import classes from './reports.module.css'
import { madeOf, measureWord, shareWords } from './words.ts'

const words: Readonly<Record<PromiseFacts['verdict']['word'], string>> = {
  kept: 'Kept',
  missed: 'Missed',
  too_few: 'Too few to say',
  none: 'Nothing decided',
}

/** Promises of one agreement together; those to the customer come first, as the server gives them. */
const byAgreement = (promises: readonly PromiseFacts[]): readonly (readonly [string, readonly PromiseFacts[]])[] => {
  const groups = new Map<string, PromiseFacts[]>()
  for (const one of promises) groups.set(one.agreement?.id ?? '', [...(groups.get(one.agreement?.id ?? '') ?? []), one])
  return [...groups]
}

/** How each promise was kept, against its target and the period before. */
export const ReportPromises = ({ facts }: Readonly<{ facts: ReportFacts }>) =>
  facts.promises.length === 0 ? (
    <Panel title="Promises">
      <p className={classes['none']}>No agreement promised anything for this service in this period.</p>
    </Panel>
  ) : (
    <>
      {byAgreement(facts.promises).map(([id, promises]) => (
        <Kept key={id} facts={facts} promises={promises} />
      ))}
    </>
  )

const Kept = ({ facts, promises }: Readonly<{ facts: ReportFacts; promises: readonly PromiseFacts[] }>) => {
  const agreement = promises[0]?.agreement
  return (
    <Panel
      flush
      title={
        <>
          Promises
          {agreement && (
            <>
              : <RecordLink to={agreement} />
            </>
          )}
        </>
      }
    >
      <DataTable<PromiseFacts>
        caption={`Promises${agreement ? `, ${agreement.title}` : ''}`}
        rows={promises}
        keyOf={(one) => one.promise.id}
        columns={[
          {
            label: 'Promise',
            cell: (one) => (
              <span className={classes['nowrap']}>
                {measureWord(one.measure)} within {formatDuration(one.target_s)}{' '}
                <HowMade label={one.share.label} made={madeOf(one.share.made)} />
              </span>
            ),
            text: (one) => `${measureWord(one.measure)} within ${formatDuration(one.target_s)}`,
          },
          {
            label: 'Priority',
            cell: (one) => (
              <span className={classes['nowrap']}>{one.priority === null ? 'All' : choiceText('incident', 'priority', one.priority)}</span>
            ),
            text: (one) => one.priority ?? 'all',
          },
          { label: 'Kept', cell: (one) => <ShareCell reached={one.reached} target={one.target_share} />, text: (one) => one.reached.share },
          {
            label: 'Target',
            align: 'right',
            cell: (one) => (
              <span className={classes['nowrap']}>{one.target_share === null ? 'each one' : shareWords(one.target_share)}</span>
            ),
            text: (one) => one.target_share,
          },
          {
            label: facts.previous.label,
            align: 'right',
            cell: (one) => (one.previous.share === null ? '–' : shareWords(one.previous.share)),
            text: (one) => one.previous.share,
          },
          {
            label: 'Verdict',
            cell: (one) => (
              <span className={classes['whole']}>
                <ToneBadge tone={one.verdict.tone} title={one.verdict.text}>
                  {words[one.verdict.word]}
                </ToneBadge>
              </span>
            ),
            text: (one) => one.verdict.text,
          },
          {
            label: 'Tickets kept',
            align: 'right',
            cell: (one) => <FactCell report={facts.report.ref} figure={one.kept} />,
            text: (one) => one.kept.value,
          },
          {
            label: 'Tickets missed',
            align: 'right',
            cell: (one) => <FactCell report={facts.report.ref} figure={one.missed} />,
            text: (one) => one.missed.value,
          },
        ]}
      />
    </Panel>
  )
}

/** Tickets that went furthest over, with where their time went. */
export const ReportWorst = ({ facts }: Readonly<{ facts: ReportFacts }>) => (
  <Panel flush title="Worst cases">
    {facts.worst.length === 0 ? (
      <p className="rv-pad rv-dim">No ticket missed its promise.</p>
    ) : (
      <ul className={classes['rows']}>
        {facts.worst.map((one) => (
          <Line
            key={`${one.ticket.id} ${one.measure}`}
            tone="bad"
            title={`${one.ticket.ref} ${one.ticket.title}`}
            text={one.text}
            side={
              <>
                <b>{formatDuration(one.over_s)} over</b>
                <span className="rv-dim">
                  {formatDuration(one.elapsed_s)} of {formatDuration(one.target_s)}
                </span>
              </>
            }
            to={`/incidents/${one.ticket.ref}`}
          />
        ))}
      </ul>
    )}
  </Panel>
)

/** Major incidents with what happened when. */
export const ReportMajors = ({ facts }: Readonly<{ facts: ReportFacts }>) => (
  <Panel title="Major incidents">
    {facts.majors.length === 0 ? (
      <p className="rv-dim">None in {facts.period.label}.</p>
    ) : (
      facts.majors.map((one) => (
        <div key={one.ticket.id} style={{ marginBottom: 12 }}>
          <RecordLink to={one.ticket} withRef />
          <div className="rv-small rv-dim">
            {momentText(one.opened_at)}
            {one.resolved_at ? ` to ${momentText(one.resolved_at)}` : ', not resolved yet'}
            {one.wall_s !== null && `, ${formatDuration(one.wall_s, { days: true })}`}
          </div>
          <ol className={classes['timeline']}>
            {one.timeline.map((step) => (
              <li key={`${step.at} ${step.text}`}>
                <time dateTime={step.at}>{momentText(step.at)}</time>
                {step.text}
              </li>
            ))}
          </ol>
        </div>
      ))
    )}
  </Panel>
)

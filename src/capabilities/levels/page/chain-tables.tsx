import { useEffect, useRef } from 'react'
import { durationText } from '../../../platform/page/fields/format.ts'
import { DataTable } from '../../../platform/page/kit/data-table.tsx'
import { Panel } from '../../../platform/page/kit/panel.tsx'
import { ToneBadge } from '../../../platform/page/kit/state-badge.tsx'
import { To } from '../../../platform/page/kit/to.tsx'
import type { ChainPart, PromiseChain, TimesAlong } from '../model/composition/answer.ts'
import { atLeastText, minutesText } from '../model/composition/words.ts'
import { costText, gapWords, lossOf, shareWords, sourceWords, throughWords } from './chain-words.ts'
import classes from './chain.module.css'
import { priorityText, timesVerdict } from './promise-words.ts'

const sourceTone = { assumed: 'info', promised: 'good', measured: 'good', none: 'bad' } as const

/** Every part with its figure: the picture in words. */
export const PartsTable = ({
  chain,
  choose,
  currency,
}: Readonly<{ chain: PromiseChain; choose: (ref: string) => void; currency: string }>) => {
  const short = chain.gap !== null && !chain.gap.underpinned
  return (
    <Panel flush title={`Parts (${chain.parts.length})`}>
      <DataTable<ChainPart>
        caption={`Parts of the promise chain of ${chain.service.title}`}
        rows={chain.parts}
        keyOf={(part) => part.id}
        empty="Nothing that this service needs is on record."
        columns={[
          {
            label: 'Part',
            cell: (part) =>
              part.ref === '' ? (
                <span className="rv-dim">{part.title}</span>
              ) : (
                <button type="button" className={`rv-link ${classes['pick']}`} onClick={() => choose(part.ref)}>
                  {part.title}
                </button>
              ),
            text: (part) => part.title,
          },
          {
            label: 'Availability',
            align: 'right',
            cell: (part) => <span className={classes['whole']}>{shareWords(part.share)}</span>,
            text: (part) => part.share,
          },
          {
            label: 'From',
            cell: (part) => <ToneBadge tone={sourceTone[part.source]}>{sourceWords[part.source]}</ToneBadge>,
            text: (part) => sourceWords[part.source],
          },
          {
            label: 'Agreement beneath',
            cell: (part) =>
              part.promised ? (
                <To to={`/agreements/${part.promised.agreement.ref}`} className="rv-link">
                  {part.promised.agreement.title}
                </To>
              ) : (
                <span className="rv-dim">none</span>
              ),
            text: (part) => part.promised?.agreement.title ?? '',
          },
          {
            label: 'Measured',
            align: 'right',
            cell: (part) => <span className={classes['whole']}>{part.measured ? shareWords(part.measured.share) : '–'}</span>,
            text: (part) => part.measured?.share ?? null,
          },
          {
            label: `Costs ${chain.period.each}`,
            align: 'right',
            cell: (part) => (part.share === null ? '–' : minutesText(lossOf(part, chain))),
            text: (part) => (part.share === null ? null : lossOf(part, chain)),
          },
          {
            label: 'Comes through',
            align: 'right',
            cell: (part) => <span className={classes['whole']}>{part.importance === null ? '–' : throughWords(part.importance)}</span>,
            text: (part) => part.importance,
          },
          ...(short
            ? [
                {
                  label: 'Alone it would need',
                  align: 'right' as const,
                  cell: (part: ChainPart) =>
                    part.needed === null ? <span className="rv-dim">cannot alone</span> : atLeastText(part.needed),
                  text: (part: ChainPart) => part.needed,
                },
                ...(chain.parts.some((part) => part.cost !== null)
                  ? [
                      {
                        label: `For (${currency})`,
                        align: 'right' as const,
                        cell: (part: ChainPart) => (part.cost === null ? '–' : costText(part.cost, '')),
                        text: (part: ChainPart) => part.cost,
                      },
                    ]
                  : []),
              ]
            : []),
        ]}
      />
    </Panel>
  )
}

/** Where promise and proof part, although the figures may look well. */
export const GapList = ({ chain }: Readonly<{ chain: PromiseChain }>) => (
  <Panel flush title={`Where the chain is open (${chain.gaps.length})`}>
    {chain.gaps.length === 0 ? (
      <p className="rv-dim rv-pad">Every part is promised to us for our hours, as long as we promise it.</p>
    ) : (
      <ul className={classes['gaps']}>
        {chain.gaps.map((gap) => (
          <li key={`${gap.gap} ${gap.words}`}>
            <span>
              <ToneBadge tone={gap.gap === 'no_figure' || gap.gap === 'not_kept' || gap.gap === 'times' ? 'bad' : 'warn'}>
                {gapWords[gap.gap]}
              </ToneBadge>
            </span>
            <span>{gap.words}</span>
            {gap.agreement && (
              <To to={`/agreements/${gap.agreement.ref}`} className="rv-link" aria-label={`${gap.agreement.ref} ${gap.agreement.title}`}>
                {gap.agreement.ref}
              </To>
            )}
          </li>
        ))}
      </ul>
    )}
  </Panel>
)

const measureWords = { response: 'Respond', resolution: 'Resolve' } as const

/** Times for tickets along the chain: those beneath, one after the other, against ours. `asked`: the promise from which the reader came, which is marked and shown. */
export const TimesTable = ({ chain, asked }: Readonly<{ chain: PromiseChain; asked: string | undefined }>) => {
  const here = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (asked !== undefined) here.current?.scrollIntoView({ block: 'center' })
  }, [asked])
  return chain.times.length === 0 ? null : (
    <div ref={here}>
      <Panel flush title="Times along the chain">
        <DataTable<TimesAlong>
          caption={`Times along the chain of ${chain.service.title}`}
          rows={chain.times}
          keyOf={(row) => row.promise.id}
          columns={[
            {
              label: 'We promise to',
              cell: (row) => {
                const words = `${measureWords[row.measure]} ${priorityText(row.priority).toLowerCase()}`
                return row.promise.ref === asked ? (
                  <mark className={classes['asked']} aria-current="true">
                    {words}
                  </mark>
                ) : (
                  words
                )
              },
              text: (row) => `${measureWords[row.measure]} ${priorityText(row.priority).toLowerCase()}`,
            },
            {
              label: 'Within',
              align: 'right',
              cell: (row) => (
                <To to={`/promises/${row.promise.ref}`} className="rv-link">
                  {durationText(row.target_s)}
                </To>
              ),
              text: (row) => row.target_s,
            },
            {
              label: 'Promised beneath, in turn',
              cell: (row) =>
                row.segments.length === 0 ? (
                  <span className="rv-dim">nothing</span>
                ) : (
                  row.segments.map((one, index) => (
                    <span key={one.promise.id}>
                      {index > 0 && ' + '}
                      {one.agreement.title}{' '}
                      <To
                        to={`/promises/${one.promise.ref}`}
                        className={`rv-link ${classes['inText']}`}
                        aria-label={`${durationText(one.target_s)}, ${one.promise.ref} ${one.promise.title}`}
                      >
                        {durationText(one.target_s)}
                      </To>
                    </span>
                  ))
                ),
              text: (row) => row.segments.map((one) => `${one.agreement.title} ${durationText(one.target_s)}`).join(' + '),
            },
            { label: 'Sum', align: 'right', cell: (row) => (row.segments.length === 0 ? '–' : durationText(row.sum_s)) },
            {
              label: 'Verdict',
              cell: (row) => (
                <>
                  <ToneBadge tone={timesVerdict(row).tone}>{timesVerdict(row).word}</ToneBadge>
                  {row.mixed && <span className="rv-dim"> in different hours</span>}
                </>
              ),
              text: (row) => timesVerdict(row).word,
            },
          ]}
        />
      </Panel>
    </div>
  )
}

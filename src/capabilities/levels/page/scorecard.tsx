import { Text } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, keys } from '../../../platform/page/api.ts'
import type { RecordScreenProps } from '../../../platform/page/contribution.ts'
import { dayText, momentText, monthText } from '../../../platform/page/fields/format.ts'
import { Chart } from '../../../platform/page/kit/chart.tsx'
import { DataTable } from '../../../platform/page/kit/data-table.tsx'
import { Figure } from '../../../platform/page/kit/figure.tsx'
import { LinkById, LinksProvider } from '../../../platform/page/kit/links.tsx'
import { Panel } from '../../../platform/page/kit/panel.tsx'
import { To } from '../../../platform/page/kit/to.tsx'
import { Failure, Waiting } from '../../../platform/page/kit/waiting.tsx'
import { useCan } from '../../../platform/page/session/session.ts'
import { described } from '../model/scorecard/criteria.ts'
import { GiveScore } from './give-score.tsx'
import { MonthPick } from './month-pick.tsx'
import { ScoreParts } from './score-parts.tsx'
import { percent, placeText, type Scorecard, scoreText, verdictOf } from './scorecard-shapes.ts'
import classes from './score.module.css'

/** A supplier's scorecard of a month: the total beside its parts, twelve months, its peers, and the scores given by hand. */
const SupplierScorecard = ({ record }: RecordScreenProps) => {
  const can = useCan()
  const [period, setPeriod] = useState<string>()
  const { data, error, isPending, refetch } = useQuery({
    queryKey: [...keys.about(record.id, 'scorecard'), period ?? ''],
    queryFn: async ({ signal }) => api.get<Scorecard>(`/suppliers/${record.ref}/scorecard`, { period }, signal),
    placeholderData: keepPreviousData,
  })
  if (isPending) return <Waiting lines={12} />
  if (error) return <Failure error={error} again={() => void refetch()} />
  const own = data.peers.find((one) => one.id === data.supplier.id)
  const ranked = data.peers.filter((one) => one.rank !== null)
  return (
    <LinksProvider links={data.links}>
      <div className={classes['column']}>
        <div className={classes['tiles']}>
          <Figure
            label={`Score in ${data.period.label}`}
            value={data.total === null ? null : scoreText(data.total)}
            unit=" of 100"
            missing="Nothing is known yet"
            {...(data.total === null ? {} : { verdict: verdictOf(data.total, data.coverage) })}
            target={data.frozen_at ? `kept on ${dayText(data.frozen_at.slice(0, 10))}` : data.period.over ? 'not kept yet' : 'so far'}
            trend={{ values: data.trend.map((one) => one.total), words: `Total score over ${data.trend.length} months` }}
            made={{
              formula:
                'The mean of the scores that are known, by their weights. What is not known is left out; the other weights are scaled up.',
              ...(data.frozen_at ? { asOf: momentText(data.frozen_at) } : {}),
            }}
          />
          <Figure
            label="Known"
            value={percent(data.coverage)}
            target="of the weights"
            made={{ formula: 'The share of the weights whose criterion has a score in this month.' }}
          />
          <Figure
            label="Among its peers"
            value={own?.rank === null || own === undefined ? null : `${own.rank} of ${ranked.length}`}
            missing="Not ranked"
            target={own ? placeText(own, ranked.length) : ''}
            to="/suppliers/scorecards"
            toLabel="All suppliers"
          />
        </div>
        <Panel
          flush
          title={`${data.period.label}${data.period.over ? '' : ' so far'}`}
          right={<MonthPick period={data.period.text} running={data.period.running} pick={setPeriod} />}
        >
          <ScoreParts parts={data.parts} caption={`Criteria in ${data.period.label}`} />
          <Text size="xs" c="dimmed" className="rv-pad">
            {data.usual_weights ? 'The usual weights. ' : 'Weights of its own. '}
            {data.scorecard ? (
              <To to={`/scorecards/${data.scorecard.ref}`} className={`rv-link ${classes['under']}`}>
                {data.scorecard.ref}
              </To>
            ) : (
              can('scorecard.create') && (
                <To to={`/scorecards/new?supplier=${data.supplier.ref}`} className={`rv-link ${classes['under']}`}>
                  Set other weights
                </To>
              )
            )}
          </Text>
        </Panel>
        <div className={classes['two']}>
          <Panel title="Twelve months">
            <Chart
              title="Score month by month"
              sentence={`Total score from ${monthText(data.trend[0]?.month ?? '')} to ${monthText(data.trend.at(-1)?.month ?? '')}; gaps are months about which nothing is kept.`}
              x="category"
              min={0}
              max={100}
              series={[
                { name: 'Total', type: 'line', points: data.trend.map((one) => ({ x: monthText(one.month), y: one.total })) },
                {
                  name: described.promises.label,
                  type: 'line',
                  tone: 'muted',
                  points: data.trend.map((one) => ({ x: monthText(one.month), y: one.scores.promises ?? null })),
                },
              ]}
            />
          </Panel>
          <Panel flush title="Given by hand" right={can('scorecard.score') && <GiveScore supplier={data.supplier} />}>
            <DataTable<Scorecard['given'][number]>
              caption="Scores given by hand"
              rows={data.given}
              keyOf={(one, index) => `${one.criterion}${one.at}${index}`}
              empty="Nobody gave a score yet: how good are its people, are its invoices right, does it improve?"
              columns={[
                { label: 'What', cell: (one) => described[one.criterion].label, text: (one) => described[one.criterion].label },
                { label: 'Score', align: 'right', cell: (one) => scoreText(one.score), text: (one) => one.score },
                {
                  label: 'By',
                  cell: (one) => (
                    <>
                      {one.by === null ? 'Reeve' : <LinkById id={one.by} />}{' '}
                      <span className="rv-dim rv-small">{dayText(one.at.slice(0, 10))}</span>
                      {one.note !== '' && <div className="rv-dim rv-small">{one.note}</div>}
                    </>
                  ),
                  text: (one) => `${one.at.slice(0, 10)} ${one.note}`,
                },
              ]}
            />
          </Panel>
        </div>
      </div>
    </LinksProvider>
  )
}

export default SupplierScorecard

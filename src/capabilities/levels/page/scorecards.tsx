import { Text } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../../platform/page/api.ts'
import { DataTable } from '../../../platform/page/kit/data-table.tsx'
import { LinkById, LinksProvider } from '../../../platform/page/kit/links.tsx'
import { Page } from '../../../platform/page/kit/page.tsx'
import { Panel } from '../../../platform/page/kit/panel.tsx'
import { Spark } from '../../../platform/page/kit/spark.tsx'
import { ToneBadge } from '../../../platform/page/kit/state-badge.tsx'
import { Failure, Waiting } from '../../../platform/page/kit/waiting.tsx'
import { MonthPick } from './month-pick.tsx'
import { type Overview, percent, scoreText, verdictOf } from './scorecard-shapes.ts'
import classes from './score.module.css'

type Row = Overview['suppliers'][number]

const rangeText = (one: Row): string =>
  one.rank === null ? 'not ranked' : one.best === one.worst ? 'stays' : `${String(one.best)} to ${String(one.worst)}`

/** Suppliers beside each other on the same criteria and weights. */
const Scorecards = () => {
  const [period, setPeriod] = useState<string>()
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['scorecards', period ?? ''],
    queryFn: async ({ signal }) => api.get<Overview>('/scorecards/overview', { period }, signal),
    placeholderData: keepPreviousData,
  })
  if (isPending) return <Waiting lines={12} />
  if (error) return <Failure error={error} again={() => void refetch()} />
  const partOf = (row: Row, name: string) => row.parts.find((one) => one.criterion === name)
  return (
    <LinksProvider links={data.links}>
      <Page title="Suppliers compared" wide right={<MonthPick period={data.period.text} running={data.period.running} pick={setPeriod} />}>
        <Panel flush title={data.period.label}>
          <DataTable<Row>
            caption={`Suppliers in ${data.period.label}`}
            rows={data.suppliers}
            keyOf={(one) => one.id}
            empty="No supplier has an agreement in force or a scorecard. What did they promise, and how is it measured?"
            columns={[
              { label: 'Supplier', cell: (one) => <LinkById id={one.id} />, text: (one) => data.links[one.id]?.title ?? '' },
              { label: 'Rank', align: 'right', cell: (one) => one.rank ?? '–', text: (one) => one.rank },
              {
                label: 'Score',
                align: 'right',
                cell: (one) =>
                  one.total === null ? '–' : <ToneBadge tone={verdictOf(one.total, one.coverage).tone}>{scoreText(one.total)}</ToneBadge>,
                text: (one) => one.total,
              },
              { label: 'Known', align: 'right', cell: (one) => percent(one.coverage), text: (one) => one.coverage },
              {
                label: 'When weights move',
                cell: (one) => <span className={classes['nowrap']}>{rangeText(one)}</span>,
                text: rangeText,
              },
              {
                label: 'Twelve months',
                cell: (one) => (
                  <span className={classes['spark']}>
                    <Spark
                      values={one.trend.map((each) => each.total)}
                      words={`Score by its own weights, ${one.trend[0]?.month ?? ''} to ${one.trend.at(-1)?.month ?? ''}`}
                    />
                  </span>
                ),
                text: (one) => one.trend.map((each) => scoreText(each.total)).join(' '),
              },
              ...data.criteria.map((criterion) => ({
                label: criterion.label,
                align: 'right' as const,
                cell: (one: Row) => {
                  const part = partOf(one, criterion.name)
                  return <span title={part?.score === null ? (part.why_missing ?? '') : part?.words}>{scoreText(part?.score ?? null)}</span>
                },
                text: (one: Row) => partOf(one, criterion.name)?.score ?? null,
              })),
            ]}
          />
        </Panel>
        <Text size="xs" c="dimmed" mt="sm">
          One set of weights for all: {data.criteria.map((one) => `${one.label} ${one.weight}`).join(', ')}. What is not known is left out
          and the other weights are scaled up; whoever has less than half of the weights known is not ranked. “When weights move” says
          between which ranks a supplier stands when any one weight is a fifth lower or higher.
        </Text>
      </Page>
    </LinksProvider>
  )
}

export default Scorecards

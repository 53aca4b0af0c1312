import { ActionIcon, Group, Text } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { useState } from 'react'
import { nextPeriod, parsePeriod, previousPeriod } from '../../../kernel/period.ts'
import { api, keys } from '../../../platform/page/api.ts'
import { numberText, shareText } from '../../../platform/page/fields/format.ts'
import { DataTable } from '../../../platform/page/kit/data-table.tsx'
import { Panel } from '../../../platform/page/kit/panel.tsx'
import { ToneBadge } from '../../../platform/page/kit/state-badge.tsx'
import { To } from '../../../platform/page/kit/to.tsx'
import { Failure, Waiting } from '../../../platform/page/kit/waiting.tsx'
import type { AnyRecord } from '../../../platform/records/kind.ts'
import classes from './levels.module.css'
import { priorityText, promiseText } from './promise-words.ts'

type Kept = Readonly<{
  kept: number
  missed: number
  running: number
  share_kept: number | null
  share_if_nothing_else_fails: number | null
  share_promised: number
  holds: boolean | null
}>
/** GET /agreements/:key/performance */
type Answer = Readonly<{
  period: Readonly<{ text: string; label: string; over: boolean }>
  promises: readonly (Kept &
    Readonly<{
      promise: Readonly<{
        id: string
        ref: string
        title: string
        measure: string
        priority: string | null
        target: number
        share: number | null
      }>
    }>)[]
  all: Kept
}>
type Row = Answer['promises'][number]

/** To one decimal: more says nothing about a few hundred tickets. */
const percent = (share: number): string => shareText(Math.round(share * 1000) / 1000)

const verdict = (row: Row) => {
  if (row.holds === null) return <span className="rv-dim">nothing decided</span>
  return row.holds ? (
    <ToneBadge tone="good">Kept</ToneBadge>
  ) : (
    <ToneBadge tone="bad">{row.promise.share === null ? `${row.missed} missed` : 'Under target'}</ToneBadge>
  )
}

/** How each promise was kept in a period. */
export const Performance = ({ record }: Readonly<{ record: AnyRecord }>) => {
  const [period, setPeriod] = useState<string>()
  const { data, error, isPending, refetch } = useQuery({
    queryKey: [...keys.about(record.id, 'performance'), period ?? ''],
    queryFn: async ({ signal }) => api.get<Answer>(`/agreements/${record.ref}/performance`, { period }, signal),
    placeholderData: keepPreviousData,
  })
  const of = data ? parsePeriod(data.period.text) : null
  return (
    <Panel
      flush
      title={data ? `Kept in ${data.period.label}${data.period.over ? '' : ' so far'}` : 'Kept'}
      right={
        of && (
          <Group gap={4}>
            <ActionIcon variant="default" aria-label="The period before" onClick={() => setPeriod(previousPeriod(of).text)}>
              <IconChevronLeft size={14} />
            </ActionIcon>
            <ActionIcon
              variant="default"
              aria-label="The period after"
              disabled={data?.period.over === false}
              onClick={() => setPeriod(nextPeriod(of).text)}
            >
              <IconChevronRight size={14} />
            </ActionIcon>
          </Group>
        )
      }
    >
      {isPending ? (
        <Waiting lines={4} />
      ) : error ? (
        <Failure error={error} again={() => void refetch()} />
      ) : (
        <>
          {data.all.share_kept !== null && (
            <Text size="sm" className="rv-pad">
              <b>{percent(data.all.share_kept)}</b> of {numberText(data.all.kept + data.all.missed)} clocks kept their promise
              {data.all.running > 0 && `; ${numberText(data.all.running)} run still`}.
            </Text>
          )}
          <DataTable<Row>
            caption={`Kept in ${data.period.label}`}
            rows={data.promises}
            keyOf={(row) => row.promise.id}
            empty="There is no promise in it yet."
            columns={[
              {
                label: 'Promise',
                cell: (row) => (
                  <To to={`/promises/${row.promise.ref}`} className="rv-link">
                    {promiseText(row.promise.measure, row.promise.target, null) || row.promise.title}
                  </To>
                ),
                text: (row) => row.promise.title,
              },
              {
                label: 'Priority',
                cell: (row) => <span className={classes['whole']}>{priorityText(row.promise.priority)}</span>,
                text: (row) => row.promise.priority ?? 'all',
              },
              {
                label: 'Kept',
                align: 'right',
                cell: (row) => (row.share_kept === null ? '–' : percent(row.share_kept)),
                text: (row) => row.share_kept,
              },
              {
                label: 'Target',
                align: 'right',
                cell: (row) => (row.promise.share === null ? 'each one' : shareText(row.promise.share)),
                text: (row) => row.promise.share,
              },
              {
                label: 'Verdict',
                cell: (row) => <span className={classes['whole']}>{verdict(row)}</span>,
                text: (row) => (row.holds === null ? '' : row.holds ? 'kept' : 'missed'),
              },
              {
                label: 'If nothing else fails',
                align: 'right',
                cell: (row) => (row.share_if_nothing_else_fails === null ? '–' : percent(row.share_if_nothing_else_fails)),
                text: (row) => row.share_if_nothing_else_fails,
              },
              { label: 'Clocks kept', align: 'right', cell: (row) => numberText(row.kept) },
              { label: 'Missed', align: 'right', cell: (row) => numberText(row.missed) },
              { label: 'Running', align: 'right', cell: (row) => numberText(row.running) },
            ]}
          />
        </>
      )}
    </Panel>
  )
}

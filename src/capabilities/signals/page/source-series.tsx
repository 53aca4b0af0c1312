import { Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, keys } from '../../../platform/page/api.ts'
import { numberText } from '../../../platform/page/fields/format.ts'
import { DataTable } from '../../../platform/page/kit/data-table.tsx'
import { Moment } from '../../../platform/page/kit/moment.tsx'
import { Panel } from '../../../platform/page/kit/panel.tsx'
import { To } from '../../../platform/page/kit/to.tsx'
import { Failure, Waiting } from '../../../platform/page/kit/waiting.tsx'
import { useCan } from '../../../platform/page/session/session.ts'
import type { AnyRecord } from '../../../platform/records/kind.ts'
import { measure } from '../kind.ts'
import { feedsOf, type MeasureFeed, type Selector } from '../model/feeds.ts'
import { drops } from '../model/intake.ts'
import classes from './screens.module.css'
import { selectorOf, selectorWords } from './selector.ts'

type Series = Readonly<{ name: string; labels: Readonly<Record<string, string>>; first_at: string; last_at: string; resets: number }>
type Drop = Readonly<{ reason: string; n: number; example: string | null; last_hour: string }>
/** GET /sources/:key/intake */
export type Intake = Readonly<{
  taken: number
  series_count: number
  series_most: number
  last_at: string | null
  series: readonly Series[]
  drops: readonly Drop[]
}>

export const intakeQuery = (id: string, words: string) => ({
  queryKey: [...keys.about(id, 'intake'), words],
  queryFn: async ({ signal }: Readonly<{ signal: AbortSignal }>) => api.get<Intake>(`/sources/${id}/intake`, { q: words }, signal),
  placeholderData: keepPreviousData,
  refetchInterval: 30_000,
})

const reasonWords = (reason: string): string =>
  reason in drops ? (Object.entries(drops).find(([name]) => name === reason)?.[1] ?? reason) : reason

/** What was not taken in the last seven days, and why. */
export const Drops = ({ intake }: Readonly<{ intake: Intake }>) => (
  <Panel flush title="Not taken in the last seven days">
    <DataTable<Drop>
      caption="Not taken in the last seven days"
      rows={intake.drops}
      keyOf={(one) => one.reason}
      empty="Everything that came was taken."
      columns={[
        { label: 'Why', cell: (one) => reasonWords(one.reason), text: (one) => reasonWords(one.reason) },
        { label: 'How many', align: 'right', cell: (one) => numberText(one.n), text: (one) => one.n },
        { label: 'Example', cell: (one) => <span className={classes['code']}>{one.example ?? '–'}</span>, text: (one) => one.example },
        { label: 'Last in the hour of', cell: (one) => <Moment at={one.last_hour} />, text: (one) => one.last_hour },
      ]}
    />
  </Panel>
)

type Reader = MeasureFeed & Readonly<{ ref: string; title: string }>

const wordIn = <W extends string>(value: unknown, words: readonly W[]): W | null => words.find((word) => word === value) ?? null

const readBy = 'title,aggregation,series,marked_series,marked_are,good_when,good_level'

/** The measures that are made of series of a source. */
const readersOf = (items: readonly AnyRecord[]): readonly Reader[] =>
  items.map((one) => ({
    id: one.id,
    ref: one.ref,
    title: one.title,
    aggregation: String(one['aggregation']),
    series: selectorOf(one['series']),
    marked_series: selectorOf(one['marked_series']),
    marked_are: wordIn(one['marked_are'], ['good', 'bad']),
    good_when: wordIn(one['good_when'], ['at_most', 'below', 'at_least', 'above']),
    good_level: typeof one['good_level'] === 'number' ? one['good_level'] : null,
  }))

const newMeasure = (source: AnyRecord, { name, labels }: Selector): string => {
  const asked = new URLSearchParams({
    source: source.ref,
    title: selectorWords({ name, labels }).slice(0, 200),
    series: JSON.stringify({ name, ...(Object.keys(labels ?? {}).length > 0 ? { labels } : {}) }),
  })
  return `/measures/new?${asked.toString()}`
}

const ReadBy = ({ series, readers, source }: Readonly<{ series: Series; readers: readonly Reader[]; source: AnyRecord }>) => {
  const can = useCan()
  const ids = new Set(feedsOf(readers, series.name, series.labels).map((feed) => feed.measure))
  const reading = readers.filter((one) => ids.has(one.id))
  if (reading.length > 0)
    return (
      <>
        {reading.slice(0, 3).map((one) => (
          <To key={one.id} className="rv-link rv-block" to={`/measures/${one.ref}`}>
            {one.title}
          </To>
        ))}
        {reading.length > 3 && <span className="rv-dim rv-small">and {reading.length - 3} more</span>}
      </>
    )
  return can('measure.create') ? (
    <To className="rv-link" to={newMeasure(source, series)} aria-label={`Make a measure of it: ${selectorWords(series)}`}>
      Make a measure of it
    </To>
  ) : (
    <span className="rv-dim">no measure</span>
  )
}

/** The series that came from a source, and which measures are made of them. */
export const SeriesPanel = ({ record }: Readonly<{ record: AnyRecord }>) => {
  const [words, setWords] = useState('')
  const [asked] = useDebouncedValue(words.trim(), 250)
  const { data, error, isPending, refetch } = useQuery(intakeQuery(record.id, asked))
  const measures = useQuery({
    queryKey: keys.about(record.id, 'measures'),
    queryFn: async ({ signal }) => (await api.list(measure, { source: record.id, limit: 200, fields: readBy }, signal)).items,
  })
  const readers = readersOf(measures.data ?? [])
  return (
    <Panel
      flush
      title="Series"
      right={
        <TextInput
          size="xs"
          type="search"
          aria-label="Search series"
          placeholder="Name or label"
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
      }
    >
      {isPending ? (
        <Waiting lines={4} />
      ) : error ? (
        <Failure error={error} again={() => void refetch()} />
      ) : (
        <>
          <DataTable<Series>
            caption="Series of the source"
            rows={data.series}
            keyOf={selectorWords}
            empty={asked === '' ? 'No series has come yet.' : `No series has “${asked}” in its name or labels.`}
            columns={[
              { label: 'Series', cell: (one) => <code className={classes['code']}>{selectorWords(one)}</code>, text: selectorWords },
              { label: 'Last', cell: (one) => <Moment at={one.last_at} ago />, text: (one) => one.last_at },
              {
                label: 'Measure',
                cell: (one) => <ReadBy series={one} readers={readers} source={record} />,
                text: (one) => {
                  const ids = feedsOf(readers, one.name, one.labels).map((feed) => feed.measure)
                  return readers
                    .filter((reader) => ids.includes(reader.id))
                    .map((reader) => reader.title)
                    .join('; ')
                },
              },
            ]}
          />
          {data.series.length > 0 && (
            <Text size="xs" c="dimmed" className="rv-pad">
              Numbers are kept of series that a measure is made of; of the others only that they came.
            </Text>
          )}
          {data.series.length === 200 && (
            <Text size="xs" c="dimmed" className="rv-pad">
              The first 200 are shown: search for the others.
            </Text>
          )}
        </>
      )}
    </Panel>
  )
}

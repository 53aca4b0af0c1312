import { ActionIcon, Button, Group, Stack, Text } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { api, keys } from '../../../platform/page/api.ts'
import { LinkInput } from '../../../platform/page/fields/link-input.tsx'
import { shareText } from '../../../platform/page/fields/format.ts'
import { recalled } from '../../../platform/page/fields/pointers.ts'
import { useWords } from '../../../platform/page/kit/address.ts'
import { Chart } from '../../../platform/page/kit/chart.tsx'
import { DataTable } from '../../../platform/page/kit/data-table.tsx'
import { Empty } from '../../../platform/page/kit/empty.tsx'
import { Page } from '../../../platform/page/kit/page.tsx'
import { Panel } from '../../../platform/page/kit/panel.tsx'
import { To } from '../../../platform/page/kit/to.tsx'
import { Failure, Waiting } from '../../../platform/page/kit/waiting.tsx'
import { useCan } from '../../../platform/page/session/session.ts'
import { measure } from '../kind.ts'
import { around, RangePicker, stretchOf, wordsOf } from './ranges.tsx'
import { lineOf, plainWords, type Readings, readingsOf, type Stretch, unitOf, valueWords } from './readings.ts'
import classes from './screens.module.css'

const most = 6
const mostOffered = 8

/** Those of one unit share an axis; axes stand below one another over the same time. */
const Overlaid = ({ all, onOpen }: Readonly<{ all: readonly Readings[]; onOpen: (at: string) => void }>) => (
  <>
    {[...Map.groupBy(all, unitOf)].map(([unit, group]) => (
      <Panel key={unit} title={unit === '' ? 'No unit' : `Unit: ${unit}`}>
        <Chart
          title={group.map((one) => one.measure.title).join(', ')}
          sentence={group.map((one) => `${one.measure.title}: ${valueWords(one, one.value) ?? 'nothing read'} over all`).join('; ')}
          x="time"
          unit={unit}
          format={plainWords}
          onOpen={onOpen}
          height={240}
          series={group.map((one) => ({ name: one.measure.title, type: 'line', points: lineOf(one, (point) => point.value) }))}
        />
      </Panel>
    ))}
  </>
)

const Table = ({ all, drop }: Readonly<{ all: readonly Readings[]; drop: (of: Readings) => void }>) => (
  <DataTable<Readings>
    caption="The measures over the whole stretch"
    rows={all}
    keyOf={(one) => one.measure.id}
    columns={[
      {
        label: 'Measure',
        cell: (one) => (
          <To className="rv-link" to={`/measures/${one.measure.ref}`}>
            {one.measure.title}
            <span className="rv-dim rv-small rv-block">{one.measure.ref}</span>
          </To>
        ),
        text: (one) => `${one.measure.ref} ${one.measure.title}`,
      },
      { label: 'Value', align: 'right', cell: (one) => valueWords(one, one.value) ?? '–', text: (one) => one.value },
      {
        label: 'Lowest',
        align: 'right',
        cell: (one) => (one.min === null ? '–' : plainWords(one.min)),
        text: (one) => one.min,
      },
      {
        label: 'Highest',
        align: 'right',
        cell: (one) => (one.max === null ? '–' : plainWords(one.max)),
        text: (one) => one.max,
      },
      { label: 'Coverage', align: 'right', cell: (one) => shareText(Math.floor(one.coverage * 1000) / 1000), text: (one) => one.coverage },
      { label: 'Quality', cell: (one) => one.measure.data_quality ?? '–', text: (one) => one.measure.data_quality },
      {
        label: '',
        cell: (one) => (
          <ActionIcon size={24} variant="subtle" color="gray" aria-label={`Take ${one.measure.title} out`} onClick={() => drop(one)}>
            <IconX size={13} />
          </ActionIcon>
        ),
        text: () => '',
      },
    ]}
  />
)

/** Nothing chosen yet: the measures that were read last are one click away. */
const First = ({ onChoose }: Readonly<{ onChoose: (ref: string) => void }>) => {
  const can = useCan()
  const { data } = useQuery({
    queryKey: keys.list(measure.plural, { of: 'explore' }),
    queryFn: async ({ signal }) => api.list(measure, { state: 'active', last_at: 'any', sort: 'title', limit: mostOffered }, signal),
  })
  if (data?.items.length === 0)
    return (
      <Empty
        icon="chart-line"
        title="No measure has readings yet"
        actions={
          can('source.create') && (
            <Button component={Link} to="/sources/new">
              New source
            </Button>
          )
        }
      >
        A source sends readings, and a measure says what they are about. Begin with the source: its page has the lines to copy.
      </Empty>
    )
  return (
    <Empty
      icon="chart-line"
      title="Choose measures to lay over one another"
      actions={data?.items.map((one) => (
        <Button key={one.id} size="compact-sm" variant="default" onClick={() => onChoose(one.ref)}>
          {one.title}
        </Button>
      ))}
    >
      Search above, or begin with one of these. Those of the same unit share an axis; the address keeps what you see, to be sent to others.
    </Empty>
  )
}

/** Several measures over one another; which ones and when stands in the address. */
const Explore = () => {
  const words = useWords()
  const navigate = useNavigate()
  const stretch = stretchOf(words)
  const chosen = [...new Set((words['m'] ?? '').split(',').filter((key) => key !== ''))].slice(0, most)
  const answers = useQueries({ queries: chosen.map((key) => ({ ...readingsOf(key, stretch), placeholderData: keepPreviousData })) })
  const go = (over: Readonly<Record<string, string | undefined>>): void =>
    void navigate({ to: '.', search: { ...words, ...over }, replace: true })
  const show = (next: Stretch): void => go(wordsOf(next))
  const all = answers.flatMap((one) => one.data ?? [])
  const failed = answers.find((one) => one.error)
  return (
    <Page title="Explore measures" crumbs={[{ label: 'Measures', to: '/measures' }]} wide>
      <Stack gap="sm">
        <Group justify="space-between" gap="sm">
          <RangePicker stretch={stretch} onChange={show} />
          {chosen.length < most ? (
            <LinkInput
              key={chosen.join(',')}
              to={['measure']}
              aria-label="Add a measure"
              placeholder="Add a measure"
              value={null}
              onChange={(id) => {
                if (id) go({ m: [...chosen, recalled(id)?.ref ?? id].join(',') })
              }}
            />
          ) : (
            <Text size="sm" c="dimmed">
              Six at most: take one out to add another.
            </Text>
          )}
        </Group>
        {failed && <Failure error={failed.error} again={() => void failed.refetch()} />}
        {chosen.length === 0 ? (
          <First onChoose={(ref) => go({ m: ref })} />
        ) : all.length === 0 && !failed ? (
          <Waiting lines={8} />
        ) : (
          <div className={classes['column']}>
            <Overlaid all={all} onOpen={(at) => show(around(stretch, at))} />
            <Panel flush title="Over the whole stretch">
              <Table
                all={all}
                drop={({ measure }) => go({ m: chosen.filter((key) => key !== measure.ref && key !== measure.id).join(',') || undefined })}
              />
            </Panel>
          </div>
        )}
      </Stack>
    </Page>
  )
}

export default Explore

import { Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { formatDuration } from '../../../kernel/duration.ts'
import { api } from '../../page/api.ts'
import { momentText } from '../../page/fields/format.ts'
import { DataTable } from '../../page/kit/data-table.tsx'
import { Moment } from '../../page/kit/moment.tsx'
import { Page } from '../../page/kit/page.tsx'
import { Panel } from '../../page/kit/panel.tsx'
import { ToneBadge } from '../../page/kit/state-badge.tsx'
import { Failure, Waiting } from '../../page/kit/waiting.tsx'
import type { JobSeen, Work } from '../shapes.ts'

type LoopRow = Work['loops'][number]

const When = ({ at }: Readonly<{ at: string | null }>) => (at ? <Moment at={at} ago /> : <span className="rv-dim">–</span>)

const whenText = (at: string | null): string => (at ? momentText(at) : '')

const What = ({ name, about }: Readonly<{ name: string; about: string }>) => (
  <>
    <code>{name}</code>
    <Text size="sm" c="dimmed">
      {about}
    </Text>
  </>
)

const Trouble = ({ at, error }: Readonly<{ at: string | null; error: string | null }>) =>
  at === null ? (
    <span className="rv-dim">None</span>
  ) : (
    <>
      <When at={at} />
      {error !== null && (
        <Text size="sm" c="dimmed">
          {error}
        </Text>
      )}
    </>
  )

const lengthOf = (ms: number): string => (ms < 1000 ? `${ms} ms` : formatDuration(Math.round(ms / 1000)))

const failedLast = (job: JobSeen): boolean => job.last_failed !== null && (job.last_done === null || job.last_failed > job.last_done)

const stateOf = (job: JobSeen): string => {
  if (job.running > 0) return 'Runs'
  if (failedLast(job)) return 'Failed'
  return job.waiting > 0 ? 'Waits' : 'Idle'
}

/** @param asOf when the answer was made */
const isSoon = (job: JobSeen, asOf: string): boolean => job.next !== null && Date.parse(job.next) - Date.parse(asOf) < 60_000

const nextText = (job: JobSeen, asOf: string): string => {
  if (job.next === null) return 'When asked for'
  return isSoon(job, asOf) ? 'In < 1 min' : momentText(job.next)
}

const Jobs = ({ jobs, asOf }: Readonly<{ jobs: readonly JobSeen[]; asOf: string }>) => (
  <DataTable<JobSeen>
    caption="Jobs"
    rows={jobs.toSorted((a, b) => Number(failedLast(b)) - Number(failedLast(a)))}
    keyOf={(job) => job.name}
    columns={[
      { label: 'Job', cell: (job) => <What name={job.name} about={job.about} />, text: (job) => `${job.name}: ${job.about}` },
      {
        label: 'Now',
        cell: (job) => (failedLast(job) ? <ToneBadge tone="bad">Failed</ToneBadge> : stateOf(job)),
        text: stateOf,
      },
      { label: 'Last done', cell: (job) => <When at={job.last_done} />, text: (job) => whenText(job.last_done) },
      {
        label: 'Next',
        cell: (job) => (job.next === null || isSoon(job, asOf) ? nextText(job, asOf) : <When at={job.next} />),
        text: (job) => nextText(job, asOf),
      },
      {
        label: 'Last failure',
        cell: (job) => <Trouble at={job.last_failed} error={job.error} />,
        text: (job) => [whenText(job.last_failed), job.error ?? ''].join(' ').trim(),
      },
    ]}
  />
)

const Loops = ({ loops }: Readonly<{ loops: readonly LoopRow[] }>) => (
  <DataTable<LoopRow>
    caption="Loops"
    rows={loops}
    keyOf={(loop) => loop.name}
    columns={[
      { label: 'Loop', cell: (loop) => <What name={loop.name} about={loop.about} />, text: (loop) => `${loop.name}: ${loop.about}` },
      {
        label: 'In this process',
        cell: (loop) => (loop.here ? <ToneBadge tone="good">Turns</ToneBadge> : <ToneBadge tone="muted">Does not turn</ToneBadge>),
        text: (loop) => (loop.here ? 'turns' : 'does not turn'),
      },
      { label: 'Pause', cell: (loop) => lengthOf(loop.every_ms) },
      { label: 'Last turn ended', cell: (loop) => <When at={loop.last_ended} />, text: (loop) => whenText(loop.last_ended) },
      { label: 'It took', cell: (loop) => (loop.last_took_ms === null ? '–' : lengthOf(loop.last_took_ms)) },
      {
        label: 'Last failure',
        cell: (loop) => <Trouble at={loop.last_failed} error={loop.error} />,
        text: (loop) => [whenText(loop.last_failed), loop.error ?? ''].join(' ').trim(),
      },
    ]}
  />
)

/** For the operator: what Reeve does by itself, when, and what went wrong. */
const JobsPage = () => {
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['jobs'],
    queryFn: async ({ signal }) => api.get<Work>('/jobs', undefined, signal),
    refetchInterval: 15_000,
  })
  return (
    <Page title="Background work" wide>
      {isPending ? (
        <Waiting lines={10} />
      ) : error ? (
        <Failure error={error} again={() => void refetch()} />
      ) : (
        <Stack gap="md">
          <Panel flush title="Loops">
            <Text c="dimmed" size="sm" p="sm">
              Every process of Reeve turns these again and again. This is what the process that answered saw since it started (
              {data.process}).
            </Text>
            <Loops loops={data.loops} />
          </Panel>
          <Panel flush title="Jobs">
            <Text c="dimmed" size="sm" p="sm">
              Done once at their time, by whichever process takes them. Runs are kept for two weeks, those of jobs that come each minute for
              a day.
            </Text>
            <Jobs jobs={data.items} asOf={data.as_of} />
          </Panel>
        </Stack>
      )}
    </Page>
  )
}

export default JobsPage

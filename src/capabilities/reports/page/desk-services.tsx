import { Button, Group, NativeSelect, Text } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useRouterState } from '@tanstack/react-router'
import { api, queryText } from '../../../platform/page/api.ts'
import { momentText, numberText } from '../../../platform/page/fields/format.ts'
import { useWords } from '../../../platform/page/kit/address.ts'
import { DataTable } from '../../../platform/page/kit/data-table.tsx'
import { HowMade } from '../../../platform/page/kit/figure.tsx'
import { RecordLink } from '../../../platform/page/kit/links.tsx'
import { Page } from '../../../platform/page/kit/page.tsx'
import { Panel } from '../../../platform/page/kit/panel.tsx'
import { ToneBadge } from '../../../platform/page/kit/state-badge.tsx'
import { To, useGo } from '../../../platform/page/kit/to.tsx'
import { Failure, Waiting } from '../../../platform/page/kit/waiting.tsx'
import type { DeskServices, ServiceStanding } from '../model/desks.ts'
import { When } from './desk-parts.tsx'
import { choiceText, ShareCell } from './parts.tsx'
import { PeriodPicker } from './period-picker.tsx'
import classes from './reports.module.css'
import { madeOf } from './words.ts'

type Words = Readonly<Record<string, string | undefined>>

const states = [
  { name: 'missing', word: 'Miss', one: 'Misses' },
  { name: 'will_miss', word: 'Will miss', one: 'Will miss' },
  { name: 'keeping', word: 'Keep', one: 'Keeps' },
  { name: 'none', word: 'Without promise', one: 'None' },
] as const

const stateWord = (state: ServiceStanding['state']): string => states.find((one) => one.name === state)?.one ?? state

const asked = ['state', 'of', 'period', 'service_kind', 'criticality'] as const

const openAt = (service: string, also = ''): string => `/incidents?service=${service}&phase=open,active,waiting${also}&sort=due_at`

/** A count that opens its records; nothing to open where there are none. */
const Count = ({ value, to }: Readonly<{ value: number; to: string }>) =>
  value === 0 ? (
    <span className="rv-dim">0</span>
  ) : (
    <To to={to} className="rv-link">
      {numberText(value)}
    </To>
  )

const Table = ({ rows }: Readonly<{ rows: readonly ServiceStanding[] }>) => (
  <DataTable<ServiceStanding>
    caption="How services stand"
    rows={rows}
    keyOf={(one) => one.service.id}
    empty="No service stands so. Take a filter away to see more."
    columns={[
      {
        label: 'Service',
        cell: (one) => (
          <span>
            <RecordLink to={one.service} />
            <span className="rv-dim rv-small rv-block">
              {one.service.criticality === null ? 'Not rated' : choiceText('service', 'criticality', one.service.criticality)}
              {one.service.owner && `, ${one.service.owner.title}`}
            </span>
          </span>
        ),
        text: (one) => one.service.title,
      },
      {
        label: 'Promises',
        cell: (one) => (
          <span className={classes['whole']}>
            <ToneBadge tone={one.tone}>{stateWord(one.state)}</ToneBadge>
          </span>
        ),
        text: (one) => stateWord(one.state),
      },
      { label: 'Why', cell: (one) => <span className={classes['why']}>{one.text}</span>, text: (one) => one.text },
      {
        label: 'Tickets in time',
        cell: (one) => <ShareCell reached={one.reached} target={one.target_share} judged={false} />,
        text: (one) => one.reached.share,
      },
      {
        label: 'Windows',
        align: 'right',
        cell: (one) => <Count value={one.windows.missed + one.windows.at_risk} to={one.windows.list} />,
        text: (one) => one.windows.missed + one.windows.at_risk,
      },
      { label: 'Open', align: 'right', cell: (one) => <Count value={one.open} to={openAt(one.service.ref)} />, text: (one) => one.open },
      {
        label: 'Missed now',
        align: 'right',
        cell: (one) => <Count value={one.missed_now} to={openAt(one.service.ref, '&level_state=missed')} />,
        text: (one) => one.missed_now,
      },
      {
        label: 'At risk',
        align: 'right',
        cell: (one) => <Count value={one.at_risk} to={openAt(one.service.ref, '&level_state=running')} />,
        text: (one) => one.at_risk,
      },
      {
        label: 'Next due',
        cell: (one) => (one.next_due ? <When at={one.next_due.at} /> : <span className="rv-dim">–</span>),
        text: (one) => one.next_due?.at ?? null,
      },
    ]}
  />
)

/** The services behind the figures of the desks; everything that narrows the list stands in the address. */
const DeskServicesPage = () => {
  const words = useWords()
  const go = useGo()
  const path = useRouterState({ select: (state) => state.location.pathname })
  const query = Object.fromEntries(asked.map((name) => [name, words[name]]))
  const { data, error, isPending, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['desk', 'services', query],
    queryFn: async ({ signal, pageParam }) => api.get<DeskServices>('/desks/services', { ...query, from: pageParam }, signal),
    initialPageParam: 0,
    getNextPageParam: (last) => last.next ?? undefined,
  })
  const set = (change: Words): void => go(`${path}${queryText({ ...words, ...change })}`, true)
  const chosen = new Set((words['state'] ?? '').split(',').filter((one) => one !== ''))
  const toggle = (state: string): void => {
    const next = chosen.has(state) ? [...chosen].filter((one) => one !== state) : [...chosen, state]
    set({ state: next.length === 0 ? undefined : next.join(',') })
  }
  const first = data?.pages[0]
  return (
    <Page
      title="How services stand"
      wide
      right={first && <PeriodPicker value={first.period.text} today={first.as_of.slice(0, 10)} onChange={(period) => set({ period })} />}
    >
      {isPending ? (
        <Waiting lines={10} />
      ) : error ? (
        <Failure error={error} again={() => void refetch()} />
      ) : (
        <div className={classes['column']}>
          <Group gap="sm" align="end">
            <Group gap={6} role="group" aria-label="With their promises">
              {states.map(({ name, word }) => (
                <Button
                  key={name}
                  size="sm"
                  variant={chosen.has(name) ? 'filled' : 'default'}
                  aria-pressed={chosen.has(name)}
                  onClick={() => toggle(name)}
                >
                  {word} {numberText(first?.counts[name] ?? 0)}
                </Button>
              ))}
            </Group>
            <NativeSelect
              label="Services"
              value={words['of'] === 'mine' ? 'mine' : ''}
              data={[
                { value: '', label: 'all that I may see' },
                { value: 'mine', label: 'mine' },
              ]}
              onChange={(event) => set({ of: event.currentTarget.value || undefined })}
            />
            {(['service_kind', 'criticality'] as const).map((name) => {
              const value = words[name]
              if (value === undefined) return null
              const label = value === 'none' ? 'Not rated' : choiceText('service', name, value)
              return (
                <Button
                  key={name}
                  size="compact-sm"
                  variant="light"
                  aria-label={`All, not only ${label}`}
                  onClick={() => set({ [name]: undefined })}
                >
                  Only {label} ✕
                </Button>
              )
            })}
          </Group>
          {first?.everything && (
            <p className={`${classes['none']} rv-small`}>
              No service names you, your team or your unit, so all services you may see are shown.
            </p>
          )}
          <Panel
            flush
            title={first ? first.period.label : ''}
            right={first && <HowMade label="How services stand" made={madeOf(first.made)} />}
          >
            <Table rows={data.pages.flatMap((page) => page.items)} />
          </Panel>
          {hasNextPage && (
            <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
              Show more
            </Button>
          )}
          <Text size="xs" c="dimmed">
            Tickets are counted from those decided in the period and those open now; “windows” are promises of availability and indicators.{' '}
            <To to="/standings" className={`rv-link ${classes['inText']}`}>
              All of these
            </To>
            . As of {first && momentText(first.as_of)}.
          </Text>
        </div>
      )}
    </Page>
  )
}

export default DeskServicesPage

import { Button, Group, NativeSelect, Text } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useRouterState } from '@tanstack/react-router'
import { day } from '../../../kernel/day.ts'
import { lastPeriods, periodOf } from '../../../kernel/period.ts'
import { api, type Links, queryText } from '../../../platform/page/api.ts'
import { durationText, momentText } from '../../../platform/page/fields/format.ts'
import { mergedLinks, useWords } from '../../../platform/page/kit/address.ts'
import { DataTable } from '../../../platform/page/kit/data-table.tsx'
import { LinkById, LinksProvider } from '../../../platform/page/kit/links.tsx'
import { Page } from '../../../platform/page/kit/page.tsx'
import { Panel } from '../../../platform/page/kit/panel.tsx'
import { ToneBadge } from '../../../platform/page/kit/state-badge.tsx'
import { To, useGo } from '../../../platform/page/kit/to.tsx'
import { Failure, Waiting } from '../../../platform/page/kit/waiting.tsx'
import { isAboutTickets } from '../model/promise.ts'
import { type ListedStanding, type StandingCounts, standingStates } from '../model/standing/listed.ts'
import { stateWords, valueText, windowText } from './standing-words.ts'
import classes from './levels.module.css'

type Answer = Readonly<{
  as_of: string
  items: readonly ListedStanding[]
  counts: StandingCounts
  next: string | null
  links: Links
}>
type Words = Readonly<Record<string, string | undefined>>

const asked = ['state', 'subject', 'agreement', 'type', 'measure', 'window'] as const

const types = [
  { value: '', label: 'everybody' },
  { value: 'sla', label: 'us to customers' },
  { value: 'ola', label: 'teams' },
  { value: 'underpinning', label: 'suppliers' },
]
const measures = [
  { value: '', label: 'everything' },
  { value: 'availability', label: 'availability' },
  { value: 'good_share', label: 'share of good events' },
  { value: 'level', label: 'level of an indicator' },
  { value: 'response', label: 'time to respond' },
  { value: 'resolution', label: 'time to resolve' },
  { value: 'composite', label: 'several promises together' },
]

/** What runs now, and the twelve months before. */
const windowsFrom = (asOf: string, chosen: string) => {
  const months = lastPeriods(periodOf('month', day(asOf.slice(0, 10))), 13)
    .map((one) => one.text)
    .reverse()
  return [
    { value: '', label: 'that run now' },
    ...[...new Set([...(chosen === '' ? [] : [chosen]), ...months])].map((name) => ({ value: name, label: windowText(name) })),
  ]
}

const targetText = (one: ListedStanding): string =>
  one.comparator === null ? valueText(one, one.target) : `${one.comparator === 'at_most' ? '≤' : '≥'} ${valueText(one, one.target)}`

/** The promise's page on this subject and window: budget, burn-down, and all that ate it. */
const evidenceAt = (one: ListedStanding, links: Links): string =>
  `/promises/${links[one.promise]?.ref ?? one.promise}${queryText({ subject: links[one.subject]?.ref ?? one.subject, window: one.window_name })}`

/** What the promise's page shows of what ate it. */
const evidenceWord = (measure: string): string =>
  isAboutTickets(measure) ? 'Missed tickets' : measure === 'composite' ? 'Its parts' : measure === 'level' ? 'Its course' : 'Worst hours'

const silentWord = (one: ListedStanding): string => {
  if (isAboutTickets(one.measure)) return one.closed ? 'no ticket kept or missed it' : 'no ticket kept or missed it yet'
  return one.closed ? 'nothing measured it' : 'nothing measures it'
}

const Why = ({ one, links }: Readonly<{ one: ListedStanding; links: Links }>) => {
  const { worst } = one
  const cause = worst?.cause ? links[worst.cause] : undefined
  if (worst)
    return (
      <span>
        <To to={`/outages/${worst.ref}`} className="rv-link">
          {worst.title}
        </To>{' '}
        <span className={classes['line']}>{durationText(Math.round(worst.seconds))}</span>
        {cause && <span className="rv-dim rv-small rv-block">because of {cause.title}</span>}
      </span>
    )
  return one.state === 'no_data' ? (
    <span className="rv-dim">{silentWord(one)}</span>
  ) : one.measure === 'availability' ? (
    <span className="rv-dim">no outage</span>
  ) : (
    <To to={evidenceAt(one, links)} className="rv-link">
      {evidenceWord(one.measure)}
    </To>
  )
}

const Table = ({ rows, links, narrowed }: Readonly<{ rows: readonly ListedStanding[]; links: Links; narrowed: boolean }>) => (
  <DataTable<ListedStanding>
    caption="How promises stand"
    rows={rows}
    keyOf={(one) => `${one.promise} ${one.subject} ${one.window_name}`}
    empty={
      narrowed
        ? 'No promise stands so. Take a filter away to see more.'
        : 'No agreement in force promises anything yet. Add a promise to an agreement; it is judged within a minute.'
    }
    columns={[
      { label: 'Of', cell: (one) => <LinkById id={one.subject} />, text: (one) => links[one.subject]?.title ?? '' },
      {
        label: 'Promise',
        cell: (one) => (
          <To to={evidenceAt(one, links)} className="rv-link">
            {links[one.promise]?.title ?? 'Promise'}
            {one.subject !== one.agreement && <span className="rv-dim rv-small rv-block">{links[one.agreement]?.title}</span>}
          </To>
        ),
        text: (one) => `${links[one.promise]?.title ?? ''} (${links[one.agreement]?.title ?? ''})`,
      },
      {
        label: 'Window',
        cell: (one) => <span className={classes['line']}>{windowText(one.window_name)}</span>,
        text: (one) => one.window_name,
      },
      {
        label: 'Verdict',
        cell: (one) => (
          <span className={classes['line']}>
            <ToneBadge tone={stateWords[one.state].tone}>{stateWords[one.state].word}</ToneBadge>
            {one.firing !== null && <span className="rv-dim rv-small rv-block">burns fast</span>}
          </span>
        ),
        text: (one) => stateWords[one.state].word,
      },
      {
        label: 'So far',
        align: 'right',
        cell: (one) => <span className={classes['line']}>{valueText(one, one.value)}</span>,
        text: (one) => one.value,
      },
      {
        label: 'Target',
        align: 'right',
        cell: (one) => <span className={classes['line']}>{targetText(one)}</span>,
        text: (one) => one.target,
      },
      {
        label: 'Budget left',
        align: 'right',
        cell: (one) =>
          one.left_share === null ? (
            '–'
          ) : (
            <span className={classes['line']}>
              {Math.round(one.left_share * 100)
                .toString()
                .replace('-', '−')}{' '}
              %
              {one.left_s !== null && (
                <span className="rv-dim rv-small rv-block">
                  {one.left_s < 0 ? `${durationText(Math.round(-one.left_s))} over` : durationText(Math.round(one.left_s))}
                </span>
              )}
            </span>
          ),
        text: (one) => one.left_share,
      },
      {
        label: 'What ate most',
        cell: (one) => <Why one={one} links={links} />,
        text: (one) => (one.worst ? `${one.worst.title} ${durationText(Math.round(one.worst.seconds))}` : ''),
      },
    ]}
  />
)

/** What narrows the list and has no field of its own: one subject, one agreement. */
const Only = ({ words, links, set }: Readonly<{ words: Words; links: Links; set: (change: Words) => void }>) => {
  const named = (key: string): string => Object.values(links).find((one) => one.ref === key || one.id === key)?.title ?? key
  return (['subject', 'agreement'] as const).map((name) => {
    const key = words[name]
    return key === undefined ? null : (
      <Button
        key={name}
        size="compact-sm"
        variant="light"
        onClick={() => set({ [name]: undefined })}
        aria-label={`All, not only ${named(key)}`}
      >
        Only {named(key)} ✕
      </Button>
    )
  })
}

/** How promises over windows of time stand, the worst first; everything that narrows the list stands in the address. */
const Standings = () => {
  const words = useWords()
  const go = useGo()
  const path = useRouterState({ select: (state) => state.location.pathname })
  const query = Object.fromEntries(asked.map((name) => [name, words[name]]))
  const { data, error, isPending, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['standings', query],
    queryFn: async ({ signal, pageParam }) => api.get<Answer>('/standings', { ...query, after: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    refetchInterval: 60_000,
  })
  const set = (change: Words): void => go(`${path}${queryText({ ...words, ...change })}`, true)
  const first = data?.pages[0]
  const links = mergedLinks(data?.pages)
  const states = new Set((words['state'] ?? '').split(',').filter((one) => one !== ''))
  const toggle = (state: string): void => {
    const next = states.has(state) ? [...states].filter((one) => one !== state) : [...states, state]
    set({ state: next.length === 0 ? undefined : next.join(',') })
  }
  return (
    <LinksProvider links={links}>
      <Page title="How promises stand" wide right={first && <span className="rv-dim rv-small">As of {momentText(first.as_of)}</span>}>
        {isPending ? (
          <Waiting lines={10} />
        ) : error ? (
          <Failure error={error} again={() => void refetch()} />
        ) : (
          <div className={classes['column']}>
            <Group gap="sm" align="end">
              <Group gap={6} role="group" aria-label="Verdict">
                {standingStates.map((state) => (
                  <Button
                    key={state}
                    size="sm"
                    variant={states.has(state) ? 'filled' : 'default'}
                    aria-pressed={states.has(state)}
                    onClick={() => toggle(state)}
                  >
                    {stateWords[state].word} {first?.counts[state] ?? 0}
                  </Button>
                ))}
              </Group>
              <NativeSelect
                label="Promised by"
                value={words['type'] ?? ''}
                data={types}
                onChange={(event) => set({ type: event.currentTarget.value || undefined })}
              />
              <NativeSelect
                label="About"
                value={words['measure'] ?? ''}
                data={measures}
                onChange={(event) => set({ measure: event.currentTarget.value || undefined })}
              />
              {first && (
                <NativeSelect
                  label="Windows"
                  value={words['window'] ?? ''}
                  data={windowsFrom(first.as_of, words['window'] ?? '')}
                  onChange={(event) => set({ window: event.currentTarget.value || undefined })}
                />
              )}
              <Only words={words} links={links} set={set} />
            </Group>
            <Panel flush>
              <Table
                rows={data.pages.flatMap((page) => page.items)}
                links={links}
                narrowed={asked.some((name) => words[name] !== undefined)}
              />
            </Panel>
            {hasNextPage && (
              <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
                Show more
              </Button>
            )}
            <Text size="xs" c="dimmed">
              Every promise in force, judged over months, quarters, years or rolling windows; those about tickets by the tickets that kept
              or missed them. What needs somebody now:{' '}
              <To to="/incidents?level_state=missed&phase=open,active,waiting&sort=due_at" className={`rv-link ${classes['inText']}`}>
                open tickets past their promise
              </To>
              .
            </Text>
          </div>
        )}
      </Page>
    </LinksProvider>
  )
}

export default Standings

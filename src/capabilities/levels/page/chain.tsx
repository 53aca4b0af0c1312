import { Button, Group, NativeSelect, SegmentedControl, Text } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useRouterState } from '@tanstack/react-router'
import { lazy, Suspense, useId } from 'react'
import { api, keys, queryText } from '../../../platform/page/api.ts'
import type { RecordScreenProps } from '../../../platform/page/contribution.ts'
import { useWords } from '../../../platform/page/kit/address.ts'
import { Empty } from '../../../platform/page/kit/empty.tsx'
import { HowMade } from '../../../platform/page/kit/figure.tsx'
import { To, useGo } from '../../../platform/page/kit/to.tsx'
import { Failure, Waiting } from '../../../platform/page/kit/waiting.tsx'
import type { PromiseChain } from '../model/composition/answer.ts'
import { minutesText } from '../model/composition/words.ts'
import { ClosingPanel } from './chain-closing.tsx'
import { PartPanel } from './chain-part.tsx'
import { GapList, PartsTable, TimesTable } from './chain-tables.tsx'
import { keptTogether, readAssumed, shareWords, sourceWords, writeAssumed } from './chain-words.ts'
import classes from './chain.module.css'

const Drawing = lazy(async () => import('./chain-drawing.tsx'))

const toneOf = (chain: PromiseChain): 'good' | 'warn' | 'bad' | 'none' => {
  if (!chain.gap) return 'none'
  if (!chain.gap.underpinned) return 'bad'
  return chain.gap.underpinned_worst && !chain.composed?.unknown ? 'good' : 'warn'
}

const signed = (minutes: number, each: string): string => `${minutes < 0 ? '−' : '+'}${minutesText(minutes)} ${each}`

const Made = ({ chain }: Readonly<{ chain: PromiseChain }>) => (
  <HowMade
    label="May be promised"
    made={{
      formula:
        'The chance that everything needed works at once: of a series all, of a redundant group as many as it needs. A part that several need counts once. Failures are taken as independent but for common causes; the worst case is that no two failures overlap, and that all of a group fail together.',
      inputs: [
        {
          label: 'Method',
          value: chain.composed?.sampled
            ? `${chain.composed.sampled.samples} sampled states, seed ${chain.composed.sampled.seed}`
            : 'exact',
        },
        { label: 'Period', value: `${chain.period.label}, ${Math.round(chain.period.minutes)} agreed minutes` },
        { label: 'Hours', value: chain.hours ? `${chain.hours.title}: ${chain.hours.words}` : 'round the clock' },
      ],
      source: 'agreements beneath, else outages of the last twelve months',
    }}
  />
)

const Figures = ({ chain }: Readonly<{ chain: PromiseChain }>) => {
  const { composed, promised, gap, period } = chain
  return (
    <dl className={classes['figures']}>
      {composed && (
        <div>
          <dt>May be promised</dt>
          <dd>
            {shareWords(composed.value)} {composed.sampled && `± ${(composed.sampled.standard_error * 400).toFixed(3)} points`}{' '}
            <Made chain={chain} />
          </dd>
        </div>
      )}
      {composed && (
        <div>
          <dt>In the worst case</dt>
          <dd>{shareWords(composed.bounds.lower)}</dd>
        </div>
      )}
      {composed?.unknown && (
        <div>
          <dt>If the unknown were as bad as the worst known</dt>
          <dd>{shareWords(composed.unknown.if_weakest)}</dd>
        </div>
      )}
      {promised && (
        <div>
          <dt>Promised</dt>
          <dd>
            <To to={`/promises/${promised.ref}`} className="rv-link">
              {shareWords(promised.share)}
            </To>{' '}
            <To to={`/agreements/${promised.agreement.ref}`} className="rv-link rv-small">
              {promised.agreement.ref}
            </To>
          </dd>
        </div>
      )}
      {gap && (
        <div>
          <dt>Gap, {period.label}</dt>
          <dd>{signed(gap.gap_minutes, period.each)}</dd>
        </div>
      )}
      {gap && (
        <div>
          <dt>Gap in the worst case</dt>
          <dd>{signed(gap.worst_gap_minutes, period.each)}</dd>
        </div>
      )}
    </dl>
  )
}

const sources = ['promised', 'measured', 'assumed', 'none', 'inner'] as const

const Legend = ({ beyond }: Readonly<{ beyond: number }>) => (
  <ul className={classes['legend']} aria-label="What the colours mean">
    {sources.map((source) => (
      <li key={source}>
        <span className={classes['swatch']} data-source={source} aria-hidden />
        {sourceWords[source]}
      </li>
    ))}
    <li>
      <span className={classes['swatch']} data-source="loss" aria-hidden />
      what it costs, against the worst part
    </li>
    {beyond > 0 && <li>{beyond} more in the table</li>}
  </ul>
)

const commonCauses = [
  { value: '', label: 'not counted' },
  { value: '0.02', label: '2 % of failures' },
  { value: '0.05', label: '5 % of failures' },
  { value: '0.1', label: '10 % of failures' },
  { value: '0.2', label: '20 % of failures' },
]

/** What may be promised for a service: the chain of what it stands on, and what would be if a part were better or worse. */
const ChainTab = ({ record }: RecordScreenProps) => {
  const search = useWords()
  const go = useGo()
  const path = useRouterState({ select: (state) => state.location.pathname })
  const phone = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false })
  const { assume, basis, beta, period, price } = search
  const { data, error, isPending, refetch } = useQuery({
    queryKey: [...keys.about(record.id, 'promise-chain'), assume ?? '', basis ?? '', beta ?? '', period ?? '', price ?? ''],
    queryFn: async ({ signal }) =>
      api.get<PromiseChain>(`/services/${record.ref}/promise-chain`, { assume, basis, beta, period, price }, signal),
    placeholderData: keepPreviousData,
  })
  const asideId = useId()
  if (isPending) return <Waiting lines={10} />
  if (error) return <Failure error={error} again={() => void refetch()} />
  const set = (change: Readonly<Record<string, string | undefined>>): void => go(`${path}${queryText({ ...search, ...change })}`, true)
  const assumed = readAssumed(assume)
  const chosen = search['part'] ?? data.parts[0]?.ref ?? ''
  const view = search['view'] ?? (phone ? 'table' : 'picture')
  const choose = (ref: string): void => {
    set({ part: ref })
    document.getElementById(asideId)?.scrollIntoView({ block: 'nearest' })
  }
  const assumeFor = (ref: string, share: string | undefined): void => {
    const { [ref]: _, ...others } = assumed
    set({ part: ref, assume: writeAssumed(share === undefined ? others : { ...others, [ref]: share }) })
  }
  const currency = search['currency'] ?? 'EUR'
  const count = Object.keys(assumed).length
  const groups = data.picture.nodes.some((node) => node.group)
  return (
    <div className={classes['tab']}>
      <section className={classes['answer']} data-tone={toneOf(data)} aria-label="The answer">
        <p className={classes['sentence']} aria-live="polite">
          {keptTogether(data.sentence)}
        </p>
        <Figures chain={data} />
        {count > 0 && (
          <Group gap="sm">
            <Text size="sm" c="dimmed">
              What if: {count === 1 ? 'one figure is' : `${count} figures are`} assumed.
            </Text>
            <Button size="compact-sm" variant="default" onClick={() => set({ assume: undefined })}>
              Back to what is
            </Button>
          </Group>
        )}
        {data.notes.map((note) => (
          <Text key={note} size="sm" c="dimmed">
            {note}
          </Text>
        ))}
      </section>
      <ClosingPanel chain={data} price={price} currency={search['currency']} set={set} choose={choose} assume={assumeFor} />
      {data.parts.length === 0 ? (
        <Empty icon="sitemap" title="Nothing that it needs is on record" level={3}>
          What may be promised is composed from what a service requires, runs on or is part of.{' '}
          <To to={`/dependencies/new?dependent=${record.ref}`} className={`rv-link ${classes['inText']}`}>
            Add a dependency
          </To>
        </Empty>
      ) : (
        <>
          <Group justify="space-between" gap="sm" align="end">
            <SegmentedControl
              aria-label="Show as"
              value={view}
              onChange={(value) => set({ view: value })}
              data={[
                { value: 'picture', label: 'Picture' },
                { value: 'table', label: 'Table' },
              ]}
            />
            <Group gap="sm" align="end">
              {data.parts.some((part) => part.promised && part.measured) && (
                <NativeSelect
                  label="Where there are both, count"
                  value={basis ?? ''}
                  data={[
                    { value: '', label: 'what is promised beneath' },
                    { value: 'measured', label: 'what was measured' },
                  ]}
                  onChange={(event) => set({ basis: event.currentTarget.value === '' ? undefined : event.currentTarget.value })}
                />
              )}
              {groups && (
                <NativeSelect
                  label="Common causes in redundant groups"
                  value={beta ?? ''}
                  data={commonCauses}
                  onChange={(event) => set({ beta: event.currentTarget.value === '' ? undefined : event.currentTarget.value })}
                />
              )}
            </Group>
          </Group>
          <div className={classes['chain']}>
            <div id={asideId} className={classes['aside']}>
              <PartPanel chain={data} chosen={chosen} given={assumed[chosen]} assume={assumeFor} currency={currency} />
            </div>
            <div className={`${classes['tab']} ${classes['main']}`}>
              {view === 'table' ? (
                <PartsTable chain={data} choose={choose} currency={currency} />
              ) : (
                <>
                  <Suspense fallback={<Waiting lines={8} />}>
                    <Drawing chain={data} chosen={chosen} choose={choose} />
                  </Suspense>
                  <Legend beyond={data.picture.beyond} />
                </>
              )}
            </div>
          </div>
          {view !== 'table' && <PartsTable chain={data} choose={choose} currency={currency} />}
          {data.used > 0 && (
            <Text size="xs" c="dimmed">
              {data.used === 1 ? 'One thing' : `${data.used} things`} that it only uses {data.used === 1 ? 'is' : 'are'} not counted: it
              works worse without, but it works.
            </Text>
          )}
        </>
      )}
      {(data.parts.length > 0 || data.gaps.length > 0) && <GapList chain={data} />}
      <TimesTable chain={data} asked={search['times']} />
    </div>
  )
}

export default ChainTab

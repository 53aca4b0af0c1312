import { Anchor, Group } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { api, base, keys, type Links } from '../../../platform/page/api.ts'
import { durationText } from '../../../platform/page/fields/format.ts'
import { DataTable } from '../../../platform/page/kit/data-table.tsx'
import { Panel } from '../../../platform/page/kit/panel.tsx'
import { Spark } from '../../../platform/page/kit/spark.tsx'
import { ToneBadge } from '../../../platform/page/kit/state-badge.tsx'
import { To } from '../../../platform/page/kit/to.tsx'
import { Failure, Waiting } from '../../../platform/page/kit/waiting.tsx'
import { useCan } from '../../../platform/page/session/session.ts'
import { isAboutTickets } from '../model/promise.ts'
import { fineShare, type Standing, stateWords, windowText } from './standing-words.ts'

type One = Standing & Readonly<{ measure: string | null }>
type Answer = Readonly<{ items: readonly One[]; links: Links }>
type Row = Readonly<{ now: One; before: readonly One[] }>

const rowsOf = (items: readonly One[]): readonly Row[] => {
  const groups = Map.groupBy(items, (one) => `${one.promise} ${one.subject}`)
  return [...groups.values()].flatMap(([now, ...before]) => (now ? [{ now, before }] : []))
}

const isLevel = (one: Standing): boolean => one.good === null
const value = (one: Standing): string =>
  one.value === null
    ? 'no figure'
    : isLevel(one)
      ? one.value.toLocaleString(undefined, { maximumSignificantDigits: 4 })
      : fineShare(one.value)

/** Promises over windows of time of an agreement, or about a service: how each stands now and stood before. Those about tickets stand by priority on an agreement. */
export const WindowPromises = ({ of, id, reference }: Readonly<{ of: 'agreements' | 'services'; id: string; reference: string }>) => {
  const can = useCan()
  const { data, error, isPending, refetch } = useQuery({
    queryKey: keys.about(id, 'standings'),
    queryFn: async ({ signal }) => api.get<Answer>(`/${of}/${id}/standings`, { days: 400 }, signal),
  })
  const add = of === 'agreements' && can('promise.create')
  return (
    <Panel
      flush
      title={of === 'agreements' ? 'Availability, indicators and what is made of them' : 'Promises over windows of time'}
      right={
        <Group gap={12}>
          {of === 'agreements' && data?.items.some(({ measure }) => measure === 'good_share' || measure === 'composite') && (
            <>
              <Anchor size="sm" href={`${base}/export/openslo?agreement=${reference}`} download={`${reference}.openslo.yaml`}>
                OpenSLO
              </Anchor>
              <Anchor size="sm" href={`${base}/export/prometheus-rules?agreement=${reference}`} download={`${reference}.rules.yaml`}>
                Prometheus rules
              </Anchor>
            </>
          )}
          {add && (
            <To className="rv-link rv-small" to={`/promises/new?agreement=${reference}&measure=availability`}>
              Add a promise
            </To>
          )}
        </Group>
      }
    >
      {isPending ? (
        <Waiting lines={3} />
      ) : error ? (
        <Failure error={error} again={() => void refetch()} />
      ) : (
        <DataTable<Row>
          caption="Promises over windows of time"
          rows={rowsOf(of === 'agreements' ? data.items.filter(({ measure }) => !isAboutTickets(measure ?? '')) : data.items)}
          keyOf={({ now }) => `${now.promise} ${now.subject}`}
          empty={
            of === 'agreements'
              ? 'Nothing is promised about availability or an indicator here. Add such a promise; it is judged within a minute.'
              : 'No agreement promises availability or an indicator of this service.'
          }
          columns={[
            {
              label: 'Promise',
              cell: ({ now }) => (
                <To className="rv-link" to={`/promises/${data.links[now.promise]?.ref ?? now.promise}?subject=${now.subject}`}>
                  {data.links[now.promise]?.title ?? 'Promise'}
                  <span className="rv-dim rv-small rv-block">{data.links[of === 'agreements' ? now.subject : now.agreement]?.title}</span>
                </To>
              ),
              text: ({ now }) => data.links[now.promise]?.title ?? now.promise,
            },
            {
              label: 'Now',
              align: 'right',
              cell: ({ now }) => (
                <span>
                  {value(now)}
                  <span className="rv-dim rv-small rv-block">{windowText(now.window_name)}</span>
                </span>
              ),
              text: ({ now }) => now.value,
            },
            {
              label: 'Verdict',
              cell: ({ now }) => <ToneBadge tone={stateWords[now.state].tone}>{stateWords[now.state].word}</ToneBadge>,
              text: ({ now }) => stateWords[now.state].word,
            },
            {
              label: 'Budget left',
              align: 'right',
              cell: ({ now }) =>
                now.left_share === null ? (
                  '–'
                ) : (
                  <span>
                    {Math.round(now.left_share * 100)} %
                    {now.left_s !== null && <span className="rv-dim rv-small rv-block">{durationText(Math.round(now.left_s))}</span>}
                  </span>
                ),
              text: ({ now }) => now.left_share,
            },
            {
              label: 'Before',
              cell: ({ now, before }) => {
                const values = [...before].reverse().map((one) => one.value)
                return values.length > 1 ? <Spark values={[...values, now.value]} words={`Last ${values.length + 1} windows`} /> : '–'
              },
              text: ({ before }) => before.map((one) => one.value ?? '').join(' '),
            },
          ]}
        />
      )}
    </Panel>
  )
}

import { useQuery } from '@tanstack/react-query'
import { api, keys } from '../../../platform/page/api.ts'
import { Panel } from '../../../platform/page/kit/panel.tsx'
import { ToneBadge } from '../../../platform/page/kit/state-badge.tsx'
import { To } from '../../../platform/page/kit/to.tsx'
import { kindNamed } from '../../../platform/page/registry/kinds.ts'
import { timesSentence, type Times, timesVerdict } from './promise-words.ts'

/** Whether a promise about tickets is underpinned, service by service; each opens its times along the chain. Nothing where it is no promise to customers. */
const TimesLinks = ({ about, promise }: Readonly<{ about: string; promise: string }>) => {
  const { data } = useQuery({
    queryKey: keys.about(about, 'times'),
    queryFn: async ({ signal }) => api.get<Times>(`/promises/${promise}/times`, undefined, signal),
    retry: false,
  })
  if (!data || data.counts.services === 0) return null
  return (
    <Panel title="What it stands on">
      <p>{timesSentence(data.counts)}</p>
      <ul className="rv-plain">
        {data.items.map((one) => (
          <li key={one.service.id}>
            <To to={`/services/${one.service.ref}/promise-chain?times=${promise}`} className="rv-link">
              Times along the chain of {one.service.title}
            </To>{' '}
            <ToneBadge tone={timesVerdict(one).tone}>{timesVerdict(one).word}</ToneBadge>
          </li>
        ))}
      </ul>
      {data.counts.services > data.items.length && (
        <p className="rv-dim rv-small">{data.counts.services - data.items.length} more stand better or alike.</p>
      )}
    </Panel>
  )
}

type Props = Readonly<{
  /** Id of the record on whose page this stands. */
  about: string
  /** Ids of services. */
  services: readonly string[]
  /** Ref of the promise, when it is one about tickets. */
  ticketPromise?: string
}>

/** What each promise stands on: the promise chains of services; of a promise about tickets the times along them. Nothing where there are none. */
export const ChainLinks = ({ about, services, ticketPromise }: Props) =>
  ticketPromise === undefined ? <Chains about={about} services={services} /> : <TimesLinks about={about} promise={ticketPromise} />

const Chains = ({ about, services }: Readonly<{ about: string; services: readonly string[] }>) => {
  const kind = kindNamed('service')
  const { data } = useQuery({
    queryKey: [...keys.about(about, 'chains'), services.join(',')],
    queryFn: async ({ signal }) => (kind ? Promise.all(services.slice(0, 12).map(async (id) => api.one(kind, id, undefined, signal))) : []),
    enabled: services.length > 0,
    retry: false,
  })
  if (!data || data.length === 0) return null
  return (
    <Panel title="What it stands on">
      <ul className="rv-plain">
        {data.map(({ item }) => (
          <li key={item.id}>
            <To to={`/services/${item.ref}/promise-chain`} className="rv-link">
              Promise chain of {item.title}
            </To>
          </li>
        ))}
      </ul>
    </Panel>
  )
}

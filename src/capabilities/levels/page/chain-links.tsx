import { useQuery } from '@tanstack/react-query'
import { api, keys } from '../../../platform/page/api.ts'
import { Panel } from '../../../platform/page/kit/panel.tsx'
import { To } from '../../../platform/page/kit/to.tsx'
import { kindNamed } from '../../../platform/page/registry/kinds.ts'

/** The promise chains of services, by their ids: what each promise stands on. Nothing where there are none. */
export const ChainLinks = ({ about, services }: Readonly<{ about: string; services: readonly string[] }>) => {
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

import { useQuery } from '@tanstack/react-query'
import { api, type Links, type Pointer } from '../../../platform/page/api.ts'
import { dayText } from '../../../platform/page/fields/format.ts'
import { DataTable } from '../../../platform/page/kit/data-table.tsx'
import { Empty } from '../../../platform/page/kit/empty.tsx'
import { LinkById, LinksProvider, RecordLink } from '../../../platform/page/kit/links.tsx'
import { Page } from '../../../platform/page/kit/page.tsx'
import { Panel } from '../../../platform/page/kit/panel.tsx'
import { ChoiceValue, StateBadge } from '../../../platform/page/kit/state-badge.tsx'
import { To } from '../../../platform/page/kit/to.tsx'
import { Failure, Waiting } from '../../../platform/page/kit/waiting.tsx'
import type { RecordOf } from '../../../platform/records/kind.ts'
import { need } from '../kind.ts'
import classes from './needs.module.css'

type Need = RecordOf<typeof need>
/** GET /needs/gaps */
type Gaps = Readonly<{
  unmet: readonly Readonly<{ need: Need; why: string }>[]
  unneeded: readonly Pointer[] | null
  unconfirmed: readonly Readonly<{ need: Need; days: number | null }>[]
  needs: number
  links: Links
}>

const weight: Readonly<Record<string, number>> = { vital: 0, high: 1, medium: 2, low: 3 }
const byValue = (a: Readonly<{ need: Need }>, b: Readonly<{ need: Need }>): number =>
  (weight[a.need.value ?? ''] ?? 4) - (weight[b.need.value ?? ''] ?? 4)

const Value = ({ value }: Readonly<{ value: string | null }>) =>
  value ? (
    <ChoiceValue option={need.fields.value.options.find((option) => option.value === value)} value={value} />
  ) : (
    <span className="rv-dim">–</span>
  )

/** Needs that nothing meets, services that nobody needs, and needs that may have lapsed. */
const GapsPage = () => {
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['needs', 'gaps'],
    queryFn: async ({ signal }) => api.get<Gaps>('/needs/gaps', undefined, signal),
  })
  return (
    <Page title="Gaps between needs and services" crumbs={[{ label: 'Needs', to: '/needs' }]}>
      {isPending ? <Waiting /> : error ? <Failure error={error} again={() => void refetch()} /> : <Lists gaps={data} />}
    </Page>
  )
}

const Lists = ({ gaps }: Readonly<{ gaps: Gaps }>) => {
  if (gaps.needs === 0)
    return (
      <Empty
        icon="target"
        title="No needs are stated yet"
        actions={
          <To to="/needs/new" className="rv-link">
            State the first need
          </To>
        }
      >
        Ask each unit what it must be able to do. Then this page shows what no service meets, and which services nobody needs.
      </Empty>
    )
  return (
    <LinksProvider links={gaps.links}>
      <div className={classes['column']}>
        <Panel flush title={`Needs that no service meets (${gaps.unmet.length})`}>
          <DataTable
            caption="Needs that no service meets"
            rows={gaps.unmet.toSorted(byValue)}
            keyOf={(one) => one.need.id}
            empty={`All ${gaps.needs} needs are met by a service in use.`}
            columns={[
              { label: 'Need', cell: (one) => <RecordLink to={{ ...one.need, kind: 'need' }} withRef />, text: (one) => one.need.title },
              { label: 'Value', cell: (one) => <Value value={one.need.value} />, text: (one) => one.need.value ?? '' },
              {
                label: 'Who needs it',
                cell: (one) => (one.need.unit ? <LinkById id={one.need.unit} /> : '–'),
                text: (one) => (one.need.unit ? (gaps.links[one.need.unit]?.title ?? '') : ''),
              },
              { label: 'Why it is not met', cell: (one) => one.why },
              { label: 'State', cell: (one) => <StateBadge kind={need} state={one.need.state} />, text: (one) => one.need.state },
            ]}
          />
        </Panel>
        <div className={classes['two']}>
          <Panel title={`Services that no need names${gaps.unneeded ? ` (${gaps.unneeded.length})` : ''}`}>
            {gaps.unneeded === null ? (
              <p className="rv-dim">You may not see services.</p>
            ) : gaps.unneeded.length === 0 ? (
              <p className="rv-dim">Every live service meets a need.</p>
            ) : (
              <ul className="rv-plain">
                {gaps.unneeded.map((one) => (
                  <li key={one.id}>
                    <RecordLink to={one} withRef />
                    <To to={`/needs/new?services=${one.ref}`} className="rv-link rv-small">
                      State its need
                    </To>
                  </li>
                ))}
              </ul>
            )}
          </Panel>
          <Panel flush title={`Not confirmed for a year (${gaps.unconfirmed.length})`}>
            <DataTable
              caption="Needs not confirmed for a year"
              rows={gaps.unconfirmed}
              keyOf={(one) => one.need.id}
              empty="Every need was confirmed within a year."
              columns={[
                { label: 'Need', cell: (one) => <RecordLink to={{ ...one.need, kind: 'need' }} />, text: (one) => one.need.title },
                { label: 'Value', cell: (one) => <Value value={one.need.value} />, text: (one) => one.need.value ?? '' },
                {
                  label: 'Last confirmed',
                  cell: (one) => (one.need.confirmed_on ? dayText(one.need.confirmed_on) : 'never'),
                  text: (one) => one.need.confirmed_on ?? '',
                },
              ]}
            />
          </Panel>
        </div>
      </div>
    </LinksProvider>
  )
}

export default GapsPage

import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { api, keys } from '../../../platform/page/api.ts'
import type { RecordScreenProps } from '../../../platform/page/contribution.ts'
import { dayText, numberText } from '../../../platform/page/fields/format.ts'
import { DataTable } from '../../../platform/page/kit/data-table.tsx'
import { Figure } from '../../../platform/page/kit/figure.tsx'
import { LinkById, LinksProvider, RecordLink } from '../../../platform/page/kit/links.tsx'
import { Panel } from '../../../platform/page/kit/panel.tsx'
import { StateBadge, ToneBadge } from '../../../platform/page/kit/state-badge.tsx'
import { To } from '../../../platform/page/kit/to.tsx'
import { Failure, Waiting } from '../../../platform/page/kit/waiting.tsx'
import { FieldGroups } from '../../../platform/page/record/groups.tsx'
import { contract as contractKind } from '../kind.ts'
import { amountText, costText, type Overview, renewalWords, toneOfNotice } from './shapes.ts'
import classes from './suppliers.module.css'

type Line = Overview['contracts'][number]

/** A supplier: what it costs, what depends on it, when notice is due, contracts and teams. */
const Supplier = ({ kind, record, may }: RecordScreenProps) => {
  const { data, error, isPending, refetch } = useQuery({
    queryKey: keys.about(record.id, 'overview'),
    queryFn: async ({ signal }) => api.get<Overview>(`/suppliers/${record.ref}/overview`, undefined, signal),
  })
  if (isPending) return <Waiting lines={10} />
  if (error) return <Failure error={error} again={() => void refetch()} />
  return (
    <LinksProvider links={data.links}>
      <div className={classes['column']}>
        <div className={classes['tiles']}>
          <Figure
            label="Yearly cost"
            value={
              data.yearly_cost === null
                ? null
                : data.yearly_cost.length === 0
                  ? null
                  : data.yearly_cost.map((sum) => amountText(sum.amount, sum.currency)).join(' + ')
            }
            missing={data.yearly_cost === null ? 'You may not see money' : 'No cost is recorded'}
            target="contracts in force"
            made={{
              formula: 'The yearly cost of every contract in force, added up for each currency.',
              inputs: data.contracts
                .filter((one) => one.contract.yearly_cost)
                .map((one) => ({ label: one.contract.title, value: amountText(one.contract.yearly_cost ?? '', one.contract.currency) })),
            }}
            to={`/contracts?supplier=${record.ref}`}
            toLabel="Contracts"
          />
          <Figure
            label="Services that depend on it"
            value={numberText(data.services.length)}
            to={`/services?supplier=${record.ref}`}
            toLabel="Services"
          />
          <Figure
            label="Next notice day"
            value={data.next_notice ? dayText(data.next_notice.by) : null}
            missing="None ahead"
            {...(data.next_notice ? { verdict: { tone: toneOfNotice[data.next_notice.state], word: data.next_notice.words } } : {})}
            to="/contracts/notice"
            toLabel="All notice days"
          />
          <Figure label="Teams" value={numberText(data.teams.length)} to={`/teams?supplier=${record.ref}`} toLabel="Teams" />
        </div>
        <div className={classes['two']}>
          <div className={classes['column']}>
            <Panel
              flush
              title="Contracts"
              right={
                <To to={`/contracts/new?supplier=${record.ref}`} className="rv-link rv-small">
                  New contract
                </To>
              }
            >
              <DataTable<Line>
                caption="Contracts"
                rows={data.contracts}
                keyOf={(one) => one.contract.id}
                empty="No contract is recorded. What is agreed with it, until when, and how is it ended?"
                columns={[
                  {
                    label: 'Contract',
                    cell: (one) => <RecordLink to={{ ...one.contract, kind: 'contract' }} />,
                    text: (one) => one.contract.title,
                  },
                  {
                    label: 'State',
                    cell: (one) => (
                      <span className={classes['whole']}>
                        <StateBadge kind={contractKind} state={one.contract.state} />
                      </span>
                    ),
                    text: (one) => one.contract.state,
                  },
                  {
                    label: 'Ends',
                    cell: (one) => (
                      <span className={classes['nowrap']}>{one.contract.ends_on ? dayText(one.contract.ends_on) : 'open'}</span>
                    ),
                    text: (one) => one.contract.ends_on,
                  },
                  { label: 'Then', cell: (one) => renewalWords(one.contract) },
                  {
                    label: 'Notice',
                    cell: (one) =>
                      one.notice ? (
                        <span className={classes['whole']}>
                          <ToneBadge tone={toneOfNotice[one.notice.state]}>{one.notice.words}</ToneBadge>
                        </span>
                      ) : (
                        '–'
                      ),
                    text: (one) => one.notice?.by ?? '',
                  },
                  {
                    label: 'A year',
                    align: 'right',
                    cell: (one) => (one.contract.yearly_cost ? <span className={classes['nowrap']}>{costText(one.contract)}</span> : '–'),
                    text: (one) => one.contract.yearly_cost ?? '',
                  },
                ]}
              />
            </Panel>
            <Panel title={`What depends on it (${data.services.length})`}>
              {data.services.length === 0 ? (
                <Text size="sm" c="dimmed">
                  No service names it and none of its contracts covers one.
                </Text>
              ) : (
                <ul className={classes['grid']}>
                  {data.services.map((id) => (
                    <li key={id}>
                      <LinkById id={id} withRef />
                    </li>
                  ))}
                </ul>
              )}
            </Panel>
          </div>
          <div className={classes['column']}>
            <FieldGroups kind={kind} record={record} may={may} />
            {data.teams.length > 0 && (
              <Panel title="Its teams">
                <ul className="rv-plain">
                  {data.teams.map((id) => (
                    <li key={id}>
                      <LinkById id={id} />
                    </li>
                  ))}
                </ul>
              </Panel>
            )}
          </div>
        </div>
      </div>
    </LinksProvider>
  )
}

export default Supplier

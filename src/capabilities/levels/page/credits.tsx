import { useQuery } from '@tanstack/react-query'
import { api, keys } from '../../../platform/page/api.ts'
import { moneyText, shareText } from '../../../platform/page/fields/format.ts'
import { DataTable } from '../../../platform/page/kit/data-table.tsx'
import { RecordLink } from '../../../platform/page/kit/links.tsx'
import { Panel } from '../../../platform/page/kit/panel.tsx'
import { StateBadge } from '../../../platform/page/kit/state-badge.tsx'
import { Failure, Waiting } from '../../../platform/page/kit/waiting.tsx'
import type { AnyRecord, RecordOf } from '../../../platform/records/kind.ts'
import { credit as creditKind } from '../kind/credit.ts'
import classes from './score.module.css'

type Credit = RecordOf<typeof creditKind>

/** What it comes to at last: agreed, else claimed, else computed. */
const worth = (one: Partial<Credit>): string => {
  const amount = one.agreed_amount ?? one.claimed_amount ?? one.amount
  return amount ? moneyText(amount, one.currency) : '–'
}

/** The service credits of a supplier's agreement. */
export const Credits = ({ record }: Readonly<{ record: AnyRecord }>) => {
  const { data, error, isPending, refetch } = useQuery({
    queryKey: keys.about(record.id, 'credits'),
    queryFn: async ({ signal }) => api.list(creditKind, { agreement: record.id, sort: '-period', limit: 100 }, signal),
  })
  const cap = record['credit_cap']
  return (
    <Panel
      flush
      title="Service credits"
      right={typeof cap === 'number' ? <span className="rv-dim rv-small">at most {shareText(cap)} of a year</span> : undefined}
    >
      {isPending ? (
        <Waiting lines={4} />
      ) : error ? (
        <Failure error={error} again={() => void refetch()} />
      ) : (
        <DataTable<Credit>
          caption="Service credits"
          rows={data.items}
          keyOf={(one) => one.id}
          empty="Nothing is owed. Credits are computed from the promises that name them, when a window is over."
          columns={[
            { label: 'Credit', cell: (one) => <RecordLink to={{ ...one, kind: 'credit' }} />, text: (one) => one.title },
            {
              label: 'State',
              cell: (one) => (
                <span className={classes['nowrap']}>
                  <StateBadge kind={creditKind} state={one.state} />
                </span>
              ),
              text: (one) => one.state,
            },
            {
              label: 'Of the charge',
              align: 'right',
              cell: (one) => (one.share === null ? '–' : shareText(one.share)),
              text: (one) => one.share,
            },
            { label: 'Amount', align: 'right', cell: (one) => <span className={classes['nowrap']}>{worth(one)}</span>, text: worth },
          ]}
        />
      )}
    </Panel>
  )
}

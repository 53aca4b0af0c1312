import { Alert, Anchor, Group, Text } from '@mantine/core'
import { base } from '../../../platform/page/api.ts'
import type { RecordScreenProps } from '../../../platform/page/contribution.ts'
import { momentText, shareText } from '../../../platform/page/fields/format.ts'
import { DataTable } from '../../../platform/page/kit/data-table.tsx'
import { Panel } from '../../../platform/page/kit/panel.tsx'
import { To } from '../../../platform/page/kit/to.tsx'
import { addressOf } from '../../../platform/page/registry/kinds.ts'
import { useCan } from '../../../platform/page/session/session.ts'
import type { Ate } from '../model/credit/credit.ts'
import classes from './score.module.css'

const list = (value: unknown): readonly Ate[] => (Array.isArray(value) ? (value as readonly Ate[]) : [])

const exact = (share: number): string => shareText(Math.round(share * 1e5) / 1e5)

/** What ate the result of a service credit, record by record, and the letter that claims it. */
const CreditEvidence = ({ record }: RecordScreenProps) => {
  const can = useCan()
  const evidence = list(record['evidence'])
  const now = record['result_now']
  return (
    <div className={classes['column']}>
      {typeof now === 'number' && (
        <Alert color="yellow" title="The figures changed after the claim">
          As read today the result is {exact(now)}
          {typeof record['amount_now'] === 'string' &&
            `, which comes to ${record['amount_now']} ${typeof record['currency'] === 'string' ? record['currency'] : ''}`}
          . What was claimed stays as it was.
        </Alert>
      )}
      <Panel
        flush
        title={`Evidence (${evidence.length})`}
        right={
          can('credit.money') && (
            <Group gap={12}>
              <Anchor size="sm" href={`${base}/credits/${record.ref}/claim`} target="_blank" rel="noreferrer">
                Claim letter
              </Anchor>
              <Anchor size="sm" href={`${base}/credits/${record.ref}/claim?as=markdown`} target="_blank" rel="noreferrer">
                As Markdown
              </Anchor>
            </Group>
          )
        }
      >
        <DataTable<Ate>
          caption="Evidence"
          rows={evidence}
          keyOf={(one, index) => `${one.id}${index}`}
          empty="No record stands behind it: it was made by hand, or its promise is not judged any more."
          columns={[
            {
              label: 'Record',
              cell: (one) => (
                <To to={addressOf({ kind: one.kind, ref: one.ref === '' ? one.id : one.ref })} className="rv-link">
                  {one.ref} {one.title}
                </To>
              ),
              text: (one) => `${one.ref} ${one.title}`,
            },
            {
              label: 'When',
              cell: (one) => <span className={classes['nowrap']}>{one.at === null ? '–' : momentText(one.at)}</span>,
              text: (one) => one.at ?? '',
            },
            { label: 'Why it counts', cell: (one) => one.words },
            {
              label: 'Of the result',
              align: 'right',
              cell: (one) => (one.contributes === null ? '–' : exact(one.contributes)),
              text: (one) => one.contributes,
            },
          ]}
        />
      </Panel>
      <Text size="xs" c="dimmed">
        A credit follows these records while nobody has claimed it; from then on it stays as it was claimed.
      </Text>
    </div>
  )
}

export default CreditEvidence

import { NumberInput, Select, Text } from '@mantine/core'
import type { StructureEditorProps } from '../../../platform/page/fields/structures.ts'
import { type BurnRow, burnTable, tableIssues } from '../model/slo/alert-table.ts'
import { alertsIn, severities, severityWords, windowOf } from './rows.ts'
import { RowsEditor } from './rows-editor.tsx'
import { SecondsInput } from './seconds-input.tsx'

const usual = (window_s: number): readonly BurnRow[] =>
  burnTable(window_s).map(({ severity, long_s, short_s, factor }) => ({
    severity,
    long_s,
    short_s,
    factor: Math.round(factor * 100) / 100,
  }))

const next = (rows: readonly BurnRow[], window_s: number): BurnRow =>
  usual(window_s).find((one) => !rows.some((row) => row.long_s === one.long_s)) ?? {
    severity: 'warning',
    long_s: 86_400,
    short_s: 7200,
    factor: 3,
  }

/** What is wrong with the rows, said while they are written. */
const Issues = ({ rows, share, window_s }: Readonly<{ rows: readonly BurnRow[]; share: unknown; window_s: number }>) => {
  const issues = tableIssues(rows, typeof share === 'number' ? share : 0.999, window_s).filter(
    (one) => typeof share === 'number' || one.rule !== 'never_fires',
  )
  return issues.length === 0 ? null : (
    <div role="status">
      {issues.map((one) => (
        <Text key={`${one.row} ${one.rule}`} size="xs" c="var(--mantine-color-error)">
          Row {one.row + 1}: {one.message}
        </Text>
      ))}
    </div>
  )
}

/** Pairs of windows and the factor of the even rate that must burn in both before it tells. */
const BurnAlertsEditor = ({ value, onChange, labelledBy, draft = {} }: StructureEditorProps) => {
  const rows = alertsIn(value)
  const window_s = windowOf(draft)
  return (
    <RowsEditor<BurnRow>
      labelledBy={labelledBy}
      rows={rows}
      onChange={onChange}
      blank={(before) => next(before, window_s)}
      most={12}
      none="Empty: the usual pairs hold for the window of the promise, two that page and two that make a ticket."
      usual={{ label: 'The usual pairs', rows: () => usual(window_s) }}
      nameOf={(_, index) => `pair ${index + 1}`}
      note={<Issues rows={rows} share={draft['share']} window_s={window_s} />}
      columns={[
        {
          label: 'Severity',
          width: 120,
          cell: (row, change, index) => (
            <Select
              aria-label={`Severity of pair ${index + 1}`}
              w={112}
              data={severities.map((one) => ({ value: one, label: severityWords[one] }))}
              value={row.severity}
              allowDeselect={false}
              onChange={(severity) => change({ severity: severities.find((one) => one === severity) ?? row.severity })}
            />
          ),
        },
        {
          label: 'In the last',
          cell: (row, change, index) => (
            <SecondsInput label={`Long window of pair ${index + 1}`} seconds={row.long_s} onChange={(long_s) => change({ long_s })} />
          ),
        },
        {
          label: 'and still in the last',
          cell: (row, change, index) => (
            <SecondsInput label={`Short window of pair ${index + 1}`} seconds={row.short_s} onChange={(short_s) => change({ short_s })} />
          ),
        },
        {
          label: 'burns faster than',
          cell: (row, change, index) => (
            <NumberInput
              aria-label={`Factor of pair ${index + 1}`}
              w={130}
              suffix=" × even"
              min={0}
              step={0.5}
              decimalScale={4}
              value={row.factor}
              onChange={(factor) => typeof factor === 'number' && change({ factor })}
            />
          ),
        },
      ]}
    />
  )
}

export default BurnAlertsEditor

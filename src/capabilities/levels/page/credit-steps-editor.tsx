import { NumberInput, Text } from '@mantine/core'
import type { StructureEditorProps } from '../../../platform/page/fields/structures.ts'
import { stepIssues } from '../model/credit/credit.ts'
import { promisedLevel, worseOf } from '../model/credit/promised.ts'
import { type CreditStep, creditsIn, percentOf, shareOf } from './rows.ts'
import { RowsEditor } from './rows-editor.tsx'

/** How far from the promise a step begins, in parts of what may fail (shares) or of the level, and what it gives. */
const distances = [
  { failed: 1, off: 0, credit: 0.05 },
  { failed: 5, off: 0.1, credit: 0.1 },
  { failed: 10, off: 0.25, credit: 0.25 },
] as const
const rounded = (value: number): number => Math.round(value * 1e6) / 1e6

type Promised = Readonly<{ target: number | null; isLevel: boolean; isUp: boolean }>

const usual = ({ target, isLevel, isUp }: Promised): readonly CreditStep[] => {
  const at = target ?? (isLevel ? 100 : 0.999)
  const fails = Math.max(1 - at, 0.0001)
  return distances.map(({ failed, off, credit }) => ({
    below: isLevel ? rounded(at * (1 + (isUp ? off : -off))) : Math.max(0, rounded(at === 1 && failed === 1 ? 1 : 1 - fails * failed)),
    credit,
  }))
}

/** One step further than the last one. */
const next = (rows: readonly CreditStep[], promised: Promised): CreditStep => {
  const [first = { below: 0.999, credit: 0.05 }, second] = usual(promised)
  const last = rows.at(-1)
  if (!last) return first
  const step = Math.abs((second?.below ?? 0) - first.below) || 1
  return {
    below: rounded(promised.isUp ? last.below + step : promised.isLevel ? last.below - step : Math.max(0, last.below - step)),
    credit: Math.min(1, rounded(last.credit + 0.05)),
  }
}

/** Steps of service credits: from which result on which share of the charge is owed. */
const CreditStepsEditor = ({ value, onChange, labelledBy, draft = {} }: StructureEditorProps) => {
  const measure = typeof draft['measure'] === 'string' ? draft['measure'] : ''
  const target = promisedLevel(measure, draft)
  const worse = worseOf(measure, draft['comparator'])
  const promised: Promised = { target, isLevel: measure === 'level', isUp: worse === 'higher' }
  const rows = creditsIn(value)
  const issues = stepIssues(rows, target, worse)
  return (
    <RowsEditor<CreditStep>
      labelledBy={labelledBy}
      rows={rows}
      onChange={onChange}
      blank={(before) => next(before, promised)}
      most={20}
      none="Empty: no credit is owed when it is missed."
      usual={{ label: 'Three usual steps', rows: () => usual(promised) }}
      nameOf={(_, index) => `step ${index + 1}`}
      note={
        issues.length > 0 && (
          <div role="status">
            {issues.map((one) => (
              <Text key={one.message} size="xs" c="var(--mantine-color-error)">
                {one.message}
              </Text>
            ))}
          </div>
        )
      }
      columns={[
        {
          label: promised.isUp ? 'When the result is above' : 'When the result is below',
          width: 200,
          cell: (step, change, index) => (
            <NumberInput
              aria-label={`${promised.isUp ? 'Above' : 'Below'}, step ${index + 1}`}
              decimalScale={6}
              miw={120}
              {...(promised.isLevel ? {} : { suffix: ' %', max: 100, min: 0 })}
              value={promised.isLevel ? step.below : percentOf(step.below)}
              onChange={(typed) => typeof typed === 'number' && change({ below: promised.isLevel ? typed : shareOf(typed) })}
            />
          ),
        },
        {
          label: 'this much of the charge is owed',
          width: 200,
          cell: (step, change, index) => (
            <NumberInput
              aria-label={`Share of the charge, step ${index + 1}`}
              suffix=" %"
              miw={110}
              min={0}
              max={100}
              decimalScale={4}
              value={percentOf(step.credit)}
              onChange={(typed) => typeof typed === 'number' && change({ credit: shareOf(typed) })}
            />
          ),
        },
      ]}
    />
  )
}

export default CreditStepsEditor

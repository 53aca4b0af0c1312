import { NumberInput, Select, TextInput, Textarea } from '@mantine/core'
import type { StructureEditorProps } from '../../../platform/page/fields/structures.ts'
import { type PolicyStep, usualPolicy } from '../model/slo/policy.ts'
import { percentOf, policyIn, policyStates, policyWords, shareOf } from './rows.ts'
import { RowsEditor } from './rows-editor.tsx'

/** The lowest step holds below its beginning too, so that it need not begin at the bottom of all. */
const usual: readonly PolicyStep[] = usualPolicy.map((step) => ({ ...step, from: Math.max(step.from, -1) }))

const next = (steps: readonly PolicyStep[]): PolicyStep =>
  usual.find((usual) => !steps.some((step) => step.state === usual.state)) ?? { state: 'freeze', from: 0, consequence: '' }

/** What must happen while so much of an error budget is left, and who decides. */
const BudgetPolicyEditor = ({ value, onChange, labelledBy }: StructureEditorProps) => (
  <RowsEditor<PolicyStep>
    labelledBy={labelledBy}
    rows={policyIn(value)}
    onChange={onChange}
    blank={next}
    most={10}
    none="Empty: the usual policy holds, from normal above half the budget to freeze when it is spent."
    usual={{ label: 'The usual policy', rows: () => usual }}
    nameOf={(step) => policyWords[step.state]}
    columns={[
      {
        label: 'State',
        width: 120,
        cell: (step, change, index) => (
          <Select
            aria-label={`State of step ${index + 1}`}
            w={112}
            data={policyStates.map((state) => ({ value: state, label: policyWords[state] }))}
            value={step.state}
            allowDeselect={false}
            onChange={(state) => change({ state: policyStates.find((one) => one === state) ?? step.state })}
          />
        ),
      },
      {
        label: 'From, of the budget left',
        width: 120,
        cell: (step, change, index) => (
          <NumberInput
            aria-label={`Share of the budget left from which step ${index + 1} holds`}
            suffix=" %"
            miw={92}
            max={100}
            min={-100_000}
            step={5}
            value={percentOf(step.from)}
            onChange={(typed) => typeof typed === 'number' && change({ from: shareOf(typed) })}
          />
        ),
      },
      {
        label: 'What follows',
        cell: (step, change, index) => (
          <Textarea
            aria-label={`What follows in step ${index + 1}`}
            autosize
            minRows={1}
            maxRows={4}
            miw={200}
            value={step.consequence}
            onChange={(event) => change({ consequence: event.currentTarget.value })}
          />
        ),
      },
      {
        label: 'Who decides',
        width: 170,
        cell: (step, change, index) => (
          <TextInput
            aria-label={`Who decides in step ${index + 1}`}
            miw={150}
            value={step.decides ?? ''}
            onChange={(event) => change({ decides: event.currentTarget.value })}
          />
        ),
      },
    ]}
  />
)

export default BudgetPolicyEditor

import { numberText } from '../../../platform/page/fields/format.ts'
import type { StructureViewProps } from '../../../platform/page/fields/structures.ts'
import { creditsIn, percentOf } from './rows.ts'
import classes from './rows.module.css'

/** Shares are written in percent; levels, which are seldom 0 to 1, as they are. */
const result = (below: number): string => (below >= 0 && below <= 1 ? `${numberText(percentOf(below))} %` : numberText(below))

/** Which share of the charge is owed beyond which result. */
const CreditStepsView = ({ value, short }: StructureViewProps) => {
  const steps = creditsIn(value)
  if (short) return <>{steps.map((step) => `${result(step.below)}: ${numberText(percentOf(step.credit))} %`).join(', ')}</>
  return (
    <ul className={classes['list']}>
      {steps.map((step) => (
        <li key={step.below}>
          Worse than {result(step.below)}: <b>{numberText(percentOf(step.credit))} %</b> of the charge of the period
        </li>
      ))}
    </ul>
  )
}

export default CreditStepsView

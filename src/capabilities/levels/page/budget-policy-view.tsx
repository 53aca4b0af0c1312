import type { StructureViewProps } from '../../../platform/page/fields/structures.ts'
import { percentOf, policyIn, policyWords } from './rows.ts'
import classes from './rows.module.css'

/** The steps of a policy, the best first. */
const BudgetPolicyView = ({ value, short }: StructureViewProps) => {
  const steps = policyIn(value).toSorted((a, b) => b.from - a.from)
  if (short) return <>{steps.map((step) => `${policyWords[step.state]} from ${percentOf(step.from)} %`).join(', ')}</>
  return (
    <ul className={classes['list']}>
      {steps.map((step, index) => (
        <li key={`${step.state} ${step.from}`}>
          <b>{policyWords[step.state]}</b>{' '}
          {step.from <= -1 && index === steps.length - 1 ? 'below that' : `from ${percentOf(step.from)} % left`}: {step.consequence}
          {step.decides ? <span className="rv-dim"> {step.decides} decides.</span> : null}
        </li>
      ))}
    </ul>
  )
}

export default BudgetPolicyView

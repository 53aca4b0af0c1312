import type { StructureViewProps } from '../../../platform/page/fields/structures.ts'
import { assertionsOf, assertionWords } from './assertions.ts'
import classes from './screens.module.css'

/** What must be so, in words. */
const AssertionsView = ({ value, short }: StructureViewProps) => {
  const words = assertionWords(assertionsOf(value))
  if (short) return <>{words.join('; ')}</>
  return (
    <ul className={classes['plain']}>
      {words.map((one) => (
        <li key={one}>{one}</li>
      ))}
    </ul>
  )
}

export default AssertionsView

import type { StructureViewProps } from '../../../platform/page/fields/structures.ts'
import classes from './screens.module.css'
import { pairsOf } from './selector.ts'

/** Names with their values. */
const LabelsView = ({ value, short }: StructureViewProps) => {
  const pairs = Object.entries(pairsOf(value))
  if (short) return <>{pairs.map(([name, text]) => `${name}=${text}`).join(', ')}</>
  return (
    <ul className={classes['plain']}>
      {pairs.map(([name, text]) => (
        <li key={name}>
          <span className="rv-dim">{name}</span> {text}
        </li>
      ))}
    </ul>
  )
}

export default LabelsView

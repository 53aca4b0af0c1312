import type { StructureViewProps } from '../../../platform/page/fields/structures.ts'
import classes from './screens.module.css'
import { selectorOf, selectorWords } from './selector.ts'

/** A series as PromQL writes it. */
const SelectorView = ({ value, short }: StructureViewProps) => {
  const selector = selectorOf(value)
  if (!selector) return null
  return short ? <>{selectorWords(selector)}</> : <code className={classes['code']}>{selectorWords(selector)}</code>
}

export default SelectorView

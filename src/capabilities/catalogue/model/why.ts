import type { Means } from '../../../platform/graph/graph.ts'
import { verbs } from './dependency.ts'

/** One step from something to what it needs. `group` is told when the need is one of a redundancy group. */
export type Step = Readonly<{
  title: string
  means: Means
  needs: string
  group: Readonly<{ name: string; size: number; k: number; left: number }> | null
}>

const told = ({ means, needs, group }: Step): string => {
  if (!group) return `${verbs[means]} ${needs}`
  return `needs ${group.k} of ${group.size} “${group.name}” and has ${group.left} left without ${needs}`
}

/** Why something suffers, from itself down to what fails: "Patient record requires Database, which runs on Array A, which fails." */
export const whySentence = (steps: readonly Step[], effect: 'down' | 'degraded' | 'at_risk'): string => {
  const [first, ...rest] = steps
  if (!first) return ''
  if (effect === 'at_risk' && first.group) {
    const { name, size, k, left } = first.group
    return `${first.title} goes on without ${first.needs}: ${left} of ${size} “${name}” are left and ${k} must work${left === k ? ', so no other may fail' : ''}.`
  }
  return `${first.title} ${told(first)}${rest.map((step) => `, which ${told(step)}`).join('')}, which fails.`
}

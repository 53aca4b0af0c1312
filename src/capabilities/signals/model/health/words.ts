import type { Means } from '../../../../platform/graph/graph.ts'
import type { Cause, PathStep } from './causes.ts'

const verbs: Readonly<Record<Means, string>> = { requires: 'requires', runs_on: 'runs on', part_of: 'is part of', uses: 'uses' }

const failing: Readonly<Record<Cause['severity'], string>> = { down: 'is down', degraded: 'is degraded' }

/** What is told instead of a name that the reader may not see. */
export const hidden = 'something you may not see'

const told = ({ means, to, group }: PathStep, title: (node: number) => string): string =>
  group ? `needs ${group.k} of ${group.size} “${group.name}”, ${title(to)} among them` : `${verbs[means]} ${title(to)}`

/** Why something fails, in words: "Portal requires Database, which runs on Array A, which is down." */
export const whyWords = (path: readonly PathStep[], cause: Cause, title: (node: number) => string): string => {
  const [first, ...rest] = path
  if (!first) return `${title(cause.node)} itself ${failing[cause.severity]}.`
  return `${title(first.from)} ${told(first, title)}${rest.map((step) => `, which ${told(step, title)}`).join('')}, which ${failing[cause.severity]}.`
}

/** What is left of a thinned redundancy group: "2 of 3 “chillers” are left and 2 must work, so no other may fail." */
export const leftWords = ({ name, size, k, left }: Readonly<{ name: string; size: number; k: number; left: number }>): string =>
  `${left} of ${size} “${name}” ${left === 1 ? 'is' : 'are'} left and ${k} must work${left <= k ? ', so no other may fail' : ''}.`

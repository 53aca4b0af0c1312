import { type Graph, type Means, meansOf } from '../../../platform/graph/graph.ts'
import { eachNeighbour } from '../../../platform/graph/walk.ts'

/** Something that is needed, `depth` steps away; `how` it is needed one step up. */
export type Part = Readonly<{ node: number; depth: number; how: string }>

const words: Readonly<Record<Means, string>> = {
  requires: 'required',
  runs_on: 'what it runs on',
  part_of: 'what it is part of',
  uses: 'used',
}

const howOf = (whole: Graph, edge: number): string => {
  const group = whole.outGroup[edge] ?? -1
  return group < 0 ? words[meansOf(whole, edge)] : `${whole.groupK[group]} of ${whole.groupSize[group]} “${whole.groupNames[group]}”`
}

/** All that a node needs, directly or by a longer way, nearest first, `most` of them. */
export const partsBeneath = (whole: Graph, node: number, most: number): readonly Part[] => {
  if (node >= whole.ids.length) return []
  const seen = new Set([node])
  const found: Part[] = []
  let ring: readonly number[] = [node]
  for (let depth = 1; ring.length > 0 && found.length < most; depth++) {
    const next: number[] = []
    for (const from of ring)
      eachNeighbour(whole, from, 'needs', (to, edge) => {
        if (seen.has(to) || found.length >= most) return
        seen.add(to)
        next.push(to)
        found.push({ node: to, depth, how: howOf(whole, edge) })
      })
    ring = next
  }
  return found
}

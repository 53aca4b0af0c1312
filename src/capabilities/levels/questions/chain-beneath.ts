import { type Graph, usesMeans } from '../../../platform/graph/graph.ts'
import { closure, eachNeighbour } from '../../../platform/graph/walk.ts'
import type { Db } from '../../../platform/db/database.ts'
import type { Context } from '../../../platform/records/context.ts'
import { linksById } from '../../../platform/records/links.ts'
import { type Card, cardsOf, graph } from '../../catalogue/index.ts'
import type { Need } from '../model/composition/chain.ts'

/** Everything that a service cannot do without, by longer or shorter ways. */
export type Beneath = Readonly<{
  /** Ids and kinds, retired ones left out; not the service itself. */
  parts: readonly Readonly<{ id: string; kind: string }>[]
  needs: (id: string) => readonly Need[]
  /** Groups of which fewer are left than must work. */
  short: (id: string) => readonly Readonly<{ group: string; k: number; left: number }>[]
  /** Cards of what the reader may see. */
  cards: ReadonlyMap<string, Card>
  /** How many things it only uses: without them it works worse, so they do not count. */
  used: number
}>

const usedBy = (whole: Graph, node: number): number => {
  let count = 0
  eachNeighbour(whole, node, 'needs', (_, edge) => {
    if (whole.outMeans[edge] === usesMeans) count++
  })
  return count
}

type Found = Readonly<{ needs: readonly Need[]; short: readonly Readonly<{ group: string; k: number; left: number }>[] }>

const needsIn = (whole: Graph, node: number, isThere: (id: string) => boolean): Found => {
  const needs: Need[] = []
  const groups = new Map<number, string[]>()
  eachNeighbour(whole, node, 'needs', (neighbour, edge) => {
    const id = whole.ids[neighbour] ?? ''
    if (whole.outMeans[edge] === usesMeans || !isThere(id)) return
    const group = whole.outGroup[edge] ?? -1
    if (group < 0) needs.push(id)
    else groups.set(group, [...(groups.get(group) ?? []), id])
  })
  const short: Found['short'][number][] = []
  for (const [index, of] of groups) {
    const [group, k] = [whole.groupNames[index] ?? '', whole.groupK[index] ?? 1]
    if (of.length < k) short.push({ group, k, left: of.length })
    needs.push({ group, k: Math.min(k, of.length), of })
  }
  return { needs, short }
}

export const beneathOf = async (db: Db, ctx: Context, root: string): Promise<Beneath> => {
  const whole = await graph.current(db)
  const focus = whole.index.get(root)
  const ids = focus === undefined ? [] : closure(whole, focus, 'needs', true).map((node) => whole.ids[node] ?? '')
  const [links, cards] = await Promise.all([linksById(db, [root, ...ids]), cardsOf(db, ctx, [root, ...ids])])
  const isThere = (id: string): boolean => links[id] !== undefined && links[id].state !== 'retired'
  const known = new Map<string, Found>()
  const foundAt = (id: string): Found => {
    const node = whole.index.get(id)
    const found = known.get(id) ?? (node === undefined ? { needs: [], short: [] } : needsIn(whole, node, isThere))
    known.set(id, found)
    return found
  }
  return {
    parts: ids.filter(isThere).map((id) => ({ id, kind: links[id]?.kind ?? '' })),
    needs: (id) => foundAt(id).needs,
    short: (id) => foundAt(id).short,
    cards,
    used: focus === undefined ? 0 : usedBy(whole, focus),
  }
}

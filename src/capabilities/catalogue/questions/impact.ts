import { type Graph, meansOf } from '../../../platform/graph/graph.ts'
import { type Effect, impactOf, type Reached } from '../../../platform/graph/impact.ts'
import type { Db } from '../../../platform/db/database.ts'
import type { Context } from '../../../platform/records/context.ts'
import { locate } from '../../../platform/records/read.ts'
import { type Step, whySentence } from '../model/why.ts'
import { type Card, cardsOf, graph } from '../store.ts'

export type ImpactItem = Readonly<{ record: Card; effect: Effect; why: string; path: readonly string[] }>
export type Impact = Readonly<{
  items: readonly ImpactItem[]
  links: Readonly<Record<string, Card>>
  counts: Readonly<Record<Effect, number>>
  /** How many more suffer than are listed, hidden ones included. */
  more: number
}>

/** More than this nobody reads; the counts stay exact. */
const listed = 500

const hidden = 'something that you may not see'

const stepsTo = (whole: Graph, reached: ReadonlyMap<number, Reached>, path: readonly number[], title: (node: number) => string): readonly Step[] => {
  const steps: Step[] = []
  for (let at = path.length - 1; at > 0; at--) {
    const one = reached.get(path[at] ?? -1)
    if (one) steps.push({ title: title(one.node), means: meansOf(whole, one.edge), needs: title(path[at - 1] ?? -1), group: one.group })
  }
  return steps
}

/** What goes down or suffers when a record fails, with the way and a sentence for each. @throws Refusal `not_found` */
export const impactOn = async (db: Db, ctx: Context, key: string): Promise<Impact> => {
  const { record } = await locate(db, ctx, key)
  const whole = await graph.current(db)
  const node = whole.index.get(record.id)
  const all = node === undefined ? [] : impactOf(whole, [node])
  const counts: Record<Effect, number> = { down: 0, degraded: 0, at_risk: 0 }
  for (const one of all) counts[one.effect]++
  const first = all.slice(0, listed)
  const ids = new Set(first.flatMap((one) => one.path.map((at) => whole.ids[at] ?? '')))
  const cards = await cardsOf(db, ctx, [...ids])
  const reached = new Map(all.map((one) => [one.node, one]))
  const title = (at: number): string => (at === node ? record.title : (cards.get(whole.ids[at] ?? '')?.title ?? hidden))
  const items = first.flatMap((one): readonly ImpactItem[] => {
    const card = cards.get(whole.ids[one.node] ?? '')
    if (!card) return []
    const path = one.path
    return [{ record: card, effect: one.effect, why: whySentence(stepsTo(whole, reached, path, title), one.effect), path: path.map((at) => whole.ids[at] ?? '').filter((id) => id === record.id || cards.has(id)) }]
  })
  return { items, links: Object.fromEntries(cards), counts, more: all.length - items.length }
}

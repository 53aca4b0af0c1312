import { type Graph, meansOf } from '../../../platform/graph/graph.ts'
import { type Effect, type Impact as Reach, impactOf } from '../../../platform/graph/impact.ts'
import type { Db } from '../../../platform/db/database.ts'
import type { Context } from '../../../platform/records/context.ts'
import { locate } from '../../../platform/records/read.ts'
import { type Step, whySentence } from '../model/why.ts'
import { weightOf } from '../model/weight.ts'
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

const places: Readonly<Record<Effect, number>> = { down: 0, degraded: 1, at_risk: 2 }

const hidden = 'something that you may not see'

const stepsTo = (whole: Graph, reached: Reach, path: readonly number[], title: (node: number) => string): readonly Step[] => {
  const steps: Step[] = []
  for (let at = path.length - 1; at > 0; at--) {
    const one = reached.of(path[at] ?? -1)
    if (one) steps.push({ title: title(one.node), means: meansOf(whole, one.edge), needs: title(path[at - 1] ?? -1), group: one.group })
  }
  return steps
}

/** What goes down or suffers when a record fails, with the way and a sentence for each. @throws Refusal `not_found` */
export const impactOn = async (db: Db, ctx: Context, key: string): Promise<Impact> => {
  const { record } = await locate(db, ctx, key)
  const whole = await graph.current(db)
  const node = whole.index.get(record.id)
  if (node === undefined) return { items: [], links: {}, counts: { down: 0, degraded: 0, at_risk: 0 }, more: 0 }
  const reached = impactOf(whole, [node])
  const first = [...reached.nodes.subarray(0, listed)].map((at) => ({ at, path: reached.path(at) }))
  const cards = await cardsOf(db, ctx, [...new Set(first.flatMap(({ path }) => path.map((at) => whole.ids[at] ?? '')))])
  const title = (at: number): string => (at === node ? record.title : (cards.get(whole.ids[at] ?? '')?.title ?? hidden))
  const items = first.flatMap(({ at, path }): readonly ImpactItem[] => {
    const card = cards.get(whole.ids[at] ?? '')
    const effect = reached.of(at)?.effect
    if (!card || !effect) return []
    const seen = path.map((one) => whole.ids[one] ?? '').filter((id) => id === record.id || cards.has(id))
    return [{ record: card, effect, why: whySentence(stepsTo(whole, reached, path, title), effect), path: seen }]
  })
  items.sort((a, b) => places[a.effect] - places[b.effect] || weightOf(b.record) - weightOf(a.record) || a.path.length - b.path.length)
  return { items, links: Object.fromEntries(cards), counts: reached.counts, more: reached.nodes.length - items.length }
}

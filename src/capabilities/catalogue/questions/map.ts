import { stateOf } from '../../../platform/records/kind.ts'
import type { Db } from '../../../platform/db/database.ts'
import type { Context } from '../../../platform/records/context.ts'
import { locate } from '../../../platform/records/read.ts'
import { layoutOf, type Placed } from '../model/layout.ts'
import { verbs } from '../model/dependency.ts'
import { around, neighbourhood } from '../../../platform/graph/neighbourhood.ts'
import { type Card, cardsOf, graph } from '../store.ts'

export type MapNode = Readonly<{ id: string; kind: string; ref: string; title: string; state: string; phase: string | null; criticality: string | null; x: number; y: number; width: number; height: number; focus: boolean; more: number | null }>
export type MapEdge = Readonly<{ from: string; to: string; label: string; means: string; needs: Readonly<{ k: number; of: number }> | null; points: readonly Placed[] }>
export type ServiceMap = Readonly<{ nodes: readonly MapNode[]; edges: readonly MapEdge[]; width: number; height: number }>

const height = 56
/** Wide enough for most titles on two lines. */
const widthOf = (title: string): number => Math.min(220, Math.max(132, Math.round(title.length * 4.6) + 48))

const kinds: Readonly<Record<string, number>> = { service: 100, offering: 40, component: 10 }
const criticalities: Readonly<Record<string, number>> = { vital: 40, high: 30, medium: 20, low: 10 }
const weightOf = (card: Card): number => (kinds[card.kind] ?? 0) + (criticalities[card.criticality ?? ''] ?? 0)

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** The picture around a service, offering or component: what it needs below, what needs it above. @throws Refusal `not_found` */
export const mapOf = async (db: Db, ctx: Context, key: string, depth: 1 | 2): Promise<ServiceMap> => {
  const { kind, record } = await locate(db, ctx, key)
  const own: Card = { id: record.id, kind: kind.name, ref: record.ref, title: record.title, state: record.state, criticality: typeof record['criticality'] === 'string' ? record['criticality'] : null }
  const whole = await graph.current(db)
  const focus = whole.index.get(record.id)
  const cards = new Map<string, Card>(focus === undefined ? [] : await cardsOf(db, ctx, around(whole, focus, depth).map((node) => whole.ids[node] ?? '')))
  cards.set(own.id, own)
  const shown = focus === undefined ? { nodes: [], lines: [], rests: [] } : neighbourhood(whole, focus, depth, (node) => weightOfNode(cards.get(whole.ids[node] ?? '')))
  const id = (node: number): string => whole.ids[node] ?? ''
  const rests = shown.rests.map((rest) => ({ ...rest, id: `more:${id(rest.of)}:${rest.way}` }))
  const shownCards = focus === undefined ? [own] : shown.nodes.flatMap((node) => cards.get(id(node)) ?? [])
  const boxes = [
    ...shownCards.map((card) => ({ id: card.id, width: widthOf(card.title), height })),
    ...rests.map((rest) => ({ id: rest.id, width: 110, height: 40 })),
  ]
  const lines = [
    ...shown.lines.map((line) => ({ from: id(line.from), to: id(line.to), means: line.means as string, label: line.needs ? `${line.needs.k} of ${line.needs.of}` : sentence(verbs[line.means]), needs: line.needs })),
    ...rests.map((rest) => ({ from: rest.way === 'needs' ? id(rest.of) : rest.id, to: rest.way === 'needs' ? rest.id : id(rest.of), means: 'more', label: '', needs: null })),
  ]
  const placed = layoutOf(boxes, lines.map(({ from, to }) => ({ from, to })))
  const sizes = new Map(boxes.map((box) => [box.id, box]))
  const place = (of: string) => ({ ...(placed.boxes[of] ?? { x: 0, y: 0 }), width: sizes.get(of)?.width ?? 0, height: sizes.get(of)?.height ?? 0 })
  return {
    nodes: [
      ...shownCards.map((card) => ({ ...card, phase: stateOf(ctx.registry.kind(card.kind), card.state)?.phase ?? null, ...place(card.id), focus: card.id === record.id, more: null })),
      ...rests.map((rest) => ({ id: rest.id, kind: 'more', ref: '', title: `+${rest.count} more`, state: '', phase: null, criticality: null, ...place(rest.id), focus: false, more: rest.count })),
    ],
    edges: lines.map((line, index) => ({ ...line, points: placed.lines[index] ?? [] })),
    width: placed.width,
    height: placed.height,
  }
}

const weightOfNode = (card: Card | undefined): number | null => (card ? weightOf(card) : null)

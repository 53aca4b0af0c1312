import type { Db } from '../../../platform/db/database.ts'
import { around, type Neighbourhood, neighbourhood, type Rest, type Spot } from '../../../platform/graph/neighbourhood.ts'
import type { Context } from '../../../platform/records/context.ts'
import { stateOf } from '../../../platform/records/kind.ts'
import { locate } from '../../../platform/records/read.ts'
import { verbs } from '../model/dependency.ts'
import { layoutOf, type Placed } from '../model/layout.ts'
import { weightOf } from '../model/weight.ts'
import { type Card, cardsOf, graph } from '../store.ts'

export type MapNode = Readonly<{
  id: string
  /** service, offering, component; `more` stands for several records that are not shown one by one. */
  kind: string
  ref: string
  title: string
  state: string
  phase: string | null
  criticality: string | null
  /** Upper left corner. */
  x: number
  y: number
  width: number
  height: number
  focus: boolean
  /** How many records a `more` node stands for. */
  more: number | null
  /** The records that a bundle of redundant ones stands for. */
  members: readonly Readonly<{ id: string; ref: string; title: string }>[]
}>
export type MapEdge = Readonly<{
  from: string
  to: string
  label: string
  means: string
  needs: Readonly<{ k: number; of: number }> | null
  points: readonly Placed[]
}>
export type ServiceMap = Readonly<{ nodes: readonly MapNode[]; edges: readonly MapEdge[]; width: number; height: number; beyond: number }>

const height = 56
/** Wide enough for most titles on two lines. */
const widthOf = (title: string): number => Math.min(220, Math.max(132, Math.round(title.length * 4.6) + 48))

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

type Drawn = Omit<MapNode, 'x' | 'y' | 'focus'>

const nothing = { ref: '', state: '', phase: null, criticality: null, members: [] } as const

const drawnCard = (ctx: Context, card: Card): Drawn => ({
  ...card,
  phase: stateOf(ctx.registry.kind(card.kind), card.state)?.phase ?? null,
  width: widthOf(card.title),
  height,
  more: null,
  members: [],
})

const drawnSpot = (ctx: Context, spot: Spot, cardOf: (node: number) => Card | undefined): readonly Drawn[] => {
  const cards = spot.nodes.flatMap((node) => cardOf(node) ?? [])
  const [first] = cards
  if (!first) return []
  if (!spot.group) return [drawnCard(ctx, first)]
  const title = `${cards.length} × ${spot.group.name}`
  return [
    {
      ...nothing,
      id: spot.key,
      kind: 'more',
      title,
      width: widthOf(title),
      height,
      more: cards.length,
      members: cards.map(({ id, ref, title: name }) => ({ id, ref, title: name })),
    },
  ]
}

const restKey = (rest: Rest): string => `more:${rest.of}:${rest.way}`

const drawnRest = (rest: Rest): Drawn => ({
  ...nothing,
  id: restKey(rest),
  kind: 'more',
  title: `+${rest.count} more`,
  width: 110,
  height: 40,
  more: rest.count,
})

/** The picture around a service, offering or component: what it needs to the right, what needs it to the left. @throws Refusal `not_found` */
export const mapOf = async (db: Db, ctx: Context, key: string, depth: 1 | 2): Promise<ServiceMap> => {
  const { kind, record } = await locate(db, ctx, key)
  const criticality = typeof record['criticality'] === 'string' ? record['criticality'] : null
  const own: Card = { id: record.id, kind: kind.name, ref: record.ref, title: record.title, state: record.state, criticality }
  const whole = await graph.current(db)
  const focus = whole.index.get(record.id)
  if (focus === undefined) return laid([drawnCard(ctx, own)], [], record.id, 0)
  const cards = new Map([
    ...(await cardsOf(
      db,
      ctx,
      around(whole, focus, depth).map((node) => whole.ids[node] ?? ''),
    )),
    [own.id, own],
  ])
  const cardOf = (node: number): Card | undefined => cards.get(whole.ids[node] ?? '')
  const shown = neighbourhood(whole, focus, depth, (node) => {
    const card = cardOf(node)
    return card ? weightOf(card) : null
  })
  const drawn = [...shown.spots.flatMap((spot) => drawnSpot(ctx, spot, cardOf)), ...shown.rests.map((rest) => drawnRest(rest))]
  return laid(drawn, linesOf(shown), record.id, shown.beyond)
}

type DrawnLine = Omit<MapEdge, 'points'>

const linesOf = (shown: Neighbourhood): readonly DrawnLine[] => [
  ...shown.lines.map((line) => ({
    from: line.from,
    to: line.to,
    means: line.means as string,
    label: line.needs ? `${line.needs.k} of ${line.needs.of}` : sentence(verbs[line.means]),
    needs: line.needs,
  })),
  ...shown.rests.map((rest) => {
    const more = restKey(rest)
    return { ...(rest.way === 'needs' ? { from: rest.of, to: more } : { from: more, to: rest.of }), means: 'more', label: '', needs: null }
  }),
]

const laid = (drawn: readonly Drawn[], lines: readonly DrawnLine[], focus: string, beyond: number): ServiceMap => {
  const placed = layoutOf(
    drawn.map(({ id, width, height: tall }) => ({ id, width, height: tall })),
    lines.map(({ from, to }) => ({ from, to })),
  )
  return {
    nodes: drawn.map((node) => ({ ...node, ...(placed.boxes[node.id] ?? { x: 0, y: 0 }), focus: node.id === focus })),
    edges: lines.map((line, index) => ({ ...line, points: placed.lines[index] ?? [] })),
    width: placed.width,
    height: placed.height,
    beyond,
  }
}

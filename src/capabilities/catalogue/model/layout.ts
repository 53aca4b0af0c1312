import { createHash } from 'node:crypto'
import * as dagre from '@dagrejs/dagre'

export type Box = Readonly<{ id: string; width: number; height: number }>
export type Placed = Readonly<{ x: number; y: number }>
export type Layout = Readonly<{
  boxes: Readonly<Record<string, Placed>>
  lines: readonly (readonly Placed[])[]
  width: number
  height: number
}>

/** What is used of the library's graph; its own types stand in a package that does not resolve. */
type Drawing = Readonly<{
  setGraph: (how: Readonly<Record<string, string | number>>) => void
  setDefaultEdgeLabel: (label: () => object) => void
  setNode: (id: string, box: Readonly<{ width: number; height: number }>) => void
  setEdge: (from: string, to: string, label: object, name: string) => void
  graph: () => Readonly<{ width?: number; height?: number }>
  node: (id: string) => Placed
  edge: (from: string, to: string, name: string) => Readonly<{ points?: readonly Placed[] }>
}>
const { Graph, layout } = dagre as unknown as Readonly<{
  Graph: new (how: Readonly<{ directed: boolean; multigraph: boolean }>) => Drawing
  layout: (drawing: Drawing) => void
}>

const cache = new Map<string, Layout>()
const cached = 200

const round = (value: number): number => Math.round(value * 10) / 10

/**
 * Places boxes in layers, what is needed to the right of what needs it; x and y are their upper left corners, `lines` the bends of each line in the order given.
 * The same picture is placed once: layouts are remembered by a hash of what they are made of.
 */
export const layoutOf = (boxes: readonly Box[], lines: readonly Readonly<{ from: string; to: string }>[]): Layout => {
  const key = createHash('sha256')
    .update(JSON.stringify([boxes, lines]))
    .digest('base64url')
  const known = cache.get(key)
  if (known) {
    cache.delete(key)
    cache.set(key, known)
    return known
  }
  const drawing = new Graph({ directed: true, multigraph: true })
  drawing.setGraph({ rankdir: 'LR', nodesep: 20, ranksep: 96, marginx: 16, marginy: 16 })
  drawing.setDefaultEdgeLabel(() => ({}))
  for (const box of boxes) drawing.setNode(box.id, { width: box.width, height: box.height })
  for (const [index, line] of lines.entries()) drawing.setEdge(line.from, line.to, {}, String(index))
  layout(drawing)
  const size = drawing.graph()
  const made: Layout = {
    boxes: Object.fromEntries(
      boxes.map((box) => {
        const at = drawing.node(box.id)
        return [box.id, { x: round(at.x - box.width / 2), y: round(at.y - box.height / 2) }]
      }),
    ),
    lines: lines.map((line, index) => {
      const drawn = drawing.edge(line.from, line.to, String(index))
      return (drawn.points ?? []).map((point) => ({ x: round(point.x), y: round(point.y) }))
    }),
    width: round(size.width ?? 0),
    height: round(size.height ?? 0),
  }
  cache.set(key, made)
  const [oldest] = cache.keys()
  if (cache.size > cached && oldest !== undefined) cache.delete(oldest)
  return made
}

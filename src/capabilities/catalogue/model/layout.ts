import { createHash } from 'node:crypto'
import { Graph as Drawing, layout } from '@dagrejs/dagre'

export type Box = Readonly<{ id: string; width: number; height: number }>
export type Placed = Readonly<{ x: number; y: number }>
export type Layout = Readonly<{ boxes: Readonly<Record<string, Placed>>; lines: readonly (readonly Placed[])[]; width: number; height: number }>

const cache = new Map<string, Layout>()
const cached = 200

const round = (value: number): number => Math.round(value * 10) / 10

/**
 * Places boxes in layers, what is needed below what needs it; x and y are their upper left corners, `lines` the bends of each line in the order given.
 * The same picture is placed once: layouts are remembered by a hash of what they are made of.
 */
export const layoutOf = (boxes: readonly Box[], lines: readonly Readonly<{ from: string; to: string }>[]): Layout => {
  const key = createHash('sha256').update(JSON.stringify([boxes, lines])).digest('base64url')
  const known = cache.get(key)
  if (known) {
    cache.delete(key)
    cache.set(key, known)
    return known
  }
  const drawing = new Drawing({ directed: true, multigraph: true })
  drawing.setGraph({ rankdir: 'TB', nodesep: 24, ranksep: 64, marginx: 16, marginy: 16 })
  drawing.setDefaultEdgeLabel(() => ({}))
  for (const box of boxes) drawing.setNode(box.id, { width: box.width, height: box.height })
  for (const [index, line] of lines.entries()) drawing.setEdge(line.from, line.to, {}, String(index))
  layout(drawing)
  const size = drawing.graph() as Readonly<{ width?: number; height?: number }>
  const made: Layout = {
    boxes: Object.fromEntries(
      boxes.map((box) => {
        const at = drawing.node(box.id) as Placed
        return [box.id, { x: round(at.x - box.width / 2), y: round(at.y - box.height / 2) }]
      }),
    ),
    lines: lines.map((line, index) => {
      const drawn = drawing.edge(line.from, line.to, String(index)) as Readonly<{ points?: readonly Placed[] }>
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

import { layoutOf } from '../../catalogue/index.ts'
import type { Picture, PictureNode } from '../model/composition/answer.ts'
import { groupKey, type Need } from '../model/composition/chain.ts'

/** As many as can be read on one screen; the nearest to the service first. */
const most = 80
/** Redundant parts that end the chain and serve nobody else stand in one box from here on. */
const bundled = 4
const box = { width: 208, height: 84 }
const groupBox = { width: 116, height: 48 }

type Drawn = Pick<PictureNode, 'key' | 'part' | 'group' | 'members'>

const partOf = (id: string): Drawn => ({ key: id, part: id, group: null, members: [] })

const membersOf = (need: Need): readonly string[] => (typeof need === 'string' ? [need] : need.of)

/**
 * The chain as boxes and lines, laid out from left to right.
 * @param inner what is drawn as made of others, the root among them; everything else ends the chain
 * @param shareOf availability of a node by its key
 */
export const pictureOf = (
  root: string,
  inner: ReadonlySet<string>,
  needs: (id: string) => readonly Need[],
  shareOf: (key: string) => number | null,
): Picture => {
  const users = new Map<string, number>()
  for (const id of inner)
    for (const need of needs(id)) for (const member of membersOf(need)) users.set(member, (users.get(member) ?? 0) + 1)
  const isLone = (id: string): boolean => !inner.has(id) && users.get(id) === 1

  const drawn = new Map<string, Drawn>([[root, partOf(root)]])
  const lines: { from: string; to: string }[] = []
  const left = new Set<string>()
  const queue = inner.has(root) ? [root] : []
  const reach = (from: string, id: string): void => {
    if (!drawn.has(id)) {
      if (drawn.size >= most) return void left.add(id)
      drawn.set(id, partOf(id))
      if (inner.has(id)) queue.push(id)
    }
    lines.push({ from, to: id })
  }
  for (const id of queue)
    for (const need of needs(id)) {
      if (typeof need === 'string') {
        reach(id, need)
        continue
      }
      const key = groupKey(id, need.group)
      drawn.set(key, { key, part: null, group: { name: need.group, k: need.k, of: need.of.length }, members: [] })
      lines.push({ from: id, to: key })
      const alike = need.of.filter(isLone)
      if (alike.length >= bundled) {
        drawn.set(`${key}:members`, { key: `${key}:members`, part: null, group: null, members: alike })
        lines.push({ from: key, to: `${key}:members` })
      }
      for (const member of need.of) if (alike.length < bundled || !isLone(member)) reach(key, member)
    }
  const sized = [...drawn.values()].map((node) => ({ ...node, ...(node.group ? groupBox : box) }))
  const placed = layoutOf(
    sized.map(({ key, width, height }) => ({ id: key, width, height })),
    lines,
  )
  return {
    nodes: sized.map((node) => ({
      ...node,
      focus: node.key === root,
      share: shareOf(node.key),
      ...(placed.boxes[node.key] ?? { x: 0, y: 0 }),
    })),
    lines: lines.map((line, index) => ({ ...line, points: placed.lines[index] ?? [] })),
    width: placed.width,
    height: placed.height,
    beyond: left.size,
  }
}

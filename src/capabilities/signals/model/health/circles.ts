/** Where the search stands: a node, what lies beneath it, and how much of that was gone into. */
type Place = { readonly node: number; readonly beneath: readonly number[]; at: number }

/**
 * Which nodes stand on each other in a circle: for each node the number of its knot, a node in no circle being a knot of its own.
 * A knot has a lower number than all that stand on it. Tarjan, "Depth-first search and linear graph algorithms" (1972), without recursion.
 */
export const knotsOf = (nodes: readonly number[], beneath: (node: number) => readonly number[]): ReadonlyMap<number, number> => {
  const order = new Map<number, number>()
  const low = new Map<number, number>()
  const knot = new Map<number, number>()
  const open: number[] = []
  let knots = 0
  const enter = (node: number): Place => {
    order.set(node, order.size)
    low.set(node, order.size - 1)
    open.push(node)
    return { node, beneath: beneath(node), at: 0 }
  }
  const lower = (node: number, to: number): void => void low.set(node, Math.min(low.get(node) ?? to, to))
  for (const root of nodes) {
    if (order.has(root)) continue
    const way = [enter(root)]
    for (let here = way.at(-1); here; here = way.at(-1)) {
      const next = here.beneath[here.at++]
      if (next !== undefined) {
        if (!order.has(next)) way.push(enter(next))
        else if (!knot.has(next)) lower(here.node, order.get(next) ?? 0)
        continue
      }
      way.pop()
      const above = way.at(-1)
      if (above) lower(above.node, low.get(here.node) ?? 0)
      if (low.get(here.node) !== order.get(here.node)) continue
      for (let node = open.pop(); node !== undefined; node = open.pop()) {
        knot.set(node, knots)
        if (node === here.node) break
      }
      knots++
    }
  }
  return knot
}

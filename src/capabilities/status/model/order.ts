export type Placed = Readonly<{ id: string; group: string | null }>

/** Where a group begins and ends that the item at a place belongs to: [first, after the last]. */
const blockAt = (items: readonly Placed[], at: number): readonly [number, number] => {
  const group = items[at]?.group
  let [first, after] = [at, at + 1]
  while (first > 0 && items[first - 1]?.group === group) first--
  while (after < items.length && items[after]?.group === group) after++
  return [first, after]
}

/** What moves with an item that is moved by one: itself within its group, its whole group beyond. Items without a group stand first and stay there. */
export const movesWith = (items: readonly Placed[], at: number, by: 1 | -1): 'item' | 'group' | null => {
  const [one, other] = [items[at], items[at + by]]
  if (!one || !other) return null
  if (one.group === other.group) return 'item'
  return one.group === null || other.group === null ? null : 'group'
}

/** The order of items, as ids, once the one at a place was moved by one. `items` stand as readers see them: group by group. */
export const movedBy = (items: readonly Placed[], at: number, by: 1 | -1): readonly string[] => {
  const ids = items.map((item) => item.id)
  const what = movesWith(items, at, by)
  if (what === null) return ids
  const [first, after] = what === 'item' ? [at, at + 1] : blockAt(items, at)
  const moved = ids.splice(first, after - first)
  const beyond = what === 'item' ? 1 : blockAt(items, at + by)[1] - blockAt(items, at + by)[0]
  ids.splice(first + by * beyond, 0, ...moved)
  return ids
}

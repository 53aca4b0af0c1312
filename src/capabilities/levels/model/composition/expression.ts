/**
 * What works when. A text names a part; the same name is the same part wherever it occurs.
 * A series works when all of it does, a parallel when one does, `kofn` when at least k do.
 * Parts of an expression may be shared objects: they are computed once.
 */
export type Expression =
  | string
  | Readonly<{ series: readonly Expression[] }>
  | Readonly<{ parallel: readonly Expression[] }>
  | Readonly<{ kofn: readonly [number, readonly Expression[]] }>

/** Availability of each part by its name, 0-1. */
export type Shares = Readonly<Record<string, number>>

/** k and members of anything but a name: all of a series, one of a parallel. */
export const group = (of: Exclude<Expression, string>): Readonly<{ k: number; members: readonly Expression[] }> => {
  if ('series' in of) return { k: of.series.length, members: of.series }
  if ('parallel' in of) return { k: 1, members: of.parallel }
  return { k: of.kofn[0], members: of.kofn[1] }
}

/** Every name once, in the order in which it is first met. */
export const namesIn = (of: Expression): readonly string[] => {
  const seen = new Set<Expression>()
  const names: string[] = []
  const visit = (one: Expression): void => {
    if (seen.has(one)) return
    seen.add(one)
    if (typeof one === 'string') names.push(one)
    else for (const member of group(one).members) visit(member)
  }
  visit(of)
  return names
}

/** @throws Error when a part has no availability, or one outside 0-1 */
export const shareOf = (shares: Shares, name: string): number => {
  const share = Object.hasOwn(shares, name) ? shares[name] : undefined
  if (share === undefined || !(share >= 0 && share <= 1)) throw new Error(`${name} has no availability between 0 and 1`)
  return share
}

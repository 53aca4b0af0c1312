import fc from 'fast-check'
import { type Expression, group, type Shares } from './expression.ts'

/** Whether it works when exactly the named parts do. */
export const worksWith = (of: Expression, up: ReadonlySet<string>): boolean => {
  if (typeof of === 'string') return up.has(of)
  const { k, members } = group(of)
  return members.filter((member) => worksWith(member, up)).length >= k
}

export type State = Readonly<{ up: ReadonlySet<string>; chance: number }>

/** Every state of independent parts with its probability. */
export const statesOf = (shares: Shares): readonly State[] =>
  Object.entries(shares).reduce<readonly State[]>(
    (states, [name, share]) =>
      states.flatMap(({ up, chance }) => [
        { up: new Set([...up, name]), chance: chance * share },
        { up, chance: chance * (1 - share) },
      ]),
    [{ up: new Set(), chance: 1 }],
  )

/** The slow way: the sum over all states in which it works. */
export const enumerated = (of: Expression, shares: Shares): number =>
  statesOf(shares).reduce((sum, { up, chance }) => sum + (worksWith(of, up) ? chance : 0), 0)

const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'] as const

/** Small expressions over seven names that may occur more than once. */
export const anyExpression: fc.Arbitrary<Expression> = fc.letrec<{ expression: Expression }>((tie) => {
  const several = fc.array(tie('expression'), { minLength: 1, maxLength: 3 })
  return {
    expression: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      fc.constantFrom(...names),
      several.map((series): Expression => ({ series })),
      several.map((parallel): Expression => ({ parallel })),
      fc
        .tuple(fc.integer({ min: 1, max: 3 }), several)
        .map(([k, members]): Expression => ({ kofn: [Math.min(k, members.length), members] })),
    ),
  }
}).expression

export const anyShares: fc.Arbitrary<Shares> = fc
  .tuple(...names.map(() => fc.double({ min: 0.3, max: 1, noNaN: true })))
  .map((shares) => Object.fromEntries(names.map((name, index) => [name, shares[index] ?? 0])))

import type { ChainPart } from '../model/composition/answer.ts'
import { type Closing, closings, isNever, togetherLess } from '../model/composition/closing.ts'
import { composerOf, type Composed } from '../model/composition/composer.ts'
import type { Shares } from '../model/composition/expression.ts'
import { gapOf } from '../model/composition/gap.ts'
import { chainSentence } from '../model/composition/words.ts'
import { type Gathered, hidden } from './chain-gathered.ts'

const sharesOf = ({ chain, figures }: Gathered, unknown: number): Shares =>
  Object.fromEntries([
    ...chain.parts.map((id) => [id, figures.figure(id)?.share ?? unknown] as const),
    ...chain.unknown.map((id) => [id, unknown] as const),
  ])

/** The arithmetic. Null in `composed` when nothing beneath has a figure. */
export const computed = (from: Gathered, beta: number) => {
  const { chain, ours, period, prices } = from
  const composer = composerOf(chain.expression, { beta })
  const shares = sharesOf(from, 1)
  const read = composer.read(shares)
  const anything = chain.parts.length > 0
  const gap = ours && anything ? gapOf(ours.share, read.value, read.bounds.lower, period.minutes) : null
  const ways = gap && !gap.underpinned ? closings(composer, shares, read, gap.target, period.minutes, prices) : []
  const alone = ways.some((one) => one.needed !== null && !isNever(one.needed))
  const together = gap && !gap.underpinned && !alone ? togetherLess(composer, shares, gap.target) : null
  const weakest = Math.min(1, ...chain.parts.map((id) => shares[id] ?? 1))
  const unknown =
    chain.unknown.length === 0
      ? null
      : {
          weakest,
          if_weakest: composer.read(sharesOf(from, weakest)).value,
          if_down: composer.read(sharesOf(from, 0)).value,
        }
  return { shares, read, gap, ways, together, unknown, anything }
}

type Computed = ReturnType<typeof computed>

/** A part as the reader may see it: of what is hidden from them, the figure alone. */
const partOf = (id: string, { beneath, figures }: Gathered, composed: Composed, closing: Closing | undefined): ChainPart => {
  const card = beneath.cards.get(id)
  const terms = card && figures.promised.get(id)
  const figure = figures.figure(id)
  return {
    id,
    kind: card?.kind ?? hidden.kind,
    ref: card?.ref ?? hidden.ref,
    title: card?.title ?? hidden.title,
    share: figure?.share ?? null,
    source: figure?.source ?? 'none',
    promised: terms ? { id: terms.id, ref: terms.ref, title: terms.title, share: terms.share, agreement: terms.agreement } : null,
    measured: (card && figures.measured.get(id)) ?? null,
    importance: composed.importance[id] ?? null,
    needed: closing?.needed ?? null,
    raise_minutes: closing?.raise_minutes ?? null,
    cost: closing?.cost ?? null,
    best: closing?.best ?? null,
  }
}

/** What closes the gap first, then what costs the whole the most, then what nobody knows. */
export const partsOf = (root: string, from: Gathered, { read, ways }: Computed): readonly ChainPart[] => {
  const place = new Map(ways.map((one, index) => [one.name, index]))
  const closing = new Map(ways.map((one) => [one.name, one]))
  const rank = (part: ChainPart): number => (part.source === 'none' ? Infinity : (place.get(part.id) ?? ways.length))
  const cost = (part: ChainPart): number => (part.importance ?? 0) * (1 - (part.share ?? 0))
  return [...from.chain.parts, ...from.chain.unknown]
    .filter((id) => id !== root)
    .map((id) => partOf(id, from, read, closing.get(id)))
    .sort((a, b) => (rank(a) === rank(b) ? cost(b) - cost(a) : rank(a) - rank(b)))
}

/** The part from which the whole would gain most time. */
const mostHelpful = (parts: readonly ChainPart[], now: number, minutes: number) => {
  const gain = (part: ChainPart): number => ((part.best ?? now) - now) * minutes
  const best = parts.reduce<ChainPart | null>((most, part) => (gain(part) > (most ? gain(most) : 0) ? part : most), null)
  return best && { title: best.title, minutes: gain(best) }
}

export const sentenceOf = (from: Gathered, { read, gap, ways, together, anything }: Computed, parts: readonly ChainPart[]): string => {
  const closing = ways.find((one) => one.needed !== null)
  const title = parts.find((part) => part.id === closing?.name)?.title
  return chainSentence({
    share: anything ? read.value : null,
    gap,
    each: from.period.each,
    closing: closing && title !== undefined ? { title, closing } : null,
    most: mostHelpful(parts, read.value, from.period.minutes),
    together,
    unknown: parts.filter((part) => part.source === 'none').length,
    needs: parts.length > 0,
  })
}

/** What a node of the picture comes to; null where nothing beneath it has a figure. */
export const madeOf =
  (root: string, { chain }: Gathered, shares: Shares, beta: number) =>
  (key: string): number | null => {
    const of = key === root ? chain.expression : chain.made.get(key)
    if (of === undefined) return null
    // A few digits are enough for a box of the picture, should it have to be sampled.
    const composer = composerOf(of, { beta, samples: 20_000 })
    const unknown = new Set(chain.unknown)
    return composer.names.every((name) => unknown.has(name)) ? null : composer.read(shares).value
  }

import type { ChainGap, ChainPart, PromiseChain } from '../model/composition/answer.ts'
import { isNever } from '../model/composition/closing.ts'
import { atMostText, minutesText } from '../model/composition/words.ts'

export const sourceWords: Readonly<Record<ChainPart['source'] | 'inner', string>> = {
  assumed: 'assumed',
  promised: 'promised',
  measured: 'measured',
  none: 'unknown',
  inner: 'composed',
}

export const gapWords: Readonly<Record<ChainGap['gap'], string>> = {
  no_figure: 'No figure',
  no_agreement: 'No agreement',
  times: 'Times too long',
  no_times: 'No times',
  no_contract: 'No contract',
  not_kept: 'Not kept',
  hours: 'Fewer hours',
  ends: 'Ends too early',
  window: 'Longer window',
}

/** How many minutes of the period the whole is down because of a part: its unavailability as far as it comes through. */
export const lossOf = (part: ChainPart, chain: PromiseChain): number =>
  part.share === null ? 0 : (part.importance ?? 0) * (1 - part.share) * chain.period.minutes

/** How much of a part's failures come through, to three digits. */
export const throughWords = (importance: number): string => `${Number((importance * 100).toPrecision(3))} %`

export const shareWords = (share: number | null): string => (share === null ? 'unknown' : atMostText(share))

/** Assumed availabilities as the address has them, by ref: SVC-3:0.999,CMP-12:0.9995. */
export const readAssumed = (text: string | undefined): Readonly<Record<string, string>> =>
  Object.fromEntries(
    (text ?? '').split(',').flatMap((pair) => {
      const [ref, share] = pair.split(':')
      return ref && share ? [[ref, share]] : []
    }),
  )

export const writeAssumed = (assumed: Readonly<Record<string, string>>): string | undefined => {
  const pairs = Object.entries(assumed).map(([ref, share]) => `${ref}:${share}`)
  return pairs.length === 0 ? undefined : pairs.join(',')
}

/** What closing a gap with a part costs, in the currency that the reader names; whole amounts are enough to compare by. */
export const costText = (cost: number, currency: string): string =>
  `${cost.toLocaleString('en', { maximumFractionDigits: cost < 100 ? 2 : 0 })} ${currency}`.trim()

type Compared = Readonly<{
  parts: readonly Pick<ChainPart, 'ref' | 'title' | 'needed' | 'raise_minutes' | 'cost'>[]
  gap: Pick<NonNullable<PromiseChain['gap']>, 'underpinned'> | null
  period: Pick<PromiseChain['period'], 'each'>
}>

/** Parts that could be bought better so that the gap closes: those that the reader may see and that need not be perfect. */
export const waysIn = <P extends Pick<ChainPart, 'ref' | 'needed' | 'raise_minutes'>>(parts: readonly P[]): readonly P[] =>
  parts.filter((part) => part.ref !== '' && part.needed !== null && part.raise_minutes !== null && !isNever(part.needed))

/** Why the cheapest way is the cheapest, or what keeps it from being told; null while nobody gave a price or nothing closes the gap. */
export const cheapestWords = (chain: Compared, priced: readonly string[], currency: string): string | null => {
  const ways = waysIn(chain.parts)
  if (priced.length === 0 || chain.gap === null || chain.gap.underpinned || ways.length === 0) return null
  const missing = ways.filter((part) => part.cost === null)
  const known = ways.filter((part) => part.cost !== null).sort((a, b) => (a.cost ?? 0) - (b.cost ?? 0))
  const said = known
    .map((part) => `${part.title} ${costText(part.cost ?? 0, currency)} (${minutesText(part.raise_minutes ?? 0)})`)
    .join(', ')
  if (missing.length > 0)
    return `${known.length > 0 ? `So far: ${said}. ` : ''}Give a price for ${missing.map((part) => part.title).join(', ')} too, and the cheapest is told by money; until then the smallest raise comes first.`
  const [first, second] = known
  if (!first) return null
  if (!second)
    return `${first.title} is the only part that can close the gap alone: ${costText(first.cost ?? 0, currency)} ${chain.period.each}.`
  return `Cheapest is ${first.title}: it closes the gap for ${costText(first.cost ?? 0, currency)} ${chain.period.each}, ${costText((second.cost ?? 0) - (first.cost ?? 0), currency)} less than ${second.title}. By price: ${said}.`
}

/** Per cent as typed to the share of the address, without the tail that division leaves. */
export const shareFromPercent = (percent: number): string => String(Number((percent / 100).toPrecision(12)))

/** A sentence whose per cent signs stay with their numbers when it breaks over lines. */
export const keptTogether = (sentence: string): string => sentence.replaceAll(' %', '\u00a0%')

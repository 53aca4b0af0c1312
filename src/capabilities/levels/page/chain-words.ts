import type { ChainGap, ChainPart, PromiseChain } from '../model/composition/answer.ts'
import { atMostText } from '../model/composition/words.ts'

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

/** Per cent as typed to the share of the address, without the tail that division leaves. */
export const shareFromPercent = (percent: number): string => String(Number((percent / 100).toPrecision(12)))

import { type Closing, isNever } from './closing.ts'
import type { Gap } from './gap.ts'

/** Decimals of the per cent figure: two digits of what is missing to 100 %, at least two decimals. */
const decimalsFor = (share: number): number => {
  const missing = 1 - share
  if (missing <= 0) return 2
  return Math.min(8, Math.max(2, Math.ceil(-Math.log10(missing) - 1e-9) - 1))
}

const percent = (value: number, decimals: number): string =>
  `${(value / 10 ** decimals)
    .toFixed(decimals)
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '')} %`

/** A share as per cent, rounded down: what may be promised is never said to be more than it is. */
export const atMostText = (share: number): string => {
  const decimals = decimalsFor(share)
  return percent(Math.floor(share * 100 * 10 ** decimals + 1e-6), decimals)
}

/** A share as per cent, rounded up: what is needed is never said to be less than it is. */
export const atLeastText = (share: number): string => {
  const decimals = decimalsFor(share)
  return percent(Math.ceil(share * 100 * 10 ** decimals - 1e-6), decimals)
}

/** Minutes as people say them: 51 minutes, 3.2 minutes, 20 seconds, 5.4 hours; the sign is left to the words around it. */
export const minutesText = (minutes: number): string => {
  const size = Math.abs(minutes)
  const said = (value: number, unit: string): string => {
    const rounded = value >= 10 ? Math.round(value) : Math.round(value * 10) / 10
    return `${rounded} ${unit}${rounded === 1 ? '' : 's'}`
  }
  if (size >= 180) return said(size / 60, 'hour')
  return size >= 1 ? said(size, 'minute') : said(size * 60, 'second')
}

export type Told = Readonly<{
  /** What may be promised, 0-1, with unknown parts taken for perfect; null when there is nothing to compose. */
  share: number | null
  gap: Gap | null
  /** Such as "a month". */
  each: string
  /** The best closing part, with its title. */
  closing: Readonly<{ title: string; closing: Closing }> | null
  /** The part from which most time could come, in minutes; null when none matters. */
  most: Readonly<{ title: string; minutes: number }> | null
  /** By how much less everything would have to fail together, 0-1; null where no one can tell or one part does it. */
  together: number | null
  unknown: number
  /** Whether anything stands beneath the service at all. */
  needs: boolean
}>

const together = ({ together: less }: Told): string =>
  less === null ? '' : `; all parts together would have to fail ${Math.ceil(less * 100 - 1e-6)} % less`

const closes = (told: Told): string => {
  if (!told.closing)
    return `no part closes that alone${told.most ? `, most would come from ${told.most.title} (${minutesText(told.most.minutes)})` : ''}${together(told)}`
  const { title, closing } = told.closing
  if (closing.needed !== null && isNever(closing.needed)) return `${title} alone would close that only if it never failed${together(told)}`
  return `raising ${title} to ${atLeastText(closing.needed ?? 1)} closes it`
}

const unknownWords = (count: number): string =>
  count === 0
    ? ''
    : ` ${count === 1 ? 'One part has' : `${count} parts have`} no figure and ${count === 1 ? 'is' : 'are'} taken for perfect.`

/** The answer in one sentence, or two when parts are unknown. */
export const chainSentence = (told: Told): string => {
  const { share, gap } = told
  if (!told.needs)
    return 'What may be promised cannot be said: nothing that this service needs is on record. Say on its map what it requires or runs on.'
  if (share === null) return 'What may be promised cannot be said: nothing beneath this service has a figure.'
  const may = `We may promise ${told.unknown > 0 ? 'at most ' : ''}${atMostText(share)}`
  const rest = unknownWords(told.unknown)
  if (!gap) return `${may}; no availability is promised yet.${rest}`
  const promised = `we promised ${atMostText(gap.target)}`
  if (!gap.underpinned) return `${may}; ${promised}: short by ${minutesText(gap.gap_minutes)} ${told.each}; ${closes(told)}.${rest}`
  if (gap.gap_minutes < 1 / 60 && gap.underpinned_worst) return `${may}; ${promised}: just held, with nothing to spare.${rest}`
  const worst = gap.underpinned_worst ? ', in the worst case too' : `, but in the worst case ${minutesText(gap.worst_gap_minutes)} short`
  return `${may}; ${promised}: ${minutesText(gap.gap_minutes)} ${told.each} to spare${worst}.${rest}`
}

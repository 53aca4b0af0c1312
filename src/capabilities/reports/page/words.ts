import { formatDuration } from '../../../kernel/duration.ts'
import { momentText, numberText, shareText } from '../../../platform/page/fields/format.ts'
import type { Made as KitMade } from '../../../platform/page/kit/figure.tsx'
import type { Tone } from '../../../platform/records/fields.ts'
import type { Figure, Made, ShareOf, Unit } from '../model/figure.ts'

/** A share for people: one decimal, and never 100 % when something is missing from it. */
export const shareWords = (share: number): string => shareText(share < 1 && share > 0.9995 ? 0.999 : Math.round(share * 1000) / 1000)

export const unitText = (value: number, unit: Unit): string => {
  if (unit === 'share') return shareWords(value)
  if (unit === 's_business') return formatDuration(value)
  if (unit === 's_wall') return formatDuration(value, { days: true })
  return numberText(value)
}

export const figureText = (figure: Figure): string | null => (figure.value === null ? null : unitText(figure.value, figure.unit))

/** How a figure was made, as the kit shows it. */
export const madeOf = (made: Made): KitMade => ({
  formula: made.formula,
  inputs: made.inputs,
  source: made.source,
  asOf: momentText(made.as_of),
})

/** "53 of 55", or that there is nothing to count. */
export const ofText = (share: ShareOf): string =>
  share.kept + share.missed === 0 ? 'none decided' : `${numberText(share.kept)} of ${numberText(share.kept + share.missed)}`

export const rangeText = (share: ShareOf): string | undefined =>
  share.interval === null
    ? undefined
    : `With so few tickets the true share lies between ${shareWords(share.interval.low)} and ${shareWords(share.interval.high)} (95 %).`

export const measureWord = (measure: 'response' | 'resolution'): string => (measure === 'response' ? 'Respond' : 'Resolve')

export const signOf: Readonly<Record<Tone, string>> = { bad: '▲', warn: '◆', good: '✓', info: '●', neutral: '●', muted: '○' }
export const toneWord: Readonly<Record<Tone, string>> = {
  bad: 'Needs action',
  warn: 'Watch',
  good: 'Good',
  info: 'Note',
  neutral: 'Note',
  muted: 'Note',
}

import { type Status, statusWords } from '../state.ts'
import { escaped } from './escape.ts'

/** White words on it have a contrast of 4.5 or more. */
const ground: Readonly<Record<Status, string>> = {
  operational: '#1f7a3a',
  under_maintenance: '#2d5fb4',
  degraded: '#8a6100',
  partial_outage: '#a84300',
  major_outage: '#b3261e',
}

/** Verdana at 11 px, about; the text is stretched to it, so that it fits whatever font is there. */
const widthOf = (words: string): number => Math.ceil(Array.from(words).length * 6.6)

/** A small picture for other pages: "Status | Operational". */
export const badgeOf = (status: Status, label = 'Status'): string => {
  const words = statusWords[status]
  const [left, right] = [widthOf(label) + 12, widthOf(words) + 12]
  const text = (at: number, width: number, what: string): string =>
    `<text x="${at}" y="14" textLength="${width}" lengthAdjust="spacingAndGlyphs">${escaped(what)}</text>`
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="20" role="img" aria-label="${escaped(`${label}: ${words}`)}"><title>${escaped(`${label}: ${words}`)}</title><clipPath id="r"><rect width="${left + right}" height="20" rx="3"/></clipPath><g clip-path="url(#r)"><path fill="#444b54" d="M0 0h${left}v20H0z"/><path fill="${ground[status]}" d="M${left} 0h${right}v20H${left}z"/></g><g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">${text(6, left - 12, label)}${text(left + 6, right - 12, words)}</g></svg>`
}

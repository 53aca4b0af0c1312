import type { DayCell } from '../days.ts'
import { type Status, statusWords } from '../state.ts'
import { spanWords } from '../words.ts'
import { dateText } from './times.ts'

const letter: Readonly<Record<Status, string>> = {
  operational: 'o',
  under_maintenance: 'w',
  degraded: 'd',
  partial_outage: 'p',
  major_outage: 'm',
}

/** What happened on a day, in words; empty for a day on which nothing did. */
export const dayWords = (cell: DayCell): string => {
  const parts = [
    cell.down_seconds > 0 ? `${spanWords(cell.down_seconds)} down` : '',
    cell.degraded_seconds > 0 ? `${spanWords(cell.degraded_seconds)} degraded` : '',
    cell.maintenance_seconds > 0 ? `${spanWords(cell.maintenance_seconds)} of maintenance` : '',
  ].filter(Boolean)
  if (parts.length > 0) return parts.join(', ')
  return cell.status === null || cell.status === 'operational' ? '' : statusWords[cell.status].toLowerCase()
}

type Run = { at: number; length: number; sign: string; words: string }

/** Neighbours that look alike and have nothing to tell are drawn as one, so that a page of many items stays small. */
const runsOf = (cells: readonly DayCell[]): readonly Run[] => {
  const runs: Run[] = []
  cells.forEach((cell, at) => {
    const sign = cell.status === null ? 'n' : letter[cell.status]
    const happened = dayWords(cell)
    const words = happened === '' ? '' : `${dateText(cell.day)}: ${happened}`
    const last = runs.at(-1)
    if (last && words === '' && last.words === '' && last.sign === sign) last.length++
    else runs.push({ at, length: 1, sign, words })
  })
  return runs
}

/** The gaps between the days, drawn once for a whole page and laid over each bar. */
export const gaps = (days: number): string =>
  `<svg class="gaps" width="0" height="0" aria-hidden="true"><defs><path id="gaps" d="M3 0${'h1v28h-1zm4 0'.repeat(days - 1)}"/></defs></svg>`

/** A cell a day, today on the right. `label` says in words what the picture shows. */
export const barOf = (cells: readonly DayCell[], label: string): string => {
  const width = cells.length * 4
  const blocks = runsOf(cells).map(({ at, length, sign, words }) => {
    const place = `class="${sign}" x="${at * 4}" width="${length * 4}" height="28"`
    return words === '' ? `<rect ${place}/>` : `<rect ${place}><title>${words}</title></rect>`
  })
  return `<svg class="days" viewBox="0 0 ${width} 28" preserveAspectRatio="none" role="img" aria-label="${label}">${blocks.join('')}<use href="#gaps" class="g"/></svg>`
}

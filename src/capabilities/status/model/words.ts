import type { Stage } from '../kind/notice.ts'
import type { Status } from './state.ts'

/** What readers see of a whole page in one sentence. */
export const overallWords: Readonly<Record<Status, string>> = {
  operational: 'All services work',
  under_maintenance: 'Planned work is under way',
  degraded: 'Some services work worse than usual',
  partial_outage: 'Some services do not work',
  major_outage: 'Services do not work',
}

export const stageWords: Readonly<Record<Stage, string>> = {
  investigating: 'Investigating',
  identified: 'Identified',
  monitoring: 'Monitoring',
  resolved: 'Resolved',
  announced: 'Announced',
  under_way: 'Under way',
  completed: 'Completed',
  cancelled: 'Cancelled',
}

export const impactWords = { none: 'No impact', minor: 'Minor impact', major: 'Major impact', critical: 'Critical impact' } as const

const listed = (names: readonly string[]): string =>
  names.length === 0 ? 'our services' : names.length === 1 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`

/** The words of an update that nobody wrote: for what happens by the clock, and as a beginning in the form. */
export const templateFor = (stage: Stage, items: readonly string[]): string => {
  const what = listed(items)
  const words: Readonly<Record<Stage, string>> = {
    investigating: `We are looking into a disturbance of ${what}. We write again here as soon as we know more.`,
    identified: `We know why ${what} ${items.length === 1 ? 'is' : 'are'} disturbed and are mending it.`,
    monitoring: `${what.charAt(0).toUpperCase()}${what.slice(1)} ${items.length === 1 ? 'works' : 'work'} again. We watch whether it stays so.`,
    resolved: 'The disturbance is over. We are sorry for the trouble.',
    announced: `We plan work on ${what}.`,
    under_way: 'The planned work has begun.',
    completed: 'The planned work is over.',
    cancelled: 'The planned work does not take place.',
  }
  return words[stage]
}

/** "2 h 5 min", "under a minute". `seconds` is whole seconds. */
export const spanWords = (seconds: number): string => {
  const minutes = Math.round(seconds / 60)
  if (minutes < 1) return 'under a minute'
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60]
  return [days > 0 ? `${days} d` : '', hours > 0 ? `${hours} h` : '', rest > 0 && days === 0 ? `${rest} min` : ''].filter(Boolean).join(' ')
}

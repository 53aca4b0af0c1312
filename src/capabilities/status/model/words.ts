import type { Stage } from '../kind/notice.ts'
import type { Status } from './state.ts'

/** What readers see of a whole page in one sentence. */
export const overallWords: Readonly<Record<Status, string>> = {
  operational: 'All services operational',
  under_maintenance: 'Maintenance in progress',
  degraded: 'Some services degraded',
  partial_outage: 'Partial outage',
  major_outage: 'Major outage',
}

export const stageWords: Readonly<Record<Stage, string>> = {
  investigating: 'Investigating',
  identified: 'Identified',
  monitoring: 'Monitoring',
  resolved: 'Resolved',
  announced: 'Scheduled',
  under_way: 'In progress',
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
    investigating: `We are investigating a problem with ${what}. The next update follows here as soon as we know more.`,
    identified: `We have found the cause of the problem with ${what} and are working on a fix.`,
    monitoring: `The problem with ${what} is fixed. We are watching whether it stays so.`,
    resolved: 'The problem is over. We are sorry for the trouble.',
    announced: `Maintenance is scheduled for ${what}.`,
    under_way: 'The maintenance has begun.',
    completed: 'The maintenance is over.',
    cancelled: 'The maintenance does not take place.',
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

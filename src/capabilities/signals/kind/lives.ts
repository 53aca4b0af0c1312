import type { Lifecycle } from '../../../platform/records/kind.ts'

/** For what watches: it runs, stands still for a while, or is over. */
export const watching = (words: Readonly<{ active: string; paused: string }>): Lifecycle => ({
  initial: 'active',
  states: [
    { name: 'active', label: 'Active', phase: 'active', tone: 'good', meaning: words.active, exit: 'Paused or retired.' },
    { name: 'paused', label: 'Paused', phase: 'waiting', tone: 'warn', meaning: words.paused, exit: 'Somebody resumes it.' },
    { name: 'retired', label: 'Retired', phase: 'closed', tone: 'muted', meaning: 'Kept for its history.', exit: 'Can be brought back.' },
  ],
  moves: [
    { verb: 'pause', label: 'Pause', from: ['active'], to: 'paused', reason: 'optional' },
    { verb: 'resume', label: 'Resume', from: ['paused'], to: 'active' },
    { verb: 'retire', label: 'Retire', from: ['active', 'paused'], to: 'retired', reason: 'optional' },
    { verb: 'reinstate', label: 'Bring back', from: ['retired'], to: 'active' },
  ],
})

export const menu = { desk: 'run', group: 'Signals' } as const

/** What signals speak of: what can be measured, watched, down, worked on, and the cause of an outage. One list for all kinds. */
export const subjects = ['service', 'offering', 'component'] as const

import { type Millis, millisOf } from '../../../kernel/instant.ts'
import { durationText, momentText } from '../../../platform/page/fields/format.ts'
import type { Lane } from '../model/timeline.ts'

const reasons: Readonly<Record<string, string>> = {
  agreed_maintenance: 'agreed maintenance',
  customer: 'caused by the customer',
  not_accountable: 'provider not accountable',
  force_majeure: 'force majeure',
  measurement: 'the measurement was wrong',
}

/** One bar of a lane, with what it says in words. */
export type DrawnBar = Readonly<{
  key: string
  kind: 'outage' | 'maintenance' | 'correction'
  look: 'down' | 'degraded' | 'work' | 'correction'
  what: string
  ref: string
  title: string
  from: string
  to: string | null
  because: string
  words: string
}>

const spanWords = (from: string, to: string | null, now: Millis): string => {
  const end = to === null ? now : millisOf(to)
  return `${momentText(from)} – ${to === null ? 'now' : momentText(to)} (${durationText((end - millisOf(from)) / 1000)})`
}

/** All bars of a lane in the order of their beginning. */
export const barsOf = (lane: Lane, now: Millis): readonly DrawnBar[] => {
  const bars = [
    ...lane.outages.map((one) => {
      const because = one.because !== null ? `because of ${one.because}` : one.own_fault === true ? 'own fault' : ''
      return {
        ...one,
        kind: 'outage' as const,
        look: one.severity,
        what: one.severity === 'down' ? 'Down' : 'Degraded',
        because,
        more: one.because === null ? (one.own_fault === true ? ', own fault' : '') : `, because of ${one.because}`,
      }
    }),
    ...lane.maintenance.map((one) => ({
      ...one,
      kind: 'maintenance' as const,
      look: 'work' as const,
      what: 'Maintenance',
      because: one.down ? 'does not work meanwhile' : '',
      more: one.down ? ', does not work meanwhile' : '',
    })),
    ...lane.corrections.map((one) => {
      const because = reasons[one.reason_type] ?? one.reason_type
      return { ...one, kind: 'correction' as const, look: 'correction' as const, what: 'Correction', because, more: `, ${because}` }
    }),
  ]
  return bars
    .map(({ kind, look, what, ref, title, from, to, because, more }) => ({
      key: `${kind} ${ref}`,
      kind,
      look,
      what,
      ref,
      title,
      from,
      to,
      because,
      words: `${what}: ${title}, ${spanWords(from, to, now)}${more}`,
    }))
    .toSorted((a, b) => a.from.localeCompare(b.from))
}

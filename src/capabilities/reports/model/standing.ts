import type { Tone } from '../../../platform/records/fields.ts'
import type { PromisedToCustomers } from '../../levels/index.ts'
import type { ServiceStanding } from './desks.ts'
import type { Named, ShareOf } from './figure.ts'
import { incidentsAt } from './frame.ts'
import { shareOf, verdictOf } from './kept.ts'
import { countText, measureLabel, percentText, priorityLabel } from './words.ts'

/** A service as sums group it. */
export type Card = Readonly<{ id: string; ref: string; title: string; service_kind: string; criticality: string | null }>

/** What customers are promised. */
export type Target = Readonly<{ measure: 'response' | 'resolution'; priority: string | null; share: number | null }>

export type Decided = Readonly<{ promise: string; kept: number; missed: number }>
export type OpenSums = Readonly<{ open: number; missed: number; at_risk: number }>

export type Judged = Readonly<{
  card: Card
  state: ServiceStanding['state']
  tone: Tone
  reached: ShareOf
  target_share: number | null
  open: OpenSums
  /** Promises over windows of time that are missed or at risk. */
  windows: Readonly<{ missed: number; at_risk: number }>
  why: string
}>

const nothing: OpenSums = { open: 0, missed: 0, at_risk: 0 }

type Worst = Readonly<{ target: Target; reached: ShareOf; gap: number }>

const worstOf = (decided: readonly Decided[], targets: ReadonlyMap<string, Target>): Worst | null => {
  let worst: Worst | null = null
  for (const one of decided) {
    const target = targets.get(one.promise)
    const reached = shareOf(one.kept, one.missed)
    if (!target || verdictOf(reached, target.share).word !== 'missed') continue
    const gap = (target.share ?? 1) - (reached.share ?? 1)
    if (!worst || gap > worst.gap) worst = { target, reached, gap }
  }
  return worst
}

const promiseWords = (target: Target): string =>
  `${measureLabel[target.measure]}${target.priority === null ? '' : `, ${priorityLabel(target.priority)}`}`

/** The first of several in words, and how many more. */
const firstOf = (list: readonly PromisedToCustomers[]): string | null => {
  const [first, ...more] = list
  return first ? `${first.words}${more.length > 0 ? ` (and ${countText(more.length, 'more promise')})` : ''}` : null
}

/**
 * How a service stands: by the promises about tickets decided in the period so far (`sum`; `missedOnes` are those with misses), by what is open now, and by
 * its promises about availability and indicators in windows that touch the period, the worst first.
 */
export const judge = (
  card: Card,
  sum: Readonly<{ kept: number; missed: number }>,
  missedOnes: readonly Decided[],
  open: OpenSums | undefined,
  targets: ReadonlyMap<string, Target>,
  promised: readonly PromisedToCustomers[] = [],
): Judged => {
  const reached = shareOf(sum.kept, sum.missed)
  const worst = worstOf(missedOnes, targets)
  const now = open ?? nothing
  const over = Map.groupBy(promised, (one) => one.state)
  const [broken, risky, held] = [over.get('missed') ?? [], over.get('at_risk') ?? [], over.get('kept') ?? []]
  const stands = (state: Judged['state'], tone: Tone, why: readonly (string | null)[]): Judged => ({
    card,
    state,
    tone,
    reached,
    target_share: worst?.target.share ?? null,
    open: now,
    windows: { missed: broken.length, at_risk: risky.length },
    why: why.filter((one) => one !== null).join('; '),
  })
  const late = now.missed > 0 ? `${countText(now.missed, 'open incident')} past the target` : null
  if (worst || late || broken.length > 0) {
    const missed = worst
      ? `${promiseWords(worst.target)}: ${percentText(worst.reached.share ?? 0)} of ${worst.reached.kept + worst.reached.missed} kept, target ${worst.target.share === null ? 'each one' : percentText(worst.target.share)}`
      : null
    return stands('missing', 'bad', [missed, firstOf(broken), late])
  }
  if (now.at_risk > 0 || risky.length > 0)
    return stands('will_miss', 'warn', [
      now.at_risk > 0 ? `${countText(now.at_risk, 'open incident')} with little time left` : null,
      firstOf(risky),
    ])
  if (reached.share !== null || now.open > 0 || held.length > 0)
    return stands('keeping', 'good', [
      reached.share === null
        ? now.open > 0
          ? `${countText(now.open, 'open incident')}, none late`
          : firstOf(held)
        : `${percentText(reached.share)} of ${reached.kept + reached.missed} kept`,
    ])
  return stands('none', 'muted', ['Nothing was called upon'])
}

const ranks = { missing: 0, will_miss: 1, keeping: 2, none: 3 } as const
const critical: Readonly<Record<string, number>> = { vital: 0, high: 1, medium: 2, low: 3 }

/** Those that need somebody first: by state, criticality, how much is late, and ref. */
export const worstFirst = (a: Judged, b: Judged): number =>
  ranks[a.state] - ranks[b.state] ||
  (critical[a.card.criticality ?? ''] ?? 4) - (critical[b.card.criticality ?? ''] ?? 4) ||
  b.open.missed - a.open.missed ||
  b.open.at_risk - a.open.at_risk ||
  (a.reached.share ?? 1) - (b.reached.share ?? 1) ||
  a.card.ref.localeCompare(b.card.ref)

export type Next = Readonly<{ at: string; ticket: Named; holder: string | null; text: string }>

/** A judged service as the desk shows it. `next`: the running ticket due first; `late`: the one missed longest ago. */
export const standingOf = (one: Judged, owner: Named | null, next: Next | null, late: Next | null): ServiceStanding => {
  const told = one.state === 'missing' ? late : one.state === 'will_miss' ? next : null
  return {
    service: {
      id: one.card.id,
      kind: 'service',
      ref: one.card.ref,
      title: one.card.title,
      service_kind: one.card.service_kind,
      criticality: one.card.criticality,
      owner,
    },
    state: one.state,
    tone: one.tone,
    reached: one.reached,
    target_share: one.target_share,
    open: one.open.open,
    missed_now: one.open.missed,
    at_risk: one.open.at_risk,
    windows: { ...one.windows, list: `/standings?subject=${one.card.ref}&state=missed,at_risk` },
    next_due: next ? { at: next.at, ticket: next.ticket, holder: next.holder } : null,
    text: `${one.why}${told ? `. ${told.ticket.ref}: ${told.text}` : '.'}`,
    list: incidentsAt({
      service: one.card.ref,
      phase: 'open,active,waiting',
      ...(one.open.missed > 0 ? { level_state: 'missed' } : {}),
      sort: 'due_at',
    }),
  }
}

export type Counts = Readonly<{
  services: number
  missing: number
  will_miss: number
  keeping: number
  none: number
  open: number
  missed_now: number
  at_risk: number
}>

export const countsOf = (judged: readonly Judged[]): Counts => {
  const counts = { services: judged.length, missing: 0, will_miss: 0, keeping: 0, none: 0, open: 0, missed_now: 0, at_risk: 0 }
  for (const one of judged) {
    counts[one.state]++
    counts.open += one.open.open
    counts.missed_now += one.open.missed
    counts.at_risk += one.open.at_risk
  }
  return counts
}

/** One sentence on many services. @param whose 'your ' or nothing */
export const countsSentence = (counts: Counts, whose: string): string => {
  const { services, missing, will_miss, open } = counts
  const of = `${whose}${countText(services, 'service')}`
  if (services === 0) return 'There is no service yet.'
  if (missing > 0)
    return `${missing} of ${of} ${missing === 1 ? 'misses its' : 'miss their'} promise${will_miss > 0 ? `, ${will_miss} more may` : ''}.`
  if (will_miss > 0) return `No promise is missed, but ${will_miss} of ${of} may miss one soon.`
  return open === 0
    ? 'A calm day: every promise is kept and nothing is open.'
    : `A calm day: every promise is kept, and of ${countText(open, 'open incident')} none is late.`
}

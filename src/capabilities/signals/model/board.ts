import type { Card } from '../../catalogue/index.ts'
import type { HealthState } from './health/health.ts'
import type { Sight } from './health/sight.ts'

/** How many services something hits: those that are down or degraded by it, and those that have less to spare. */
export type Hits = Readonly<{ services: number; vital: number; at_risk: number }>

export type OutageNote = Readonly<{ id: string; ref: string; title: string }>

/** Why something fails. `record` is null where the reader may not see it; `why` names nothing that they may not see. */
export type CauseNote = Readonly<{
  record: Card | null
  severity: 'degraded' | 'down'
  since: string
  why: string
  own: boolean
  hits: Hits
  outage: OutageNote | null
}>

export type BoardService = Readonly<{
  service: Card
  health: HealthState
  sight: Sight
  since: string | null
  own_fault: boolean
  causes: readonly CauseNote[]
  /** What redundancy groups have left, in words. */
  left: readonly string[]
  words: string
}>

/** GET /health/board. A group holds the worst of its services; `counts` are of all. */
export type Board = Readonly<{
  as_of: string
  calm: boolean
  sentence: string
  counts: Readonly<Record<HealthState, number>>
  services: number
  coverage: Readonly<Record<Sight, number>>
  causes: readonly CauseNote[]
  groups: readonly Readonly<{ health: HealthState; services: readonly BoardService[]; more: number }>[]
}>

/** GET /health/unmonitored */
export type Unmonitored = Readonly<{
  services: number
  items: readonly Readonly<{ service: Card; sight: 'none' | 'partly'; words: string }>[]
  counts: Readonly<Record<'none' | 'partly', number>>
  more: number
}>

export type PartHealth = Readonly<{ record: Card; health: HealthState; sight: Sight; since: string | null; depth: number; how: string }>

/** GET /{services|offerings|components}/:key/health */
export type HealthOfOne = Readonly<{
  as_of: string
  record: Card
  health: HealthState
  sight: Sight
  since: string | null
  own_fault: boolean
  words: string
  causes: readonly CauseNote[]
  left: readonly string[]
  parts: readonly PartHealth[]
  more_parts: number
  /** What it takes along while it fails itself; null while it does not. */
  hits: Hits | null
  watchers: Readonly<{ checks: number; measures: number }>
}>

/** The board's order of groups: what needs somebody first. */
export const boardOrder = ['down', 'degraded', 'at_risk', 'maintenance', 'unknown', 'operational'] as const satisfies readonly HealthState[]

const weight: Readonly<Record<string, number>> = { vital: 0, high: 1, medium: 2, low: 3 }
export const weightOf = (card: Pick<Card, 'criticality'>): number => weight[card.criticality ?? ''] ?? 4

/** Server 2 before server 10. Comparing by a collator made once is several times as quick as `localeCompare`. */
export const byTitle = new Intl.Collator('en', { numeric: true }).compare

/** Vital services first; of equal ones what began first. */
export const byWeight = (a: BoardService, b: BoardService): number =>
  weightOf(a.service) - weightOf(b.service) || (a.since ?? '9').localeCompare(b.since ?? '9') || byTitle(a.service.title, b.service.title)

const services = (count: number): string => `${count.toLocaleString('en')} ${count === 1 ? 'service' : 'services'}`

/** What the board says first: how many services fail, why, and what nobody knows. */
export const boardSentence = (counts: Readonly<Record<HealthState, number>>, total: number, causes: number): string => {
  if (total === 0) return 'There are no services in use that you may see.'
  const { down, degraded } = counts
  const failing = [
    down > 0 ? `${services(down)} down` : '',
    degraded > 0 ? `${down > 0 ? degraded.toLocaleString('en') : services(degraded)} degraded` : '',
  ]
    .filter((part) => part !== '')
    .join(', ')
  const known = counts.operational + counts.at_risk
  const unknown = counts.unknown > 0 ? ` ${services(counts.unknown)} ${counts.unknown === 1 ? 'is' : 'are'} not watched enough to say.` : ''
  if (failing === '') {
    if (known === 0) return `Nothing is known to fail.${unknown}`
    return `${services(known)} ${known === 1 ? 'works' : 'work'}${counts.at_risk > 0 ? `, ${counts.at_risk} with less to spare` : ''}.${unknown}`
  }
  return `${failing}: ${causes === 1 ? 'one cause' : `${causes.toLocaleString('en')} causes`}.${unknown}`
}

/** How one thing is, in a sentence. @param why the worst of its causes, of which there are so many */
export const healthWords = (health: HealthState, sight: Sight, why: string, causes: number, left: readonly string[]): string => {
  const others = causes > 1 ? ` ${causes - 1} more ${causes === 2 ? 'cause' : 'causes'}.` : ''
  switch (health) {
    case 'down':
    case 'degraded':
      return `${why}${others}`
    case 'at_risk':
      return left.join(' ')
    case 'maintenance':
      return 'Planned work goes on, on it or on what it needs.'
    case 'operational':
      return sight === 'own'
        ? 'Works, as its own checks and measures say.'
        : 'Works, as far as its parts tell: all that it cannot do without is watched and fine.'
    case 'unknown':
      return sight === 'none'
        ? 'Nothing watches it, nor anything that it needs.'
        : 'Not enough of it is watched, or what watches it is silent.'
  }
}

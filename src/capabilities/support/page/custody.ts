import type { Links } from '../../../platform/page/api.ts'
import type { Tone } from '../../../platform/records/fields.ts'

/** GET /incidents/:key/custody, as the screens read it. Instants are ISO text, lengths of time seconds. */
export type Held = Readonly<{
  type: 'customer' | 'team' | 'supplier' | 'approval'
  id: string | null
  title?: string | null
  name?: string | null
}>
export type Thing = Readonly<{ id: string; ref: string; title: string }>

/** A stretch of custody in which nothing that clocks read has changed. */
export type Stretch = Readonly<{
  from: string
  to: string | null
  holder: Held
  state: string
  meaning: string
  waiting_for: string | null
  owner: string | null
  priority: string | null
}>

/** A stretch as one clock sees it. */
export type Part = Readonly<{
  from: string
  to: string
  business_s: number
  counted: boolean
  rule: string
  holder: Held
  state: string
  running_total_s: number
}>

export type ClockState = 'none' | 'not_started' | 'running' | 'paused' | 'met' | 'missed' | 'cancelled'

export type ClockReading = Readonly<{
  id?: string
  promise: Thing | null
  agreement: (Thing & Readonly<{ agreement_type?: string }>) | null
  calendar: Thing | null
  time_zone?: string
  /** The calendar in words. */
  words?: string
  measure: 'response' | 'resolution'
  priority: string | null
  state: ClockState
  paused?: boolean
  at_risk?: boolean
  started_at: string | null
  stopped_at: string | null
  due_at: string | null
  breached_at: string | null
  misses_at: string | null
  target_s: number | null
  elapsed_s: number
  remaining_s: number | null
  paused_s: number
  /** Share of the target that is used; may pass 1. */
  used: number | null
  held_by?: Held | null
  parts: readonly Part[]
  explanation?: readonly string[]
}>

export type HandsRow = Readonly<{ holder: Held; business_s: number; wall_s: number; stays: number; holds_now: boolean }>
export type CustodyPage = Readonly<{
  as_of: string
  chain: readonly Stretch[]
  clocks: readonly ClockReading[]
  hands: readonly HandsRow[]
  links?: Links
}>

/** The same with the names of holders in their places. */
export const withNames = (page: CustodyPage): CustodyPage => {
  const named = (held: Held): Held => ({
    ...held,
    title: held.title ?? (held.id ? page.links?.[held.id]?.title : null) ?? held.name ?? null,
  })
  return {
    ...page,
    chain: page.chain.map((one) => ({ ...one, holder: named(one.holder) })),
    hands: page.hands.map((one) => ({ ...one, holder: named(one.holder) })),
    clocks: page.clocks.map((clock) => ({ ...clock, parts: clock.parts.map((part) => ({ ...part, holder: named(part.holder) })) })),
  }
}

const types: Readonly<Record<Held['type'], string>> = {
  customer: 'The customer',
  team: 'No team yet',
  supplier: 'A supplier',
  approval: 'Approval',
}

export const holderText = (held: Held): string => held.title ?? types[held.type]

export const measureText = (clock: Pick<ClockReading, 'measure'>): string =>
  clock.measure === 'response' ? 'First response' : 'Resolution'

export const agreementWord = (type: string | undefined): string => (type === 'ola' ? 'OLA' : type === 'underpinning' ? 'Supplier' : 'SLA')

type Standing = Readonly<{ tone: Tone; word: string }>
const standings: Readonly<Record<ClockState, Standing>> = {
  none: { tone: 'muted', word: 'No promise' },
  not_started: { tone: 'muted', word: 'Not started' },
  running: { tone: 'info', word: 'Running' },
  paused: { tone: 'neutral', word: 'Paused' },
  met: { tone: 'good', word: 'Kept' },
  missed: { tone: 'bad', word: 'Missed' },
  cancelled: { tone: 'muted', word: 'Does not count' },
}

/** How a clock stands, in a word and a tone; one that runs and has used most of its time is at risk. */
export const standingOf = (clock: ClockReading): Standing => {
  if (clock.state === 'running' && (clock.at_risk ?? (clock.used ?? 0) >= 0.75)) return { tone: 'warn', word: 'At risk' }
  return standings[clock.state]
}

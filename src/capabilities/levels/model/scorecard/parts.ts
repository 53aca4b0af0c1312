import { millisOf } from '../../../../kernel/instant.ts'
import { type Criterion, described, type GivenCriterion, givenCriteria } from './criteria.ts'
import { type Behind, type Part, ramp } from './score.ts'

type Facts = Readonly<{ words: string; records?: readonly Behind[]; against?: number | null; counted?: number | null }>

/** A criterion with a value, scored by its rule. */
const known = (criterion: Criterion, value: number, facts: Facts, scored = value): Part => ({
  criterion,
  value,
  against: facts.against ?? null,
  score: ramp(described[criterion].ramp, scored),
  counted: facts.counted ?? null,
  words: facts.words,
  why_missing: null,
  records: facts.records ?? [],
})

/** A criterion about which nothing is known: no score, neither good nor bad. */
export const unknown = (criterion: Criterion, why: string): Part => ({
  criterion,
  value: null,
  against: null,
  score: null,
  counted: null,
  words: '',
  why_missing: why,
  records: [],
})

const percent = (share: number): string => `${String(Number((share * 100).toFixed(1)))} %`
const count = (number: number, one: string, many: string): string => `${number} ${number === 1 ? one : many}`

export type PromiseCount = Readonly<{ kept: number; missed: number; share: number | null }>

/** Kept of all clocks that were decided, against what was promised of them: the mean of the promises by their clocks. */
export const promisesPart = (promises: readonly PromiseCount[], records: readonly Behind[]): Part => {
  const kept = promises.reduce((sum, one) => sum + one.kept, 0)
  const decided = promises.reduce((sum, one) => sum + one.kept + one.missed, 0)
  if (promises.length === 0) return unknown('promises', 'It promised nothing about tickets.')
  if (decided === 0) return unknown('promises', 'No clock was kept or missed in the month.')
  const promised = promises.reduce((sum, one) => sum + (one.share ?? 1) * (one.kept + one.missed), 0) / decided
  const value = kept / decided
  return known(
    'promises',
    value,
    {
      words: `${kept} of ${count(decided, 'clock', 'clocks')} kept; ${percent(promised)} promised`,
      against: promised,
      counted: decided,
      records,
    },
    promised - value,
  )
}

export type StandingFact = Readonly<{
  promise: string
  subject: string
  measure: string
  value: number | null
  target: number
  state: string
  title: string
}>

/** How many times of what was allowed did fail. A level has no allowance: 0 when kept, 3 (the worst) when missed. */
const overrun = (one: StandingFact & Readonly<{ value: number }>): number => {
  if (one.measure === 'level') return one.state === 'missed' ? described.availability.ramp.none : 0
  return one.target >= 1 ? (one.value < 1 ? described.availability.ramp.none : 0) : (1 - one.value) / (1 - one.target)
}

export const availabilityPart = (standings: readonly StandingFact[]): Part => {
  if (standings.length === 0) return unknown('availability', 'It promised no availability and no indicator.')
  const measured = standings.flatMap((one) => (one.value === null ? [] : [{ ...one, value: one.value }]))
  if (measured.length === 0) return unknown('availability', 'Nothing was measured in the month.')
  const value = measured.reduce((sum, one) => sum + overrun(one), 0) / measured.length
  const missed = measured.filter((one) => one.state === 'missed').length
  return known('availability', value, {
    words: `${percent(value)} of what was allowed failed, over ${count(measured.length, 'promise', 'promises')}; ${missed} missed`,
    against: 1,
    counted: measured.length,
    records: measured.map((one) => ({
      id: one.promise,
      words: `${one.title}: ${one.measure === 'level' ? String(Number(one.value.toPrecision(4))) : `${(one.value * 100).toFixed(3)} %`}, ${one.state.replaceAll('_', ' ')}`,
    })),
  })
}

export type Caused = Readonly<{ id: string; severity: 'down' | 'degraded'; words: string }>

/** `watched`: whether anything that it delivers was watched in the month; if not, nobody knows that nothing failed. */
export const incidentsPart = (outages: readonly Caused[], watched: boolean): Part => {
  if (outages.length === 0 && !watched) return unknown('incidents', 'Nothing that it delivers is watched.')
  const down = outages.filter((one) => one.severity === 'down').length
  const degraded = outages.length - down
  return known('incidents', down + 0.4 * degraded, {
    words:
      outages.length === 0 ? 'It caused none' : `${count(down, 'outage', 'outages')}, ${count(degraded, 'degradation', 'degradations')}`,
    counted: outages.length,
    records: outages.map(({ id, words }) => ({ id, words })),
  })
}

const median = (sorted: readonly number[]): number => {
  const middle = sorted.length / 2
  const [low, high] = [sorted[Math.ceil(middle) - 1] ?? 0, sorted[Math.floor(middle)] ?? 0]
  return (low + high) / 2
}

/** `used`: of each clock decided, the share of the promised time that it took. */
export const timePart = (used: readonly number[]): Part => {
  if (used.length === 0) return unknown('time_in_hands', 'No ticket with a time to resolve was decided in the month.')
  const value = median([...used].sort((a, b) => a - b))
  return known('time_in_hands', value, {
    words: `half of ${count(used.length, 'ticket', 'tickets')} took ${percent(value)} of the promised time or less`,
    against: 1,
    counted: used.length,
  })
}

export type OwedFact = Readonly<{ id: string; title: string; share: number | null; agreement: string }>

/** `agreements`: how many agreements owe credits when they are missed. Each credit counts as the share of its period's charge. */
export const creditsPart = (credits: readonly OwedFact[], agreements: number): Part => {
  if (agreements === 0 && credits.length === 0) return unknown('credits', 'None of its promises owes service credits.')
  const value = credits.reduce((sum, one) => sum + (one.share ?? 0), 0) / Math.max(1, agreements)
  return known('credits', value, {
    words: credits.length === 0 ? 'Nothing is owed' : `${percent(value)} of the charge, in ${count(credits.length, 'credit', 'credits')}`,
    counted: credits.length,
    records: credits.map((one) => ({ id: one.id, words: one.title })),
  })
}

export const returnsPart = (handedBack: number, cameBack: number, records: readonly Behind[]): Part => {
  if (handedBack === 0) return unknown('returns', 'It handed nothing back in the month.')
  const value = cameBack / handedBack
  return known('returns', value, {
    words: `${cameBack} came back; ${handedBack} handed back`,
    counted: handedBack,
    records,
  })
}

/** A score that a person gave. `at`: ISO instant. */
export type Given = Readonly<{ criterion: GivenCriterion; score: number; note: string; by: string | null; at: string }>

const givenDay = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })

/** The last score of each criterion that people judge, given before a moment and within the year before it. Instants as ISO text. */
export const givenParts = (given: readonly Given[], since: string, until: string): readonly Part[] =>
  givenCriteria.map((criterion) => {
    const last = given
      .filter((one) => one.criterion === criterion && one.at >= since && one.at < until)
      .reduce<Given | null>((best, one) => (best === null || one.at >= best.at ? one : best), null)
    if (last === null) return unknown(criterion, 'Nobody gave a score within twelve months.')
    return known(criterion, last.score, {
      words: `given on ${givenDay.format(millisOf(last.at))}${last.note === '' ? '' : `: ${last.note}`}`,
      counted: 1,
      records: last.by === null ? [] : [{ id: last.by, words: 'gave the score' }],
    })
  })

import { formatDuration } from '../../../kernel/duration.ts'
import { isoOf, type Millis } from '../../../kernel/instant.ts'
import type { Db } from '../../../platform/db/database.ts'
import { bySteps, outagesOf } from '../../signals/index.ts'
import { type Ate, type Result, standingResult, ticketResult } from '../model/credit/credit.ts'
import { worseOf } from '../model/credit/promised.ts'
import type { ClosedWindow } from '../model/credit/windows.ts'
import { isAboutTickets } from '../model/promise.ts'
import { availabilityIn } from '../model/standing/standing.ts'
import { type CreditLine, type MissedClock, missedClocks } from '../store/credits.ts'
import { countClocks } from '../store/performance.ts'
import { type KeptStanding, standingsOf } from '../store/standing.ts'
import { evidenceOf, hoursOf } from './availabilities.ts'
import { partsIn } from './composites.ts'
import { currentLines, itemAt } from './judged.ts'

export type Outcome = Readonly<{ subject: string | null; result: Result }>

const spent = (seconds: number): string => formatDuration(Math.round(seconds))

const percent = (share: number): string => `${Number((share * 100).toFixed(3))} %`

const clockWords = (one: MissedClock): string =>
  `${spent(one.elapsed_s)} of their hours used, ${spent(one.target_s)} promised${one.stopped_at === null ? '; still open' : ''}`

const ofTickets = async (db: Db, line: CreditLine, { stretch }: ClosedWindow): Promise<Outcome> => {
  const [count] = await countClocks(db, [line.promise], stretch)
  const [kept, missed] = [count?.kept ?? 0, count?.missed ?? 0]
  const clocks = missed === 0 ? [] : await missedClocks(db, [line.promise], stretch)
  const evidence = clocks.map(
    (one): Ate => ({
      id: one.id,
      kind: one.kind,
      ref: one.ref,
      title: one.title,
      words: clockWords(one),
      contributes: 1 / (kept + missed),
      at: one.breached_at,
    }),
  )
  return { subject: null, result: ticketResult(kept, missed, line.share, evidence) }
}

const dayMs = 86_400_000

/** The outages, or for an indicator the days, that took most of a result. */
const evidenceFor = async (db: Db, standing: KeptStanding, now: Millis): Promise<readonly Ate[]> => {
  const line = (await currentLines(db, now)).byId.get(standing.promise)
  if (!line) return []
  const item = itemAt(line, standing.subject, standing.window_name, now)
  const window = { from: item.placed.from, to: item.placed.to }
  const { promised } = line
  if (promised.measure === 'availability') {
    const known = (await evidenceOf(db, [standing.subject], window))(standing.subject)
    const named = new Map((await outagesOf(db, [standing.subject], window)).map((one) => [one.id, one]))
    const judged = availabilityIn(promised, item.placed, hoursOf(item), known, item.now)
    const known_s = judged.contractual.agreed - judged.contractual.unknown
    return judged.parts.outages
      .filter((one) => one.counted_s > 0)
      .sort((a, b) => b.counted_s - a.counted_s)
      .map((one) => {
        const outage = named.get(one.id)
        return {
          id: one.id,
          kind: 'outage',
          ref: outage?.ref ?? '',
          title: outage?.title ?? '',
          words: `down for ${spent(one.counted_s)} of agreed time`,
          contributes: known_s > 0 ? one.counted_s / known_s : null,
          at: outage ? isoOf(outage.from) : null,
        }
      })
  }
  // What tickets missed is told by their clocks.
  if (promised.measure === 'response' || promised.measure === 'resolution') return []
  if (promised.measure === 'composite')
    return (await partsIn(db, promised, window))
      .filter((one) => one.counts.good < one.counts.valid)
      .sort((a, b) => (b.adds ?? 0) - (a.adds ?? 0))
      .map(({ part, counts, adds }) => ({
        id: part.line.id,
        kind: 'promise',
        ref: part.line.ref,
        title: part.line.title,
        words: `good for ${percent(counts.good / counts.valid)}`,
        contributes: adds,
        at: isoOf(window.from),
      }))
  const days = await bySteps(db, promised.indicator, { from: Math.floor(window.from / dayMs) * dayMs, to: window.to }, dayMs)
  const all = days.reduce((sum, one) => sum + one.rollup.count, 0)
  if (promised.measure === 'level')
    return [
      { id: promised.indicator, kind: 'measure', ref: '', title: '', words: `${all} readings`, contributes: null, at: isoOf(window.from) },
    ]
  return days
    .map((one) => ({ at: one.at, bad: one.rollup.count - one.rollup.good, count: one.rollup.count }))
    .filter((one) => one.bad > 0)
    .sort((a, b) => b.bad - a.bad)
    .slice(0, 31)
    .map((one) => ({
      id: promised.indicator,
      kind: 'measure',
      ref: '',
      title: isoOf(one.at).slice(0, 10),
      words: `${one.bad} of ${one.count} were not good`,
      contributes: all > 0 ? one.bad / all : null,
      at: isoOf(one.at),
    }))
}

const ofStandings = async (db: Db, line: CreditLine, { period, stretch }: ClosedWindow, now: Millis): Promise<readonly Outcome[]> => {
  const kept = (await standingsOf(db, { promises: [line.promise], since: stretch.from, until: stretch.to })).filter(
    (one) => one.window_name === period.text && one.closed,
  )
  return await Promise.all(
    kept.map(async (one) => ({
      // An indicator about nothing in particular is judged for the agreement itself.
      subject: one.subject === line.agreement ? null : one.subject,
      result: standingResult(one, worseOf(line.measure, line.comparator), one.state === 'missed' ? await evidenceFor(db, one, now) : []),
    })),
  )
}

/** How a supplier's promise came out over a window that is over: from the clocks of tickets, or from its standing for each subject. */
export const resultsOf = async (db: Db, line: CreditLine, window: ClosedWindow, now: Millis): Promise<readonly Outcome[]> =>
  isAboutTickets(line.measure) ? [await ofTickets(db, line, window)] : await ofStandings(db, line, window, now)

import { isoOf, type Millis } from '../../../kernel/instant.ts'
import type { Interval } from '../../../kernel/interval.ts'
import { notFound, Refusal } from '../../../kernel/refusal.ts'
import type { Db } from '../../../platform/db/database.ts'
import type { Context } from '../../../platform/records/context.ts'
import { linksById } from '../../../platform/records/links.ts'
import { find, get, locate } from '../../../platform/records/read.ts'
import { mayOn, reachOf } from '../../../platform/rights/grants.ts'
import { bySteps, outagesOf } from '../../signals/index.ts'
import { isAboutTickets } from '../model/promise.ts'
import { burnAlerts, windowsOf } from '../model/slo/alerts.ts'
import { errorBudget } from '../model/slo/budget.ts'
import { policyAt } from '../model/slo/policy.ts'
import { ratioOf } from '../model/slo/sli.ts'
import { burnDownBySteps, burnDownOf } from '../model/standing/burn-down.ts'
import { shareOf } from '../model/standing/composite.ts'
import type { Line } from '../model/standing/line.ts'
import { availabilityIn, availabilitySums, slicesAhead, wholeOf } from '../model/standing/standing.ts'
import { runningNow } from '../store/clock-hours.ts'
import { type MissedClock, missedClocks } from '../store/credits.ts'
import { type KeptStanding, standingsOf } from '../store/standing.ts'
import { evidenceOf, hoursOf } from './availabilities.ts'
import { lineOver, partsIn } from './composites.ts'
import { evaluate } from './evaluate.ts'
import { currentLines, type Item, itemAt, nameAt } from './judged.ts'

/** A standing as answers show it: moments as text. */
export const shown = ({ from, to, evaluated_at, ...rest }: KeptStanding) => ({
  ...rest,
  from: isoOf(from),
  to: isoOf(to),
  evaluated_at: isoOf(evaluated_at),
})

const hourMs = 3_600_000

/** What ate the budget of an availability: each outage with where its time went, planned work, and how it was added up. */
const availabilityParts = async (db: Db, item: Item) => {
  const { line, placed, now, subject } = item
  const { promised } = line
  if (promised.measure !== 'availability') return null
  const window = { from: placed.from, to: placed.to }
  const evidence = (await evidenceOf(db, [subject], window))(subject)
  const result = availabilityIn(promised, placed, hoursOf(item), evidence, now)
  const names = new Map((await outagesOf(db, [subject], window)).map((one) => [one.id, one]))
  const alerts = burnAlerts(line.burn_rows, promised.objective, availabilitySums(line.burn_rows, result, now))
  return {
    whole_s: result.whole_agreed_s,
    agreed_s: result.contractual.agreed,
    down_s: result.contractual.down,
    unknown_s: result.contractual.unknown,
    degraded_s: result.degraded_s,
    allowed_s: result.allowance?.allowed_s ?? null,
    total: result.total.value,
    planned: result.planned.value,
    coverage: result.contractual.coverage,
    reliability: result.reliability,
    watched_from: evidence.watched_from === null ? null : isoOf(evidence.watched_from),
    outages: result.parts.outages
      .map(({ counted: _counted, ...one }) => {
        const named = names.get(one.id)
        return {
          ...one,
          ref: named?.ref ?? '',
          title: named?.title ?? '',
          from: isoOf(named?.from ?? placed.from),
          to: named === undefined || named.to === null ? null : isoOf(named.to),
        }
      })
      .sort((a, b) => b.counted_s - a.counted_s || b.corrected_s - a.corrected_s || b.total_s - a.total_s),
    maintenance: evidence.maintenance.map(({ id, from, to }) => {
      const judged = result.parts.maintenance.find((one) => one.id === id)
      return {
        id,
        from: isoOf(from),
        to: isoOf(to),
        excluded_s: judged?.excluded_s ?? 0,
        counted_s: judged?.counted_s ?? 0,
        why_counted: judged?.why_counted ?? null,
      }
    }),
    burn_down: burnDownOf(window, now, result.parts.down, (result.allowance?.allowed_s ?? 0) * 1000),
    alerts,
  }
}

/** Steps of a window up to now: hours, or days (UTC) where it is long. The last may be cut short. */
const stepsOf = ({ placed, now }: Item): Readonly<{ step: number; steps: readonly Interval[] }> => {
  const window = { from: placed.from, to: Math.min(placed.to, now) }
  const step = window.to - window.from > 10 * 24 * hourMs ? 24 * hourMs : hourMs
  const first = Math.floor(window.from / step) * step
  const count = Math.max(0, Math.ceil((window.to - first) / step))
  const steps = Array.from({ length: count }, (_, n) => ({
    from: Math.max(window.from, first + n * step),
    to: Math.min(window.to, first + (n + 1) * step),
  }))
  return { step, steps }
}

const units = { events: 'events', slices: 'slices', slice_ratios: 'slices' } as const

/** In what a line counts what is good. */
const unitOf = ({ promised }: Line): 'events' | 'slices' | 'tickets' | 'seconds' => {
  switch (promised.measure) {
    case 'response':
    case 'resolution':
      return 'tickets'
    case 'composite':
      return promised.by === 'events' ? 'seconds' : 'slices'
    case 'good_share':
      return units[promised.by.method]
    case 'availability':
    case 'level':
      return 'seconds'
  }
}

/** The error budget in the unit in which the line counts: how much may be bad in the whole window, was, and may still be. */
const budgetOf = ({ line, placed }: Item, { good, valid, target }: KeptStanding) => {
  const whole = wholeOf(placed, valid ?? 0, slicesAhead(line, placed))
  const budget = errorBudget(target, { good: good ?? 0, valid: valid ?? 0 }, whole)
  return {
    unit: unitOf(line),
    whole: budget.whole,
    estimated: budget.estimated,
    allowed: budget.allowed,
    spent: budget.spent,
    left: budget.left,
  }
}

/** What is counted of a line step by step, its worst steps, and its budget as it went down. */
const countedParts = async (db: Db, item: Item, standing: KeptStanding) => {
  const { line, placed, now } = item
  if (line.promised.measure === 'availability' || line.promised.measure === 'level') return null
  const { step, steps } = stepsOf(item)
  const lengths = windowsOf(line.burn_rows)
  const recent = lengths.map((length_s) => ({ from: now - length_s * 1000, to: now }))
  const [counts, sums] = await Promise.all([lineOver(db, line, steps), lineOver(db, line, recent)])
  const series = steps.map(({ from }, n) => ({ at: from, good: counts[n]?.good ?? 0, count: counts[n]?.valid ?? 0 }))
  const budget = budgetOf(item, standing)
  return {
    step_s: step / 1000,
    series,
    budget,
    worst: series
      .map((one) => ({ at: isoOf(one.at), bad: one.count - one.good, count: one.count }))
      .filter((one) => one.bad > 1e-9)
      .sort((a, b) => b.bad - a.bad)
      .slice(0, 10),
    burn_down: burnDownBySteps(
      { from: placed.from, to: placed.to },
      series.map((one, n) => ({ at: steps[n]?.to ?? one.at, bad: one.count - one.good })),
      budget.allowed ?? 0,
    ),
    alerts: burnAlerts(
      line.burn_rows,
      standing.target,
      new Map(lengths.map((length_s, n) => [length_s, sums[n] ?? { good: 0, valid: 0 }])),
      slicesAhead(line, placed) === null ? 10 : 1,
    ),
  }
}

/** The readings of an indicator whose level is promised, step by step. */
const levelParts = async (db: Db, item: Item) => {
  const { promised } = item.line
  if (promised.measure !== 'level') return null
  const { step, steps } = stepsOf(item)
  const [first, last] = [steps[0], steps.at(-1)]
  const points =
    first && last ? await bySteps(db, promised.indicator, { from: Math.floor(first.from / step) * step, to: last.to }, step) : []
  return {
    step_s: step / 1000,
    series: points.map(({ at, rollup }) => ({ at: isoOf(at), mean: rollup.count > 0 ? rollup.sum / rollup.count : null })),
  }
}

/** Most tickets shown one by one. */
const mostTickets = 100

/** Those of some tickets that a person may see. */
const seenOf = async (db: Db, ctx: Context, list: readonly MissedClock[]): Promise<readonly MissedClock[]> => {
  const seen = await Promise.all(
    list.map(async ({ id, kind: name }) => {
      if (reachOf(ctx.actor, `${name}.see`) === 'all') return true
      const kind = ctx.registry.kind(name)
      const record = await find(db, kind, id)
      return record !== undefined && mayOn(ctx.actor, `${name}.see`, kind, record)
    }),
  )
  return list.filter((_, n) => seen[n] === true)
}

/** The tickets that missed a promise in the window, those that the reader may see, and how many are still open. */
const ticketParts = async (db: Db, ctx: Context, item: Item, standing: KeptStanding) => {
  const { line, placed, now } = item
  if (!isAboutTickets(line.promised.measure)) return null
  const [missed, open] = await Promise.all([
    missedClocks(db, [line.id], { from: placed.from, to: Math.min(placed.to, now) }, mostTickets),
    runningNow(db, [line.id]),
  ])
  return {
    kept: standing.good ?? 0,
    missed: (standing.valid ?? 0) - (standing.good ?? 0),
    open: open.get(line.id) ?? 0,
    list: await seenOf(db, ctx, missed),
  }
}

/** How each part of a composite stood in the window, and which parts are judged no more. */
const compositeParts = async (db: Db, item: Item) => {
  const { line, placed, now } = item
  const { promised } = line
  if (promised.measure !== 'composite') return null
  const parts = await partsIn(db, promised, { from: placed.from, to: Math.min(placed.to, now) })
  return {
    by: promised.by,
    parts: parts.map(({ part, counts, adds }) => ({
      promise: part.line.id,
      ref: part.line.ref,
      title: part.line.title,
      agreement: part.line.agreement.title,
      weight: part.weight,
      unit: unitOf(part.line),
      good: counts.good,
      valid: counts.valid,
      value: ratioOf(counts),
      target: shareOf(part.line.promised),
      adds,
    })),
    gone: promised.gone,
  }
}

const promisedIn = (line: Line) => {
  const { promised } = line
  switch (promised.measure) {
    case 'availability':
      return { measure: promised.measure, objective: promised.objective, maintenance: promised.maintenance }
    case 'good_share':
      return {
        measure: promised.measure,
        objective: promised.objective,
        budgeting: promised.by.method,
        slice_s: promised.slice_s,
        indicator: promised.indicator,
      }
    case 'level':
      return {
        measure: promised.measure,
        statistic: promised.statistic,
        comparator: promised.comparator,
        level: promised.level,
        indicator: promised.indicator,
      }
    case 'response':
    case 'resolution':
      return { measure: promised.measure, objective: promised.objective, target_s: promised.target_s, priority: promised.priority }
    case 'composite':
      return { measure: promised.measure, objective: promised.objective, budgeting: promised.by, slice_s: promised.slice_s }
  }
}

const subjectOf = async (db: Db, ctx: Context, line: Line, key: string | undefined): Promise<string> => {
  if (key === undefined) return line.subjects[0] ?? line.agreement.id
  const { record } = await locate(db, ctx, key)
  if (!line.subjects.includes(record.id)) throw notFound(`${line.ref} for ${key.slice(0, 60)}`)
  return record.id
}

/**
 * How a promise stands in one window: target, result, error budget, what ate it, its burn-down and burn alerts, and how it stood in the windows before.
 * Judged at the moment of the question. @throws Refusal `not_found`, `not_judged` where its agreement is not in force, `period`
 */
export const promiseStanding = async (db: Db, ctx: Context, key: string, asked: Readonly<{ subject?: string; window?: string }>) => {
  const record = await get(db, ctx, ctx.registry.kind('promise'), key)
  const line = (await currentLines(db, ctx.now)).byId.get(record.id)
  if (!line)
    throw new Refusal(
      'not_found',
      'not_judged',
      `${record.ref} is not judged: it was taken back, its agreement is not in force, or it names no service. See its agreement.`,
    )
  const subject = await subjectOf(db, ctx, line, asked.subject)
  const item = itemAt(line, subject, asked.window ?? nameAt(line, ctx.now), ctx.now)
  const [standing] = await evaluate(db, [item], false)
  if (!standing) throw notFound(`The standing of ${record.ref}`)
  const [availability, counted, level, tickets, composite, history] = await Promise.all([
    availabilityParts(db, item),
    countedParts(db, item, standing),
    levelParts(db, item),
    ticketParts(db, ctx, item, standing),
    compositeParts(db, item),
    standingsOf(db, { promises: [line.id], subjects: line.subjects }),
  ])
  const { burn_down, alerts, ...ofAvailability } = availability ?? { burn_down: [], alerts: [] }
  const promised = promisedIn(line)
  return {
    promise: { id: record.id, ref: record.ref, title: record.title },
    agreement: { id: line.agreement.id, ref: line.agreement.ref, title: line.agreement.title },
    subject,
    subjects: line.subjects,
    window: {
      name: item.name,
      type: line.window.type,
      from: isoOf(item.placed.from),
      to: isoOf(item.placed.to),
      passed_s: item.placed.passed_s,
      length_s: item.placed.length_s,
    },
    promised,
    standing: shown(standing),
    policy: { now: policyAt(line.policy, standing.left_share), steps: line.policy },
    alerts: counted?.alerts ?? alerts,
    burn_down: (counted?.burn_down ?? burn_down).map((one) => ({ ...one, at: isoOf(one.at) })),
    availability: availability === null ? null : ofAvailability,
    counted: counted && {
      step_s: counted.step_s,
      series: counted.series.map((one) => ({ ...one, at: isoOf(one.at) })),
      budget: counted.budget,
      worst: counted.worst,
    },
    level,
    tickets,
    composite,
    history: history
      .filter((one) => one.subject === subject)
      .slice(0, 24)
      .map(shown),
    links: await linksById(db, [
      line.agreement.id,
      ...line.subjects,
      ...('indicator' in promised ? [promised.indicator] : []),
      ...(availability?.outages.map((one) => one.id) ?? []),
      ...(availability?.maintenance.map((one) => one.id) ?? []),
      ...(composite?.parts.map((one) => one.promise) ?? []),
      ...(composite?.gone ?? []),
    ]),
  }
}

/** Standings of the promises of one agreement, or about one service, in windows that touch a stretch of time; the newest first. */
export const standingsFor = async (db: Db, ctx: Context, kind: 'agreement' | 'service', key: string, since: Millis) => {
  const record = await get(db, ctx, ctx.registry.kind(kind), key)
  const found = await standingsOf(db, kind === 'agreement' ? { agreements: [record.id], since } : { subjects: [record.id], since })
  const { byId } = await currentLines(db, ctx.now)
  return {
    items: found.map((one) => ({ ...shown(one), measure: byId.get(one.promise)?.promised.measure ?? null })),
    links: await linksById(db, [...new Set(found.flatMap((one) => [one.promise, one.subject, one.agreement]))]),
  }
}

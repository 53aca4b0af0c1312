import { isoOf, type Millis } from '../../../kernel/instant.ts'
import { notFound, Refusal } from '../../../kernel/refusal.ts'
import type { Db } from '../../../platform/db/database.ts'
import type { Context } from '../../../platform/records/context.ts'
import { linksById } from '../../../platform/records/links.ts'
import { get, locate } from '../../../platform/records/read.ts'
import { bySteps, outagesOf, overSpans } from '../../signals/index.ts'
import { burnAlerts, windowsOf } from '../model/slo/alerts.ts'
import { policyAt } from '../model/slo/policy.ts'
import { burnDownBySteps, burnDownOf } from '../model/standing/burn-down.ts'
import type { Line } from '../model/standing/line.ts'
import { availabilityIn, availabilitySums } from '../model/standing/standing.ts'
import { type KeptStanding, standingsOf } from '../store/standing.ts'
import { currentLines, evaluate, evidenceOf, hoursOf, type Item, itemAt, nameAt } from './evaluate.ts'

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

/** The same of an indicator: its worst hours, and its budget day by day. */
const indicatorParts = async (db: Db, item: Item, standing: KeptStanding) => {
  const { line, placed, now } = item
  const { promised } = line
  if (promised.measure === 'availability') return null
  const window = { from: placed.from, to: Math.min(placed.to, now) }
  const step = window.to - window.from > 10 * 24 * hourMs ? 24 * hourMs : hourMs
  const from = Math.floor(window.from / step) * step
  const points = await bySteps(db, promised.indicator, { from, to: window.to }, step)
  const series = points.map(({ at, rollup }) => ({
    at,
    good: rollup.good,
    count: rollup.count,
    mean: rollup.count > 0 ? rollup.sum / rollup.count : null,
  }))
  if (promised.measure === 'level')
    return { indicator: promised.indicator, step_s: step / 1000, series, worst: [], burn_down: [], alerts: [], allowed: null }
  const lengths = windowsOf(line.burn_rows)
  const sums = await overSpans(
    db,
    promised.indicator,
    lengths.map((length_s) => ({ from: now - length_s * 1000, to: now })),
  )
  const alerts = burnAlerts(
    line.burn_rows,
    promised.objective,
    new Map(lengths.map((length_s, index) => [length_s, { good: sums[index]?.good ?? 0, valid: sums[index]?.count ?? 0 }])),
    10,
  )
  const whole = placed.passed_s > 0 ? (standing.valid ?? 0) * Math.max(1, placed.length_s / placed.passed_s) : 0
  const allowed = (1 - promised.objective) * whole
  return {
    indicator: promised.indicator,
    step_s: step / 1000,
    series,
    worst: [...series]
      .map((one) => ({ at: isoOf(one.at), bad: one.count - one.good, count: one.count }))
      .filter((one) => one.bad > 0)
      .sort((a, b) => b.bad - a.bad)
      .slice(0, 10),
    burn_down: burnDownBySteps(
      { from: placed.from, to: placed.to },
      series.map((one) => ({ at: Math.min(one.at + step, now), bad: one.count - one.good })),
      allowed,
    ),
    alerts,
    allowed,
  }
}

const promisedIn = (line: Line) => {
  const { promised } = line
  if (promised.measure === 'availability')
    return { measure: promised.measure, objective: promised.objective, maintenance: promised.maintenance }
  if (promised.measure === 'good_share') return { measure: promised.measure, objective: promised.objective, budgeting: promised.by.method }
  return { measure: promised.measure, statistic: promised.statistic, comparator: promised.comparator, level: promised.level }
}

const subjectOf = async (db: Db, ctx: Context, line: Line, key: string | undefined): Promise<string> => {
  if (key === undefined) return line.subjects[0] ?? line.agreement.id
  const { record } = await locate(db, ctx, key)
  if (!line.subjects.includes(record.id)) throw notFound(`${line.ref} for ${key.slice(0, 60)}`)
  return record.id
}

/**
 * How a promise stands in one window: target, result, error budget, what ate it, its burn-down and burn alerts, and how it stood in the windows before.
 * Judged at the moment of the question. @throws Refusal `not_found`, `not_judged` for promises about tickets, `period`
 */
export const promiseStanding = async (db: Db, ctx: Context, key: string, asked: Readonly<{ subject?: string; window?: string }>) => {
  const record = await get(db, ctx, ctx.registry.kind('promise'), key)
  const line = (await currentLines(db, ctx.now)).byId.get(record.id)
  if (!line)
    throw new Refusal(
      'not_found',
      'not_judged',
      `${record.ref} is not judged over windows: it is about tickets, or its agreement is not in force.`,
    )
  const subject = await subjectOf(db, ctx, line, asked.subject)
  const item = itemAt(line, subject, asked.window ?? nameAt(line, ctx.now), ctx.now)
  const [standing] = await evaluate(db, [item])
  if (!standing) throw notFound(`The standing of ${record.ref}`)
  const [availability, indicator, history] = await Promise.all([
    availabilityParts(db, item),
    indicatorParts(db, item, standing),
    standingsOf(db, { promises: [line.id], subjects: line.subjects }),
  ])
  const moments = (points: readonly Readonly<{ at: Millis; left: number; even: number }>[]) =>
    points.map((one) => ({ ...one, at: isoOf(one.at) }))
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
    promised: promisedIn(line),
    standing: shown(standing),
    policy: { now: policyAt(line.policy, standing.left_share), steps: line.policy },
    alerts: (availability ?? indicator)?.alerts ?? [],
    burn_down: moments((availability ?? indicator)?.burn_down ?? []),
    availability: availability === null ? null : { ...availability, burn_down: undefined, alerts: undefined },
    indicator:
      indicator === null
        ? null
        : { ...indicator, series: indicator.series.map((one) => ({ ...one, at: isoOf(one.at) })), burn_down: undefined, alerts: undefined },
    history: history
      .filter((one) => one.subject === subject)
      .slice(0, 24)
      .map(shown),
    links: await linksById(db, [
      ...line.subjects,
      ...(indicator ? [indicator.indicator] : []),
      ...(availability?.outages.map((one) => one.id) ?? []),
      ...(availability?.maintenance.map((one) => one.id) ?? []),
    ]),
  }
}

/** Standings of the promises of one agreement, or about one service, in windows that touch a stretch of time; the newest first. */
export const standingsFor = async (db: Db, ctx: Context, kind: 'agreement' | 'service', key: string, since: Millis) => {
  const record = await get(db, ctx, ctx.registry.kind(kind), key)
  const found = await standingsOf(db, kind === 'agreement' ? { agreements: [record.id], since } : { subjects: [record.id], since })
  return {
    items: found.map(shown),
    links: await linksById(db, [...new Set(found.flatMap((one) => [one.promise, one.subject, one.agreement]))]),
  }
}

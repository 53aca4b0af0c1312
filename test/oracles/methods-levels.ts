import { z } from 'zod'
import { allowedByPeriod } from '../../src/capabilities/levels/model/availability/allowed.ts'
import { reliability } from '../../src/capabilities/levels/model/availability/reliability.ts'
import { availabilityShare, partsOf } from '../../src/capabilities/levels/model/availability/share.ts'
import { userAvailability } from '../../src/capabilities/levels/model/availability/users.ts'
import { type BurnSeverity, burnTable, scaledBurnTable } from '../../src/capabilities/levels/model/slo/alert-table.ts'
import { burnAlerts } from '../../src/capabilities/levels/model/slo/alerts.ts'
import { budgetTime, errorBudget } from '../../src/capabilities/levels/model/slo/budget.ts'
import { burnRate, burnThreshold, detectionSeconds, exhaustionSeconds } from '../../src/capabilities/levels/model/slo/burn.ts'
import { policyAt } from '../../src/capabilities/levels/model/slo/policy.ts'
import { moveOn, rollingOf, sumsOf, takeIn } from '../../src/capabilities/levels/model/slo/rolling.ts'
import { ratioOf, tallyOf } from '../../src/capabilities/levels/model/slo/sli.ts'
import { windowNamed } from '../../src/capabilities/levels/model/slo/window.ts'
import { type Intervals, intervals, subtract } from '../../src/kernel/interval.ts'
import { method } from './method.ts'

const day = 86_400

const set = z.array(z.tuple([z.number(), z.number()])).transform((list): Intervals => intervals(list.map(([from, to]) => ({ from, to }))))

export const availabilityMethods = {
  availability: method(z.object({ agreed: set, maintenance: set, outages: set }), (input) => {
    const agreed = subtract(input.agreed, input.maintenance)
    const { down, agreed: length, value } = availabilityShare(agreed, input.outages)
    return { ...reliability(agreed, partsOf(agreed, input.outages).down), agreed: length, downtime: down, availability: value }
  }),
  userWeightedAvailability: method(
    z.object({ usersTotal: z.number(), agreedHours: z.number(), outages: z.array(z.tuple([z.number(), z.number(), z.number()])) }),
    (input) =>
      userAvailability(
        [{ from: 0, to: input.agreedHours }],
        input.outages.map(([from, to, users]) => ({ from, to, users })),
        input.usersTotal,
      ).value,
  ),
  allowedDowntimeSeconds: method(z.object({ percent: z.number() }), (input) => allowedByPeriod(input.percent / 100)),
}

const severityThere = (severity: BurnSeverity): string => (severity === 'critical' ? 'page' : 'ticket')

const ratios = z.object({
  badRatioPerMinute: z.array(z.number()),
  longMinutes: z.number(),
  shortMinutes: z.number(),
  threshold: z.number(),
  objective: z.number(),
})

/** The minutes of a series at which a pair of windows fires; minutes before it were clean, and each has the same traffic. */
const firedMinutes = (input: z.infer<typeof ratios>): readonly number[] => {
  const row = { severity: 'critical', long_s: input.longMinutes * 60, short_s: input.shortMinutes * 60, factor: input.threshold } as const
  const rule = { grain_s: 60, windows: [row.long_s, row.short_s], by: { method: 'events' } } as const
  const before = Array.from({ length: input.longMinutes }, (_, minute) => ({
    at: (minute - input.longMinutes) * 60_000,
    good: 1,
    valid: 1,
  }))
  let state = rollingOf(rule, before, 0)
  return input.badRatioPerMinute.flatMap((bad, minute) => {
    state = takeIn(moveOn(state, (minute + 1) * 60_000), { at: minute * 60_000, good: 1 - bad, valid: 1 })
    return burnAlerts([row], input.objective, sumsOf(state))[0]?.firing === true ? [minute] : []
  })
}

export const sloMethods = {
  burnThreshold: method(z.object({ windowDays: z.number(), budgetShare: z.number(), longWindowHours: z.number() }), (input) =>
    burnThreshold(input.budgetShare, input.windowDays * day, input.longWindowHours * 3600),
  ),
  multiWindowTable: method(z.object({ windowDays: z.number() }), (input) =>
    burnTable(input.windowDays * day).map((row) => ({
      severity: severityThere(row.severity),
      longSeconds: row.long_s,
      shortSeconds: row.short_s,
      burn: row.factor,
      budgetShare: row.share,
    })),
  ),
  multiWindowScaled: method(z.object({ windowDays: z.number(), style: z.literal('pyrra') }), (input) =>
    scaledBurnTable(input.windowDays * day).map((row) => ({ long: row.long_s, short: row.short_s, burn: row.factor })),
  ),
  exhaustionSeconds: method(z.object({ windowDays: z.number(), objective: z.number(), errorRatio: z.number() }), (input) => {
    const burn = burnRate(input.errorRatio, input.objective)
    return { burnRate: burn, seconds: exhaustionSeconds(burn, input.windowDays * day) }
  }),
  errorBudgetReport: method(
    z.object({ good: z.number(), bad: z.number(), objective: z.number(), windowSeconds: z.number() }),
    ({ good, bad, objective, windowSeconds }) => {
      const budget = errorBudget(objective, { good, valid: good + bad })
      const time = budgetTime(budget, windowSeconds)
      if (budget.sli === null || time.spent_s === null || time.left_s === null) return null
      return {
        sli: budget.sli,
        gap: budget.gap,
        budget: budget.share,
        burnRate: budget.burn,
        budgetMinutes: time.allowed_s / 60,
        badMinutes: time.spent_s / 60,
        remainingMinutes: time.left_s / 60,
        consumedRatio: budget.consumed,
      }
    },
  ),
  detectionSeconds: method(
    z.object({ longSeconds: z.number(), threshold: z.number(), objective: z.number(), errorRatio: z.number() }),
    (input) => detectionSeconds(input.longSeconds, input.threshold, input.objective, input.errorRatio),
  ),
  multiWindowSeries: method(ratios, (input) => {
    const fired = firedMinutes(input)
    return { firstFireMinute: fired[0] ?? null, lastFireMinute: fired.at(-1) ?? null, firedMinutes: fired.length }
  }),
  timeSliceSli: method(z.object({ slices: z.array(z.tuple([z.number(), z.number()])), sliceTarget: z.number() }), (input) => {
    const by = { method: 'slices', target: input.sliceTarget, least_events: 1, few: 'unknown' } as const
    const tally = tallyOf(
      input.slices.map(([good, valid]) => ({ good, valid })),
      by,
    )
    return { valid: tally.valid, good: tally.good, sli: ratioOf(tally) }
  }),
  calendarBudget: method(
    z.object({ year: z.number(), month: z.number(), objective: z.number(), badSeconds: z.number(), elapsedSeconds: z.number() }),
    (input) => {
      const name = `${input.year}-${String(input.month).padStart(2, '0')}`
      const { length_s } = windowNamed(name, 'Etc/UTC', 0)
      const sofar = { good: input.elapsedSeconds - input.badSeconds, valid: input.elapsedSeconds }
      const budget = errorBudget(input.objective, sofar, { valid: length_s, estimated: false })
      return {
        windowSeconds: length_s,
        budgetSeconds: budget.allowed,
        remainingSeconds: budget.left,
        consumed: budget.consumed,
        projectedConsumed: budget.burn,
      }
    },
  ),
  budgetPolicyState: method(
    z.object({ remaining: z.array(z.number()), steps: z.array(z.tuple([z.string(), z.number()])) }),
    ({ remaining, steps }) => {
      const policy = [...steps.map(([state, from]) => ({ state, from })), { state: 'freeze', from: -Infinity }]
      return remaining.map((left) => policyAt(policy, left)?.state)
    },
  ),
}

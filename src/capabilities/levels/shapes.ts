import { z } from 'zod'
import { criteria, givenCriteria } from './model/scorecard/criteria.ts'

const time = z.string({ error: 'A time of day looks like 09:00.' }).max(8)
const hours = z
  .array(z.tuple([time, time], { error: 'Hours are a start and an end, such as ["09:00", "17:00"].' }), {
    error: 'Give a list of hours, such as [["09:00", "17:00"]].',
  })
  .max(24, 'A day has at most 24 stretches of hours.')
const date = z.string({ error: 'A date looks like 2016-12-25.' }).max(10)

/** How the structured fields of this capability are written; what they mean is judged by `validateCalendar`. */
export const shapes = {
  weekly_hours: z.record(z.string(), hours, { error: 'Give the hours of each weekday: {"mon": [["09:00", "17:00"]]}.' }),
  holidays: z
    .array(
      z.union([date, z.object({ date, name: z.string().max(200).optional() })], { error: 'A holiday is a date, or a date with a name.' }),
      { error: 'Give a list of dates.' },
    )
    .max(5_000),
  dated_hours: z.record(z.string(), hours, { error: 'Give hours for each date: {"2016-12-24": [["09:00", "12:00"]]}.' }),
  /** What happens when so much of an error budget is left; the first step whose `from` is at most what is left counts. */
  budget_policy: z
    .array(
      z.object({
        state: z.enum(['normal', 'watch', 'restrict', 'freeze'], { error: 'A step is normal, watch, restrict or freeze.' }),
        from: z.number({ error: 'From is the share of the budget that is left, such as 0.25; it may be negative.' }).min(-1000).max(1),
        consequence: z.string().max(1000),
        decides: z.string().max(200).optional(),
      }),
      { error: 'Give a list of steps.' },
    )
    .min(1, 'Give at least one step.')
    .max(10),
  /** Pairs of windows in seconds; `factor` times the even rate must burn in both before it tells. */
  burn_alerts: z
    .array(
      z.object({
        severity: z.enum(['critical', 'error', 'warning', 'info']),
        long_s: z.number().int().min(60).max(31_622_400),
        short_s: z.number().int().min(60).max(31_622_400),
        factor: z.number().positive().max(100_000),
      }),
      { error: 'Give a list of pairs of windows.' },
    )
    .max(12)
    .refine((rows) => rows.every((row) => row.short_s < row.long_s), 'The short window is shorter than the long one.'),
  /** Steps of service credits: below this result, this share of the charge is owed. */
  credit_steps: z
    .array(
      z.object({
        below: z.number({ error: 'Below is a result, such as 0.999.' }),
        credit: z.number({ error: 'The credit is a share, such as 0.1.' }).min(0).max(1),
      }),
      {
        error: 'Give a list of steps.',
      },
    )
    .min(1, 'Give at least one step.')
    .max(20),
  /** The records that ate a result, as `Ate` of model/credit/credit.ts; written by Reeve alone. */
  credit_evidence: z.array(z.looseObject({ id: z.string() })).max(2_000),
  scorecard_weights: z.partialRecord(
    z.enum(criteria, { error: `A criterion is one of: ${criteria.join(', ')}.` }),
    z.number({ error: 'A weight is a number, 0 or more.' }).min(0).max(1_000),
    { error: 'Give the weight of each criterion: {"promises": 25}.' },
  ),
  scorecard_given: z
    .array(
      z.object({
        criterion: z.enum(givenCriteria),
        score: z.number().min(0).max(100),
        note: z.string(),
        by: z.string().nullable(),
        at: z.string(),
      }),
    )
    .max(2_000),
}

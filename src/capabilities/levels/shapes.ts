import { z } from 'zod'

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
}

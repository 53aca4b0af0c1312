import { z } from 'zod'
import type { Millis } from '../../kernel/instant.ts'
import { isZone, offsetAt, timeOfDay, zoneNamed } from '../../kernel/calendar/zone.ts'

const time = z.string().refine((text) => timeOfDay(text) !== null)

const shape = z.object({
  mail: z.enum(['off', 'digest', 'each']).catch('digest'),
  quiet: z.object({ from: time, to: time }).nullable().catch(null),
})

/**
 * What a person wants by e-mail: nothing, one mail each quarter of an hour at the most, or a mail for each record as it happens.
 * Within `quiet` (local times of day) mails wait.
 */
export type MailPreference = z.infer<typeof shape>

/** Reads what the person's preferences say; what is missing or does not fit means the usual. */
export const mailPreference = (preferences: Readonly<Record<string, unknown>>): MailPreference =>
  shape.parse({ mail: preferences['mail'] ?? 'digest', quiet: preferences['quiet'] ?? null })

const dayLength = 86_400_000

/** Whether a moment lies in the person's quiet hours; they may span midnight. An unknown zone means UTC. */
export const isQuiet = ({ quiet }: MailPreference, timeZone: string | null, now: Millis): boolean => {
  if (quiet === null) return false
  const [from, to] = [timeOfDay(quiet.from) ?? 0, timeOfDay(quiet.to) ?? 0]
  const offset = timeZone !== null && isZone(timeZone) ? offsetAt(zoneNamed(timeZone), now) : 0
  const local = (((now + offset) % dayLength) + dayLength) % dayLength
  return from <= to ? local >= from && local < to : local >= from || local < to
}

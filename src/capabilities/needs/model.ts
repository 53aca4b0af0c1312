import { type Day, day, daysBetween } from '../../kernel/day.ts'
import { invalid } from '../../kernel/refusal.ts'

/** A need that nobody confirmed for so many days may have lapsed. */
export const staleAfterDays = 365

/** The day and person of a confirmation. @throws Refusal `future` */
export const confirmation = (
  asked: unknown,
  before: unknown,
  today: Day,
  actor: string | null,
): Readonly<{ confirmed_on: string; confirmed_by: string | null }> => {
  const on = typeof asked === 'string' && asked !== before ? asked : today
  if (on > today) throw invalid('confirmed_on', `${on} lies ahead: a need is confirmed on the day on which somebody said so.`, 'future')
  return { confirmed_on: on, confirmed_by: actor }
}

/** Days since a need was confirmed; null when it never was. */
export const unconfirmedDays = (confirmedOn: unknown, today: Day): number | null =>
  typeof confirmedOn === 'string' ? daysBetween(day(confirmedOn), today) : null

/** Why a need is not met; null when a service in use meets it. @param states of the services that it names */
export const whyUnmet = (states: readonly (string | undefined)[]): string | null => {
  if (states.length === 0) return 'No service meets it.'
  if (states.some((state) => state === 'live' || state === 'retiring')) return null
  return states.every((state) => state === 'retired')
    ? 'The services that met it are retired.'
    : 'The service that will meet it is not live yet.'
}

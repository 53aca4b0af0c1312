import type { Millis } from '../../../../kernel/instant.ts'

export type Severity = 'degraded' | 'down'

/** A cause from when it was first seen until it is over for good, with what people were told of it. */
export type Episode = Readonly<{
  id: string
  subject: string
  /** The worst that it was. */
  severity: Severity
  since: Millis
  seen_at: Millis
  /** Null while it is held back. */
  told_at: Millis | null
  /** Null while it fails. */
  gone_at: Millis | null
  /** Set once it is over for good. */
  over_at: Millis | null
  /** How often it failed, with the episodes before that ended less than an hour earlier. */
  times: number
  /** Services that were told to be hit. */
  hit: readonly string[]
  /** What failed by itself as well and was explained by it. */
  explains: readonly string[]
}>

/** A cause as health finds it now. */
export type Seen = Readonly<{
  subject: string
  severity: Severity
  since: Millis
  /** Services that it takes down or degrades. */
  hit: readonly string[]
  /** What fails by itself as well and is explained by it. */
  explains: readonly string[]
}>

/** How something is that is no cause: works by itself, is covered by planned work, or fails because of these. */
export type Standing = 'fine' | 'covered' | readonly string[]

export type News =
  | Readonly<{ what: 'begins' | 'worsens' | 'spreads'; seen: Seen; instead: readonly Episode[] }>
  | Readonly<{ what: 'over' }>
  | Readonly<{ what: 'joins'; into: Episode }>

/** What becomes of an episode, and what people are told of it. */
export type Turn = Readonly<{ before: Episode; after: Episode; news: News | null }>

export type Decided = Readonly<{ opened: readonly Readonly<{ seen: Seen; times: number }>[]; turns: readonly Turn[] }>

const minute = 60_000

/** A cause is told once it was seen for so long: what lies beneath it, or that it was a hiccup, often shows by then. */
export const settles = minute
/** What a cause explained may take so long to recover; what explains something may show so much later. As `explainAll` has it. */
export const leeway = 10 * minute
/** Whatever failed again within this is the same trouble: its end is told later each time. */
export const lately = 60 * minute

/** How long it must be well before that is told: 3 min, and twice as long for each time that it failed again, up to 24 min. */
const calm = (times: number): Millis => 3 * minute * 2 ** Math.min(times - 1, 3)

const isOpen = (episode: Episode): boolean => episode.over_at === null

/** Whether a cause began early enough to explain an episode. */
const inTime = (cause: Readonly<{ since: Millis }>, episode: Episode): boolean => cause.since <= episode.since + leeway

const united = (one: readonly string[], other: readonly string[]): readonly string[] => {
  const more = other.filter((id) => !one.includes(id))
  return more.length === 0 ? one : [...one, ...more]
}

/** What was explained by a cause that ended a moment ago may only be slow to recover: it is not told before this. */
const notBefore = (episodes: readonly Episode[], subject: string): Millis =>
  Math.max(
    0,
    ...episodes.map((one) =>
      one.gone_at !== null && one.subject !== subject && one.explains.includes(subject) ? one.gone_at + leeway : 0,
    ),
  )

/** The episode itself when nothing of it changed, so that nothing is written. */
const changed = (before: Episode, change: Partial<Episode>): Episode => {
  const after = { ...before, ...change }
  return (Object.keys(after) as (keyof Episode)[]).every((name) => after[name] === before[name]) ? before : after
}

const failing = (before: Episode, seen: Seen, episodes: readonly Episode[], now: Millis): Turn => {
  const again = before.gone_at !== null
  const kept = changed(before, { gone_at: null, times: before.times + (again ? 1 : 0), explains: united(before.explains, seen.explains) })
  const told: Episode = { ...kept, told_at: before.told_at ?? now, severity: seen.severity, hit: united(before.hit, seen.hit) }
  const instead = episodes.filter((one) => isOpen(one) && one.told_at !== null && seen.explains.includes(one.subject) && inTime(seen, one))
  if (before.told_at === null) {
    const isDue = now >= Math.max(before.seen_at + settles, notBefore(episodes, before.subject))
    if (!isDue) return { before, after: changed(before, { ...kept, severity: seen.severity }), news: null }
    return { before, after: { ...told, hit: seen.hit }, news: { what: 'begins', seen, instead } }
  }
  if (before.severity === 'degraded' && seen.severity === 'down') return { before, after: told, news: { what: 'worsens', seen, instead } }
  if (told.hit === before.hit) return { before, after: kept, news: null }
  return { before, after: { ...told, severity: before.severity }, news: { what: 'spreads', seen, instead } }
}

const notFailing = (
  before: Episode,
  standing: Standing,
  episodes: readonly Episode[],
  now: Millis,
  lingers: (episode: Episode) => boolean,
): Turn => {
  if (standing === 'covered') return { before, after: before, news: null }
  if (standing !== 'fine') {
    const into = episodes.find(
      (one) => isOpen(one) && one.id !== before.id && one.told_at !== null && standing.includes(one.subject) && inTime(one, before),
    )
    return into ? { before, after: { ...before, over_at: now }, news: { what: 'joins', into } } : { before, after: before, news: null }
  }
  const goneAt = before.gone_at ?? now
  const after = changed(before, { gone_at: goneAt })
  const well = now - goneAt
  if (well < calm(before.times) || (well < leeway && lingers(before))) return { before, after, news: null }
  return { before, after: { ...after, over_at: now }, news: before.told_at === null ? null : { what: 'over' } }
}

/**
 * Decides what people are told of causes, once each.
 *
 * A cause is told after a minute; what goes up and down meanwhile is one episode, and its end is told once it stayed well. What a cause explains joins it, and is told by itself
 * only when it still fails ten minutes after the cause ended. While planned work covers something, nothing is told of it.
 * @param episodes those that are open, and those that were over within the last hour
 */
export const decide = (
  episodes: readonly Episode[],
  causes: readonly Seen[],
  standingOf: (subject: string) => Standing,
  now: Millis,
): Decided => {
  const open = new Map(episodes.filter(isOpen).map((one) => [one.subject, one]))
  const seen = new Map(causes.map((one) => [one.subject, one]))
  const lingers = (episode: Episode): boolean => episode.explains.some((one) => seen.has(one) || standingOf(one) !== 'fine')
  const timesBefore = (subject: string): number =>
    Math.max(0, ...episodes.map((one) => (one.subject === subject && one.gone_at !== null && one.told_at !== null ? one.times : 0)))
  return {
    opened: causes.flatMap((one) => (open.has(one.subject) ? [] : [{ seen: one, times: timesBefore(one.subject) + 1 }])),
    turns: [...open.values()].map((episode) => {
      const cause = seen.get(episode.subject)
      return cause ? failing(episode, cause, episodes, now) : notFailing(episode, standingOf(episode.subject), episodes, now, lingers)
    }),
  }
}

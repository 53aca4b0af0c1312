import type { Millis } from '../../../kernel/instant.ts'
import type { Database, Db, Tx } from '../../../platform/db/database.ts'
import type { Context, Registry } from '../../../platform/records/context.ts'
import { type Actor, system } from '../../../platform/rights/grants.ts'
import { type Card, cardsOf, graph, type ServiceCard, serviceCards } from '../../catalogue/index.ts'
import { weightOf } from '../model/board.ts'
import { type Health, healthOf } from '../model/health/health.ts'
import { decide, type Episode, type Seen, type Severity, type Standing, type Turn } from '../model/telling/telling.ts'
import { beginWords, manyWords, overWords } from '../model/telling/words.ts'
import { answeringFor, answeringForServices } from '../questions/answering.ts'
import { failingNow } from '../store/health.ts'
import { beginEpisodes, endingOf, episodesLately, joinTold, noteTold, type ToldPerson, toldPeople, turnEpisode } from '../store/told.ts'

/** What the house gives: telling people something about a record, and what a person may see today. */
export type SignalsHooks = Readonly<{
  tell?: (tx: Tx, ctx: Context, news: Readonly<{ record: string; people: readonly string[]; text: string; verb?: string }>) => Promise<void>
  /** Undefined when the person is not active. */
  actor?: (db: Db, person: string, now: Millis) => Promise<Actor | undefined>
}>

export type TellingHooks = Required<SignalsHooks>

/** More causes than this that a person hears of at once are told in one sentence. */
const mostAtOnce = 3

type Now = Readonly<{
  db: Database
  ctx: Context
  health: Health
  /** Services in use by id. */
  services: ReadonlyMap<string, ServiceCard>
  /** What fails, or failed, by id. */
  cards: ReadonlyMap<string, Card>
  /** What a person may see; asked for once each. */
  actor: (person: string) => Promise<Actor | undefined>
}>

/** Something to tell one person. `note`: what is kept of it; whoever was told already is left out by that. */
type Word = Readonly<{
  note: ToldPerson | null
  person: string
  record: string
  title: string | null
  severity: Severity
  hit: readonly string[]
  text: string
  verb: 'cause' | 'cause_over'
}>

type Told = Readonly<{ turn: Turn; words: readonly Word[]; silent: readonly ToldPerson[] }>

const severityOf = (health: Health, id: string): Severity | null => {
  const node = health.nodeOf(id)
  const state = node === undefined ? null : health.stateOf(node)
  return state === 'down' || state === 'degraded' ? state : null
}

/** Causes as they are told: those of things in use, or that hit a service in use. */
const seenOf = (health: Health, services: ReadonlyMap<string, ServiceCard>, cards: ReadonlyMap<string, Card>): readonly Seen[] =>
  health.causes.flatMap((cause): readonly Seen[] => {
    const subject = health.idOf(cause.node)
    const hits = cause.hits().map((node) => ({ node, id: health.idOf(node) }))
    const hit = hits.flatMap(({ id }) => (services.has(id) && severityOf(health, id) !== null ? [id] : []))
    const explains = hits.flatMap(({ node, id }) => (health.failsItself(node) ? [id] : []))
    const card = cards.get(subject)
    if (!card || (card.kind === 'service' && !services.has(subject) && hit.length === 0)) return []
    return [{ subject, severity: cause.severity, since: cause.since, hit, explains }]
  })

const standing = (health: Health, subject: string): Standing => {
  const node = health.nodeOf(subject)
  if (node === undefined) return 'fine'
  if (health.stateOf(node) === 'maintenance') return 'covered'
  return health.failsItself(node) ? health.causesOf(node).map(({ cause }) => health.idOf(cause.node)) : 'fine'
}

/** What a person is told, by what they may see; null when they may see nothing of it. */
const worded = async (
  { db, ctx, actor: actorOf, health }: Now,
  person: string,
  subject: string,
  theirs: readonly string[],
  words: (title: string | null, theirs: readonly Readonly<{ title: string; severity?: Severity }>[]) => string,
): Promise<Readonly<{ record: string; title: string | null; text: string }> | null> => {
  const actor = await actorOf(person)
  if (!actor) return null
  const seen = await cardsOf(db, { ...ctx, actor }, [subject, ...theirs])
  const cause = seen.get(subject)
  const mine = theirs.flatMap((id) => seen.get(id) ?? []).sort((a, b) => weightOf(a) - weightOf(b) || a.title.localeCompare(b.title))
  const record = cause ?? mine[0]
  if (!record) return null
  const named = mine.map(({ id, title }) => {
    const severity = severityOf(health, id)
    return severity ? { title, severity } : { title }
  })
  return { record: record.id, title: cause?.title ?? null, text: words(cause?.title ?? null, named) }
}

type Stake = { direct: boolean; theirs: string[] }

/** Everybody who answers for the cause or for what it hits, with what of theirs it hits. @param services those whose people are asked for */
const stakes = async ({ db, ctx, cards, services }: Now, seen: Seen, of: readonly string[]): Promise<ReadonlyMap<string, Stake>> => {
  const found = new Map<string, Stake>()
  const stakeOf = (person: string): Stake => {
    const stake = found.get(person) ?? { direct: false, theirs: [] }
    found.set(person, stake)
    return stake
  }
  const card = cards.get(seen.subject)
  for (const person of card ? await answeringFor(db, ctx.registry, card) : []) stakeOf(person).direct = true
  const answering = await answeringForServices(
    db,
    ctx.registry,
    of.flatMap((id) => services.get(id) ?? []),
  )
  for (const [service, people] of answering) for (const person of new Set(people)) stakeOf(person).theirs.push(service)
  return found
}

/** What people were told of episodes that the cause explains: who heard all of it is not told again. */
const heardBefore = async (db: Db, instead: readonly Episode[]): Promise<ReadonlyMap<string, ReadonlySet<string>>> => {
  const heard = new Map<string, Set<string>>()
  if (instead.length === 0) return heard
  const subjects = new Map(instead.map((one) => [one.id, one.subject]))
  for (const { cause, person, theirs } of await toldPeople(
    db,
    instead.map((one) => one.id),
  )) {
    const all = heard.get(person) ?? new Set<string>()
    for (const id of [subjects.get(cause) ?? '', ...theirs]) all.add(id)
    heard.set(person, all)
  }
  return heard
}

const begin = async (now: Now, turn: Turn, seen: Seen, instead: readonly Episode[], worse: boolean): Promise<Told> => {
  const { before, after } = turn
  const [people, heard, known] = await Promise.all([
    stakes(now, seen, seen.hit),
    heardBefore(now.db, instead),
    toldPeople(now.db, [before.id]),
  ])
  const told = new Map(known.map((one) => [one.person, one.severity]))
  const words: Word[] = []
  const silent: ToldPerson[] = []
  for (const [person, { direct, theirs }] of people) {
    const was = told.get(person)
    if (was !== undefined && !(worse && was === 'degraded')) continue
    const others = seen.hit.length - theirs.length
    const note: ToldPerson = { cause: before.id, person, severity: after.severity, theirs, others }
    if (!direct && theirs.every((id) => heard.get(person)?.has(id))) {
      silent.push(note)
      continue
    }
    const found = await worded(now, person, seen.subject, theirs, (title, mine) =>
      beginWords({
        title,
        severity: after.severity,
        worse: was !== undefined,
        for: now.ctx.now - after.since,
        times: after.times,
        theirs: mine,
        others: seen.hit.length - mine.length,
      }),
    )
    if (found) words.push({ note, person, ...found, severity: after.severity, hit: seen.hit, verb: 'cause' })
  }
  return { turn, words, silent }
}

const end = async (now: Now, turn: Turn): Promise<Told> => {
  const { before, after } = turn
  const gone = after.gone_at ?? now.ctx.now
  const [people, outage] = await Promise.all([toldPeople(now.db, [before.id]), endingOf(now.db, before.subject, before.since, gone)])
  const at = Math.min(outage?.at ?? gone, gone)
  const words: Word[] = []
  for (const { person, severity, theirs, others } of people) {
    const found = await worded(now, person, before.subject, theirs, (title, mine) =>
      overWords({
        title,
        severity,
        lasted: at - before.since,
        times: before.times,
        how: outage?.how ?? 'ended',
        theirs: mine.map((one) => ({ title: one.title })),
        others: others + theirs.length - mine.length,
      }),
    )
    if (found) words.push({ note: null, person, ...found, severity, hit: before.hit, verb: 'cause_over' })
  }
  return { turn, words, silent: [] }
}

const tellingOf = async (now: Now, turn: Turn): Promise<Told> => {
  const { news } = turn
  if (news === null || news.what === 'joins') return { turn, words: [], silent: [] }
  if (news.what === 'over') return await end(now, turn)
  return await begin(now, turn, news.seen, news.instead, news.what === 'worsens')
}

/** Words to each person, those of many causes at once as one. */
const bundled = (words: readonly Word[]): readonly Word[] => {
  const by = new Map<string, Word[]>()
  for (const word of words) {
    const key = `${word.person} ${word.verb}`
    by.set(key, [...(by.get(key) ?? []), word])
  }
  return [...by.values()].flatMap((list) => {
    const [first] = list
    if (!first || list.length <= mostAtOnce || first.verb !== 'cause') return list
    const text = manyWords(list, list.length, new Set(list.flatMap((one) => one.hit)).size)
    return [{ ...first, text }]
  })
}

/** Tells each group of people who are told the same in one go. */
const tellAll = async (tx: Tx, ctx: Context, hooks: TellingHooks, words: readonly Word[]): Promise<number> => {
  const groups = new Map<string, Word[]>()
  for (const word of bundled(words)) {
    const key = `${word.record} ${word.text}`
    groups.set(key, [...(groups.get(key) ?? []), word])
  }
  for (const [first, ...rest] of groups.values())
    if (first)
      await hooks.tell(tx, ctx, {
        record: first.record,
        people: [first, ...rest].map((one) => one.person),
        text: first.text,
        verb: first.verb,
      })
  return words.length
}

/** Writes one turn of an episode. @returns what is to be told of it: nothing when another process wrote it first */
const write = async (tx: Tx, { turn, words, silent }: Told): Promise<readonly Word[]> => {
  const { before, after, news } = turn
  if (before !== after && !(await turnEpisode(tx, before, after))) return []
  if (news?.what === 'joins') await joinTold(tx, before, news.into.id)
  const told = await noteTold(tx, [...silent, ...words.flatMap((word) => word.note ?? [])])
  return words.filter((word) => word.note === null || told.has(word.person))
}

/**
 * Tells the people who answer for what fails, and for the services that it takes along, of each cause once, and once more when it is over. What was told is written in the same transaction,
 * so that another process, or the same one started anew, does not tell it again.
 * @returns how many words were told
 */
export const tellCauses = async (db: Database, registry: Registry, now: Millis, hooks: TellingHooks): Promise<number> => {
  const ctx: Context = { registry, actor: system, now, via: 'job' }
  const [episodes, facts, cards] = await Promise.all([episodesLately(db, now), failingNow(db, graph, now, false), serviceCards(db, ctx)])
  const health = healthOf({ ...facts, watched: new Map() })
  const services = new Map(cards.flatMap((card) => (card.state === 'live' || card.state === 'retiring' ? [[card.id, card]] : [])))
  const subjects = [...health.causes.map((cause) => health.idOf(cause.node)), ...episodes.map((one) => one.subject)]
  const known = await cardsOf(db, ctx, [...new Set(subjects)])
  const { opened, turns } = decide(episodes, seenOf(health, services, known), (subject) => standing(health, subject), now)
  const actors = new Map<string, Promise<Actor | undefined>>()
  const actor = async (person: string): Promise<Actor | undefined> => {
    const asked = actors.get(person) ?? hooks.actor(db, person, now)
    actors.set(person, asked)
    return await asked
  }
  const here: Now = { db, ctx, health, services, cards: known, actor }
  const tellings: Told[] = []
  for (const turn of turns) if (turn.before !== turn.after || turn.news !== null) tellings.push(await tellingOf(here, turn))
  if (opened.length === 0 && tellings.length === 0) return 0
  return await db.transaction(async (tx) => {
    await beginEpisodes(tx, opened, now)
    const words: Word[] = []
    for (const one of tellings) words.push(...(await write(tx, one)))
    return await tellAll(tx, ctx, hooks, words)
  })
}

import { dayAt } from '../../../kernel/calendar/zone.ts'
import type { Day } from '../../../kernel/day.ts'
import { isId } from '../../../kernel/id.ts'
import { millisOf } from '../../../kernel/instant.ts'
import { invalid } from '../../../kernel/refusal.ts'
import type { Db } from '../../../platform/db/database.ts'
import type { Context } from '../../../platform/records/context.ts'
import { type Link, linksById } from '../../../platform/records/links.ts'
import { get } from '../../../platform/records/read.ts'
import { mayOn, reachOf } from '../../../platform/rights/grants.ts'
import { type Change, changesBetween, type Fields, type Term } from '../model/versions/terms.ts'
import { type Happened, type Version, versionOn, versionsOf, wasInForce } from '../model/versions/versions.ts'
import { happenedTo, linesEver, termsNow } from '../store/versions.ts'

type Records = Readonly<{ now: readonly Term[]; events: readonly Happened[] }>

/** Ids that a field ever held, now or before. */
const everIn = ({ now, events }: Records, name: string): readonly string[] =>
  [
    ...new Set([...now.map((one) => one.fields), ...events.flatMap((one) => [one.before, one.after])].map((fields) => fields?.[name])),
  ].filter((one): one is string => typeof one === 'string' && isId(one))

/**
 * What was written down before it came here, by an import or with the sample, stands since the day on which it was made: nothing older is known of it.
 * The newest first, also when that changed the order.
 */
const sinceMade = ({ now, events }: Records): Records => {
  const made = new Map(
    now.flatMap(({ id, fields }) => (typeof fields['created_at'] === 'string' ? [[id, millisOf(fields['created_at'])]] : [])),
  )
  const dated = events.map((one) => (one.verb === 'create' ? { ...one, at: Math.min(one.at, made.get(one.record) ?? one.at) } : one))
  return { now, events: dated.toSorted((a, b) => b.at - a.at) }
}

const gathered = async (db: Db, agreement: string): Promise<Records> => {
  const lines = await linesEver(db, agreement)
  const own: Records = {
    now: [...(await termsNow(db, 'agreement', [agreement])), ...(await termsNow(db, 'promise', lines))],
    events: await happenedTo(db, [agreement, ...lines]),
  }
  const [calendars, contracts] = [everIn(own, 'calendar'), everIn(own, 'contract')]
  const beside = [...(await termsNow(db, 'calendar', calendars)), ...(await termsNow(db, 'contract', contracts))]
  const events = await happenedTo(db, [agreement, ...lines, ...calendars, ...contracts])
  return sinceMade({ now: [...own.now, ...beside], events })
}

/** Of records and fields that the person may not see nothing is told, of the past neither. */
const seen = (ctx: Context, { now, events }: Records): Records => {
  const last = new Map<string, Fields>(now.map((one) => [one.id, one.fields]))
  for (const one of events) if (one.verb === 'remove' && one.before && !last.has(one.record)) last.set(one.record, one.before)
  const kindOf = new Map([...now.map((one) => [one.id, one.kind] as const), ...events.map((one) => [one.record, one.kind] as const)])
  const may = new Set(
    [...kindOf].flatMap(([id, kind]) => (mayOn(ctx.actor, `${kind}.see`, ctx.registry.kind(kind), last.get(id) ?? {}) ? [id] : [])),
  )
  const shown = (kind: string, fields: Fields): Fields => {
    const hidden = Object.entries(ctx.registry.kind(kind).fields).filter(([, field]) => field.see && reachOf(ctx.actor, field.see) === null)
    return Object.fromEntries(Object.entries(fields).filter(([name]) => hidden.every(([other]) => other !== name)))
  }
  return {
    now: now.flatMap((one) => (may.has(one.id) ? [{ ...one, fields: shown(one.kind, one.fields) }] : [])),
    events: events.flatMap((one) =>
      may.has(one.record)
        ? [{ ...one, before: one.before && shown(one.kind, one.before), after: one.after && shown(one.kind, one.after) }]
        : [],
    ),
  }
}

type Read = Readonly<{
  agreement: Readonly<{ id: string; ref: string; title: string }>
  zone: string
  today: Day
  versions: readonly Version[]
}>

const readVersions = async (db: Db, ctx: Context, key: string): Promise<Read> => {
  const { id, ref, title } = await get(db, ctx, ctx.registry.kind('agreement'), key)
  const records = await gathered(db, id)
  const calendar = records.now.find((one) => one.id === records.now.find((own) => own.id === id)?.fields['calendar'])
  const zone = typeof calendar?.fields['time_zone'] === 'string' ? calendar.fields['time_zone'] : 'Etc/UTC'
  const { now, events } = seen(ctx, records)
  const versions = versionsOf(id, new Map(now.map((one) => [one.id, one])), events, (at) => dayAt(zone, at))
  return { agreement: { id, ref, title }, zone, today: dayAt(zone, ctx.now), versions }
}

const idsIn = (fields: Fields | undefined): readonly string[] =>
  Object.values(fields ?? {})
    .flat()
    .filter((one): one is string => typeof one === 'string' && isId(one))

const linksFor = async (db: Db, terms: readonly (Term | null)[], people: readonly (string | null)[]): Promise<Record<string, Link>> =>
  await linksById(db, [...new Set([...terms.flatMap((one) => idsIn(one?.fields)), ...people.filter((one): one is string => one !== null)])])

/** Of a term that changed only what differs is told, with the currency of its money; of one that came or went how much was promised. */
const toldChange = ({ what, before, after, fields }: Change): Change => {
  const short = (term: Term | null): Term | null =>
    term && {
      ...term,
      fields: Object.fromEntries(
        (what === 'changed' ? [...fields, ...(fields.includes('yearly_cost') ? ['currency'] : [])] : ['target', 'share']).map((name) => [
          name,
          term.fields[name] ?? null,
        ]),
      ),
    }
  return { what, before: short(before), after: short(after), fields }
}

/**
 * The versions of an agreement, the newest first: from and until when each held, what changed, who changed it and who decided.
 * @throws Refusal `not_found`
 */
export const agreementVersions = async (db: Db, ctx: Context, key: string) => {
  const { agreement, zone, today, versions } = await readVersions(db, ctx, key)
  const items = versions.toReversed().map(({ terms, changes, ...version }) => ({
    ...version,
    state: String(terms.agreement.fields['state']),
    in_force: wasInForce(terms, version.to ?? today),
    promises: terms.promises.length,
    changes: changes.map(toldChange),
  }))
  return {
    agreement,
    zone,
    today,
    items,
    links: await linksFor(
      db,
      items.flatMap((one) => one.changes.flatMap(({ before, after }) => [before, after])),
      items.flatMap((one) => [...one.by, ...one.decisions.map(({ by }) => by)]),
    ),
  }
}

const found = ({ versions, agreement }: Read, on: Day, path: string): Version => {
  const version = versionOn(versions, on)
  if (version) return version
  const first = versions[0]?.from
  throw invalid(
    path,
    `${agreement.ref} was not written down on ${on}${first ? `; its first version is of ${first}. Choose that day or a later one` : ''}.`,
    'too_early',
  )
}

/**
 * A whole agreement as it stood at the end of a day; with another day, also what changed from that one to this.
 * @throws Refusal `not_found`, `too_early`
 */
export const agreedOn = async (db: Db, ctx: Context, key: string, on: Day | undefined, against: Day | undefined) => {
  const read = await readVersions(db, ctx, key)
  const day = on ?? read.today
  const version = found(read, day, 'on')
  const other = against === undefined ? null : found(read, against, 'against')
  const changes = other ? changesBetween(other.terms, version.terms) : null
  const { agreement, promises, beside } = version.terms
  return {
    agreement: read.agreement,
    on: day,
    version: { number: version.number, from: version.from, to: version.to },
    in_force: wasInForce(version.terms, day),
    terms: { agreement, promises, beside },
    against: other && { on: against, number: other.number, from: other.from, to: other.to },
    changes: changes?.map(toldChange) ?? null,
    links: await linksFor(db, [agreement, ...promises, ...beside, ...(changes ?? []).flatMap(({ before, after }) => [before, after])], []),
  }
}

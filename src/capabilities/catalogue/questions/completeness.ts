import { utcDay } from '../../../kernel/day.ts'
import type { Db } from '../../../platform/db/database.ts'
import type { Context } from '../../../platform/records/context.ts'
import { every } from '../../../platform/records/every.ts'
import { linksOf } from '../../../platform/records/links.ts'
import { get } from '../../../platform/records/read.ts'
import { needAnywhere, reachOf } from '../../../platform/rights/grants.ts'
import { type Completeness, completenessOf, staleAfterDays, unconfirmedDays } from '../model/completeness.ts'
import { graph } from '../store.ts'

/** Kinds of other capabilities that name services, where this house has them and the person may see them. */
const seen = (ctx: Context, name: string) =>
  reachOf(ctx.actor, `${name}.see`) === null ? undefined : ctx.registry.kinds.find((kind) => kind.name === name)

const strings = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : [])

/** Services that records of a kind name, as far as the person sees those records; null when they see none of the kind. */
const namedBy = async (
  db: Db,
  ctx: Context,
  name: string,
  filters: Readonly<Record<string, string>>,
): Promise<Readonly<{ services: ReadonlySet<string>; any: boolean }> | null> => {
  const kind = seen(ctx, name)
  if (!kind) return null
  const services = new Set<string>()
  let any = false
  for await (const record of every(db, ctx, kind, ['services', ...(name === 'agreement' ? ['agreement_type'] : [])], filters)) {
    const named = strings(record['services'])
    for (const id of named) services.add(id)
    // A service level agreement that names no service covers those that no other covers.
    any ||= named.length === 0 && record['agreement_type'] === 'sla'
  }
  return { services, any }
}

const needsOf = async (db: Db, ctx: Context) => await namedBy(db, ctx, 'need', { phase: 'open,active' })
const agreementsOf = async (db: Db, ctx: Context) => await namedBy(db, ctx, 'agreement', { phase: 'active' })

/** How complete and fresh the entry of a service is. @throws Refusal `not_found` */
export const completeness = async (db: Db, ctx: Context, key: string): Promise<Completeness> => {
  const kind = ctx.registry.kind('service')
  const record = await get(db, ctx, kind, key)
  const whole = await graph.current(db)
  const node = whole.index.get(record.id)
  const [needs, agreements, links] = await Promise.all([needsOf(db, ctx), agreementsOf(db, ctx), linksOf(db, kind, [record])])
  const left = (field: string): boolean => typeof record[field] === 'string' && links[record[field]]?.state === 'retired'
  const around = {
    needs: needs ? Number(needs.services.has(record.id)) : null,
    agreements: agreements ? Number(agreements.any || agreements.services.has(record.id)) : null,
    depends: node === undefined ? 0 : (whole.outStart[node + 1] ?? 0) - (whole.outStart[node] ?? 0),
    ownerLeft: left('owner'),
    supplierLeft: left('supplier'),
  }
  return completenessOf(kind, record, around, utcDay(ctx.now))
}

export type GapWord = 'owner' | 'team' | 'need' | 'agreement' | 'confirmed'
export type Gap = Readonly<{
  service: Readonly<{
    id: string
    kind: 'service'
    ref: string
    title: string
    state: string
    criticality: string | null
    owner: string | null
  }>
  gaps: readonly GapWord[]
  words: string
  unconfirmed_days: number | null
}>
export type Gaps = Readonly<{
  items: readonly Gap[]
  counts: Readonly<Record<GapWord, number>>
  services: number
  links: Awaited<ReturnType<typeof linksOf>>
}>

const said: Readonly<Record<GapWord, string>> = {
  owner: 'no owner',
  team: 'no supporting team',
  need: 'no need names it',
  agreement: 'no agreement covers it',
  confirmed: 'not confirmed for a year',
}

/** Services in use whose entry leaves a question open that somebody will ask. @throws MissingRight */
export const gapsOfCatalogue = async (db: Db, ctx: Context): Promise<Gaps> => {
  needAnywhere(ctx.actor, 'service.see', 'see services')
  const kind = ctx.registry.kind('service')
  const [needs, agreements] = await Promise.all([needsOf(db, ctx), agreementsOf(db, ctx)])
  const today = utcDay(ctx.now)
  const counts: Record<GapWord, number> = { owner: 0, team: 0, need: 0, agreement: 0, confirmed: 0 }
  const items: Gap[] = []
  const owned = []
  let services = 0
  for await (const record of every(db, ctx, kind, ['owner', 'team', 'criticality', 'confirmed_on'], { phase: 'open,active,waiting' })) {
    services++
    const days = unconfirmedDays(record, today)
    const missing: Readonly<Record<GapWord, boolean>> = {
      owner: !record.owner,
      team: !record['team'],
      need: needs !== null && !needs.services.has(record.id),
      agreement: agreements !== null && !agreements.any && !agreements.services.has(record.id),
      confirmed: days === null || days > staleAfterDays,
    }
    const gaps = (Object.keys(said) as GapWord[]).filter((word) => missing[word])
    if (gaps.length === 0) continue
    for (const word of gaps) counts[word]++
    owned.push(record)
    items.push({
      service: {
        id: record.id,
        kind: 'service',
        ref: record.ref,
        title: record.title,
        state: record.state,
        criticality: typeof record['criticality'] === 'string' ? record['criticality'] : null,
        owner: record.owner ?? null,
      },
      gaps,
      words: gaps.map((word) => said[word]).join(', '),
      unconfirmed_days: days,
    })
  }
  items.sort((a, b) => b.gaps.length - a.gaps.length || a.service.title.localeCompare(b.service.title))
  return { items, counts, services, links: await linksOf(db, kind, owned) }
}

import { utcDay } from '../../kernel/day.ts'
import type { Db } from '../../platform/db/database.ts'
import type { Context } from '../../platform/records/context.ts'
import { every } from '../../platform/records/every.ts'
import type { AnyRecord } from '../../platform/records/kind.ts'
import { type Link, linksById, linksOf } from '../../platform/records/links.ts'
import { needAnywhere, reachOf } from '../../platform/rights/grants.ts'
import { staleAfterDays, unconfirmedDays, whyUnmet } from './model.ts'

export type NeedGaps = Readonly<{
  unmet: readonly Readonly<{ need: AnyRecord; why: string }>[]
  /** Live services that no need names; null when the person may not see services. */
  unneeded: readonly Link[] | null
  unconfirmed: readonly Readonly<{ need: AnyRecord; days: number | null }>[]
  needs: number
  links: Readonly<Record<string, Link>>
}>

const strings = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : [])

/** Needs that no live service meets, live services that nobody needs, and needs not confirmed for a year. @throws MissingRight */
export const needGaps = async (db: Db, ctx: Context): Promise<NeedGaps> => {
  needAnywhere(ctx.actor, 'need.see', 'see needs')
  const kind = ctx.registry.kind('need')
  const needs: AnyRecord[] = []
  for await (const need of every(db, ctx, kind, ['unit', 'value', 'services', 'confirmed_on', 'confirmed_by', 'owner'], {
    phase: 'open,active',
  }))
    needs.push(need)
  const named = await linksById(db, [...new Set(needs.flatMap((need) => strings(need['services'])))])
  const today = utcDay(ctx.now)
  const unmet = needs.flatMap((need) => {
    const why = whyUnmet(strings(need['services']).map((id) => named[id]?.state))
    return why ? [{ need, why }] : []
  })
  const unconfirmed = needs
    .map((need) => ({ need, days: unconfirmedDays(need['confirmed_on'], today) }))
    .filter(({ days }) => days === null || days > staleAfterDays)
    .sort((a, b) => (b.days ?? Infinity) - (a.days ?? Infinity))
  const shown = [...unmet, ...unconfirmed].map(({ need }) => need)
  return {
    unmet,
    unneeded: await unneededServices(db, ctx, new Set(Object.keys(named))),
    unconfirmed,
    needs: needs.length,
    links: await linksOf(db, kind, shown),
  }
}

const unneededServices = async (db: Db, ctx: Context, needed: ReadonlySet<string>): Promise<readonly Link[] | null> => {
  const kind = ctx.registry.kinds.find((one) => one.name === 'service')
  if (!kind || reachOf(ctx.actor, 'service.see') === null) return null
  const found: Link[] = []
  for await (const service of every(db, ctx, kind, [], { state: 'live' }))
    if (!needed.has(service.id))
      found.push({ id: service.id, kind: 'service', ref: service.ref, title: service.title, state: service.state })
  return found.sort((a, b) => a.title.localeCompare(b.title))
}

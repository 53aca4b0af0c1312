import { type Day, day, plusDays, utcDay } from '../../kernel/day.ts'
import { calendarFile, type CalendarEvent } from '../../kernel/icalendar.ts'
import { millisOf } from '../../kernel/instant.ts'
import type { Db } from '../../platform/db/database.ts'
import type { Context } from '../../platform/records/context.ts'
import { every } from '../../platform/records/every.ts'
import type { AnyRecord } from '../../platform/records/kind.ts'
import { type Link, linksById, linksOf } from '../../platform/records/links.ts'
import { get, list } from '../../platform/records/read.ts'
import { needAnywhere, reachOf } from '../../platform/rights/grants.ts'
import { organisationOf } from '../../platform/settings.ts'
import { type Sum, sumsByCurrency } from './model/amount.ts'
import { type Notice, noticeOf } from './model/term.ts'

type Links = Readonly<Record<string, Link>>
export type NoticeItem = Readonly<{ contract: AnyRecord; notice: Notice }>

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)
const strings = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : [])

const noticeFor = (contract: AnyRecord, today: Day): Notice | null => {
  const by = text(contract['notice_by'])
  const alert = contract['first_alert_days']
  return by === null || contract.state !== 'active' ? null : noticeOf(by, typeof alert === 'number' ? alert : null, today)
}

/** Contracts in force whose notice day comes within twelve months, or was missed in their present term; the most urgent first. @throws MissingRight */
export const comingNotices = async (
  db: Db,
  ctx: Context,
): Promise<Readonly<{ items: readonly NoticeItem[]; links: Links; missed: number }>> => {
  needAnywhere(ctx.actor, 'contract.see', 'see contracts')
  const kind = ctx.registry.kind('contract')
  const today = utcDay(ctx.now)
  const page = await list(db, ctx, kind, {
    filters: { state: 'active', notice_by: `<=${plusDays(today, 365)}`, ends_on: `>=${today}` },
    sort: 'notice_by',
    limit: 500,
  })
  const items = page.items.flatMap((contract): readonly NoticeItem[] => {
    const notice = noticeFor(contract, today)
    return notice ? [{ contract, notice }] : []
  })
  return { items, links: page.links, missed: items.filter((item) => item.notice.state === 'missed').length }
}

export type SupplierOverview = Readonly<{
  item: AnyRecord
  links: Links
  contracts: readonly Readonly<{ contract: AnyRecord; notice: Notice | null }>[]
  /** Of contracts in force; null when the person may not see money. */
  yearly_cost: readonly Sum[] | null
  /** Ids of services that it delivers or that its contracts cover. */
  services: readonly string[]
  teams: readonly string[]
  next_notice: Notice | null
}>

const inForce = new Set(['active', 'notice'])

/** A supplier with its contracts, what they cost a year, what depends on it and when notice is due next. @throws Refusal `not_found` */
export const supplierOverview = async (db: Db, ctx: Context, key: string): Promise<SupplierOverview> => {
  const kind = ctx.registry.kind('supplier')
  const contractKind = ctx.registry.kind('contract')
  const item = await get(db, ctx, kind, key)
  const today = utcDay(ctx.now)
  const contracts = (await list(db, ctx, contractKind, { filters: { supplier: item.id }, sort: 'ends_on', limit: 500 })).items
  const delivered = await idsOf(db, ctx, 'service', item.id, { phase: 'open,active,waiting' })
  const teams = await idsOf(db, ctx, 'team', item.id, {})
  const services = [
    ...new Set([...delivered, ...contracts.filter((one) => inForce.has(one.state)).flatMap((one) => strings(one['services']))]),
  ]
  const notices = contracts.map((contract) => ({ contract, notice: noticeFor(contract, today) }))
  const next = notices.flatMap(({ notice }) => (notice && notice.days >= 0 ? [notice] : [])).sort((a, b) => a.days - b.days)[0] ?? null
  const money = reachOf(ctx.actor, 'contract.money') !== null
  const costs = contracts.flatMap((one): readonly Sum[] => {
    const [amount, currency] = [text(one['yearly_cost']), text(one['currency'])]
    return inForce.has(one.state) && amount && currency ? [{ amount, currency }] : []
  })
  const links = {
    ...(await linksOf(db, kind, [item])),
    ...(await linksOf(db, contractKind, contracts)),
    ...(await linksById(db, [...services, ...teams])),
  }
  return { item, links, contracts: notices, yearly_cost: money ? sumsByCurrency(costs) : null, services, teams, next_notice: next }
}

/** Ids of records of another capability's kind that name the supplier, as far as the person sees them. */
const idsOf = async (
  db: Db,
  ctx: Context,
  name: string,
  supplier: string,
  filters: Readonly<Record<string, string>>,
): Promise<readonly string[]> => {
  const kind = ctx.registry.kinds.find((one) => one.name === name)
  if (!kind) return []
  const ids: string[] = []
  for await (const record of every(db, ctx, kind, [], { ...filters, supplier })) ids.push(record.id)
  return ids
}

/** Notice and end days of contracts in force, as a calendar to subscribe to. @throws MissingRight */
export const contractCalendar = async (db: Db, ctx: Context): Promise<string> => {
  needAnywhere(ctx.actor, 'contract.see', 'see contracts')
  const kind = ctx.registry.kind('contract')
  const events: CalendarEvent[] = []
  for await (const contract of every(db, ctx, kind, ['supplier', 'ends_on', 'notice_by', 'how_to_cancel', 'changed_at'], {
    state: 'active,notice',
  })) {
    const links = await linksOf(db, kind, [contract])
    events.push(...eventsOf(contract, links))
  }
  return calendarFile('Contracts', `Contracts, ${(await organisationOf(db)).name}`, events)
}

const eventsOf = (contract: AnyRecord, links: Links): readonly CalendarEvent[] => {
  const supplier = links[String(contract['supplier'])]?.title ?? ''
  const [ends, by, how] = [text(contract['ends_on']), text(contract['notice_by']), text(contract['how_to_cancel'])]
  const of = { sequence: contract.version, changed: millisOf(contract.changed_at) }
  return [
    ...(by && contract.state === 'active'
      ? [
          {
            ...of,
            uid: `${contract.id}.notice@reeve`,
            on: day(by),
            title: `Notice: ${contract.title}`,
            description: [`${contract.ref}, ${supplier}: the last day to give notice.`, how ?? ''].filter(Boolean).join('\n'),
          },
        ]
      : []),
    ...(ends
      ? [
          {
            ...of,
            uid: `${contract.id}.end@reeve`,
            on: day(ends),
            title: `Ends: ${contract.title}`,
            description: `${contract.ref}, ${supplier}: the last day of the present term.`,
          },
        ]
      : []),
  ]
}

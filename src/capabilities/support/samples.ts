import { migrations, migrationsKey } from '../../house.ts'
import { isoOf, type Millis } from '../../kernel/instant.ts'
import { kinds } from '../../kinds.ts'
import { type Database, openDatabase, type Tx } from '../../platform/db/database.ts'
import { migrate } from '../../platform/db/migrate.ts'
import { freshDatabase } from '../../platform/db/testing.ts'
import type { Context, Registry } from '../../platform/records/context.ts'
import type { AnyRecord } from '../../platform/records/kind.ts'
import { makeRegistry } from '../../platform/records/registry.ts'
import { change, create, move, remove } from '../../platform/records/write.ts'
import { type Actor, system } from '../../platform/rights/grants.ts'
import { type LevelsHooks, makeLevels } from '../levels/index.ts'
import { support } from './index.ts'

/** 2 March 2026, a Monday, 09:00 UTC. */
export const monday = Date.UTC(2026, 2, 2, 9)
export const hour = 3_600_000
export const day = 24 * hour

/** A desk with agreements on a database of its own. The clock stands still until the test moves it. */
export type Desk = Readonly<{
  db: Database
  registry: Registry
  now: { value: Millis }
  told: string[]
  ctx: (actor?: Actor) => Context
  in: <T>(work: (tx: Tx, ctx: Context) => Promise<T>) => Promise<T>
  make: (kind: string, fields: Readonly<Record<string, unknown>>) => Promise<AnyRecord>
  edit: (record: AnyRecord, fields: Readonly<Record<string, unknown>>) => Promise<AnyRecord>
  do: (record: AnyRecord, verb: string, fields?: Readonly<Record<string, unknown>>) => Promise<AnyRecord>
  remove: (record: AnyRecord) => Promise<void>
  [Symbol.asyncDispose]: () => Promise<void>
}>

const shape = async () =>
  await freshDatabase({
    templateKey: migrationsKey(),
    prepare: async (address) => {
      const db = openDatabase(address, 1)
      await migrate(db, migrations())
      await db.close()
    },
  })

export const desk = async (): Promise<Desk> => {
  const database = await shape()
  const db = openDatabase(database.address, 4)
  const told: string[] = []
  const hooks: LevelsHooks = { tell: async (_tx, _ctx, news) => void told.push(`${news.people.join(',')}: ${news.text}`) }
  const levels = makeLevels(hooks)
  const registry = makeRegistry({
    kinds,
    behaviours: [...(levels.behaviours ?? []), ...(support.behaviours ?? [])],
    shapes: new Proxy(levels.shapes ?? {}, { get: (shapes, name) => shapes[String(name)] ?? levels.shapes?.['holidays'] }),
    announce: () => undefined,
  })
  const now = { value: monday }
  const ctx = (actor: Actor = system): Context => ({ registry, actor, now: now.value, via: 'system' })
  const within: Desk['in'] = async (work) => await db.transaction(async (tx) => await work(tx, ctx()))
  const kindOf = (record: AnyRecord) => {
    const prefix = record.ref.replace(/-\d+$/, '')
    const found = kinds.find((one) => one.prefix === prefix)
    if (!found) throw new Error(record.ref)
    return found
  }
  return {
    db,
    registry,
    now,
    told,
    ctx,
    in: within,
    make: async (kind, fields) =>
      await within(async (tx, c) => await create(tx, c, registry.kind(kind), { title: `A ${kind}`, ...fields })),
    edit: async (record, fields) => await within(async (tx, c) => await change(tx, c, kindOf(record), record.id, fields)),
    do: async (record, verb, fields = {}) =>
      await within(async (tx, c) => await move(tx, c, kindOf(record), record.id, verb, fields, { reason: 'as tested' })),
    remove: async (record) => await within(async (tx, c) => await remove(tx, c, kindOf(record), record.id)),
    [Symbol.asyncDispose]: async () => {
      await db.close()
      await database.drop()
    },
  }
}

export const officeHours = {
  mon: [['09:00', '17:00']],
  tue: [['09:00', '17:00']],
  wed: [['09:00', '17:00']],
  thu: [['09:00', '17:00']],
  fri: [['09:00', '17:00']],
}

export type Cast = Readonly<
  Record<
    | 'service'
    | 'other'
    | 'desk'
    | 'network'
    | 'carrier'
    | 'norwire'
    | 'ward'
    | 'ann'
    | 'bob'
    | 'calendar'
    | 'sla'
    | 'respond'
    | 'resolve'
    | 'resolve1',
    AnyRecord
  >
>

/** Office hours in UTC; respond in 1 h, resolve in 8 h and in 4 h for priority 1; the clock stops while waiting for the customer. */
export const cast = async (d: Desk): Promise<Cast> => {
  const norwire = await d.make('supplier', { title: 'Norwire' })
  const ward = await d.make('unit', { title: 'Ward 7' })
  const ann = await d.make('person', { title: 'Ann', email: 'ann@example.org', unit: ward.id })
  const bob = await d.make('person', { title: 'Bob', email: 'bob@example.org' })
  const first = await d.make('team', { title: 'Service desk', lead: bob.id })
  const network = await d.make('team', { title: 'Network' })
  const carrier = await d.make('team', { title: 'Carrier desk', supplier: norwire.id })
  const service = await d.make('service', { title: 'Telephony', service_kind: 'application', team: first.id, supplier: norwire.id })
  const other = await d.make('service', { title: 'Printing', service_kind: 'application' })
  const calendar = await d.make('calendar', { title: 'Office', time_zone: 'Etc/UTC', hours: officeHours })
  const sla = await d.make('agreement', {
    title: 'Telephony SLA',
    agreement_type: 'sla',
    calendar: calendar.id,
    services: [service.id],
    pauses_on: ['customer'],
  })
  const respond = await d.make('promise', { title: '', agreement: sla.id, measure: 'response', target: 3600 })
  const resolve = await d.make('promise', { title: '', agreement: sla.id, measure: 'resolution', target: 8 * 3600, warn_at: 0.75 })
  const resolve1 = await d.make('promise', { title: '', agreement: sla.id, measure: 'resolution', priority: '1', target: 4 * 3600 })
  await d.do(sla, 'activate')
  return { service, other, desk: first, network, carrier, norwire, ward, ann, bob, calendar, sla, respond, resolve, resolve1 }
}

export const iso = (offset: Millis): string => isoOf(monday + offset)

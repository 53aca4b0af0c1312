import { afterAll, beforeAll, expect, test } from 'vitest'
import { composed } from '../src/house.ts'
import { readConfig } from '../src/platform/config.ts'
import type { Database, Db, Tx } from '../src/platform/db/database.ts'
import { raw, render, type Sql, sql } from '../src/platform/db/sql.ts'
import { makeLog } from '../src/platform/log.ts'
import { sortable } from '../src/platform/records/read.ts'
import { system } from '../src/platform/rights/grants.ts'
import { testHouse, type TestHouse } from './house.ts'
import { growing, withLongPast } from './support/million.ts'

/** What lists and screens cost must not grow with history: the plan of every question that they ask, on a database with a long past. */

const now = Date.UTC(2026, 10, 20, 10)
/** Pages of 8 kB that one question may touch. The incidents here fill several times as many, their custody and clocks more again. */
const mostPages = 1_000

type Plan = Readonly<{ 'Node Type': string; 'Relation Name'?: string; Plans?: readonly Plan[] } & Record<string, unknown>>

let t: TestHouse
let screens: Awaited<ReturnType<typeof composed>>['app']
let asked: Sql[] = []

const noting = <T extends Db>(db: T): T => ({
  ...db,
  rows: async (query: Sql) => (asked.push(query), await db.rows(query)),
  first: async (query: Sql) => (asked.push(query), await db.first(query)),
})

const recorder = (db: Database): Database => ({
  ...noting(db),
  transaction: async (work, how) => await db.transaction(async (tx: Tx) => await work(noting(tx)), how),
})

beforeAll(async () => {
  t = await testHouse()
  const rows = await withLongPast(t.house, now, 13)
  expect(rows).toBeGreaterThan(1_000_000)
  await withPastStandings(t)
  const config = readConfig({ dataDir: t.dataDir, logLevel: 'error', sample: false }, {})
  const { app } = await composed(
    { ...t.house, db: recorder(t.house.db) },
    { config, log: makeLog('error'), version: 'test', now: () => now, identify: async () => ({ actor: system, via: 'api' }) },
  )
  screens = app
}, 300_000)

afterAll(async () => {
  await screens?.close()
  await t?.[Symbol.asyncDispose]()
})

/** Standings of five hundred months that are over and of the one that runs, for every service under each promise of availability. */
const withPastStandings = async ({ house }: TestHouse): Promise<void> => {
  await house.db.run(
    raw(`insert into standing (promise, subject, window_name, from_at, to_at, agreement, value, target, left_share, left_s, state, promise_version, agreement_version, evaluated_at, closed)
      select promise.id, service.id, to_char(first, 'YYYY-MM'), first, first + interval '1 month', promise.agreement, 0.999, promise.share, 0.2, 600,
        (array['missed', 'at_risk', 'no_data', 'kept'])[1 + n % 4], 1, 1, first, n < 500
      from promise join agreement on agreement.id = promise.agreement join service on service.id = any(agreement.services) cross join generate_series(0, 500) as n
      cross join lateral (select timestamptz '1985-03-01T00:00:00Z' + n * interval '1 month' as first) as begun
      where promise.measure = 'availability' order by n on conflict do nothing`),
  )
  await house.db.run(raw('vacuum analyze standing'))
}

const reads = (query: Sql): boolean =>
  /^\s*(select|with)\b/i.test(query.strings[0] ?? '') && !/for update|nextval|advisory/i.test(query.strings.join(' '))

const nodesOf = (plan: Plan): readonly Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)]

/** Why a question is too dear for a database with a long past; null when it is not. */
const tooDear = async (query: Sql): Promise<string | null> => {
  const explained = await t.house.db.first<{ 'QUERY PLAN': readonly Readonly<{ Plan: Plan }>[] }>(
    sql`explain (analyze, buffers, timing off, format json) ${query}`,
  )
  const plan = explained?.['QUERY PLAN'][0]?.Plan
  if (!plan) throw new Error('no plan')
  const text = render(query).text.replaceAll(/\s+/g, ' ').trim().slice(0, 400)
  const scanned = nodesOf(plan).find(
    (node) =>
      node['Node Type'] === 'Seq Scan' && growing.some((name) => name === node['Relation Name']) && Number(node['Actual Loops']) > 0,
  )
  if (scanned) return `reads ${scanned['Relation Name'] ?? ''} from end to end: ${text}`
  const pages = Number(plan['Shared Hit Blocks']) + Number(plan['Shared Read Blocks'])
  return pages > mostPages ? `touches ${pages} pages: ${text}` : null
}

/** Every question that an address asks of the database, and what is too dear among them. */
const dearAt = async (path: string): Promise<readonly string[]> => {
  asked = []
  const answer = await screens.inject({ method: 'GET', url: `/api/v1${path}` })
  expect(answer.statusCode, `${path}: ${answer.body.slice(0, 300)}`).toBe(200)
  const questions = asked.filter(reads)
  expect(questions.length, path).toBeGreaterThan(0)
  const found: string[] = []
  for (const query of questions) {
    const why = await tooDear(query)
    if (why !== null) found.push(`${path} ${why}`)
  }
  return found
}

const all = async (paths: readonly string[]): Promise<readonly string[]> => {
  const found: string[] = []
  for (const path of paths) found.push(...(await dearAt(path)))
  return found
}

const one = async (table: string, where = 'true'): Promise<string> => {
  const row = await t.house.db.first<{ id: string }>(raw(`select id from "${table}" where ${where} order by id limit 1`))
  if (!row) throw new Error(`no ${table}`)
  return row.id
}

test('the first page of every kind’s list, and the next one', async () => {
  const found: string[] = []
  for (const kind of t.house.registry.kinds) {
    const preset = new URLSearchParams(Object.entries(kind.list.preset ?? {})).toString()
    found.push(...(await all([`/${kind.plural}?limit=50`, `/${kind.plural}?limit=50&count=1&${preset}&sort=${kind.list.sort}`])))
  }
  const first = await screens.inject({ method: 'GET', url: '/api/v1/incidents?limit=50&sort=-opened_at' })
  found.push(
    ...(await dearAt(`/incidents?limit=50&sort=-opened_at&after=${encodeURIComponent(String(first.json<{ next: string }>().next))}`)),
  )
  expect(found).toEqual([])
})

test('lists of incidents, sorted by everything that they can be sorted by', async () => {
  const sorts = sortable(t.house.registry.kind('incident'))
  const paths = sorts.flatMap((sort) => [`/incidents?limit=50&sort=${sort}`, `/incidents?limit=50&sort=-${sort}`])
  expect(await all([...paths, ...sorts.map((sort) => `/incidents?limit=50&phase=open,active,waiting&sort=-${sort}`)])).toEqual([])
})

test('lists of incidents, filtered by what lists are filtered by', async () => {
  const service = await one('service')
  const person = await one('person')
  const team = await one('team')
  const filters = [
    `service=${service}`,
    `service=${service}&phase=open,active,waiting`,
    `service=${service}&priority=1,2`,
    `service=${service}&state=!cancelled&opened_at=2026-10-01T00:00:00Z..2026-11-01T00:00:00Z`,
    `service=${service}&resolved_at=2026-10-01T00:00:00Z..2026-11-01T00:00:00Z`,
    `service=${service}&level_state=missed`,
    `team=${team}`,
    `team=${team}&phase=open,active,waiting&sort=due_at`,
    `owner=${person}&phase=open,active,waiting`,
    `owner=none&phase=open,active,waiting`,
    `requester=${person}`,
    `priority=1`,
    `level_state=missed`,
    `state=pending`,
    `q=storage failure`,
    `opened_at=2026-10-01T00:00:00Z..2026-10-08T00:00:00Z`,
  ]
  expect(await all(filters.map((filter) => `/incidents?limit=50&${filter}`))).toEqual([])
})

test('one incident: the record, its past, its custody, what belongs to it', async () => {
  const id = await one('incident', "state = 'closed'")
  expect(
    await all([
      `/incidents/${id}`,
      `/incidents/${id}/custody`,
      `/records/${id}/events`,
      `/records/${id}/related`,
      `/records/${id}/comments`,
    ]),
  ).toEqual([])
})

test('the page of every service', async () => {
  const services = await t.house.db.rows<{ id: string }>(
    raw('select service as id from incident where service is not null group by service order by count(*) desc limit 5'),
  )
  expect(await all(services.map(({ id }) => `/services/${id}/page`))).toEqual([])
})

test('the desks', async () => {
  expect(
    await all(['/desks/run', '/desks/plan', '/desks/steer', '/desks/services', '/desks/services?state=missing&of=mine&limit=200']),
  ).toEqual([])
})

test('how promises stand, those of now and those of a month that is over', async () => {
  const service = await one('service')
  const agreement = await one('agreement')
  const month = '2026-09'
  expect(
    await all([
      '/standings?limit=200',
      '/standings?state=missed,at_risk',
      `/standings?subject=${service}`,
      `/standings?agreement=${agreement}&type=sla&measure=availability`,
      `/standings?window=${month}`,
    ]),
  ).toEqual([])
})

test('the feed, notifications and search', async () => {
  const person = await one('person')
  expect(
    await all([
      '/events?limit=50',
      '/events?limit=50&kind=incident',
      `/events?limit=50&actor=${person}`,
      '/events?limit=50&verb=resolve',
      '/search?q=inc-3870',
      '/search?q=storage%20failure',
    ]),
  ).toEqual([])
})

test('a question that reads everything is found out', async () => {
  expect(await tooDear(sql`select count(*) from incident where lower(title) like ${'%ward%'}`)).toMatch(/reads incident from end to end/)
  expect(await tooDear(sql`select sum(elapsed_s) from clock where ticket > ${'00000000-0000-0000-0000-000000000000'}::uuid`)).not.toBeNull()
})

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { downtimeFigures } from '../../capabilities/signals/index.ts'
import { sql } from '../../platform/db/sql.ts'
import { create, move } from '../../platform/records/write.ts'
import { undoImport } from '../../platform/imports/index.ts'
import { imported, outcomeOf, sharedData, testHouse, type TestHouse } from '../testing/house.ts'
import { stretchesOf } from './outages.ts'
import { probes } from './reader.ts'

let house: TestHouse
beforeAll(async () => {
  house = await testHouse([probes])
})
afterAll(async () => await house.close())

const header = 'checked_at,site,url,status,http_code,response_time_ms'
const small = [
  header,
  '2026-01-01T00:10:00.000Z,portal,https://portal.example.org,up,200,90',
  '2026-01-01T00:00:00.000Z,portal,https://portal.example.org,down,503,0',
  '2026-01-01T00:05:00.500Z,portal,https://portal.example.org,down,0,0',
  '2026-01-01T01:00:00Z,mail,,degraded,200,9000',
  '2026-01-01T02:00:00Z,mail,,down,0,0',
  'yesterday,mail,,up,200,80',
  '2026-01-01T03:00:00Z,mail,,broken,200,80',
  '2026-01-01T04:00:00Z,,,up,200,80',
].join('\n')

describe('a log of probes', () => {
  test('gives stretches from what was seen first to what was seen next, in the order of their times', () => {
    const probe = (at: number, status: 'up' | 'down' | 'degraded') => ({ at, status, code: '', url: '', file: '', line: at })
    const spans = (...list: ReturnType<typeof probe>[]) => stretchesOf(list).map(({ severity, from, to }) => [severity, from, to])
    expect(spans(probe(3, 'up'), probe(1, 'down'), probe(2, 'down'))).toEqual([['down', 1, 3]])
    expect(spans(probe(1, 'degraded'), probe(2, 'down'), probe(3, 'up'), probe(4, 'down'))).toEqual([
      ['degraded', 1, 2],
      ['down', 2, 3],
      ['down', 4, null],
    ])
    expect(spans(probe(1, 'up'))).toEqual([])
  })

  test('makes components, paused checks and outages; names each line that it cannot read; a second time nothing is new', async () => {
    const dry = await imported(house, 'probes', 'monitor', { 'probes.csv': small }, { dryRun: true })
    expect([dry.state, dry.kinds['outage']]).toMatchObject(['checked', { new: 3 }])
    const run = await imported(house, 'probes', 'monitor', { 'probes.csv': small })
    expect(run.state).toBe('applied')
    expect(run.kinds).toMatchObject({ component: { new: 2 }, check: { new: 1 }, outage: { new: 3 } })
    expect(run.issues.map(({ severity, line, rule }) => [severity, line, rule])).toEqual([
      ['refused', 7, 'date'],
      ['refused', 8, 'unknown_value'],
      ['refused', 9, 'required'],
      ['warning', 6, 'no_address'],
    ])
    const outages = await house.db.rows(
      sql`select outage.title, severity, outage.state, started_at, ended_at, found_by, component_type from outage join component on component.id = outage.subject order by started_at`,
    )
    expect(outages).toEqual([
      {
        title: 'portal was down: HTTP 503',
        severity: 'down',
        state: 'ended',
        started_at: '2026-01-01T00:00:00.000Z',
        ended_at: '2026-01-01T00:10:00.000Z',
        found_by: 'import',
        component_type: 'website',
      },
      expect.objectContaining({ severity: 'degraded', ended_at: '2026-01-01T02:00:00.000Z' }),
      expect.objectContaining({ severity: 'down', state: 'ongoing', ended_at: null }),
    ])
    expect(await house.db.rows(sql`select state, target, standing, every from "check"`)).toEqual([
      { state: 'paused', target: 'https://portal.example.org', standing: 'unknown', every: 300 },
    ])
    const again = await imported(house, 'probes', 'monitor', { 'probes.csv': small })
    expect(again.kinds).toMatchObject({
      component: { new: 0, changed: 0, same: 2 },
      check: { new: 0, changed: 0, same: 1 },
      outage: { new: 0, changed: 0, same: 3 },
    })
  })

  test('that goes on longer ends what went on', async () => {
    const longer = `${small}\n2026-01-01T05:00:00Z,mail,,up,200,80`
    const run = await imported(house, 'probes', 'monitor', { 'probes.csv': longer })
    expect(run.kinds['outage']).toMatchObject({ new: 0, changed: 1, same: 2 })
    expect(await house.db.rows(sql`select state, ended_at from outage where severity = 'down' order by started_at desc limit 1`)).toEqual([
      { state: 'ended', ended_at: '2026-01-01T05:00:00.000Z' },
    ])
  })

  test('counts outages that overlap once, and dismissed ones nowhere', async () => {
    const figure = async () => (await downtimeFigures(house.db, house.ctx, 'monitor')).find((one) => one.site === 'portal')
    expect(await figure()).toEqual({ site: 'portal', downtime_min: 10, outages: 1 })
    const portal = await house.db.first<{ id: string }>(sql`select id from component where title = 'portal'`)
    const byHand = async (started_at: string, ended_at: string) =>
      await house.db.transaction(
        async (tx) =>
          await create(tx, house.ctx, house.ctx.registry.kind('outage'), {
            title: 'Seen',
            subject: portal?.id,
            severity: 'down',
            started_at,
            ended_at,
          }),
      )
    await byHand('2026-01-01T00:05:00Z', '2026-01-01T00:12:00Z')
    const wrong = await byHand('2026-01-01T05:00:00Z', '2026-01-01T06:00:00Z')
    expect(await figure()).toEqual({ site: 'portal', downtime_min: 72, outages: 3 })
    await house.db.transaction(
      async (tx) => await move(tx, house.ctx, house.ctx.registry.kind('outage'), wrong.id, 'dismiss', {}, { reason: 'A false alarm.' }),
    )
    expect(await figure()).toEqual({ site: 'portal', downtime_min: 12, outages: 2 })
    expect(await downtimeFigures(house.db, house.ctx, 'another')).toEqual([])
  })

  test('is taken back as a whole', async () => {
    const other = await testHouse([probes])
    try {
      const run = await imported(other, 'probes', 'monitor', { 'probes.csv': small })
      const undo = await undoImport(other.imports, other.ctx, run.id)
      await undo.finished
      expect((await outcomeOf(other, run.id)).state).toBe('undone')
      const left = await other.db.rows(sql`select kind, count(*)::int as n from record where kind <> 'source' group by kind`)
      expect(left).toEqual([])
    } finally {
      await other.close()
    }
  })
})

type Expected = Readonly<{ site: string; downtime_min_from_probes: number; outages_seen_in_probes: number }>

describe('real probes', () => {
  const data = sharedData()
  test('of the University of Bern’s digital editions give the downtime of each site that can be reconciled, a second time too', async ({
    skip,
  }) => {
    if (data === null) return skip('the shared data is not there; set REEVE_SHARED to run this test')
    const folder = join(data, 'monitoring-probes/unibe-digital-editions')
    const file = readFileSync(join(folder, 'probes.csv.gz'))
    const expected = JSON.parse(readFileSync(join(folder, 'expected-downtime.json'), 'utf8')) as readonly Expected[]
    const made = await testHouse([probes])
    const real: TestHouse = { ...made, ctx: { ...made.ctx, now: Date.parse('2026-09-01T00:00:00Z') } }
    try {
      for (const turn of ['first', 'second']) {
        const run = await imported(real, 'probes', 'upptime', { 'probes.csv.gz': file })
        expect(run.state).toBe('applied')
        // One site was probed by other means than the web.
        expect(run.issues).toMatchObject([{ severity: 'warning', rule: 'no_address', path: 'url' }])
        if (turn === 'second') expect(run.kinds).toMatchObject({ outage: { new: 0, changed: 0 }, check: { new: 0, changed: 0 } })
        const figures = new Map((await downtimeFigures(real.db, real.ctx)).map((one) => [one.site, one]))
        expect(figures.size).toBe(54)
        expect(expected.length).toBe(21)
        expect(expected.map(({ site }) => figures.get(site))).toEqual(
          expected.map(({ site, downtime_min_from_probes, outages_seen_in_probes }) => ({
            site,
            downtime_min: downtime_min_from_probes,
            outages: outages_seen_in_probes,
          })),
        )
      }
    } finally {
      await real.close()
    }
  })
})

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { servicenowIncidents } from '../../connectors/servicenow/reader.ts'
import { imported, sharedData, type TestHouse, testHouse } from '../../connectors/testing/house.ts'
import { sql } from '../../platform/db/sql.ts'
import { create } from '../../platform/records/write.ts'
import { loadIncidents } from '../support/index.ts'
import { makeServiceReport } from './actions/issue.ts'
import { followServiceDays, rebuildServiceDays } from './index.ts'
import { factsOf } from './questions/report.ts'

const shared = sharedData()
if (shared === null) console.warn('SKIPPED: the shared data is not there (REEVE_SHARED), so no report was made of the real incident log.')

type Incident = Readonly<{ category: string; opened: number; ended: number; reassigned: number }>

const moment = (text: string): number => {
  const [, day = '', month = '', year = '', hour = '', minute = ''] = /^(\d+)\/(\d+)\/(\d+) (\d+):(\d+)$/.exec(text) ?? []
  return Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute))
}

/** What the log itself says of each incident in its last row. */
const lastRows = (bytes: Buffer): readonly Incident[] => {
  const last = new Map<string, Readonly<Record<string, string>>>()
  for (const row of parse<Readonly<Record<string, string>>>(bytes, { columns: true, bom: true })) {
    const before = last.get(row['number'] ?? '')
    if (!before || Number(row['sys_mod_count']) >= Number(before['sys_mod_count'])) last.set(row['number'] ?? '', row)
  }
  return [...last.values()].map((row) => ({
    category: row['category'] ?? '?',
    opened: moment(row['opened_at'] ?? ''),
    ended: moment(row['resolved_at'] === '?' ? (row['closed_at'] ?? '') : (row['resolved_at'] ?? '')),
    reassigned: Number(row['reassignment_count']),
  }))
}

describe.skipIf(shared === null)('a report on a service of the real log', () => {
  let house: TestHouse
  let incidents: readonly Incident[]
  beforeAll(async () => {
    const bytes = readFileSync(join(shared ?? '', 'itsm-incidents', 'incident_event_log.csv.gz'))
    incidents = lastRows(gunzipSync(bytes)).filter((one) => one.category === 'Category 26')
    house = await testHouse([servicenowIncidents({ load: loadIncidents })])
    await imported(house, 'servicenow-incidents', 'real', { 'incident_event_log.csv.gz': bytes })
  }, 300_000)
  afterAll(async () => await house.close())

  const report = async (period: string) => {
    const service = await house.db.first<{ ref: string }>(sql`select ref from service where title = 'Category 26'`)
    const made = await makeServiceReport(house.db, house.ctx, { service: service?.ref ?? '', period })
    return { ref: made.ref, facts: await factsOf(house.db, house.ctx, made.ref) }
  }

  it('counts what the log itself says', async () => {
    const [from, to] = [Date.UTC(2016, 2, 1), Date.UTC(2016, 3, 1)]
    const { facts } = await report('2016-03')
    const within = (at: number): boolean => at >= from && at < to
    const resolved = incidents.filter((one) => within(one.ended))
    expect(facts.volumes.opened.value).toBe(incidents.filter((one) => within(one.opened)).length)
    expect(facts.volumes.resolved.value).toBe(resolved.length)
    expect(facts.volumes.backlog_start.value).toBe(incidents.filter((one) => one.opened < from && one.ended >= from).length)
    expect(facts.volumes.backlog_end.value).toBe(incidents.filter((one) => one.opened < to && one.ended >= to).length)
    const lengths = resolved.map((one) => (one.ended - one.opened) / 1000).sort((a, b) => a - b)
    const all = facts.times.find((one) => one.measure === 'resolution' && one.priority === null)
    expect(all?.wall_median.value).toBe(lengths[Math.ceil(lengths.length * 0.5) - 1])
    expect(all?.wall_p90.value).toBe(lengths[Math.ceil(lengths.length * 0.9) - 1])
    expect(facts.reassignments.total.value).toBe(resolved.reduce((sum, one) => sum + one.reassigned, 0))
    expect(facts.days.reduce((sum, one) => sum + one.opened, 0)).toBe(facts.volumes.opened.value)
    expect(facts.days.at(-1)?.backlog).toBe(facts.volumes.backlog_end.value)
    expect(facts.promises).toEqual([])
    expect(facts.actions.map((one) => one.text).join()).toContain('No agreement in force covers this service')
  })

  it('keeps sums by day that a recount confirms, and that add up to the log', async () => {
    await house.db.transaction(async (tx) => {
      await create(tx, house.ctx, house.ctx.registry.kind('incident'), { title: 'One more', priority: '3' })
    })
    await followServiceDays(house.db, house.ctx.registry, house.ctx.now)
    const sums = async () =>
      await house.db.first(
        sql`select sum(opened)::integer as opened, sum(resolved)::integer as resolved, count(*)::integer as days from service_day`,
      )
    const followed = await sums()
    await rebuildServiceDays(house.db, house.ctx.registry, house.ctx.now)
    expect(await sums()).toEqual(followed)
    const march = await house.db.first<{ opened: number }>(sql`select opened from month_total where month = '2016-03'`)
    const without = await house.db.first<{ n: number }>(
      sql`select count(*) as n from incident where service is null and opened_at >= '2016-03-01' and opened_at < '2016-04-01'`,
    )
    expect((march?.opened ?? 0) + (without?.n ?? 0)).toBe(8995)
  })
})

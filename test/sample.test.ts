import { createHash } from 'node:crypto'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { entries } from '../samples/catalogue.ts'
import { bankHolidays } from '../samples/levels.ts'
import { loadSample } from '../samples/load.ts'
import { sampleOrganisation } from '../samples/organisation.ts'
import { lateLinks } from '../samples/people.ts'
import type { Rows } from '../samples/row.ts'
import { service } from '../src/capabilities/catalogue/kind.ts'
import { onePerRole } from '../src/capabilities/people/index.ts'
import { type Edge, graphOf } from '../src/platform/graph/graph.ts'
import { circleIn } from '../src/platform/graph/walk.ts'
import { sql } from '../src/platform/db/sql.ts'
import { allFields } from '../src/platform/records/kind.ts'
import type { Loading } from '../src/platform/records/load.ts'
import { organisationOf } from '../src/platform/settings.ts'
import { sharedText } from './oracles/shared.ts'
import { type TestHouse, testHouse } from './house.ts'

/** A Monday in November, mid-morning. */
const now = Date.UTC(2026, 10, 23, 10)
const sample = sampleOrganisation(now, 'small')
const standing = [...sample.standing()]
const incidents = [...sample.incidents()]
const all: readonly Rows[] = [...standing, ...incidents, ...sample.told()]
const rowsOf = (kind: string): readonly Loading[] => all.filter((set) => set.kind.name === kind).flatMap((set) => set.rows)
const titled = (kind: string, title: string): Loading => {
  const found = rowsOf(kind).find((row) => row.values['title'] === title)
  if (!found) throw new Error(`no ${kind} is called ${title}`)
  return found
}
const hashOf = (at: number): string => {
  const one = sampleOrganisation(at, 'small')
  return createHash('sha256')
    .update(JSON.stringify([[...one.standing()].map((set) => set.rows), [...one.incidents()].map((set) => set.rows)]))
    .digest('hex')
}
const strings = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : typeof value === 'string' ? [value] : [])

describe('the sample organisation', () => {
  it('is the same whenever the same moment is given', () => {
    expect(hashOf(now)).toBe(hashOf(now))
    expect(hashOf(now)).not.toBe(hashOf(now + 3_600_000))
  })

  it('has the size of a hospital’s technology', () => {
    const counts = Object.fromEntries(all.map((set) => [set.kind.name, rowsOf(set.kind.name).length]))
    expect(counts).toMatchObject({ supplier: 15, team: 15, calendar: 4 })
    expect(counts['service']).toBeGreaterThan(60)
    expect(counts['component']).toBeGreaterThan(300)
    expect(counts['person']).toBeGreaterThan(90)
    expect(counts['contract']).toBeGreaterThan(21)
    expect(counts['need']).toBeGreaterThan(24)
    expect(Math.abs((counts['incident'] ?? 0) - 4000)).toBeLessThan(100)
  })

  it('uses every kind of service', () => {
    expect(new Set(rowsOf('service').map((row) => row.values['service_kind'])).size).toBe(7)
  })

  it('fills only fields that exist, with values that they allow, and all that are required', () => {
    for (const { kind, rows } of all) {
      const fields = allFields(kind)
      for (const { values } of rows) {
        for (const [name, value] of Object.entries(values)) {
          const field = fields[name]
          if (!field) throw new Error(`${kind.name} has no field ${name}`)
          if (field.type === 'choice' && value !== null && value !== undefined)
            expect(field.options.map((one) => one.value)).toContain(value)
        }
        for (const [name, field] of Object.entries(kind.fields))
          if (field.required) expect([kind.name, name, values[name] ?? null]).not.toEqual([kind.name, name, null])
        if (values['state'] !== undefined) expect(kind.lifecycle.states.map((state) => state.name)).toContain(values['state'])
      }
    }
  })

  it('gives services only attributes of their kind', () => {
    const field = service.fields.attributes
    for (const { values } of rowsOf('service')) {
      const allowed = Object.keys(field.variants[String(values['service_kind'])] ?? {})
      for (const name of Object.keys(values['attributes'] ?? {})) expect(allowed).toContain(name)
    }
  })

  it('links only to records that were there before, of kinds that the field allows', () => {
    const kindOf = new Map<string, string>()
    for (const { kind, rows } of all) {
      for (const row of rows) kindOf.set(row.id, kind.name)
      for (const row of rows)
        for (const [name, field] of Object.entries(allFields(kind)))
          if (field.type === 'link' || field.type === 'links')
            for (const id of strings(row.values[name]))
              expect(field.to, `${kind.name}.${name} of ${String(row.values['title'])}`).toContain(kindOf.get(id))
    }
    for (const late of lateLinks(sample.times))
      for (const id of Object.values(late.set)) expect(kindOf.has(id) && kindOf.has(late.id)).toBe(true)
    expect(kindOf.size).toBe(all.reduce((sum, set) => sum + set.rows.length, 0))
  })

  it('has needs between things without a circle, and no group that asks for more than it has', () => {
    const edges = rowsOf('dependency').map(
      ({ values }): Edge => ({
        from: String(values['dependent']),
        to: String(values['provider']),
        means: values['means'] as Edge['means'],
        group: (values['group'] ?? null) as string | null,
        k: (values['needs_k'] ?? null) as number | null,
      }),
    )
    const graph = graphOf(edges)
    expect(circleIn(graph)).toBeNull()
    const groups = new Map<string, number>()
    for (const edge of edges) if (edge.group) groups.set(`${edge.from} ${edge.group}`, (groups.get(`${edge.from} ${edge.group}`) ?? 0) + 1)
    for (const edge of edges) if (edge.group) expect(edge.k ?? 1).toBeLessThanOrEqual(groups.get(`${edge.from} ${edge.group}`) ?? 0)
    expect([...groups.values()].filter((size) => size === 3).length).toBeGreaterThan(3)
  })

  it('has one notice day within a month and one that was missed', () => {
    const days = rowsOf('contract')
      .filter((row) => row.values['state'] === 'active')
      .map((row) => Math.round((Date.parse(String(row.values['notice_by'])) - now) / 86_400_000))
    expect(days.filter((left) => left < 0)).toHaveLength(1)
    expect(days.some((left) => left >= 0 && left <= 30)).toBe(true)
  })

  it('has needs that nothing meets and a service that nobody needs', () => {
    const met = new Set(rowsOf('need').flatMap((row) => strings(row.values['services'])))
    expect(rowsOf('need').filter((row) => strings(row.values['services']).length === 0)).toHaveLength(2)
    expect(
      rowsOf('service')
        .filter((row) => row.values['state'] === 'live' && !met.has(row.id))
        .map((row) => row.values['title']),
    ).toEqual(['Site radio'])
  })
})

describe('its incidents', () => {
  const rows = rowsOf('incident')

  it('tell a past that leads to what they are now, none of it after the end of the story', () => {
    for (const row of rows) {
      const past = row.past ?? []
      expect(past[0]?.verb).toBe('create')
      const told = Object.assign({}, ...past.map((event) => event.after)) as Record<string, unknown>
      expect(told).toEqual(row.values)
      const moments = past.map((event) => Date.parse(event.occurred_at))
      expect(moments).toEqual([...moments].sort((a, b) => a - b))
      expect(Math.max(...moments)).toBeLessThanOrEqual(now)
    }
  })

  it('come more on Mondays, in winter and by day', () => {
    const opened = rows.map((row) => new Date(row.created_at ?? 0))
    const share = (which: (at: Date) => boolean): number => opened.filter(which).length / opened.length
    expect(share((at) => at.getUTCDay() === 1)).toBeGreaterThan(share((at) => at.getUTCDay() === 4) * 1.15)
    expect(share((at) => at.getUTCDay() === 6)).toBeLessThan(0.11)
    expect(share((at) => [0, 1].includes(at.getUTCMonth())) / 2).toBeGreaterThan(
      (share((at) => [6, 7].includes(at.getUTCMonth())) / 4) * 1.2,
    )
    expect(share((at) => at.getUTCHours() >= 7 && at.getUTCHours() < 19)).toBeGreaterThan(0.7)
  })

  it('remember two days on which much went wrong', () => {
    for (const title of [
      'Patient record and prescribing down after a storage failure',
      'Chilled water lost: theatres stopped, scanners switched off',
    ]) {
      const major = titled('incident', title)
      expect(major.values).toMatchObject({ major: true, priority: '1', state: 'closed' })
      expect(String(major.values['resolution'])).toMatch(/\| 1\d:\d\d \| .+ \|/)
      const linked = rows.filter((row) => row.values['parent'] === major.id)
      expect(linked.length).toBeGreaterThan(20)
      for (const row of linked) expect(row.values['resolution_code']).toBe('Duplicate')
    }
  })

  it('concern every live service that is reported on', () => {
    const named = new Set(rows.map((row) => row.values['service']))
    expect(
      rowsOf('service')
        .filter((row) => !named.has(row.id))
        .map((row) => row.values['title']),
    ).toEqual(entries.filter((entry) => entry.incidents === 0).map((entry) => entry.title))
  })
})

it('keeps the bank holidays of England', () => {
  const text = sharedText('data/holidays/public_holidays_2015_2035.csv.gz')
  if (text === null) return
  const real = parse<{ calendar: string; date: string; name: string }>(text, { columns: true }).filter(
    (row) => row.calendar === 'GB_ENG' && /^202[567]/.test(row.date),
  )
  for (const date of bankHolidays) expect(real.map((row) => row.date)).toContain(date)
  // The list also names the days themselves where a substitute is given: 26 December 2026, 25 and 26 December 2027.
  expect(real.map((row) => row.date).filter((date) => !bankHolidays.includes(date))).toEqual(['2026-12-26', '2027-12-25', '2027-12-26'])
})

describe('a large organisation', () => {
  const large = sampleOrganisation(now, 'large', { incidents: 30_000, copies: 3 })
  it('is more copies of the catalogue, each whole by itself, with incidents in pieces', () => {
    const services = [...large.standing()].filter((set) => set.kind.name === 'service').flatMap((set) => set.rows)
    expect(services).toHaveLength(3 * entries.length)
    expect(new Set(services.map((row) => row.id)).size).toBe(services.length)
    const pieces = [...large.incidents()]
    expect(pieces.length).toBeGreaterThan(1)
    const known = new Set(services.map((row) => row.id))
    const named = new Set(pieces.flatMap((piece) => piece.rows.map((row) => String(row.values['service']))))
    for (const id of named) expect(known.has(id)).toBe(true)
    expect(named.size).toBeGreaterThan(180)
  })
})

describe('loaded', () => {
  let house: TestHouse
  let seconds = 0
  beforeAll(async () => {
    house = await testHouse()
    const begun = performance.now()
    await loadSample(house.house.db, house.house.registry, { size: 'small', now, say: () => undefined })
    seconds = (performance.now() - begun) / 1000
  })
  afterAll(async () => {
    await house[Symbol.asyncDispose]()
  })

  it('is there within the time that a first start may take', () => {
    expect(seconds).toBeLessThan(30)
  })
  it('says that it is a sample', async () => {
    expect(await organisationOf(house.house.db)).toEqual({ name: 'Larkmere Hospitals', sample: true })
  })
  it('offers one person for each role', async () => {
    const people = await onePerRole(house.house.db)
    expect(people.map((one) => [one.role, one.title])).toEqual([
      ['Administrator', 'Grace Lindqvist'],
      ['Agent', 'Priya Raman'],
      ['Auditor', 'Colin Mayhew'],
      ['Chief', 'Helen Ashcombe'],
      ['Engineer', 'Owen Pritchard'],
      ['Portfolio head', 'Daniel Achterberg'],
      ['Requester', 'Ruth Adeyemi'],
      ['Service manager', 'Marit Solberg'],
    ])
    for (const one of people) expect(one.about).not.toBe('')
  })
  it('has open work on time, at risk and missed', async () => {
    const rows = await house.house.db.rows<{ level_state: string; count: number }>(
      sql`select level_state, count(*) as count from incident where state in ('new', 'active', 'pending') group by 1`,
    )
    const counts = Object.fromEntries(rows.map((row) => [row.level_state, row.count]))
    for (const state of ['running', 'missed', 'paused']) expect(counts[state] ?? 0).toBeGreaterThan(0)
    expect(rows.reduce((sum, row) => sum + row.count, 0)).toBeGreaterThan(18)
  })
  it('keeps most promises, though not those of the imaging archive lately', async () => {
    const missed = async (where: 'all' | 'imaging'): Promise<number> => {
      const since = new Date(now - 70 * 86_400_000).toISOString()
      const chosen =
        where === 'all'
          ? sql`true`
          : sql`opened_at > ${since} and service = (select id from service where title = 'Imaging archive and viewing')`
      const row = await house.house.db.first<{ share: number }>(
        sql`select avg((level_state = 'missed')::int)::float as share from incident where level_state in ('met', 'missed') and ${chosen}`,
      )
      return row?.share ?? 0
    }
    expect(await missed('all')).toBeLessThan(0.15)
    expect(await missed('imaging')).toBeGreaterThan(0.25)
  })
  it('counts on from its numbers', async () => {
    const made = await house.call('POST', '/incidents', { title: 'One more' })
    expect(made.status).toBe(201)
    expect(Number(String((made.body['item'] as { ref: string }).ref).slice(4))).toBeGreaterThan(3900)
  })
  it('shows what a failing array takes down, and why', async () => {
    const array = await house.house.db.first<{ ref: string }>(sql`select ref from component where title = 'Array A'`)
    const answer = await house.call('GET', `/records/${array?.ref}/impact`)
    const items = answer.body['items'] as { record: { title: string }; effect: string; why: string }[]
    expect(items.find((item) => item.record.title === 'Patient record')).toMatchObject({ effect: 'down' })
    expect(items[0]?.why).toMatch(/which fails\.$/)
  })
})

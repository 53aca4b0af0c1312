import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { incidentFigures, loadIncidents } from '../../capabilities/support/index.ts'
import { sql } from '../../platform/db/sql.ts'
import { undoImport } from '../../platform/imports/index.ts'
import { change } from '../../platform/records/write.ts'
import { imported, outcomeOf, sharedData, type TestHouse, testHouse } from '../testing/house.ts'
import { servicenowIncidents } from './reader.ts'

const reader = 'servicenow-incidents'
const shared = sharedData()

let house: TestHouse
beforeAll(async () => {
  house = await testHouse([servicenowIncidents({ load: loadIncidents })])
})
afterAll(async () => {
  expect(house.defects).toEqual([])
  await house.close()
})

const header =
  'number,incident_state,reassignment_count,reopen_count,sys_mod_count,made_sla,caller_id,opened_at,sys_updated_at,contact_type,category,u_symptom,impact,urgency,priority,assignment_group,assigned_to,resolved_at,closed_at'
const row = (number: string, state: string, order: number, at: string, more: Partial<Record<string, string>> = {}): string =>
  header
    .split(',')
    .map(
      (name) =>
        ({
          number,
          incident_state: state,
          reassignment_count: '0',
          reopen_count: '0',
          sys_mod_count: String(order),
          made_sla: 'true',
          caller_id: 'Caller 1',
          opened_at: '13/2/2016 09:00',
          sys_updated_at: at,
          contact_type: 'Phone',
          category: 'Category 5',
          u_symptom: 'Symptom 7',
          impact: '2 - Medium',
          urgency: '2 - Medium',
          priority: '3 - Moderate',
          assignment_group: 'Group 1',
          assigned_to: '?',
          resolved_at: '?',
          closed_at: '?',
          ...more,
        })[name] ?? '?',
    )
    .join(',')
const log = (...rows: readonly string[]): string => [header, ...rows].join('\n')

const one = async (source: string) =>
  await house.db.first<Record<string, unknown>>(
    sql`select incident.* from incident join record on record.id = incident.id where record.source = ${source}`,
  )
const pastOf = async (id: unknown) =>
  await house.db.rows<{ verb: string; occurred_at: string; after: Record<string, unknown> }>(
    sql`select verb, occurred_at, after from event where record_id = ${id} and occurred_at is not null order by id`,
  )

describe('a ServiceNow incident log', () => {
  it('makes one incident with its whole past, however its rows are mixed', async () => {
    const rows = [
      row('INC1', 'Resolved', 3, '13/2/2016 12:00', {
        assignment_group: 'Group 2',
        made_sla: 'false',
        resolved_at: '13/2/2016 11:59',
        reassignment_count: '1',
      }),
      row('INC1', 'New', 0, '13/2/2016 09:05'),
      row('INC1', 'Awaiting User Info', 2, '13/2/2016 11:00', {
        assigned_to: 'Resolver 4',
        assignment_group: 'Group 2',
        reassignment_count: '1',
      }),
      row('INC1', 'Active', 1, '13/2/2016 10:00'),
    ]
    const run = await imported(house, reader, 'mixed', { 'log.csv': log(...rows) })
    expect(run).toMatchObject({
      state: 'applied',
      kinds: { team: { new: 2 }, service: { new: 1 }, incident: { new: 1 } },
      issues: [],
      summary: { notes: { events: 4, equal_times: 0, times_going_back: 0 } },
    })
    const incident = await one('mixed')
    expect(incident).toMatchObject({
      title: 'Category 5 · Symptom 7',
      state: 'resolved',
      priority: '3',
      channel: 'phone',
      met_at_source: false,
      reassignments: 1,
      opened_at: '2016-02-13T09:00:00.000Z',
      resolved_at: '2016-02-13T11:59:00.000Z',
      reported_by: 'Caller 1',
      category: 'Category 5',
    })
    const past = await pastOf(incident?.['id'])
    expect(past.map((event) => event.after['source_state'])).toEqual(['New', 'Active', 'Awaiting User Info', 'Resolved'])
    expect(past.map((event) => [event.after['state'], event.after['waiting_for']])).toEqual([
      ['new', null],
      ['active', null],
      ['pending', 'customer'],
      ['resolved', null],
    ])
    expect(past[0]?.verb).toBe('create')
    expect(past[2]?.after['source']).toMatchObject({ assigned_to: 'Resolver 4' })
    const team = await house.db.first<{ title: string }>(sql`select title from team where id = ${past[3]?.after['team']}`)
    expect(team?.title).toBe('Group 2')
  })

  it('reading it again changes nothing; new rows are added to the past that is there', async () => {
    const first = [row('INC2', 'New', 0, '13/2/2016 09:05'), row('INC2', 'Active', 1, '13/2/2016 10:00')]
    await imported(house, reader, 'again', { 'log.csv': log(...first) })
    expect((await imported(house, reader, 'again', { 'log.csv': log(...first) })).kinds).toMatchObject({
      incident: { new: 0, changed: 0, same: 1 },
      team: { same: 1 },
      service: { same: 1 },
    })
    const more = await imported(house, reader, 'again', {
      'log.csv': log(...first, row('INC2', 'Closed', 2, '14/2/2016 10:00', { closed_at: '14/2/2016 10:00' })),
    })
    expect(more.kinds).toMatchObject({ incident: { new: 0, changed: 1, same: 0 } })
    const incident = await one('again')
    expect(incident).toMatchObject({ state: 'closed', closed_at: '2016-02-14T10:00:00.000Z' })
    expect((await pastOf(incident?.['id'])).map((event) => event.after['source_state'])).toEqual(['New', 'Active', 'Closed'])
  })

  it('names lines with impossible dates, unknown states and missing numbers, and takes the others', async () => {
    const rows = [
      row('INC3', 'New', 0, '13/2/2016 09:05'),
      row('INC3', '-100', 1, '13/2/2016 09:10'),
      row('INC3', 'Active', 2, '30/2/2016 09:10'),
      row('?', 'New', 0, '13/2/2016 09:05'),
      row('INC4', 'New', 0, '13/2/2016 09:05', { opened_at: '31/4/2016 10:00' }),
      row('INC5', 'New', 0, '13/2/2016 09:05', { priority: '9 - Odd' }),
    ]
    const run = await imported(house, reader, 'dirty', { 'log.csv': log(...rows) })
    expect(run.kinds['incident']).toMatchObject({ new: 2 })
    expect(run.issues.map(({ severity, line, path, rule }) => ({ severity, line, path, rule }))).toEqual(
      expect.arrayContaining([
        { severity: 'warning', line: 3, path: 'incident_state', rule: 'unknown_state' },
        { severity: 'refused', line: 4, path: 'sys_updated_at', rule: 'date' },
        { severity: 'refused', line: 5, path: 'number', rule: 'required' },
        { severity: 'refused', line: 6, path: 'opened_at', rule: 'date' },
        { severity: 'warning', line: 7, path: 'priority', rule: 'unknown_value' },
      ]),
    )
    expect(run.issues).toHaveLength(5)
  })

  it('counts equal times and times that go back, and keeps the order of modifications', async () => {
    const rows = [
      row('INC7', 'New', 0, '13/2/2016 09:05'),
      row('INC7', 'Active', 1, '13/2/2016 10:00'),
      row('INC7', 'Resolved', 2, '13/2/2016 09:30'),
      row('INC7', 'Closed', 3, '13/2/2016 10:00'),
    ]
    const run = await imported(house, reader, 'times', { 'log.csv': log(...rows) })
    expect(run.summary?.notes).toMatchObject({ times_going_back: 1, equal_times: 0 })
    const past = await pastOf((await one('times'))?.['id'])
    expect(past.map((event) => [event.after['source_state'], event.occurred_at.slice(11, 16)])).toEqual([
      ['New', '09:05'],
      ['Active', '10:00'],
      ['Resolved', '10:00'],
      ['Closed', '10:00'],
    ])
    expect(past[2]?.after['source']).toMatchObject({ sys_updated_at: '13/2/2016 09:30' })
  })

  it('reads times in the zone of its mapping, and asks when day and month cannot be told apart', async () => {
    const rows = [row('INC6', 'New', 0, '1/7/2016 09:05', { opened_at: '1/7/2016 09:00' })]
    const unsure = await imported(house, reader, 'unsure', { 'log.csv': log(...rows) })
    expect(unsure).toMatchObject({ state: 'failed', issues: [{ rule: 'date_format' }] })
    await imported(house, reader, 'zoned', { 'log.csv': log(...rows) }, { mapping: { date_format: 'd/m/y', zone: 'Europe/London' } })
    expect(await one('zoned')).toMatchObject({ opened_at: '2016-07-01T08:00:00.000Z' })
  })
})

describe('an import that is taken back', () => {
  it('leaves nothing of its own, and everything that was there before', async () => {
    await imported(house, reader, 'kept', { 'log.csv': log(row('INC8', 'New', 0, '13/2/2016 09:05')) })
    const rows = Array.from({ length: 40 }, (_, at) =>
      row(`INC9${at}`, 'New', 0, '13/2/2016 09:05', { assignment_group: `Group ${at % 7}`, category: 'Category 99' }),
    )
    const run = await imported(house, reader, 'gone', { 'log.csv': log(...rows) })
    expect(run.kinds).toMatchObject({ incident: { new: 40 }, service: { new: 1 } })
    await (await undoImport(house.imports, house.ctx, run.id)).finished
    expect(await outcomeOf(house, run.id)).toMatchObject({ state: 'undone', issues: [] })
    expect(await incidentFigures(house.db, house.ctx, 'gone')).toMatchObject({ events: 0, incidents: 0 })
    expect(await house.db.rows(sql`select 1 from service where title = 'Category 99'`)).toEqual([])
    expect(await one('kept')).toBeDefined()
    expect((await imported(house, reader, 'gone', { 'log.csv': log(...rows) })).kinds).toMatchObject({ incident: { new: 40 } })
  })

  it('keeps records that somebody changed since, and says so', async () => {
    const run = await imported(house, reader, 'touched', {
      'log.csv': log(row('INC10', 'New', 0, '13/2/2016 09:05'), row('INC11', 'New', 0, '13/2/2016 09:05')),
    })
    const touched = await house.db.first<{ id: string; ref: string }>(
      sql`select id, ref from record where source = 'touched' and source_ref = 'INC10'`,
    )
    await house.db.transaction(
      async (tx) => await change(tx, house.ctx, house.ctx.registry.kind('incident'), touched?.id ?? '', { location: 'Room 4' }),
    )
    await (await undoImport(house.imports, house.ctx, run.id)).finished
    const undone = await outcomeOf(house, run.id)
    expect(undone.issues).toMatchObject([{ severity: 'warning', rule: 'left', path: touched?.ref }])
    expect(await house.db.rows(sql`select source_ref from record where source = 'touched' and kind = 'incident'`)).toEqual([
      { source_ref: 'INC10' },
    ])
  })
})

describe.skipIf(shared === null)('the real log of 73,345 events', () => {
  const folder = join(shared ?? '', 'itsm-incidents')

  it('gives the expected figures from our own tables, and reading it again changes nothing', { timeout: 300_000 }, async () => {
    const files = { 'incident_event_log.csv.gz': readFileSync(join(folder, 'incident_event_log.csv.gz')) }
    const run = await imported(house, reader, 'real', files)
    expect(run).toMatchObject({ state: 'applied', issues: [], kinds: { incident: { new: 11_774, changed: 0, same: 0, refused: 0 } } })
    const { team, service } = run.kinds
    expect([(team?.new ?? 0) + (team?.same ?? 0), (service?.new ?? 0) + (service?.same ?? 0)]).toEqual([71, 43])
    expect(await incidentFigures(house.db, house.ctx, 'real')).toEqual(
      JSON.parse(readFileSync(join(folder, 'expected-figures.json'), 'utf8')),
    )
    expect((await imported(house, reader, 'real', files)).kinds).toMatchObject({ incident: { new: 0, changed: 0, same: 11_774 } })
  })
})

if (shared === null) console.warn('The shared data is not there (REEVE_SHARED): the real incident log was not tested.')

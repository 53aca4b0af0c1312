import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import writeXlsxFile from 'write-excel-file/node'
import { kinds } from '../../kinds.ts'
import { text } from 'node:stream/consumers'
import { sql } from '../../platform/db/sql.ts'
import { applyImport, remap, undoImport } from '../../platform/imports/index.ts'
import { exportRecords } from '../../platform/records/export.ts'
import { change } from '../../platform/records/write.ts'
import { imported, outcomeOf, type TestHouse, testHouse } from '../testing/house.ts'
import { csvReaders } from './reader.ts'

let house: TestHouse
beforeAll(async () => {
  house = await testHouse(csvReaders(kinds))
})
afterAll(async () => {
  expect(house.defects).toEqual([])
  await house.close()
})

const issues = (run: Awaited<ReturnType<typeof outcomeOf>>) =>
  run.issues.map(({ severity, line, path, rule }) => `${severity} ${line} ${path ?? '-'} ${rule}`)
const one = async (kind: string, title: string) =>
  await house.db.first<Record<string, unknown>>(sql`select * from ${{ strings: [`"${kind}"`], values: [] }} where title = ${title}`)

describe('a table of records', () => {
  it('recognises columns by label, field name and usual names, and values however they are written', async () => {
    await imported(house, 'csv:supplier', 'suppliers', { 'suppliers.csv': 'Name,Country\nLine Co,UK\n' })
    const csv = [
      'Name;Vendor;Start Date;End date;Annual cost;Currency;Renewal;Renews for;Signed;Notice;labels;Odd',
      'Lines;Line Co;01.04.2024;31.03.2027;1.234,50;GBP;Renews by itself;12 months;ja;90;a|b;x',
    ].join('\n')
    const run = await imported(house, 'csv:contract', 'contracts', { 'contracts.csv': csv })
    expect(issues(run)).toEqual(['warning 1 header column_left_out'])
    expect(run.mapping).toMatchObject({ date_format: 'd/m/y', decimal: ',', key: 'title' })
    expect(await one('contract', 'Lines')).toMatchObject({
      starts_on: '2024-04-01',
      ends_on: '2027-03-31',
      yearly_cost: '1234.50',
      renewal: 'automatic',
      renewal_months: 12,
      signed: true,
      notice_days: 90,
      tags: ['a', 'b'],
      state: 'draft',
    })
  })

  it('checks without writing, applies what was checked, and finds its records when it is read again', async () => {
    const csv = 'Id,Name,Type,Parent\nU1,Trust,Provider,\nU2,Ward 4,Consumer,U1\n'
    const checked = await imported(house, 'csv:unit', 'units', { 'units.csv': csv }, { dryRun: true })
    expect(checked).toMatchObject({ state: 'checked', kinds: { unit: { new: 2 } } })
    expect(await one('unit', 'Trust')).toBeUndefined()
    expect(await house.db.rows(sql`select 1 from event where kind = 'unit'`)).toEqual([])
    await (await applyImport(house.imports, house.ctx, checked.id)).finished
    expect(await outcomeOf(house, checked.id)).toMatchObject({ state: 'applied', kinds: { unit: { new: 2 } } })
    expect(await one('unit', 'Trust')).toMatchObject({ ref: 'UNIT-1', unit_type: 'provider' })
    expect((await one('unit', 'Ward 4'))?.['parent']).toBe((await one('unit', 'Trust'))?.['id'])
    const again = await imported(house, 'csv:unit', 'units', { 'units.csv': csv.replace('Ward 4', 'Ward 5') })
    expect(again.kinds).toEqual({ unit: { new: 0, changed: 1, same: 1, refused: 0 } })
    expect(await one('unit', 'Ward 4')).toBeUndefined()
  })

  it('takes links in any order and refuses those that go round in a circle', async () => {
    const csv = 'Id,Name,Parent\nC3,Child,C2\nC2,Middle,C1\nC1,Top,\nX1,One,X2\nX2,Two,X1\nX3,Self,X3\n'
    const run = await imported(house, 'csv:unit', 'circles', { 'units.csv': csv })
    expect(run.kinds).toEqual({ unit: { new: 3, changed: 0, same: 0, refused: 3 } })
    expect(issues(run)).toEqual(['refused 5 Parent cycle', 'refused 6 Parent cycle', 'refused 7 Parent cycle'])
  })

  it('names file, line, field and rule of every line that cannot be read, and writes none of them', async () => {
    const csv =
      'Name,E-mail,Unit,Level,Works for a supplier\nGood,good@example.org,Trust,4,no\nBad,not an address,Nowhere,9,maybe\n,x@example.org,,,\nTwice,good@example.org,,,\n=cmd|x,formula@example.org,,,\n'
    const run = await imported(house, 'csv:person', 'people', { 'people.csv': csv })
    expect(run.kinds).toEqual({ person: { new: 2, changed: 0, same: 0, refused: 3 } })
    expect(issues(run).sort()).toEqual([
      'refused 3 Level choice',
      'refused 3 Works for a supplier yes_no',
      'refused 4 Name required',
      'refused 5 - duplicate',
      'warning 6 Name formula_text',
    ])
    expect(run.issues.every((issue) => issue.file === 'people.csv' && issue.message.length > 10)).toBe(true)
  })

  it('is all or nothing when it is told so', async () => {
    const run = await imported(
      house,
      'csv:team',
      'all-or-nothing',
      { 'teams.csv': 'Name,Unit\nA team,Trust\nB team,Nowhere\n' },
      { mapping: { keep_valid: false } },
    )
    expect(run).toMatchObject({ state: 'checked', summary: { refused: 1 } })
    expect(run.message).toMatch(/Nothing was written/)
    expect(await one('team', 'A team')).toBeUndefined()
  })

  it('asks for the order of day and month, remembers the answer, and reads the kept file again', async () => {
    const csv = 'Name,Criticality,Live since\nMail,High,03/04/2020\n'
    const unsure = await imported(
      house,
      'csv:service',
      'dates',
      { 'services.csv': csv },
      { dryRun: true, mapping: { defaults: { service_kind: 'communications' } } },
    )
    expect(unsure).toMatchObject({ state: 'failed', issues: [{ rule: 'date_format', line: 2, path: 'Live since' }] })
    await (await remap(house.imports, house.ctx, unsure.id, { date_format: 'd/m/y' })).finished
    expect(await outcomeOf(house, unsure.id)).toMatchObject({ state: 'checked', kinds: { service: { new: 1 } } })
    await imported(house, 'csv:service', 'dates', { 'services.csv': csv })
    expect(await one('service', 'Mail')).toMatchObject({ live_on: '2020-04-03', service_kind: 'communications', criticality: 'high' })
  })

  it('reads workbooks, value maps and attributes', async () => {
    const book = await writeXlsxFile([
      ['Name', 'Kind', 'Rooms', 'State'].map((value) => ({ value })),
      [
        { type: String, value: 'Theatre AV' },
        { type: String, value: 'AV' },
        { type: Number, value: 12 },
        { type: String, value: 'Live' },
      ],
    ]).toBuffer()
    const run = await imported(
      house,
      'csv:service',
      'book',
      { 'services.xlsx': book },
      { mapping: { values: { service_kind: { AV: 'audio_visual' } } } },
    )
    expect(run).toMatchObject({ state: 'applied', issues: [], kinds: { service: { new: 1 } } })
    expect(await one('service', 'Theatre AV')).toMatchObject({ service_kind: 'audio_visual', attributes: { rooms: 12 }, state: 'live' })
  })

  it('is taken back: what it made goes, what it changed gets its old values, what was changed since stays', async () => {
    await imported(house, 'csv:supplier', 'undo', { 's.csv': 'Name,Country\nOld Ltd,UK\nKept Ltd,UK\n' })
    const run = await imported(house, 'csv:supplier', 'undo', { 's.csv': 'Name,Country\nOld Ltd,FR\nKept Ltd,FR\nNew Ltd,FR\n' })
    expect(run.kinds).toEqual({ supplier: { new: 1, changed: 2, same: 0, refused: 0 } })
    const kept = await one('supplier', 'Kept Ltd')
    await house.db.transaction(
      async (tx) => await change(tx, house.ctx, house.ctx.registry.kind('supplier'), String(kept?.['id']), { country: 'DE' }),
    )
    await (await undoImport(house.imports, house.ctx, run.id)).finished
    const undone = await outcomeOf(house, run.id)
    expect(undone).toMatchObject({ state: 'undone', issues: [{ rule: 'left', path: kept?.['ref'] }] })
    expect(await one('supplier', 'New Ltd')).toBeUndefined()
    expect(await one('supplier', 'Old Ltd')).toMatchObject({ country: 'UK' })
    expect(await one('supplier', 'Kept Ltd')).toMatchObject({ country: 'DE' })
    await expect(undoImport(house.imports, house.ctx, run.id)).rejects.toMatchObject({ code: 'wrong_state' })
  })
})

describe('rights', () => {
  const as = (...rights: readonly string[]): TestHouse => ({
    ...house,
    ctx: {
      ...house.ctx,
      actor: { id: null, title: 'Somebody', level: 3, teams: [], grants: rights.map((right) => ({ right, reach: 'all' as const })) },
    },
  })

  it('needs the right to import, and the right to create what is imported', async () => {
    await expect(imported(as('unit.create'), 'csv:unit', 'rights', { 'u.csv': 'Name\nX unit\n' })).rejects.toMatchObject({
      code: 'missing_right',
    })
    expect(await imported(as('import.run', 'unit.see'), 'csv:unit', 'rights', { 'u.csv': 'Name\nX unit\n' })).toMatchObject({
      state: 'failed',
      issues: [{ rule: 'missing_right' }],
    })
    expect(await imported(as('import.run', 'unit.create'), 'csv:unit', 'rights', { 'u.csv': 'Name\nX unit\n' })).toMatchObject({
      state: 'applied',
    })
  })
})

describe('an export', () => {
  const supplier = () => house.ctx.registry.kind('supplier')

  it('can be read back: every record is the same', async () => {
    await imported(house, 'csv:supplier', 'round', {
      's.csv': 'Name,Country,About\n"Quote ""x"", Ltd",UK,"two\nlines"\n+44 Calls,UK,=1+1\n',
    })
    const csv = await text(
      await exportRecords(
        house.db,
        house.ctx,
        supplier(),
        { filters: {}, columns: ['ref', 'title', 'country', 'about', 'tags', 'state'] },
        'csv',
      ),
    )
    expect(csv).toContain("'=1+1")
    const run = await imported(house, 'csv:supplier', 'back', { 's.csv': csv })
    expect(run.mapping).toMatchObject({ key: 'ref' })
    expect(run.kinds['supplier']).toMatchObject({ new: 0, changed: 0, refused: 0 })
    expect(run.kinds['supplier']?.same).toBeGreaterThan(4)
  })

  it('writes labels for people, refs for links, and Markdown', async () => {
    const md = await text(
      await exportRecords(
        house.db,
        house.ctx,
        house.ctx.registry.kind('contract'),
        { filters: {}, columns: ['title', 'supplier', 'renewal'], labels: true },
        'md',
      ),
    )
    const ref = (await one('supplier', 'Line Co'))?.['ref']
    expect(md).toBe(`| Name | Supplier | Renewal |\n| --- | --- | --- |\n| Lines | ${String(ref)} | Renews by itself |\n`)
  })

  it('leaves out fields that the person may not see, and refuses unknown ones', async () => {
    const ctx = {
      ...house.ctx,
      actor: { id: null, title: 'Reader', level: 2, teams: [], grants: [{ right: 'contract.see', reach: 'all' as const }] },
    }
    const csv = await text(
      await exportRecords(house.db, ctx, house.ctx.registry.kind('contract'), { filters: {}, columns: ['title', 'yearly_cost'] }, 'csv'),
    )
    expect(csv).toBe('\ufefftitle\r\nLines\r\n')
    await expect(exportRecords(house.db, ctx, supplier(), { filters: {}, columns: ['nonsense'] }, 'csv')).rejects.toMatchObject({
      code: 'unknown_field',
    })
  })

  it('is a workbook that reads back', async () => {
    const chunks: Buffer[] = []
    for await (const chunk of await exportRecords(
      house.db,
      house.ctx,
      supplier(),
      { filters: { country: 'UK' }, columns: ['ref', 'title', 'country'] },
      'xlsx',
    ))
      chunks.push(chunk as Buffer)
    expect((await imported(house, 'csv:supplier', 'workbook', { 's.xlsx': Buffer.concat(chunks) })).kinds['supplier']).toMatchObject({
      new: 0,
      changed: 0,
      refused: 0,
    })
  })
})

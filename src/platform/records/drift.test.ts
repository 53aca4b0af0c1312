import { afterAll, beforeAll, expect, test } from 'vitest'
import { testHouse, type TestHouse } from '../../../test/house.ts'
import { sql } from '../db/sql.ts'
import { columnsOf } from './columns.ts'

let reeve: TestHouse
beforeAll(async () => {
  reeve = await testHouse()
})
afterAll(async () => await reeve[Symbol.asyncDispose]())

/** What differs between a kind's description and its table. Empty when they agree. */
const driftOf = async (kind: Parameters<typeof columnsOf>[0]): Promise<readonly string[]> => {
  const columns = await reeve.house.db.rows<{ name: string; type: string; required: boolean }>(sql`
    select attname as name, format_type(atttypid, atttypmod) as type, attnotnull as required from pg_attribute
    where attrelid = ${`"${kind.name}"`}::regclass and attnum > 0 and not attisdropped`)
  const stored = new Map(columns.map((column) => [column.name, column]))
  const wanted = columnsOf(kind)
  const differing = wanted.flatMap(({ name, type, required }) => {
    const column = stored.get(name)
    if (!column) return [`${kind.name}.${name}: no column`]
    if (column.type !== type) return [`${kind.name}.${name}: ${column.type} instead of ${type}`]
    return column.required !== required ? [`${kind.name}.${name}: ${required ? 'must be' : 'must not be'} not null`] : []
  })
  const known = new Set(wanted.map((one) => one.name))
  const indexed = await reeve.house.db.rows<{ first: string }>(sql`
    select a.attname as first from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0] where i.indrelid = ${`"${kind.name}"`}::regclass`)
  const firsts = new Set(indexed.map((row) => row.first))
  return [
    ...differing,
    ...columns.filter(({ name }) => !known.has(name)).map(({ name }) => `${kind.name}.${name}: a column without a field`),
    ...wanted
      .filter(({ name, field }) => field.indexed && !firsts.has(name))
      .map(({ name }) => `${kind.name}.${name}: said to be indexed, but no index begins with it`),
  ]
}

test('every kind agrees with its table: columns, types, not null, indexes', async () => {
  const drift = (await Promise.all(reeve.house.registry.kinds.map(driftOf))).flat()
  expect(drift).toEqual([])
})

test('a column that is missing, surplus or of another type is found', async () => {
  await reeve.house.db.run(sql`alter table unit drop column site, add column surplus text, alter column headcount type text`)
  const drift = await driftOf(reeve.house.registry.kind('unit'))
  expect(drift).toEqual(['unit.headcount: text instead of bigint', 'unit.site: no column', 'unit.surplus: a column without a field'])
})

test('the OpenAPI description has each kind’s fields and paths', async () => {
  const { body } = await reeve.call('GET', '/api/openapi.json')
  const { paths, components } = body as unknown as {
    paths: Record<string, object>
    components: { schemas: Record<string, { properties: object }> }
  }
  for (const kind of reeve.house.registry.kinds) {
    expect(Object.keys(paths[`/api/v1/${kind.plural}`] ?? {})).toEqual(['get', 'post'])
    expect(Object.keys(components.schemas[kind.name]?.properties ?? {}).sort()).toEqual(
      columnsOf(kind)
        .map(({ name }) => name)
        .sort(),
    )
  }
})

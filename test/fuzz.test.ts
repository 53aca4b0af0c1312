import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testHouse, type TestHouse } from './house.ts'

/** No request body, query or header makes a 5xx: tried from the list of routes itself, with values that break things. */

let reeve: TestHouse
beforeAll(async () => {
  reeve = await testHouse()
  await reeve.call('POST', '/services', { title: 'Mail', service_kind: 'application' })
})
afterAll(async () => await reeve[Symbol.asyncDispose]())

const nasty = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '\u0000',
    '\ud800',
    'NaN',
    '-1',
    '1e400',
    '9'.repeat(400),
    '../../etc/passwd',
    "'; drop table record; --",
    '<script>',
    '{',
    '[]',
    'null',
    '2026-02-30',
    '2026-13-01T99:00:00Z',
    'SVC-1',
    'svc-1',
    'UNIT-0',
    '%',
    '\\',
    '=cmd|x',
    '١٢',
    'a'.repeat(5000),
  ),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
)
const value: fc.Arbitrary<unknown> = fc.oneof(
  nasty,
  fc.array(nasty, { maxLength: 3 }),
  fc.dictionary(fc.string({ maxLength: 8 }), nasty, { maxKeys: 3 }),
)

/** Bodies that know the field names of the kinds, so that they reach past the first check. */
const bodyFor = (names: readonly string[]): fc.Arbitrary<unknown> =>
  fc.oneof(fc.dictionary(fc.oneof(fc.constantFrom(...names), fc.string({ maxLength: 10 })), value, { maxKeys: 6 }), value)

test('no route answers with a 5xx, whatever it is sent', async () => {
  const names = [
    ...new Set(reeve.house.registry.kinds.flatMap((kind) => ['title', 'owner', 'tags', 'reason', ...Object.keys(kind.fields)])),
  ]
  const routes = reeve.house.routes.filter((route) => !route.streams)
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...routes),
      fc.array(nasty, { minLength: 3, maxLength: 3 }),
      fc.dictionary(fc.constantFrom(...names, 'q', 'sort', 'after', 'limit', 'as_of', 'phase', 'period', 'depth'), nasty, { maxKeys: 3 }),
      bodyFor(names),
      async (route, keys, query, body) => {
        let at = 0
        const path = route.path.replace(/:\w+/g, () => encodeURIComponent(wellFormed(keys[at++ % keys.length])).slice(0, 300) || 'x')
        const search = new URLSearchParams(Object.entries(query).map(([name, one]) => [name, wellFormed(one)])).toString()
        const answer = await reeve.call(route.method, `${path}?${search}`, route.method === 'GET' ? undefined : jsonable(body))
        expect(
          answer.status,
          `${route.method} ${path}?${search} ${JSON.stringify(body)?.slice(0, 300)} -> ${JSON.stringify(answer.body).slice(0, 300)}`,
        ).toBeLessThan(500)
      },
    ),
    { numRuns: 600, seed: 20260302 },
  )
})

test('broken JSON, wrong content types and oversized bodies are refused with a problem that says so', async () => {
  for (const [payload, type, status] of [
    ['{"title":', 'application/json', 400],
    ['title=x', 'application/x-www-form-urlencoded', 415],
    [`{"title":"${'x'.repeat(3_000_000)}"}`, 'application/json', 413],
  ] as const) {
    const answer = await reeve.call('POST', '/units', payload, { headers: { 'content-type': type } })
    expect(answer.status).toBe(status)
    expect(answer.body).toMatchObject({ status })
  }
})

const wellFormed = (one: unknown): string => String(one).toWellFormed()
const jsonable = (body: unknown): unknown =>
  JSON.parse(JSON.stringify(body ?? {}, (_key, one: unknown) => (typeof one === 'string' ? one.toWellFormed() : one)) ?? '{}')

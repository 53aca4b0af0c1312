import { afterAll, beforeAll, expect, test } from 'vitest'
import { testHouse, type TestHouse } from '../../../../test/house.ts'
import { sql } from '../../../platform/db/sql.ts'
import { dayMs } from '../model/spans.ts'
import { forgetSilent } from './forget-series.ts'
import { openSource, takeReadings } from './take.ts'

let reeve: TestHouse
beforeAll(async () => {
  reeve = await testHouse()
})
afterAll(async () => await reeve[Symbol.asyncDispose]())

const now = Date.UTC(2026, 2, 2, 12)

test('a source that a label has filled has room again: what is silent and unread goes first, what a measure is made of stays', async () => {
  const { body } = await reeve.call('POST', '/sources', { title: 'Gone wild', source_type: 'plain', max_series: 5 })
  const id = (body['item'] as { id: string }).id
  await reeve.call('POST', '/measures', {
    title: 'Read',
    source: id,
    measure_type: 'other',
    aggregation: 'sum',
    series: { name: 'read' },
  })
  const send = async (at: number, name: string, ...hosts: string[]) =>
    await takeReadings(
      reeve.house.db,
      await openSource(reeve.house.db, id),
      {
        reading: {
          samples: hosts.map((host) => ({ name, labels: { host }, at, value: 1, means: 'gauge' as const })),
          distributions: [],
          refused: [],
        },
      },
      () => at,
    )
  const names = async () =>
    (
      await reeve.house.db.rows<{ name: string }>(
        sql`select name || (labels ->> 'host') as name from series where source = ${id} order by 1`,
      )
    ).map((one) => one.name)
  await send(now, 'read', 'a')
  await send(now, 'wild', 'b', 'c', 'd', 'e')
  expect(await send(now, 'wild', 'f')).toMatchObject({ taken: 0, refused: [{ count: 1 }] })
  await send(now + 20 * 3_600_000, 'wild', 'e')
  expect(await forgetSilent(reeve.house.db, now + 25 * 3_600_000, 'full')).toBe(3)
  expect(await names()).toEqual(['reada', 'wilde'])
  // The same process, which remembers the series that were forgotten, and the page.
  expect(await send(now + 25 * 3_600_000, 'wild', 'f', 'b', 'g', 'h')).toMatchObject({ taken: 3, refused: [{ count: 1 }] })
  expect((await reeve.call('GET', `/sources/${id}/intake`)).body).toMatchObject({ series_count: 5, series_most: 5 })
  expect(await forgetSilent(reeve.house.db, now + 34 * dayMs, 'full')).toBe(4)
  expect(await names()).toEqual(['reada'])
  await send(now + 34 * dayMs, 'wild', 'i')
  expect(await forgetSilent(reeve.house.db, now + 300 * dayMs, 'all')).toBe(0)
  expect(await forgetSilent(reeve.house.db, now + 401 * dayMs, 'all')).toBe(1)
  expect(await names()).toEqual(['wildi'])
})

import type { House } from './house.ts'
import type { Db } from './platform/db/database.ts'
import { sql } from './platform/db/sql.ts'

/** Nothing was ever recorded here. */
export const isEmpty = async (db: Db): Promise<boolean> => (await db.first(sql`select 1 as one from event limit 1`)) === undefined

export type SampleSize = 'small' | 'large'

/** Fills an empty database with the sample organisation. The code that makes it is read only when it is wanted. */
export const loadSampleOrganisation = async (
  house: House,
  size: SampleSize,
  now: number,
  say: (message: string) => void = () => undefined,
): Promise<void> => {
  const { loadSample } = await import('../samples/load.ts')
  await loadSample(house.db, house.registry, { size, now, say })
}

import type { Db } from '../../../platform/db/database.ts'
import type { KeptStanding } from '../store/standing.ts'
import { availabilities } from './availabilities.ts'
import { composites } from './composites.ts'
import { goodShares, indicatorLevels } from './indicators.ts'
import { type Item, itemsOf } from './judged.ts'
import { ticketPromises } from './tickets.ts'

/** Judges items, each by what it promises. `keep`: whether sums of days that are over may be written down meanwhile. */
export const evaluate = async (db: Db, items: readonly Item[], keep: boolean): Promise<readonly KeptStanding[]> => [
  ...(await availabilities(db, itemsOf(items, 'availability'))),
  ...(await goodShares(db, itemsOf(items, 'good_share'), keep)),
  ...(await indicatorLevels(db, itemsOf(items, 'level'))),
  ...(await ticketPromises(db, itemsOf(items, 'response', 'resolution'))),
  ...(await composites(db, itemsOf(items, 'composite'), keep)),
]

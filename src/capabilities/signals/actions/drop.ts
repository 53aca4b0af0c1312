import type { Millis } from '../../../kernel/instant.ts'
import type { Database } from '../../../platform/db/database.ts'
import { writeDrops } from '../store/intake.ts'

/** Counts something that a source could not bring, so that it is seen on its page. */
export const countDrop = async (
  db: Database,
  source: string,
  reason: string,
  example: string | null,
  now: Millis,
  n = 1,
): Promise<void> => {
  await db.transaction(async (tx) => await writeDrops(tx, source, now - (now % 3_600_000), [{ reason, n, example }]))
}

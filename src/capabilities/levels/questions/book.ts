import type { Millis } from '../../../kernel/instant.ts'
import { Refusal } from '../../../kernel/refusal.ts'
import type { Db } from '../../../platform/db/database.ts'
import type { Registry } from '../../../platform/records/context.ts'
import type { Book } from '../model/book.ts'
import { readBook, versionNow } from '../store/book.ts'

/** Laid-out calendars are dear to make and seldom change: each house keeps the newest book that it read. */
const kept = new WeakMap<Registry, Book>()

/** The agreements as they were last read, which may be out of date: for work that checks the version when it writes. */
export const lastBook = async (db: Db, registry: Registry, now: Millis): Promise<Book> =>
  kept.get(registry) ?? (await currentBook(db, registry, now))

/** The agreements as they are now, read again only when something they depend on has changed. */
export const currentBook = async (db: Db, registry: Registry, now: Millis): Promise<Book> => {
  const known = kept.get(registry)
  if (known && known.version === (await versionNow(db))) return known
  for (let turn = 0; turn < 20; turn++) {
    const book = await readBook(db, now)
    if (!book) continue
    kept.set(registry, book)
    return book
  }
  throw new Refusal('busy', 'agreements_change', 'The agreements are being changed at the moment. Try again in a few seconds.')
}

import { type Sql, sql } from '../db/sql.ts'

/**
 * Text as the full-text index reads it: without accents, and with a blank for every sign that is neither letter nor digit, since PostgreSQL's parser takes
 * typographic quotes and dashes for letters. Dots, dashes and @ inside words stay: addresses, versions and refs are found whole.
 */
export const searchable = (text: string): string =>
  text
    .normalize('NFKD')
    .replaceAll(/\p{M}+/gu, '')
    .replaceAll(/[^\p{L}\p{N}@._/-]+/gu, ' ')

/** What full-text search keeps of a record: ref and title weigh more than its text. */
export const wordsOf = (ref: string, title: string, text: string): Sql =>
  sql`setweight(to_tsvector('simple', ${searchable(`${ref} ${title}`)}), 'A') || setweight(to_tsvector('simple', ${searchable(text)}), 'B')`

/** "mail ser" -> "mail:* & ser:*"; anything but letters and digits separates words. At most twelve words. */
export const tsquery = (text: string): string =>
  (
    searchable(text)
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  )
    .slice(0, 12)
    .map((word) => `${word}:*`)
    .join(' & ')

import type { Db } from '../db/database.ts'
import { sql } from '../db/sql.ts'
import { type Link, lookUp } from '../records/links.ts'

/** What a text names, by the words it uses: refs in capitals, names in small letters. */
export type References = Readonly<{
  refs: ReadonlyMap<string, Link>
  names: ReadonlyMap<string, Link>
}>

export const noReferences: References = { refs: new Map(), names: new Map() }

const ref = /(?<![\p{L}\p{N}_/.-])[#@]?([A-Za-z]{2,5}-\d{1,9})(?![\p{L}\p{N}_-])/gu
const called = /(?<![\p{L}\p{N}_/.])@(\p{L}[\p{L}\p{M}'’.-]*(?: \p{L}[\p{L}\p{M}'’.-]*){0,4})/gu
/** A text may name more; the rest stays plain text. */
const most = 200

/** "Ada Moss please look" -> every beginning that could be the name, the longest first, without a full stop at its end. */
const beginnings = (words: string): readonly string[] => {
  const parts = words.split(' ')
  return parts.flatMap((_, index) => {
    const whole = parts.slice(0, parts.length - index).join(' ')
    const bare = whole.replace(/[.'’-]+$/, '')
    return bare === whole ? [whole] : [whole, bare]
  })
}

/** Looks up everything that a text may name, in two questions at the most. Names that several people share name nobody. */
export const referencesIn = async (db: Db, text: string): Promise<References> => {
  const refs = [...new Set([...text.matchAll(ref)].map((found) => (found[1] ?? '').toUpperCase()))].slice(0, most)
  const names = [
    ...new Set([...text.matchAll(called)].flatMap((found) => beginnings(found[1] ?? '')).map((name) => name.toLowerCase())),
  ].slice(0, most * 5)
  const [byRef, people] = await Promise.all([
    lookUp(db, refs),
    names.length === 0
      ? []
      : db.rows<Link & { called: string }>(
          sql`select id, kind, ref, title, state, lower(title) as called from record where kind in ('person', 'team') and lower(title) = any(${names}::text[])`,
        ),
  ])
  const byName = new Map<string, Link>()
  const shared = new Set<string>()
  for (const { called: name, ...link } of people) {
    if (byName.has(name)) shared.add(name)
    byName.set(name, link)
  }
  for (const name of shared) byName.delete(name)
  return { refs: new Map([...byRef].filter(([key, link]) => key === link.ref)), names: byName }
}

/** One stretch of plain text: words, or something that is named with the words that named it. */
export type Piece = Readonly<{ words: string; names?: Link; mention?: boolean }>

type Hit = Readonly<{ from: number; to: number; names: Link; mention: boolean }>

const isSomebody = (link: Link): boolean => link.kind === 'person' || link.kind === 'team'

const hitsIn = (text: string, known: References): readonly Hit[] => {
  const hits: Hit[] = []
  for (const found of text.matchAll(ref)) {
    const link = known.refs.get((found[1] ?? '').toUpperCase())
    const at = found[0].startsWith('@')
    if (link && (!at || isSomebody(link))) hits.push({ from: found.index, to: found.index + found[0].length, names: link, mention: at })
  }
  for (const found of text.matchAll(called)) {
    const name = beginnings(found[1] ?? '').find((one) => known.names.has(one.toLowerCase()))
    const link = name === undefined ? undefined : known.names.get(name.toLowerCase())
    if (name !== undefined && link) hits.push({ from: found.index, to: found.index + 1 + name.length, names: link, mention: true })
  }
  return hits.sort((one, other) => one.from - other.from)
}

/** Cuts plain text at what it names. */
export const piecesOf = (text: string, known: References): readonly Piece[] => {
  const pieces: Piece[] = []
  let at = 0
  for (const { from, to, names, mention } of hitsIn(text, known)) {
    if (from < at) continue
    if (from > at) pieces.push({ words: text.slice(at, from) })
    pieces.push({ words: text.slice(from, to), names, mention })
    at = to
  }
  if (at < text.length) pieces.push({ words: text.slice(at) })
  return pieces
}

import type { Tx } from '../db/database.ts'
import type { Context, Registry } from '../records/context.ts'
import type { Loading, LoadHow } from '../records/load.ts'

/**
 * How the words of a source become fields of ours. Plain data, kept with the source's name, so that the next file of the same source is read alike.
 */
export type Mapping = Readonly<{
  /** Column of the file -> what it is: a field, a role that the reader knows, or '' for a column that is left out. */
  columns: Readonly<Record<string, string>>
  /** For a field: word of the source -> value of ours; '' leaves it empty. */
  values: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** Such as 'd/m/y' or 'iso'; absent when the dates say themselves how they are written. */
  date_format?: string
  /** The IANA time zone of times that name none. */
  zone: string
  /** Words that mean "nothing". */
  missing: readonly string[]
  /** Values for fields that the file leaves empty. */
  defaults: Readonly<Record<string, string>>
  /** The field by which a line finds its record when the file is read again; absent: every line is new. */
  key?: string
  /** Sign before the decimals. */
  decimal?: '.' | ','
  /** Whether good lines are written when others are refused. */
  keep_valid: boolean
}>

/** A link written as what the source calls the record, rather than by ref, id or title. */
export type SourceLink = Readonly<{ source_ref: string }>

export const isSourceLink = (value: unknown): value is SourceLink =>
  typeof value === 'object' && value !== null && 'source_ref' in value && typeof value.source_ref === 'string'

/** Something that happened to a record in its source. Links in `after` may be source links. */
export type ReadEvent = Readonly<{ occurred_at: string; verb: string; after: Readonly<Record<string, unknown>> }>

/** One record as the source tells it. Links: a ref, an id, a title, or a source link. */
export type ReadItem = Readonly<{
  kind: string
  /** What the source calls it; null when it has no name there and is new each time. */
  source_ref: string | null
  /** A field whose equal value finds a record that did not come from this source. */
  match?: Readonly<{ field: string; value: string }>
  values: Readonly<Record<string, unknown>>
  /** Links that are left out, with a warning, when their record is unknown; others refuse the line. */
  soft?: readonly string[]
  /** Its whole history, oldest first. Such records are written in bulk. */
  past?: readonly ReadEvent[]
  created_at?: string
  changed_at?: string
  file: string
  line: number
  /** Where in the file a field comes from, when it is another line or goes by another name there. */
  places?: Readonly<Record<string, Readonly<{ path: string; line?: number }>>>
}>

export const titleOf = (values: Readonly<Record<string, unknown>>): string => (typeof values['title'] === 'string' ? values['title'] : '')

/** What a problem with one field of an item is called in its file. */
export const placeOf = (item: ReadItem, path: string | undefined): Readonly<{ file: string; line: number; path?: string }> => {
  const place = path === undefined ? undefined : (item.places?.[path] ?? item.places?.[path.split('.')[0] ?? ''])
  const named = place?.path ?? path
  return { file: item.file, line: place?.line ?? item.line, ...(named === undefined ? {} : { path: named }) }
}

/** Something wrong with the source. A refused line is not imported; a warning is. */
export type Problem = Readonly<{
  severity: 'refused' | 'warning'
  file?: string
  line?: number
  path?: string
  rule: string
  message: string
  kind?: string
}>

export type Read = Readonly<{ item: ReadItem }> | Readonly<{ problem: Problem }> | Readonly<{ note: string; count: number }>

/** An uploaded file: its name is a relative path within what was sent. */
export type SourceFile = Readonly<{ name: string; path: string; size: number; sha256: string }>

export type ReadEnv = Readonly<{
  registry: Registry
  /** Bytes of the files that were read since the last call. */
  progress: (bytes: number) => void
}>

/** Writes new records with their history in bulk, with whatever their capability keeps about them. @returns refs by id */
export type Loader = (tx: Tx, ctx: Context, rows: readonly Loading[], how: LoadHow) => Promise<ReadonlyMap<string, string>>

/** For each column some of its values, as they stand in the file. */
export type Samples = Readonly<Record<string, readonly string[]>>

/** What a source suggests about itself before it is read. */
export type Suggestion = Readonly<{ mapping: Mapping; columns: readonly string[]; samples: Samples }>

/** Something that a column may be mapped to. */
export type Target = Readonly<{ name: string; label: string; type?: string; required?: boolean }>

/** Reads one format of other people's. Knows nothing of runs, batches and what is in the database already. */
export type Reader = Readonly<{
  name: string
  label: string
  about: string
  /** Endings of file names that it reads. */
  accepts: readonly string[]
  /** What a column may be mapped to; absent when the format leaves nothing to choose. */
  targets?: (registry: Registry) => readonly Target[]
  suggest: (files: readonly SourceFile[], remembered: Mapping | undefined, env: ReadEnv) => Promise<Suggestion>
  read: (files: readonly SourceFile[], mapping: Mapping, env: ReadEnv) => AsyncIterable<Read>
  /** For a kind with a history: how its records are written in bulk, when the plain way is not enough. */
  loads?: Readonly<Record<string, Loader>>
  /** Follows up records of a kind whose history was added to, in the same transaction. */
  reread?: (tx: Tx, ctx: Context, kind: string, ids: readonly string[]) => Promise<void>
}>

export const missingWords: readonly string[] = ['', '?', 'NULL', 'null', 'N/A', 'n/a', '#N/A', '-']

export const emptyMapping: Mapping = { columns: {}, values: {}, zone: 'UTC', missing: missingWords, defaults: {}, keep_valid: true }

/** What was remembered wins over what is guessed, except for columns that are new. */
export const remembering = (guess: Mapping, remembered: Mapping | undefined): Mapping =>
  remembered
    ? { ...guess, ...remembered, columns: { ...guess.columns, ...remembered.columns }, values: { ...guess.values, ...remembered.values } }
    : guess

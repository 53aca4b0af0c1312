import { createHash } from 'node:crypto'
import {
  cpSync,
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join, relative } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { isoOf } from '../../kernel/instant.ts'
import { Refusal } from '../../kernel/refusal.ts'
import type { Database, Db } from '../db/database.ts'
import { id, join as joined, raw, sql } from '../db/sql.ts'

type TableEntry = Readonly<{ name: string; columns: readonly string[]; rows: number; sha256: string }>
type FileEntry = Readonly<{ path: string; sha256: string }>

/** What a backup holds. Checksums are of the uncompressed rows and of the files' bytes. */
export type Manifest = Readonly<{
  format: 'reeve-backup-1'
  made_at: string
  migrations: readonly Readonly<{ name: string; hash: string }>[]
  tables: readonly TableEntry[]
  sequences: readonly Readonly<{ name: string; last: number }>[]
  files: readonly FileEntry[]
}>

/** Folders of the data folder that belong to the organisation, besides the database. */
const fileFolders = ['files', 'imports'] as const

/** Counts rows and adds up a checksum of what flows through. */
const meter = () => {
  const hash = createHash('sha256')
  let rows = 0
  const stream = new Transform({
    transform(piece: Buffer, _encoding, done) {
      hash.update(piece)
      for (const byte of piece) if (byte === 10) rows++
      done(null, piece)
    },
  })
  return { stream, sum: () => hash.digest('hex'), rows: () => rows }
}

/** Tables in an order in which each comes after those it names; `migration` is compared, not copied. */
const tablesInOrder = async (db: Db): Promise<readonly string[]> => {
  const tables = await db.rows<{ name: string; needs: string[] }>(sql`
    select c.relname as name, coalesce(array_agg(distinct other.relname::text) filter (where other.relname is not null and other.relname <> c.relname), '{}') as needs
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    left join pg_constraint f on f.conrelid = c.oid and f.contype = 'f'
    left join pg_class other on other.oid = f.confrelid
    where n.nspname = current_schema() and c.relkind = 'r' and c.relname <> 'migration' group by c.relname order by c.relname`)
  const placed: string[] = []
  while (placed.length < tables.length) {
    const next = tables.filter((table) => !placed.includes(table.name) && table.needs.every((one) => placed.includes(one)))
    if (next.length === 0) throw new Error('the tables name each other in a circle')
    placed.push(...next.map((table) => table.name))
  }
  return placed
}

/** Columns that can be written: generated ones are made anew. */
const columnsOf = async (db: Db, table: string): Promise<readonly string[]> =>
  (
    await db.rows<{ name: string }>(
      sql`select attname as name from pg_attribute where attrelid = ${`"${table}"`}::regclass and attnum > 0 and not attisdropped and attgenerated = '' order by attnum`,
    )
  ).map((row) => row.name)

const migrationsOf = async (db: Db) => await db.rows<{ name: string; hash: string }>(sql`select name, hash from migration order by name`)

const sha = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex')

const walk = (folder: string): readonly string[] =>
  existsSync(folder)
    ? readdirSync(folder).flatMap((name) => (statSync(join(folder, name)).isDirectory() ? walk(join(folder, name)) : [join(folder, name)]))
    : []

/**
 * Writes everything as of one moment into a new folder: a compressed COPY file per table from one snapshot, the files, and a manifest.
 * @throws Refusal `folder_exists`
 */
export const backup = async (db: Database, dataDir: string, folder: string, now: number): Promise<Manifest> => {
  if (existsSync(folder) && readdirSync(folder).length > 0)
    throw new Refusal('conflict', 'folder_exists', `${folder} is not empty. Name a new folder for the backup.`)
  mkdirSync(join(folder, 'tables'), { recursive: true })
  const fromDatabase = await db.transaction(
    async (tx) => {
      const tables: TableEntry[] = []
      for (const name of await tablesInOrder(tx)) {
        const columns = await columnsOf(tx, name)
        const counted = meter()
        await pipeline(
          tx.copyOut(sql`select ${joined(columns.map(id))} from ${id(name)}`),
          counted.stream,
          createGzip({ level: 4 }),
          createWriteStream(join(folder, 'tables', `${name}.copy.gz`)),
        )
        tables.push({ name, columns, rows: counted.rows(), sha256: counted.sum() })
      }
      const sequences = await tx.rows<{ name: string; last: number }>(
        sql`select sequencename as name, coalesce(last_value, 0) as last from pg_sequences where schemaname = current_schema() order by 1`,
      )
      return { tables, sequences, migrations: await migrationsOf(tx) }
    },
    { snapshot: true, deadline: 0 },
  )
  const files: FileEntry[] = []
  for (const part of fileFolders)
    for (const path of walk(join(dataDir, part))) {
      const to = relative(dataDir, path)
      cpSync(path, join(folder, 'files', to))
      files.push({ path: to, sha256: sha(path) })
    }
  const manifest: Manifest = { format: 'reeve-backup-1', made_at: isoOf(now), ...fromDatabase, files }
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest, null, 2))
  return manifest
}

const readManifest = (folder: string): Manifest => {
  const path = join(folder, 'manifest.json')
  if (!existsSync(path)) throw new Refusal('not_found', 'no_backup', `${folder} holds no backup: manifest.json is missing.`)
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as Manifest
  if (manifest.format !== 'reeve-backup-1')
    throw new Refusal('invalid', 'unknown_format', 'This backup was made by another program or a newer Reeve.')
  return manifest
}

/**
 * Puts a backup into an empty database and data folder, in one transaction: all of it or nothing.
 * The event log goes on in a new era, since transaction numbers of another database say nothing here.
 * @throws Refusal `not_empty`, `other_version`, `damaged`
 */
export const restore = async (db: Database, dataDir: string, folder: string): Promise<Manifest> => {
  const manifest = readManifest(folder)
  for (const file of manifest.files)
    if (sha(join(folder, 'files', file.path)) !== file.sha256)
      throw new Refusal('invalid', 'damaged', `${file.path} in the backup is damaged (its checksum differs). Nothing was restored.`)
  await db.transaction(
    async (tx) => {
      if (await tx.first(sql`select 1 as one from record limit 1`))
        throw new Refusal('conflict', 'not_empty', 'This data folder holds records already. Restore into an empty one: --data ./new-folder')
      const [here, there] = [await migrationsOf(tx), manifest.migrations]
      const differing =
        there.find((step) => !here.some((one) => one.name === step.name && one.hash === step.hash)) ??
        here.find((step) => !there.some((one) => one.name === step.name))
      if (differing)
        throw new Refusal(
          'conflict',
          'other_version',
          `The backup was made by a Reeve with another database shape (${differing.name}). Restore it with the Reeve that made it, then upgrade.`,
        )
      // What triggers would add stands in the backup already.
      for (const table of manifest.tables) await tx.run(sql`alter table ${id(table.name)} disable trigger user`)
      for (const table of manifest.tables) {
        await tx.run(sql`delete from ${id(table.name)}`)
        const counted = meter()
        const rows = createReadStream(join(folder, 'tables', `${table.name}.copy.gz`))
          .pipe(createGunzip())
          .pipe(counted.stream)
        await tx.copyIn(sql`${id(table.name)} (${joined(table.columns.map(id))})`, rows)
        if (counted.sum() !== table.sha256)
          throw new Refusal(
            'invalid',
            'damaged',
            `The table ${table.name} in the backup is damaged (its checksum differs). Nothing was restored.`,
          )
      }
      for (const table of manifest.tables) await tx.run(sql`alter table ${id(table.name)} enable trigger user`)
      for (const { name, last } of manifest.sequences) if (last > 0) await tx.run(sql`select setval(${`"${name}"`}::regclass, ${last})`)
      const era = (await tx.first<{ era: number }>(sql`select coalesce(max(era), 0) + 1 as era from event`))?.era ?? 1
      await tx.run(raw(`alter table event alter column era set default ${Math.trunc(era)}`))
    },
    { deadline: 0 },
  )
  for (const file of manifest.files) cpSync(join(folder, 'files', file.path), join(dataDir, file.path))
  return manifest
}

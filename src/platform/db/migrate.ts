import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Refusal } from '../../kernel/refusal.ts'
import type { Database } from './database.ts'
import { raw, sql } from './sql.ts'

/** One forward-only step: the SQL of a file, named `<room>/<file>`. */
export type Migration = Readonly<{ name: string; text: string; hash: string }>

/** Reads the `*.sql` files of a folder in the order of their names. */
export const migrationsIn = (room: string, folder: string): readonly Migration[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => {
      const text = readFileSync(join(folder, file), 'utf8')
      return { name: `${room}/${file}`, text, hash: createHash('sha256').update(text).digest('hex') }
    })

/** Any number that no other program uses for its advisory locks. */
const migrationLock = 7_300_001

/**
 * Brings the database to the newest shape: each missing step in a transaction of its own, one process at a time.
 * @throws Refusal `changed_migration` when a step that was applied has another text now.
 */
export const migrate = async (
  db: Database,
  steps: readonly Migration[],
  say: (message: string) => void = () => undefined,
): Promise<number> => {
  await db.run(
    sql`create table if not exists migration (name text primary key, hash text not null, applied_at timestamptz not null default now())`,
  )
  let count = 0
  for (const step of steps) {
    await db.transaction(
      async (tx) => {
        await tx.run(sql`select pg_advisory_xact_lock(${migrationLock}::bigint)`)
        const done = await tx.first<{ hash: string }>(sql`select hash from migration where name = ${step.name}`)
        if (done && done.hash !== step.hash)
          throw new Refusal(
            'conflict',
            'changed_migration',
            `Migration ${step.name} was changed after it had been applied. Put its old text back and write a new file.`,
          )
        if (done) return
        for (const statement of statementsOf(step.text)) await tx.run(raw(statement))
        await tx.run(sql`insert into migration (name, hash) values (${step.name}, ${step.hash})`)
        count++
      },
      { deadline: 0 },
    )
  }
  if (count > 0) say(`the database was brought to its newest shape (${count} step${count === 1 ? '' : 's'})`)
  return count
}

/** Splits a file at the semicolons that end a line, except inside $$ bodies. */
export const statementsOf = (text: string): readonly string[] => {
  const statements: string[] = []
  let current = ''
  let inBody = false
  for (const line of text.split('\n')) {
    const bare = line.replace(/--.*$/, '')
    if ((bare.match(/\$\$/g)?.length ?? 0) % 2 === 1) inBody = !inBody
    current += `${line}\n`
    if (!inBody && bare.trimEnd().endsWith(';')) {
      statements.push(current.trim().replace(/;$/, ''))
      current = ''
    }
  }
  if (current.replace(/--.*$/gm, '').trim()) statements.push(current.trim())
  return statements
}

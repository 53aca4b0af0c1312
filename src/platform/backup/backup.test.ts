import { mkdtempSync, readFileSync, writeFileSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testHouse, type TestHouse } from '../../../test/house.ts'
import { openDatabase } from '../db/database.ts'
import { migrate } from '../db/migrate.ts'
import { sql } from '../db/sql.ts'
import { freshDatabase } from '../db/testing.ts'
import { migrations, migrationsKey } from '../../house.ts'
import { backup, restore } from './backup.ts'

let reeve: TestHouse
let home: string
beforeAll(async () => {
  reeve = await testHouse()
  home = mkdtempSync(join(tmpdir(), 'reeve-backup-'))
  mkdirSync(join(home, 'data', 'files'), { recursive: true })
  writeFileSync(join(home, 'data', 'files', 'note.txt'), 'a file')
  await reeve.call('POST', '/units', { title: 'Änderung\t"quoted"\nline', tags: ['a,b', 'c"d\\'] })
  await reeve.call('POST', '/services', { title: 'Mail', service_kind: 'application', attributes: { users: 5 } })
})
afterAll(async () => await reeve[Symbol.asyncDispose]())

const empty = async () => {
  const database = await freshDatabase({
    templateKey: migrationsKey(),
    prepare: async (address) => {
      const db = openDatabase(address, 1)
      await migrate(db, migrations())
      await db.close()
    },
  })
  const db = openDatabase(database.address, 2)
  return {
    db,
    [Symbol.asyncDispose]: async () => {
      await db.close()
      await database.drop()
    },
  }
}

test('a backup restored is the same to the last byte, and the log goes on in a new era', async () => {
  const first = await backup(reeve.house.db, join(home, 'data'), join(home, 'one'), reeve.now.value)
  await using other = await empty()
  await restore(other.db, join(home, 'elsewhere'), join(home, 'one'))
  expect(readFileSync(join(home, 'elsewhere', 'files', 'note.txt'), 'utf8')).toBe('a file')
  const again = await backup(other.db, join(home, 'elsewhere'), join(home, 'two'), reeve.now.value)
  expect(again).toEqual(first)
  const next = await other.db.first<{ era: number }>(
    sql`insert into event (at, via, verb, kind, record_id) values (now(), 'system', 'trial', 'unit', '01900000-0000-7000-8000-000000000000') returning era`,
  )
  expect(next?.era).toBe(1)
})

test('a damaged backup is refused and nothing is restored', async () => {
  await backup(reeve.house.db, join(home, 'data'), join(home, 'damaged'), reeve.now.value)
  const manifest = JSON.parse(readFileSync(join(home, 'damaged', 'manifest.json'), 'utf8')) as {
    tables: { name: string; sha256: string }[]
  }
  const unit = manifest.tables.find((one) => one.name === 'unit')
  if (unit) unit.sha256 = '0'.repeat(64)
  writeFileSync(join(home, 'damaged', 'manifest.json'), JSON.stringify(manifest))
  await using other = await empty()
  await expect(restore(other.db, join(home, 'x'), join(home, 'damaged'))).rejects.toMatchObject({ code: 'damaged' })
  expect(await other.db.first(sql`select 1 as one from record limit 1`)).toBeUndefined()
})

test('restoring over records, or from nothing, is refused', async () => {
  await expect(restore(reeve.house.db, home, join(home, 'nowhere'))).rejects.toMatchObject({ code: 'no_backup' })
  await backup(reeve.house.db, join(home, 'data'), join(home, 'three'), reeve.now.value)
  await expect(restore(reeve.house.db, home, join(home, 'three'))).rejects.toMatchObject({ code: 'not_empty' })
  await expect(backup(reeve.house.db, home, join(home, 'three'), reeve.now.value)).rejects.toMatchObject({ code: 'folder_exists' })
})

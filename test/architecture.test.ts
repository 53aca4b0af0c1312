import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { foreignTables, type Migration } from './support/migrations.ts'

const root = dirname(import.meta.dirname)
const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .map((path) => `src/${path.replaceAll('\\', '/')}`)
  .filter((path) => /\.tsx?$/.test(path))

type Found = Readonly<{
  modules: number
  rules: readonly string[]
  violations: readonly Readonly<{ rule: string; from: string; to: string }>[]
}>

const readBoundaries = (folder: string): Promise<Found> =>
  new Promise((resolve, reject) => {
    execFile(process.execPath, [join(root, 'scripts/boundaries.mjs'), folder, '--json'], { maxBuffer: 1 << 26 }, (error, stdout) => {
      if (!stdout.startsWith('{')) reject(error ?? new Error(stdout))
      else resolve(JSON.parse(stdout) as Found)
    })
  })

/** One planted fault a rule: the file that breaks it, and what it imports. */
const plants: readonly (readonly [rule: string, file: string, text: string])[] = [
  ['floor src/kernel', 'src/kernel/planted.ts', "import '../platform/planted.ts'"],
  ['floor src/platform', 'src/platform/planted.ts', "import '../capabilities/people/index.ts'"],
  ['floor src/capabilities', 'src/capabilities/people/actions/planted.ts', "import '../../../connectors/planted/contract.ts'"],
  ['floor src/connectors', 'src/connectors/planted/contract.ts', "import '../../cli/planted.ts'"],
  ['floor src/intake', 'src/intake/planted.ts', "import '../cli/planted.ts'"],
  ['floor src/cli', 'src/cli/planted.ts', "import '../capabilities/people/index.ts'"],
  ['capability people', 'src/capabilities/people/actions/upward.ts', "import '../../needs/index.ts'"],
  ['capability support', 'src/capabilities/support/actions/upward.ts', "import '../../reports/index.ts'"],
  ['unlisted capability', 'src/capabilities/planted/index.ts', "import '../people/index.ts'"],
  ['door', 'src/capabilities/support/actions/past.ts', "import '../../people/kind.ts'"],
  ['door of kinds', 'src/capabilities/support/page/past.tsx', "import '../../people/index.ts'"],
  ['door from outside', 'src/connectors/planted/past.ts', "import '../../capabilities/people/kind.ts'"],
  ['door of connectors', 'src/cli/past.ts', "import '../connectors/planted/past.ts'"],
  ['connectors apart', 'src/connectors/other/contract.ts', "import '../planted/contract.ts'"],
  ['room kind', 'src/capabilities/people/kind/planted.ts', "import '../model/planted.ts'"],
  ['room kind: platform', 'src/capabilities/people/kind/far.ts', "import '../../../platform/http/planted.ts'"],
  ['room kind: doors', 'src/capabilities/support/kind/door.ts', "import '../../people/index.ts'"],
  ['room model', 'src/capabilities/people/model/planted.ts', "import '../store/planted.ts'"],
  ['room model: platform', 'src/capabilities/people/model/far.ts', "import '../../../platform/db/planted.ts'"],
  ['room model: doors', 'src/capabilities/support/model/door.ts', "import '../../people/index.ts'"],
  ['room store', 'src/capabilities/people/store/planted.ts', "import '../actions/planted.ts'"],
  ['room store: platform', 'src/capabilities/people/store/far.ts', "import '../../../platform/http/planted.ts'"],
  ['room store: doors', 'src/capabilities/support/store/door.ts', "import '../../people/index.ts'"],
  ['room questions', 'src/capabilities/people/questions/planted.ts', "import '../actions/planted.ts'"],
  ['room questions: screens', 'src/capabilities/people/questions/far.ts', "import '../../../platform/page/planted.ts'"],
  ['room actions', 'src/capabilities/people/actions/inward.ts', "import '../api/planted.ts'"],
  ['room actions: screens', 'src/capabilities/people/actions/far.ts', "import '../../../platform/page/planted.ts'"],
  ['room reactions', 'src/capabilities/people/reactions/planted.ts', "import '../api/planted.ts'"],
  ['room reactions: screens', 'src/capabilities/people/reactions/far.ts', "import '../../../platform/page/planted.ts'"],
  ['room api', 'src/capabilities/people/api/planted.ts', "import '../store/planted.ts'"],
  ['room api: platform', 'src/capabilities/people/api/far.ts', "import '../../../platform/db/planted.ts'"],
  ['room api: doors', 'src/capabilities/support/api/door.ts', "import '../../people/index.ts'"],
  ['room page', 'src/capabilities/people/page/planted.tsx', "import '../actions/planted.ts'"],
  ['room page: platform', 'src/capabilities/people/page/far.tsx', "import '../../../platform/db/planted.ts'"],
  ['room page: doors', 'src/capabilities/support/page/door.tsx', "import '../../people/index.ts'"],
  ['room index', 'src/capabilities/people/index/planted.ts', "import '../page/planted.tsx'"],
  ['room index: screens', 'src/capabilities/people/index/far.ts', "import '../../../platform/page/planted.ts'"],
  ['roots', 'src/platform/rooted.ts', "import '../kinds.ts'"],
  ['circle', 'src/kernel/circle-a.ts', "import './circle-b.ts'"],
  ['tests stay out', 'src/kernel/product.ts', "import './planted.test.ts'"],
  ['unknown import', 'src/kernel/lost.ts', "import './nowhere.ts'"],
  ['listed packages', 'src/kernel/unlisted.ts', "import 'avvio'"],
  ['browser', 'src/platform/page/server.ts', "import '../planted-between.ts'"],
]

/** What the planted faults import. */
const targets: Readonly<Record<string, string>> = {
  'src/kernel/circle-b.ts': "import './circle-a.ts'",
  'src/kernel/planted.test.ts': '',
  'src/platform/planted-between.ts': "import 'node:fs'",
  'src/platform/db/planted.ts': '',
  'src/platform/http/planted.ts': '',
  'src/platform/page/planted.ts': '',
  'src/kinds.ts': '',
  'src/capabilities/people/index.ts': 'export const door = 1',
  'src/capabilities/people/kind.ts': '',
  'src/capabilities/needs/index.ts': '',
  'src/capabilities/reports/index.ts': '',
}

describe('the map of who may know whom', () => {
  const folder = mkdtempSync(join(tmpdir(), 'reeve-architecture-'))
  let clean: Found
  let planted: Found
  const plant = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), `${text}\n`)
  }

  beforeAll(async () => {
    for (const file of ['tsconfig.json', 'package.json']) cpSync(join(root, file), join(folder, file))
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
    for (const [path, text] of Object.entries(targets)) plant(path, text)
    for (const [, path, text] of plants) plant(path, text)
    ;[clean, planted] = await Promise.all([readBoundaries(root), readBoundaries(folder)])
  }, 120_000)
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('the house keeps to it', () => {
    expect(clean.violations).toEqual([])
  })

  test('every file of src is read', () => {
    expect(sources.length).toBeGreaterThan(50)
    expect(clean.modules).toBe(sources.filter((path) => !path.endsWith('.d.ts')).length)
  })

  test.for(plants)('a fault against "%s" is found', ([rule, file]) => {
    expect(planted.violations.filter((one) => one.from === file).map((one) => one.rule)).toContain(rule)
  })

  test('each rule has its planted fault', () => {
    // One rule a capability is made in one way: two of them stand for all. Unread files are counted above.
    const made = /^(capability (?!people|support).*|unread)$/
    const faults = new Set(plants.map(([rule]) => rule))
    expect(planted.rules.filter((rule) => !faults.has(rule) && !made.test(rule))).toEqual([])
  })
})

describe('migrations', () => {
  const migrations: readonly Migration[] = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .map((path) => /^(capabilities\/([^/]+)|platform)\/(?:.*\/)?migrations\/[^/]+\.sql$/.exec(path.replaceAll('\\', '/')))
    .flatMap((found) =>
      found ? [{ owner: found[2] ?? 'platform', file: `src/${found[0]}`, sql: readFileSync(join(root, 'src', found[0]), 'utf8') }] : [],
    )

  test('a capability names its own tables and those of the platform alone', () => {
    expect(migrations.length).toBeGreaterThan(5)
    expect(foreignTables(migrations)).toEqual([])
  })

  test.for<readonly [does: string, sql: string]>([
    ['creates', 'create table if not exists "service" (id uuid)'],
    ['alters', 'alter table only service add column x text'],
    ['refers to', 'create table thing (service uuid references "service" (id))'],
    ['fills', "insert into public.service values ('x')"],
    ['changes', 'update service set title = 1'],
    ['indexes', 'create unique index concurrently if not exists a on only service (id)'],
    ['reads', 'create view mine as select * from thing join service on true'],
    ['empties', 'truncate service'],
    ['removes', 'drop table if exists service cascade'],
    ['hangs a trigger on', 'create trigger t after insert on service execute function f()'],
  ])('one that %s the table of another is found', ([, sql]) => {
    const others: Migration = { owner: 'catalogue', file: 'a.sql', sql: 'create table "service" (id uuid);' }
    expect(foreignTables([others, { owner: 'needs', file: 'b.sql', sql }])).toEqual([
      { file: 'b.sql', table: 'service', owner: 'catalogue' },
    ])
  })

  test('a capability may refer to the platform, and not change it', () => {
    const platform: Migration = { owner: 'platform', file: 'p.sql', sql: 'create table record (id uuid)' }
    expect(
      foreignTables([
        platform,
        { owner: 'needs', file: 'n.sql', sql: '-- alter table record\ncreate table need (id uuid references record (id))' },
      ]),
    ).toEqual([])
    expect(foreignTables([platform, { owner: 'needs', file: 'n.sql', sql: 'alter table record add column x int' }])).toHaveLength(1)
  })
})

describe('what the lint cannot say', () => {
  const product = sources.filter((path) => !/\.test\.tsx?$|samples\.ts$/.test(path))
  const text = (path: string): string => readFileSync(join(root, path), 'utf8')

  test('the clock is read in the platform and where the house is put together, nowhere else', () => {
    const free = /^src\/(platform|cli)\/|^src\/(main|serve|house)\.ts$/
    const reads = /\bnew Date\(\s*\)|\bDate\.now\b|\bTemporal\.Now\b|\bperformance\.now\b/
    expect(product.filter((path) => !free.test(path) && reads.test(text(path)))).toEqual([])
  })

  test('no file is longer than 400 lines', () => {
    expect(product.filter((path) => text(path).split('\n').length > 401)).toEqual([])
  })
})

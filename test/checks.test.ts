import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const root = dirname(import.meta.dirname)

/** A small project that each check finds clean, and files that each break one rule of one check. */
const clean: Readonly<Record<string, string>> = {
  'package.json': '{ "name": "planted", "private": true, "type": "module" }\n',
  'src/main.ts': "import { one } from './one.ts'\n\nprocess.exitCode = one\n",
  'src/one.ts': 'export const one = 1\n',
}

const faults: readonly (readonly [check: string, says: string, file: string, text: string])[] = [
  ['types', 'TS2322', 'src/main.ts', 'const text: string = 1\nprocess.title = text\n'],
  ['types', 'TS2532', 'src/main.ts', 'const list: readonly string[] = []\nprocess.title = list[0].trim()\n'],
  ['types', 'TS1294', 'src/main.ts', 'enum Colour {\n  red,\n}\nprocess.exitCode = Colour.red\n'],
  ['lint', 'no-floating-promises', 'src/main.ts', 'const later = async (): Promise<number> => Promise.resolve(1)\nlater()\n'],
  [
    'lint',
    'no-misused-promises',
    'src/main.ts',
    'const later = async (): Promise<boolean> => Promise.resolve(true)\nif (later()) process.exitCode = 1\n',
  ],
  [
    'lint',
    'switch-exhaustiveness-check',
    'src/main.ts',
    "const say = (of: 'a' | 'b'): number => {\n  switch (of) {\n    case 'a':\n      return 1\n  }\n  return 2\n}\nprocess.exitCode = say('b')\n",
  ],
  ['lint', 'no-explicit-any', 'src/main.ts', "const free: any = 'x'\nprocess.title = String(free)\n"],
  ['lint', 'no-non-null-assertion', 'src/main.ts', "const list = ['a']\nprocess.title = list[0]!\n"],
  ['lint', 'no-console', 'src/capabilities/people/model.ts', "console.log('x')\n"],
  ['lint', 'only src/platform reads the clock', 'src/capabilities/people/model.ts', 'export const now = Date.now()\n'],
  ['lint', 'does not read the clock', 'src/kernel/day.ts', 'export const now = Date.now()\n'],
  ['lint', 'Settings are read in', 'src/platform/http/server.ts', 'export const home = process.env.HOME\n'],
  ['lint', 'Chance is passed in', 'src/capabilities/people/model.ts', 'export const chance = Math.random()\n'],
  ['format', 'Formatter would have printed', 'src/main.ts', 'process.exitCode = 1;\n'],
  ['dead code', 'unused', 'src/one.ts', 'export const one = 1\nexport const unused = 2\n'],
  ['dead code', 'src/alone.ts', 'src/alone.ts', 'export const alone = 1\n'],
]

type Ran = Readonly<{ passed: boolean; output: string }>

const runChecks = (folder: string, names: readonly string[]): Promise<Ran> =>
  new Promise((resolve) => {
    execFile(process.execPath, [join(root, 'scripts/checks.mjs'), ...names], { cwd: folder, maxBuffer: 1 << 24 }, (error, stdout, stderr) =>
      resolve({ passed: error === null, output: stdout + stderr }),
    )
  })

describe('a check that cannot fail checks nothing', () => {
  const base = mkdtempSync(join(tmpdir(), 'reeve-checks-'))
  const project = (name: string, files: Readonly<Record<string, string>>): string => {
    const folder = join(base, name)
    for (const [path, text] of Object.entries({ ...clean, ...files })) {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), text)
    }
    for (const file of ['tsconfig.json', '.oxlintrc.json', 'biome.json', 'knip.json', '.gitignore'])
      cpSync(join(root, file), join(folder, file))
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
    return folder
  }
  let untouched: Ran
  let results: readonly Ran[]

  beforeAll(async () => {
    untouched = await runChecks(project('clean', {}), ['types', 'lint', 'format', 'dead code'])
    const found: Ran[] = []
    for (const [index, [check, , file, text]] of faults.entries())
      found.push(await runChecks(project(`fault-${index}`, { [file]: text }), [check]))
    results = found
  }, 180_000)
  afterAll(() => rmSync(base, { recursive: true, force: true }))

  test('a clean project passes them all', () => {
    expect(untouched.output).toMatch(/ok +types[^]*ok +dead code|ok +dead code[^]*ok +types/)
    expect(untouched.passed).toBe(true)
  })

  test.for(faults.map(([check, says], index) => [check, says, index] as const))('%s: "%s" turns it red', ([, says, index]) => {
    expect(results[index]?.passed).toBe(false)
    expect(results[index]?.output).toContain(says)
  })
})

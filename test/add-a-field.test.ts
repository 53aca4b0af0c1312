import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'

/** The example in CONTRIBUTING.md is applied to a copy of the source as it is written there, and the field is asked for everywhere. */

const root = join(import.meta.dirname, '..')
const copy = join(root, '.cache', 'add-a-field')
afterAll(() => rmSync(copy, { recursive: true, force: true }))

type Hunk = Readonly<{ file: string; isNew: boolean; removed: readonly string[]; added: readonly string[]; context: readonly string[] }>

/** The files of the first diff block: per hunk the lines taken out, put in, and kept. */
const hunksOf = (text: string): readonly Hunk[] => {
  const [, diff = ''] = /```diff\n([\s\S]*?)```/.exec(text) ?? []
  const hunks: { file: string; isNew: boolean; removed: string[]; added: string[]; context: string[] }[] = []
  let file = ''
  let isNew = false
  const open = () => hunks.push({ file, isNew, removed: [], added: [], context: [] })
  for (const line of diff.split('\n')) {
    if (line.startsWith('--- ')) isNew = line === '--- /dev/null'
    else if (line.startsWith('+++ b/')) {
      file = line.slice(6)
      if (isNew) open()
    } else if (line.startsWith('@@')) open()
    else if (line.startsWith('+')) hunks.at(-1)?.added.push(line.slice(1))
    else if (line.startsWith('-')) hunks.at(-1)?.removed.push(line.slice(1))
    else if (line.startsWith(' ')) hunks.at(-1)?.context.push(line.slice(1))
  }
  return hunks
}

const apply = (hunk: Hunk): void => {
  const path = join(copy, hunk.file)
  if (hunk.isNew) {
    writeFileSync(path, `${hunk.added.join('\n')}\n`)
    return
  }
  const before = readFileSync(path, 'utf8')
  const flat = (text: string): string => text.replace(/\s+/g, '').replace(/,([\])}])/g, '$1')
  if (hunk.removed.length > 0) {
    // The formatter may have broken the line: compare without white space, replace the whole layout statement.
    const [from = ''] = hunk.removed
    const at = before.split('\n')
    for (let begin = 0; begin < at.length; begin++)
      for (let end = begin + 1; end <= Math.min(at.length, begin + 20); end++)
        if (flat(at.slice(begin, end).join('\n')) === flat(from)) {
          writeFileSync(path, [...at.slice(0, begin), ...hunk.added, ...at.slice(end)].join('\n'))
          return
        }
    throw new Error(`${hunk.file} has no line ${from}`)
  }
  const [anchor = ''] = hunk.context
  const inKind = before.indexOf("name: 'team'")
  const at = before.indexOf(anchor.trim(), inKind)
  if (at < 0) throw new Error(`${hunk.file} has no line ${anchor}`)
  const end = before.indexOf('\n', at)
  writeFileSync(path, `${before.slice(0, end)}\n${hunk.added.join('\n')}${before.slice(end)}`)
}

const script = `
import { testHouse } from './test/house.ts'
const reeve = await testHouse('.cache/test-data')
const made = await reeve.call('POST', '/teams', { title: 'Desk', phone: '+44 20 7946 0000' })
const wrong = await reeve.call('POST', '/teams', { title: 'Desk', phone: 'x'.repeat(61) })
const listed = await reeve.call('GET', '/teams?phone=~7946&fields=phone')
const openapi = await reeve.call('GET', '/api/openapi.json')
const kinds = await reeve.call('GET', '/kinds')
process.stdout.write(JSON.stringify({
  made: made.body.item?.phone, wrong: wrong.body.issues?.[0]?.path, listed: listed.body.items?.map((one) => one.phone),
  openapi: openapi.body.components.schemas.team.properties.phone?.description,
  form: kinds.body.kinds.find((one) => one.name === 'team').layout[0].fields.includes('phone'),
}))
await reeve[Symbol.asyncDispose]()
`

test('adding a field as CONTRIBUTING.md shows it gives column, validation, API, OpenAPI, list and form', () => {
  rmSync(copy, { recursive: true, force: true })
  mkdirSync(join(copy, 'test'), { recursive: true })
  for (const part of ['src', 'samples', 'package.json', 'test/house.ts'])
    if (existsSync(join(root, part))) cpSync(join(root, part), join(copy, part), { recursive: true })
  const hunks = hunksOf(readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8'))
  expect(new Set(hunks.map((hunk) => hunk.file)).size).toBe(2)
  for (const hunk of hunks) apply(hunk)
  writeFileSync(join(copy, 'ask.ts'), script)
  const answer: unknown = JSON.parse(
    execFileSync(process.execPath, ['--disable-warning=ExperimentalWarning', 'ask.ts'], { cwd: copy, encoding: 'utf8', timeout: 60_000 }),
  )
  expect(answer).toEqual({ made: '+44 20 7946 0000', wrong: 'phone', listed: ['+44 20 7946 0000'], openapi: 'Telephone', form: true })
}, 90_000)

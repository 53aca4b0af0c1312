import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import type { Command } from 'commander'
import { setTimeout as wait } from 'node:timers/promises'
import { Refusal } from '../kernel/refusal.ts'
import type { Client, WithClient } from './client.ts'
import { json, note, out } from './print.ts'

type File = Readonly<{ name: string; bytes: Buffer }>
type Issue = Readonly<{ file?: string; line?: number; path?: string; rule?: string; message: string }>
type Run = Readonly<{
  id: string
  state: 'reading' | 'checked' | 'applying' | 'applied' | 'failed' | 'undone'
  progress: Readonly<{ done: number; total: number; word: string }> | null
  summary: Readonly<{
    kinds: Readonly<Record<string, Readonly<Record<string, number>>>>
    refused: number
    warnings: number
    rules: Readonly<Record<string, number>>
    notes: Readonly<Record<string, number>>
  }> | null
  message?: string | null
  issues: readonly Issue[]
  issue_count?: number
  batch?: string | null
}>

const walk = (folder: string): readonly string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? walk(join(folder, entry.name)) : [join(folder, entry.name)],
  )

/**
 * Files and folders as they are named, by paths relative to where they were found, so that files may name each other. Of a folder those that the reader takes,
 * by the endings of their names; what else lies there is told and left out. @throws Refusal `no_file`
 */
const filesAt = (paths: readonly string[], accepts: readonly string[]): readonly File[] =>
  paths.flatMap((path) => {
    const found = statSync(path, { throwIfNoEntry: false })
    if (!found) throw new Refusal('not_found', 'no_file', `There is no file or folder ${path}.`)
    if (!found.isDirectory()) return [{ name: basename(path), bytes: readFileSync(path) }]
    const isTaken = (name: string): boolean => accepts.length === 0 || accepts.some((ending) => name.toLowerCase().endsWith(ending))
    const { taken = [], left = [] } = Object.groupBy(walk(path), (one) => (isTaken(one) ? 'taken' : 'left'))
    if (taken.length === 0) throw new Refusal('not_found', 'no_file', `In ${path} is no file that ends in ${accepts.join(', ')}.`)
    if (left.length > 0) note(`left out: ${left.map((one) => relative(path, one)).join(', ')}`)
    return taken.map((one) => ({ name: relative(dirname(path), one).split('\\').join('/'), bytes: readFileSync(one) }))
  })

type ReaderLine = Readonly<{ name: string; accepts: readonly string[] }>

/** Endings of names that a reader takes; none when there is no such reader, which the server then says. */
const acceptsOf = async (client: Client, reader: string): Promise<readonly string[]> => {
  const { items } = (await client.call('GET', '/imports/readers')).body as Readonly<{ items: readonly ReaderLine[] }>
  return (items.find((one) => one.name === reader)?.accepts ?? []).map((one) => one.toLowerCase())
}

const settled = new Set(['checked', 'applied', 'failed', 'undone'])

/** Waits for a run to come to rest, telling its progress at most once a second. */
const follow = async (client: Client, id: string): Promise<Run> => {
  let told = ''
  for (let turn = 0; ; turn++) {
    const run = (await client.call('GET', `/imports/${id}`)).body as Run
    if (settled.has(run.state)) return run
    const word = run.progress
      ? `${run.progress.word} ${run.progress.done}${run.progress.total ? ` of ${run.progress.total}` : ''}`
      : run.state
    if (turn > 0 && word !== told) note(word)
    told = word
    await wait(turn < 10 ? 100 : 500)
  }
}

const lineOf = (issue: Issue): string =>
  `${[issue.file, issue.line, issue.path].filter((part) => part !== undefined && part !== null && part !== '').join(':')}: ${issue.message}${issue.rule ? ` [${issue.rule}]` : ''}`

const tell = (run: Run, asJson: boolean): void => {
  for (const issue of run.issues.slice(0, 50)) note(lineOf(issue))
  const more = (run.issue_count ?? run.issues.length) - Math.min(50, run.issues.length)
  if (more > 0) note(`… and ${more} more`)
  if (asJson) return json(run)
  for (const [kind, counts] of Object.entries(run.summary?.kinds ?? {})) {
    const said = Object.entries(counts).filter(([, count]) => count > 0)
    out(`${kind}: ${said.map(([word, count]) => `${count} ${word}`).join(', ') || 'nothing'}`)
  }
  for (const [rule, count] of Object.entries(run.summary?.rules ?? {})) out(`${rule}: ${count} lines`)
  for (const [word, count] of Object.entries(run.summary?.notes ?? {})) out(`${word.replaceAll('_', ' ')}: ${count}`)
  if (run.message) note(run.message)
  out(`state: ${run.state}`)
}

/** `import READER ...`: read and check, then apply unless it is a dry run; `import undo ID` takes a whole import back. */
export const importCommand = (program: Command, withClient: WithClient): void => {
  program
    .command('import <reader> <paths...>')
    .description('backstage PATH..., servicenow-incidents PATH, probes PATH, csv KIND PATH; undo ID takes an import back')
    .option('--dry-run', 'only say what would happen')
    .option('--source <name>', 'the name under which mapping and origin are remembered')
    .option('--strict', 'refuse the whole when one line is refused')
    .option('--json', 'the run as JSON')
    .action(async (reader: string, words: string[], options: { dryRun?: boolean; source?: string; strict?: boolean; json?: boolean }) => {
      await withClient(async (client) => {
        if (reader === 'undo') {
          const [id = ''] = words
          await client.call('POST', `/imports/${id}/undo`, {})
          return tell(await follow(client, id), options.json === true)
        }
        const [first = '', ...rest] = words
        const name = reader === 'csv' ? `csv:${first}` : reader
        const files = filesAt(reader === 'csv' ? rest : words, await acceptsOf(client, name))
        if (files.length === 0) throw new Refusal('invalid', 'usage', 'Name the file: reeve import csv KIND PATH')
        const query = new URLSearchParams({
          reader: name,
          dry_run: options.dryRun ? '1' : '0',
          ...(options.source ? { source: options.source } : {}),
          ...(options.strict ? { keep_valid: '0' } : {}),
        })
        const { id } = (await client.upload(`/imports?${query}`, files)).body as { id: string }
        const run = await follow(client, id)
        tell(run, options.json === true)
        if (run.state === 'failed') throw new Refusal('invalid', 'import_failed', 'Nothing was imported. The lines above say what to mend.')
        if (run.state === 'applied') note(`import ${id}; take it back with: reeve import undo ${id}`)
      })
    })
}

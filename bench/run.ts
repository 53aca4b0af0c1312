import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Bench, Row } from './row.ts'

/**
 * `node bench/run.ts [name] [--size 10k,100k,1M]`: runs one or all benchmarks, prints a table each, writes bench/results/<name>.json.
 * Exit 1 when a figure was not reached.
 */

const notBenches = new Set(['run.ts', 'row.ts'])

const namesIn = (folder: string): readonly string[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !notBenches.has(file))
    .map((file) => file.slice(0, -3))
    .sort()

/** Null for a file that only helps others. */
const load = async (folder: string, name: string): Promise<Bench | null> => {
  const module = (await import(join(folder, `${name}.ts`))) as { bench?: Bench }
  return module.bench ?? null
}

const number = (value: number): string => (Math.abs(value) >= 1000 ? Math.round(value).toLocaleString('en-GB') : value.toPrecision(3))

const columns = ['work', 'figure', 'unit', 'beside', 'ratio', 'reach', 'met'] as const

const cells = (row: Row): readonly string[] => [
  row.work,
  number(row.figure),
  row.unit,
  number(row.beside),
  number(row.ratio),
  row.reach,
  row.met ? 'yes' : 'NO',
]

const table = (rows: readonly Row[]): string => {
  const lines = [columns, ...rows.map(cells)]
  const widths = columns.map((_, index) => Math.max(...lines.map((line) => line[index]?.length ?? 0)))
  return lines
    .map((line) =>
      line
        .map((cell, index) => cell.padEnd(widths[index] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

const sizeOf = (word: string): string => {
  const [, number = '', unit = ''] = /^([\d.]+)(k|M)?$/.exec(word) ?? []
  if (number === '') throw new Error(`a size looks like 10k, 250000 or 1M, not ${word}`)
  return String(Math.round(Number(number) * (unit === 'M' ? 1_000_000 : unit === 'k' ? 1_000 : 1)))
}

const main = async (): Promise<number> => {
  const folder = import.meta.dirname
  const { values, positionals } = parseArgs({ options: { size: { type: 'string' } }, allowPositionals: true })
  const [wanted, ...more] = positionals
  const args = [...(values.size?.split(',') ?? []), ...more].map(sizeOf)
  const names = namesIn(folder).filter((name) => wanted === undefined || name === wanted)
  if (names.length === 0) {
    process.stderr.write(`There is no benchmark ${wanted}. There are: ${namesIn(folder).join(', ')}\n`)
    return 2
  }
  mkdirSync(join(folder, 'results'), { recursive: true })
  let met = true
  for (const name of names) {
    const bench = await load(folder, name)
    if (!bench) continue
    const rows = await bench.run(args)
    process.stdout.write(`${bench.name}\n${table(rows)}\n\n`)
    const facts = { name: bench.name, at: new Date().toISOString(), node: process.version, cpu: cpus()[0]?.model ?? null, args, rows }
    writeFileSync(join(folder, 'results', `${name}.json`), `${JSON.stringify(facts, null, 2)}\n`)
    met &&= rows.every((row) => row.met)
  }
  return met ? 0 : 1
}

process.exitCode = await main()

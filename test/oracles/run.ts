import { readFileSync } from 'node:fs'
import { check, type Outcome, readVectors, type Vector } from './check.ts'

/** `node test/oracles/run.ts FILE...`: runs vector files through Reeve's own functions. Exit 0 all passed, 1 some failed, 2 a file could not be read. */

const say = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

const read = (path: string): readonly Vector[] | null => {
  try {
    return readVectors(readFileSync(path, 'utf8'))
  } catch (error) {
    process.stderr.write(`${path} cannot be read as a vector file: ${error instanceof Error ? error.message : String(error)}\n`)
    return null
  }
}

const tell = (outcome: Outcome): void => {
  if (outcome.verdict !== 'failed') return
  say(`FAILED ${outcome.vector.id} (${outcome.vector.method})${outcome.error === undefined ? '' : `: ${outcome.error}`}`)
  for (const one of outcome.differences)
    say(`  ${one.path || 'answer'}: got ${JSON.stringify(one.got)}, expected ${JSON.stringify(one.expected)}`)
}

const main = (paths: readonly string[]): number => {
  if (paths.length === 0) {
    process.stderr.write('Name one or more vector files: node test/oracles/run.ts FILE...\n')
    return 2
  }
  const files = paths.map(read)
  const outcomes = files.flatMap((vectors) => (vectors ?? []).map(check))
  for (const outcome of outcomes) tell(outcome)
  const skipped = outcomes.filter((one) => one.verdict === 'skipped')
  const unknown = [...new Set(skipped.map((one) => one.vector.method))].sort()
  if (unknown.length > 0) say(`Not built yet: ${unknown.join(', ')}`)
  const count = (verdict: Outcome['verdict']): number => outcomes.filter((one) => one.verdict === verdict).length
  say(`${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped`)
  if (files.includes(null)) return 2
  return count('failed') > 0 ? 1 : 0
}

process.exitCode = main(process.argv.slice(2))

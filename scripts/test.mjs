// All checks, then all tests: units, database, screens. With arguments: only the tests they name.
// The last line is `N passed, N failed, N skipped`.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runChecks } from './checks.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const report = join(root, 'test/output/results.json')
const named = process.argv.slice(2)

const finish = ({ passed, failed, skipped }) => {
  console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`)
  process.exitCode = failed > 0 ? 1 : 0
}

/** Counts of vitest's report. A file that could not be read counts as one failure, and so does a run that failed otherwise. */
const countsOf = (results, exitCode) => {
  const unread = results.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.every((one) => one.status !== 'failed'),
  ).length
  const failed = results.numFailedTests + unread
  return {
    passed: results.numPassedTests,
    failed: failed === 0 && exitCode !== 0 ? 1 : failed,
    skipped: results.numPendingTests + (results.numTodoTests ?? 0),
  }
}

const runVitest = () =>
  new Promise((resolve) => {
    rmSync(report, { force: true })
    const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...named]
    const child = spawn(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), ...args], { cwd: root, stdio: 'inherit' })
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
    child.on('exit', (code) => resolve(code ?? 1))
  })

if (named.length === 0 && !(await runChecks())) finish({ passed: 0, failed: 1, skipped: 0 })
else {
  const exitCode = await runVitest()
  finish(existsSync(report) ? countsOf(JSON.parse(readFileSync(report, 'utf8')), exitCode) : { passed: 0, failed: 1, skipped: 0 })
}

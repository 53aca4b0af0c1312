// Types, lint, format, dead code, boundaries. Each prints one line; the first that fails prints what it found and ends the run.
import { spawn } from 'node:child_process'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** The checks: name, program (from the folder that is checked), arguments. */
const checks = [
  { name: 'types', script: 'node_modules/typescript-native/bin/tsc', args: ['-p', 'tsconfig.json', '--noEmit'] },
  { name: 'lint', script: 'node_modules/oxlint/bin/oxlint', args: ['--type-aware', '--deny-warnings'] },
  { name: 'format', script: 'node_modules/@biomejs/biome/bin/biome', args: ['format'] },
  { name: 'dead code', script: 'node_modules/knip/bin/knip.js', args: ['--no-progress', '--no-config-hints'] },
  { name: 'boundaries', script: 'scripts/boundaries.mjs', args: [] },
]

/** Runs one check in `folder`: its exit code, output and duration in seconds. */
const runCheck = ({ script, args }, folder) =>
  new Promise((resolve) => {
    const began = performance.now()
    const child = spawn(process.execPath, [script, ...args], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    child.stdout.on('data', (chunk) => (output += chunk))
    child.stderr.on('data', (chunk) => (output += chunk))
    child.on('error', (error) => resolve({ code: 1, output: error.message, seconds: 0 }))
    child.on('close', (code) => resolve({ code: code ?? 1, output, seconds: (performance.now() - began) / 1000 }))
  })

/** Runs the checks in `folder`, two at a time. True when each of them passes. */
export const runChecks = async (chosen = checks, folder = root) => {
  const waiting = [...chosen]
  let failed = false
  const work = async () => {
    for (let check = waiting.shift(); check && !failed; check = waiting.shift()) {
      const { code, output, seconds } = await runCheck(check, folder)
      if (failed) return
      console.log(`${code === 0 ? 'ok    ' : 'FAILED'}  ${check.name.padEnd(12)} ${seconds.toFixed(1)} s`)
      if (code !== 0) {
        failed = true
        console.log(output.trimEnd())
      }
    }
  }
  await Promise.all([work(), work()])
  return !failed
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const names = process.argv.slice(2)
  const chosen = checks.filter(({ name }) => names.length === 0 || names.includes(name))
  process.exitCode = (await runChecks(chosen, process.cwd())) ? 0 : 1
}

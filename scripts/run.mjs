// The commands of package.json (start, test, dev, check, bench, oracles) and of bin/. Each makes ready what is missing, then begins.
import { spawn, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { delimiter } from 'node:path'
import { findPrometheus } from './prometheus.mjs'
import { at, buildWeb, die, findBrowser, installPackages, lock, pinnedNode, root, say, withNode } from './setup.mjs'

const [task = 'start', ...rest] = process.argv.slice(2)
const quiet = '--disable-warning=ExperimentalWarning'

const noBrowser = [
  '',
  '!'.repeat(76),
  '!!  NO BROWSER FOUND: the tests of the screens are SKIPPED, the others run.',
  '!!  Get one: apt-get install chromium, or set REEVE_CHROMIUM=/path/to/chrome',
  '!'.repeat(76),
  '',
].join('\n')

/** Variables that tell the tests of the screens which browser to use. */
const browserVariables = (node) => {
  const browser = findBrowser(node)
  if (browser) {
    say(`browser: ${browser.path}`)
    return { ...browser.env, REEVE_CHROMIUM: browser.path }
  }
  if (process.env.REEVE_REQUIRE_BROWSER === '1' || process.env.CI)
    die(`${noBrowser}\nREEVE_REQUIRE_BROWSER or CI is set: this is an error here.`)
  console.error(noBrowser)
  return { REEVE_NO_BROWSER: '1' }
}

const noPrometheus = [
  '',
  '!'.repeat(76),
  '!!  NO PROMETHEUS FOUND: the tests against a real one are SKIPPED, the others run.',
  '!!  Get one: apt-get install prometheus, or put prometheus and promtool on the PATH',
  '!'.repeat(76),
  '',
].join('\n')

/** The path with a real Prometheus on it. In continuous integration its tests are not left out. */
const prometheusVariables = (node) => {
  const folder = findPrometheus()
  if (folder) return { PATH: [withNode(node).PATH, folder].join(delimiter) }
  if (process.env.CI) die(`${noPrometheus}\nCI is set: this is an error here.`)
  console.error(noPrometheus)
  return {}
}

/** The parent of a process, where the system shows it in files (Linux). */
const parentOf = (pid) => {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ')[1]
  } catch {
    return undefined
  }
}

// Each task: which processes to run, whether the built pages are needed, and a way to more variables.
const tasks = {
  setup: { web: true, processes: [] },
  start: { web: true, processes: [[quiet, at('src/main.ts'), ...rest]] },
  test: {
    web: true,
    processes: [[at('scripts/test.mjs'), ...rest]],
    variables: (node) => ({ ...browserVariables(node), ...prometheusVariables(node) }),
  },
  check: { web: false, processes: [[at('scripts/checks.mjs'), ...rest]] },
  bench: { web: false, processes: [[quiet, at('bench/run.ts'), ...rest]] },
  oracles: { web: false, processes: [[quiet, at('test/oracles/run.ts'), ...rest]] },
  dev: {
    web: false,
    processes: [
      [quiet, '--watch', '--watch-preserve-output', at('src/main.ts'), ...rest],
      [at('node_modules/vite/bin/vite.js'), '--host', '127.0.0.1'],
    ],
  },
}

const chosen = tasks[task]
if (!chosen) die(`unknown command ${task}: one of ${Object.keys(tasks).join(', ')}`)

const began = Date.now()
const unlock = lock()
const node = pinnedNode()
installPackages(node)
if (chosen.web) buildWeb(node)
const variables = chosen.variables?.(node) ?? {}
unlock()
const tookSeconds = (Date.now() - began) / 1000
if (tookSeconds > 1) say(`set-up took ${tookSeconds.toFixed(1)} s, Node.js ${spawnSync(node, ['-v'], { encoding: 'utf8' }).stdout.trim()}`)

const env = { ...withNode(node), ...variables }
const children = chosen.processes.map((args) => spawn(node, args, { stdio: 'inherit', cwd: root, env }))
const stop = (signal) => {
  for (const child of children) child.kill(signal)
}
// A terminal sends its interrupt to the whole group: the children have it already.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.on(signal, () => (signal === 'SIGINT' && process.stdin.isTTY ? undefined : stop(signal)))
// npm ends on SIGTERM without telling us, since the shell between does not pass it on: when one of the two is gone, so are we.
if (process.env.npm_lifecycle_event && process.platform !== 'win32') {
  const parent = process.ppid
  const npm = parentOf(parent)
  setInterval(() => (process.ppid !== parent || parentOf(parent) !== npm) && stop('SIGTERM'), 500).unref()
}

if (children.length === 0) say('ready: npm start')
let left = children.length
let exitCode = 0
for (const child of children) {
  child.on('error', (error) => die(`${node} does not start: ${error.message}`))
  child.on('exit', (code, signal) => {
    exitCode ||= code ?? (signal ? 1 : 0)
    left -= 1
    if (left === 0) process.exit(exitCode)
    stop('SIGTERM')
  })
}

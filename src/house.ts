import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { capability as catalogue } from './capabilities/catalogue/index.ts'
import { makeLevels } from './capabilities/levels/index.ts'
import { capability as needs } from './capabilities/needs/index.ts'
import {
  actorOf,
  addressesOf,
  firstAdministrator,
  onePerRole,
  people,
  peopleBehind,
  peopleByEmail,
  profileOf,
  whoMay,
} from './capabilities/people/index.ts'
import { reports } from './capabilities/reports/index.ts'
import { makeSignals, takeAlerts } from './capabilities/signals/index.ts'
import { makeStatus } from './capabilities/status/index.ts'
import { makeSuppliers } from './capabilities/suppliers/index.ts'
import { loadIncidents, rereadIncidents, support } from './capabilities/support/index.ts'
import { backstage } from './connectors/backstage/reader.ts'
import { csvReaders } from './connectors/csv/reader.ts'
import { probes } from './connectors/probes/reader.ts'
import { makeIntake } from './intake/index.ts'
import { opensloExport } from './connectors/openslo/index.ts'
import { openslo } from './connectors/openslo/reader.ts'
import { servicenowIncidents } from './connectors/servicenow/reader.ts'
import { type Accounts, makeAccounts, narrowed, preferencesOf, sessionCookie } from './platform/accounts/index.ts'
import type { Capability } from './platform/capability.ts'
import { type Config, readConfig } from './platform/config.ts'
import { type Database, type DatabaseAddress, type Db, openDatabase } from './platform/db/database.ts'
import { migrate, type Migration, migrationsIn } from './platform/db/migrate.ts'
import type { Route } from './platform/http/contract.ts'
import { makeComments } from './platform/comments/index.ts'
import { events } from './platform/events/index.ts'
import { makeFiles } from './platform/files/index.ts'
import { type Live, makeLive } from './platform/http/live.ts'
import { callOutside, outsideAddress } from './platform/http/outside.ts'
import { buildServer, type Identity } from './platform/http/server.ts'
import { makeImports } from './platform/imports/index.ts'
import { startJobs } from './platform/jobs/jobs.ts'
import { type LoopBook, makeLoopBook } from './platform/jobs/loops.ts'
import { jobRoutes } from './platform/jobs/routes.ts'
import { type Log, makeLog } from './platform/log.ts'
import type { Registry } from './platform/records/context.ts'
import { makeRegistry } from './platform/records/registry.ts'
import { anyRecordRoutes, routesOf } from './platform/records/routes.ts'
import type { Actor } from './platform/rights/grants.ts'
import { servicesOfUnits } from './platform/rights/services.ts'
import { searching } from './platform/search/index.ts'
import { makeMail } from './platform/mail/index.ts'
import { makeNotify, unreadOf } from './platform/notify/index.ts'
import { organisationOf, setSetting } from './platform/settings.ts'
import { watch, watchingOf } from './platform/watch/index.ts'
import { views } from './platform/views/index.ts'

export type House = Readonly<{
  db: Database
  registry: Registry
  live: Live
  routes: readonly Route[]
  rooms: Rooms
  /** Asks for a job soon, once jobs run in this process; until then their own time comes. */
  waking: { wake: (job: string) => void }
}>

type Rooms = Readonly<{ all: readonly Capability[]; accounts: Accounts; book: LoopBook }>

const here = (path: string): string => new URL(path, import.meta.url).pathname

/** Signing in knows neither people nor roles: this ties it to them. */
const accountsOf = (config: Config, registry: () => Registry): Accounts =>
  makeAccounts({
    organisation: organisationOf,
    samplePeople: onePerRole,
    firstAdministrator: async (tx, ctx, { organisation, title, email }) => {
      await setSetting(tx, 'organisation', { name: organisation, sample: false })
      return await firstAdministrator(tx, ctx, { title, email })
    },
    personByEmail: async (db, email) => {
      const [found, ...more] = await peopleByEmail(db, email)
      return found && more.length === 0 ? { id: found.id, title: found.title, active: found.state === 'active' } : null
    },
    profile: async (db, person, now) => {
      const actor = await actorFor({ db, registry: registry() }, person, now)
      return { ...(await profileOf(db, person, now)), rights: actor?.grants ?? [], unread: await unreadOf(db, person) }
    },
    secure: config.publicUrl?.startsWith('https:') ?? false,
    providers: config.providers,
    publicUrl: config.publicUrl,
  })

/** Everything that has tables, bottom to top. Some mechanisms need the configuration to be made. */
const roomsOf = (config: Config, registry: () => Registry, log: Log, live: Live, wake: (job: string) => void): Rooms => {
  const accounts = accountsOf(config, registry)
  const mail = makeMail({ smtpUrl: config.smtpUrl, from: config.mailFrom, publicUrl: config.publicUrl })
  const actorToday = async (db: Db, person: string, now: number): Promise<Actor | undefined> =>
    await actorFor({ db, registry: registry() }, person, now)
  const notify = makeNotify({
    tell: (person) => live.tell(person, 'notification'),
    membersOf: peopleBehind,
    digest: {
      mail,
      readers: async (db, ids) => {
        const preferences = await preferencesOf(db, ids)
        return (await addressesOf(db, ids)).map((one) => ({ ...one, preferences: preferences.get(one.id) ?? {} }))
      },
      actor: actorToday,
    },
  })
  const mechanisms: readonly Capability[] = [
    { name: 'platform', migrations: here('./platform/migrations') },
    views,
    accounts.capability,
    events,
    searching,
    makeComments({ onComment: notify.onComment }),
    watch,
    notify.capability,
    mail.capability,
    makeFiles({ folder: join(config.dataDir, 'files'), maxBytes: 25 * 1024 * 1024 }),
  ]
  const capabilities: readonly Capability[] = [
    people,
    needs,
    catalogue,
    makeSuppliers({ tell: notify.notify }),
    makeSignals({ tell: notify.notify, actor: actorToday }),
    makeLevels({ tell: notify.notify, wake }),
    support,
    makeStatus({
      folder: join(config.dataDir, 'status'),
      publicUrl: config.publicUrl,
      mail,
      post: async (url, body, headers) =>
        (await callOutside(url, { method: 'POST', headers, body, timeoutMs: 10_000, mostBytes: 4096 }, {})).status,
      wake,
    }),
    reports,
  ]
  const kinds = [...mechanisms, ...capabilities].flatMap((one) => one.kinds ?? [])
  const imports = makeImports({
    readers: [backstage, servicenowIncidents({ load: loadIncidents, reread: rereadIncidents }), probes, openslo, ...csvReaders(kinds)],
    folder: () => join(config.dataDir, 'imports'),
    now: Date.now,
    defect: (error) => log.error({ err: error }, 'an import broke'),
  })
  const intake = makeIntake({
    takeAlerts,
    reaching: (reach) => async (url, init) => {
      const { status, body } = await callOutside(url, { ...init, timeoutMs: 30_000, mostBytes: 16_000_000 }, reach)
      return { status, body: new Response(new Uint8Array(body)).body }
    },
    secret: (name) => config.secrets[name],
    judgeBroker: async (url, reach) => await outsideAddress(new URL(url).hostname, reach, AbortSignal.timeout(10_000)),
  })
  const working = [...mechanisms, ...capabilities, imports, intake, opensloExport]
  const book = makeLoopBook()
  const routes = jobRoutes(
    () => working.flatMap((one) => one.jobs ?? []),
    () => working.flatMap((one) => one.loops ?? []),
    book,
  )
  return { all: [...working, { name: 'operation', routes }], accounts, book }
}

const noDatabase = (): Database => {
  throw new Error('the house is not open yet')
}

const noRegistry = (): Registry => {
  throw new Error('the house is not open yet')
}

/** Every step of the database's shape, bottom to top. */
export const migrations = (): readonly Migration[] =>
  roomsOf(readConfig({}, {}), noRegistry, makeLog('silent'), makeLive(noDatabase), () => undefined).all.flatMap((one) =>
    one.migrations ? migrationsIn(one.name, one.migrations) : [],
  )

/** Names the shape that all migrations together make. */
export const migrationsKey = (): string =>
  createHash('sha256')
    .update(
      migrations()
        .map((step) => step.name + step.hash)
        .join('\n'),
    )
    .digest('hex')
    .slice(0, 16)

/** Opens the database at its newest shape with everything that knows its records. */
export const openHouse = async (address: DatabaseAddress, config: Config, log: Log, say: (message: string) => void): Promise<House> => {
  const db = openDatabase(address)
  const live = makeLive(() => db)
  const waking: House['waking'] = { wake: () => undefined }
  const rooms = roomsOf(
    config,
    () => registry,
    log,
    live,
    (job) => waking.wake(job),
  )
  await migrate(db, migrations(), say)
  const registry: Registry = makeRegistry({
    kinds: rooms.all.flatMap((one) => one.kinds ?? []),
    behaviours: rooms.all.flatMap((one) => one.behaviours ?? []),
    shapes: Object.assign({}, ...rooms.all.map((one) => one.shapes ?? {})) as Readonly<Record<string, z.ZodType>>,
    announce: live.announce,
    holders: async (source, right) => await whoMay(source, right, Date.now()),
    beside: async (source, ctx, record) => ({ watching: (await watchingOf(source, ctx.actor.id, record)).watching }),
  })
  const routes = [
    ...registry.kinds.flatMap((kind) => routesOf(kind, registry)),
    ...anyRecordRoutes(),
    ...rooms.all.flatMap((one) => one.routes ?? []),
  ]
  return { db, registry, live, routes, rooms, waking }
}

/** A person with what they may do today; undefined when they are unknown or not active. */
export const actorFor = async (house: Readonly<{ db: Db; registry: Registry }>, person: string, now: number): Promise<Actor | undefined> =>
  await actorOf(house.db, person, now, async (db, units) => await servicesOfUnits(db, house.registry, units))

export type ComposeHow = Readonly<{
  config: Config
  log: Log
  version: string
  now?: () => number
  /** Stands in for signing in: the operator at the machine, tests. */
  identify?: (request: FastifyRequest) => Promise<Identity | null>
}>

export type Composed = Readonly<{
  app: FastifyInstance
  /** Begins the work that comes by itself. */
  startJobs: () => Promise<Readonly<{ stop: () => Promise<void> }>>
  /** Waits for work that goes on behind an answered request. */
  settle: () => Promise<void>
}>

/** Who sends a request, by session cookie or token; a token may narrow what its person may do. */
const identify = async (house: House, request: FastifyRequest, now: number): Promise<Identity | null> => {
  const found = await house.rooms.accounts.authenticate(house.db, {
    cookie: request.cookies[sessionCookie],
    authorization: request.headers.authorization,
    now,
  })
  if (!found) return null
  const actor = await actorFor(house, found.person, now)
  return actor ? { actor: narrowed(actor, found.narrowedTo), via: found.via } : null
}

/** The server of a house, not listening yet. */
export const composed = async (house: House, how: ComposeHow): Promise<Composed> => {
  const now = how.now ?? Date.now
  const app = await buildServer({
    db: house.db,
    registry: house.registry,
    live: house.live,
    log: how.log,
    routes: house.routes,
    version: how.version,
    now,
    identify: how.identify ?? (async (request) => await identify(house, request, now())),
    holders: async (right) => await whoMay(house.db, right, now()),
    webFolder: here('../dist/web'),
    maxUploadBytes: how.config.maxUploadBytes,
    secure: how.config.publicUrl?.startsWith('https:') ?? false,
  })
  return {
    app,
    startJobs: async () => {
      const jobs = await startJobs({
        db: house.db,
        registry: house.registry,
        jobs: house.rooms.all.flatMap((one) => one.jobs ?? []),
        loops: house.rooms.all.flatMap((one) => one.loops ?? []),
        book: house.rooms.book,
        log: how.log,
        now,
      })
      house.waking.wake = (job) =>
        void jobs
          .ask(job)
          .catch((error: unknown) => how.log.warn({ err: error, job }, 'a job could not be asked for; it comes at its own time'))
      return {
        stop: async () => {
          house.waking.wake = () => undefined
          await jobs.stop()
        },
      }
    },
    settle: async () => undefined,
  }
}

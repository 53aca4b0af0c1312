import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { people, actorOf, whoMay } from './capabilities/people/index.ts'
import { kinds as catalogueKinds } from './capabilities/catalogue/kind.ts'
import type { Capability } from './platform/capability.ts'
import type { Config } from './platform/config.ts'
import { type Database, type DatabaseAddress, openDatabase } from './platform/db/database.ts'
import { migrate, type Migration, migrationsIn } from './platform/db/migrate.ts'
import type { Route } from './platform/http/contract.ts'
import { type Live, makeLive } from './platform/http/live.ts'
import { buildServer, type Identity } from './platform/http/server.ts'
import type { Log } from './platform/log.ts'
import type { Registry } from './platform/records/context.ts'
import { makeRegistry } from './platform/records/registry.ts'
import { anyRecordRoutes, routesOf } from './platform/records/routes.ts'
import { servicesOfUnits } from './platform/rights/services.ts'
import { views } from './platform/views/index.ts'

export type House = Readonly<{ db: Database; registry: Registry; live: Live; capabilities: readonly Capability[]; routes: readonly Route[] }>

void catalogueKinds
const here = (path: string): string => new URL(path, import.meta.url).pathname

export const mechanisms: readonly Capability[] = [{ name: 'platform', migrations: here('./platform/migrations') }, views]
export const capabilities: readonly Capability[] = [people]
const all = [...mechanisms, ...capabilities]

/** Every step of the database's shape, bottom to top. */
export const migrations = (): readonly Migration[] => all.flatMap((one) => (one.migrations ? migrationsIn(one.name, one.migrations) : []))

export const migrationsKey = (): string => createHash('sha256').update(migrations().map((step) => step.name + step.hash).join('\n')).digest('hex').slice(0, 16)

/** Opens the database at its newest shape with everything that knows its records. */
export const openHouse = async (address: DatabaseAddress, say: (message: string) => void): Promise<House> => {
  const db = openDatabase(address)
  await migrate(db, migrations(), say)
  const live = makeLive(() => db)
  const registry = makeRegistry({
    kinds: all.flatMap((one) => one.kinds ?? []),
    behaviours: all.flatMap((one) => one.behaviours ?? []),
    shapes: Object.assign({}, ...all.map((one) => one.shapes ?? {})),
    announce: live.announce,
  })
  const routes = [...registry.kinds.flatMap((kind) => routesOf(kind, registry)), ...anyRecordRoutes(), ...all.flatMap((one) => one.routes ?? [])]
  return { db, registry, live, capabilities: all, routes }
}

export type ServeHow = Readonly<{ config: Config; log: Log; now: () => number; version: string; identify: (request: FastifyRequest) => Promise<Identity | null> }>

export const serverOf = async (house: House, how: ServeHow): Promise<FastifyInstance> =>
  await buildServer({
    db: house.db,
    registry: house.registry,
    live: house.live,
    log: how.log,
    routes: house.routes,
    version: how.version,
    now: how.now,
    identify: how.identify,
    holders: async (right) => await whoMay(house.db, right, how.now()),
    webFolder: here('../dist/web'),
    maxUploadBytes: how.config.maxUploadBytes,
    secure: how.config.publicUrl?.startsWith('https:') ?? false,
  })

export const actorFor = async (house: House, person: string, now: number) => await actorOf(house.db, person, now, async (db, units) => await servicesOfUnits(db, house.registry, units))

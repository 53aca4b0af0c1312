import { createHash } from 'node:crypto'
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify'
import { newId } from '../../kernel/id.ts'
import { isoOf } from '../../kernel/instant.ts'
import type { ProviderConfig } from '../config.ts'
import { type Database, type Db, openDatabase } from '../db/database.ts'
import { migrate, migrationsIn } from '../db/migrate.ts'
import { raw, sql } from '../db/sql.ts'
import { freshDatabase } from '../db/testing.ts'
import { route } from '../http/contract.ts'
import { makeLive } from '../http/live.ts'
import { buildServer } from '../http/server.ts'
import { makeLog } from '../log.ts'
import type { Context } from '../records/context.ts'
import { makeRegistry } from '../records/registry.ts'
import { type Actor, reachOf } from '../rights/grants.ts'
import { type Accounts, accountMigrations, type Hooks, makeAccounts, narrowed, sessionCookie } from './index.ts'

const steps = [
  ...migrationsIn('platform', new URL('../migrations', import.meta.url).pathname),
  ...migrationsIn('accounts', accountMigrations),
]

/** People without their capability: an address each, and every right within `incident`. */
const stage = 'create table stage_person (id uuid primary key references record (id), title text not null, email text not null)'

const prepare = async (db: Database): Promise<void> => {
  await migrate(db, steps)
  await db.run(raw(stage))
}

const templateKey = createHash('sha256')
  .update([stage, ...steps.map(({ hash }) => hash)].join('\n'))
  .digest('hex')
  .slice(0, 24)

type StagePerson = Readonly<{ id: string; title: string; email: string; active: boolean }>

/** A person with an address; sign-in reads only this and their record. */
export const addPerson = async (db: Db, title: string, email: string): Promise<string> => {
  const id = newId()
  await db.run(
    sql`insert into record (id, kind, ref, title, state, words, changed_at) values (${id}, 'person', ${`PER-${id.slice(-6)}`}, ${title}, 'active', '', now())`,
  )
  await db.run(sql`insert into stage_person (id, title, email) values (${id}, ${title}, ${email})`)
  return id
}

const people = async (db: Db, where = raw('true')): Promise<readonly StagePerson[]> =>
  await db.rows<StagePerson>(
    sql`select person.id, person.title, person.email, record.state = 'active' as active from stage_person person join record using (id) where ${where} order by person.id`,
  )

export type House = Readonly<{
  db: Database
  app: FastifyInstance
  accounts: Accounts
  clock: { now: number }
  /** Whether this is the sample organisation; tests turn it. */
  organisation: { name: string; sample: boolean }
  ctx: () => Context
  ask: (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, how?: AskHow) => Promise<LightMyRequestResponse>
  events: (person: string) => Promise<readonly string[]>
  close: () => Promise<void>
}>

export type AskHow = Readonly<{
  body?: object
  cookie?: string | undefined
  token?: string
  headers?: Readonly<Record<string, string>>
  address?: string
}>

/** The session cookie's value that an answer sets; undefined when it sets none. */
export const cookieOf = (answer: LightMyRequestResponse): string | undefined =>
  answer.cookies.find(({ name }) => name === sessionCookie)?.value

/** The code of a refusal. */
export const codeOf = (answer: LightMyRequestResponse): string => answer.json<{ code: string }>().code

const hooksFor = (organisation: House['organisation'], providers: readonly ProviderConfig[], grants: Actor['grants']): Hooks => ({
  organisation: async () => await Promise.resolve({ ...organisation }),
  samplePeople: async (db) =>
    (await people(db)).map(({ id, title }) => ({ id, title, role: 'Agent', about: 'Takes reports', desk: 'run' })),
  firstAdministrator: async (tx, _ctx, { organisation: name, title, email }) => {
    organisation.name = name
    return await addPerson(tx, title, email)
  },
  personByEmail: async (db, email) => {
    const [found, ...more] = await people(db, sql`lower(email) = ${email.toLowerCase()}`)
    return found && more.length === 0 ? found : null
  },
  profile: async (db, person) => {
    const [found] = await people(db, sql`person.id = ${person}`)
    return { person: found ? { ...found, ref: 'PER-1', level: 1 } : null, roles: ['Agent'], desk: 'run', rights: grants }
  },
  secure: false,
  providers,
  publicUrl: providers.length > 0 ? 'https://reeve.example/' : undefined,
})

const grants: Actor['grants'] = [{ right: 'incident.*', reach: 'all' }]

/** What a test may do with rights: says whether the one who asks may edit incidents, and whether they may see them. */
const probe = route({
  method: 'GET',
  path: '/probe',
  summary: 'rights',
  tag: 'test',
  handle: async ({ ctx }) =>
    await Promise.resolve({
      id: ctx.actor.id,
      edit: reachOf(ctx.actor, 'incident.edit'),
      see: reachOf(ctx.actor, 'incident.see'),
      services: reachOf(ctx.actor, 'service.see'),
    }),
})

/** A server with this room alone on a database of its own. */
export const openStage = async (providers: readonly ProviderConfig[] = []): Promise<House> => {
  const made = await freshDatabase({
    templateKey,
    prepare: async (address) => {
      const db = openDatabase(address)
      await prepare(db)
      await db.close()
    },
  })
  const db = openDatabase(made.address)
  const clock = { now: Date.UTC(2016, 2, 1, 9) }
  const organisation = { name: 'Hafen Kliniken', sample: false }
  const accounts = makeAccounts(hooksFor(organisation, providers, grants))
  const registry = makeRegistry({ kinds: [], behaviours: [], shapes: {}, announce: () => undefined })
  const app = await buildServer({
    db,
    registry,
    live: makeLive(() => db),
    log: makeLog('silent'),
    routes: [...(accounts.capability.routes ?? []), probe],
    version: 'test',
    now: () => clock.now,
    identify: async (request) => {
      const found = await accounts.authenticate(db, {
        cookie: request.cookies[sessionCookie],
        authorization: request.headers.authorization,
        now: clock.now,
      })
      return (
        found && { actor: narrowed({ id: found.person, title: 'Somebody', level: 1, teams: [], grants }, found.narrowedTo), via: found.via }
      )
    },
    holders: async () => await Promise.resolve([]),
    webFolder: '/nowhere',
    maxUploadBytes: 1000,
    secure: false,
  })
  const ask: House['ask'] = async (method, path, { body, cookie, token, headers = {}, address } = {}) => {
    const request: InjectOptions = {
      method,
      url: `/api/v1${path}`,
      headers: { 'sec-fetch-site': 'same-origin', ...(token ? { authorization: `Bearer ${token}` } : {}), ...headers },
      ...(body ? { payload: body } : {}),
      ...(cookie ? { cookies: { [sessionCookie]: cookie } } : {}),
      ...(address ? { remoteAddress: address } : {}),
    }
    return await app.inject(request)
  }
  return {
    db,
    app,
    accounts,
    clock,
    organisation,
    ctx: () => ({ registry, actor: { id: null, title: 'Operator', level: 7, teams: [], grants: [] }, now: clock.now, via: 'cli' }),
    ask,
    events: async (person) =>
      (await db.rows<{ verb: string }>(sql`select verb from event where record_id = ${person} order by id`)).map(({ verb }) => verb),
    close: async () => {
      await app.close()
      await db.close()
      await made.drop()
    },
  }
}

/** Everything in the database as text, to look for what must not stand there. */
export const everythingIn = async (db: Db): Promise<string> => {
  const tables = await db.rows<{ name: string }>(
    sql`select quote_ident(table_name) as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
  )
  const texts: string[] = [isoOf(0)]
  for (const { name } of tables)
    for (const row of await db.rows<{ text: string }>(raw(`select to_jsonb(t)::text as text from ${name} t`))) texts.push(row.text)
  return texts.join('\n')
}

import type { Capability } from '../capability.ts'
import type { Tx } from '../db/database.ts'
import { type Authenticate, makeAuthenticate } from './authenticate.ts'
import type { Hooks } from './hooks.ts'
import { sweepTries } from './limits.ts'
import { ownRoutes } from './routes/own.ts'
import { organisationRoutes } from './routes/organisation.ts'
import { oidcRoutes } from './routes/oidc.ts'
import { sessionRoutes } from './routes/session.ts'
import { setupRoutes } from './routes/setup.ts'
import { tokenRoutes } from './routes/tokens.ts'
import { makeSessions, sweepSessions } from './sessions.ts'
import { makeTokens } from './tokens.ts'

export { type Authenticate, sessionCookie } from './authenticate.ts'
export type { Hooks } from './hooks.ts'
export { linkIdentity } from './identities.ts'
export { preferencesOf } from './account.ts'
export { narrowed } from './narrow.ts'
export { enrol, resetPassword } from './operator.ts'

export type Accounts = Readonly<{
  capability: Capability
  authenticate: Authenticate
  /** Ends all sessions of a person at once in this process, within ten seconds in others. @returns how many */
  signOutEverywhere: (tx: Tx, person: string) => Promise<number>
}>

export const accountMigrations = new URL('./migrations', import.meta.url).pathname

/** How people and programs prove who they are. What they may do is not decided here. */
export const makeAccounts = (hooks: Hooks): Accounts => {
  const sessions = makeSessions()
  const tokens = makeTokens()
  const parts = { hooks, sessions, tokens }
  return {
    capability: {
      name: 'accounts',
      migrations: accountMigrations,
      routes: [
        ...setupRoutes(parts),
        ...sessionRoutes(parts),
        ...tokenRoutes(parts),
        ...ownRoutes(parts),
        ...oidcRoutes(parts),
        ...organisationRoutes,
      ],
      jobs: [
        {
          name: 'accounts-sweep',
          cron: '23 3 * * *',
          about: 'Forgets sessions that are over and failed sign-ins that no longer count.',
          run: async (db, _registry, _data, now) => {
            await sweepSessions(db, now)
            await sweepTries(db, now)
          },
        },
      ],
    },
    authenticate: makeAuthenticate(sessions, tokens),
    signOutEverywhere: async (tx, person) => await sessions.endAll(tx, person),
  }
}

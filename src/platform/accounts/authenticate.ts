import type { Millis } from '../../kernel/instant.ts'
import type { Db } from '../db/database.ts'
import type { Sessions } from './sessions.ts'
import type { Tokens } from './tokens.ts'

/** The name of the cookie that holds a session. */
export const sessionCookie = 'reeve_session'

/** What a request brings to say who sends it: the session cookie's value and the Authorization header. */
export type Credentials = Readonly<{ cookie: string | undefined; authorization: string | undefined; now: Millis }>

/** Who sends a request. `narrowedTo`: the rights that a token leaves of the person's; null = all of them. */
export type Identified = Readonly<{ person: string; narrowedTo: readonly string[] | null; via: 'web' | 'api'; sessionId?: string }>

export type Authenticate = (db: Db, credentials: Credentials) => Promise<Identified | null>

const bearer = /^Bearer +(\S{1,200}) *$/i

/** A token that is sent must be good. A cookie that is over counts as none, so that the sign-in page still opens. Other schemes belong to a proxy in between. */
export const makeAuthenticate =
  (sessions: Sessions, tokens: Tokens): Authenticate =>
  async (db, { cookie, authorization, now }) => {
    const token = bearer.exec(authorization ?? '')?.[1]
    if (token !== undefined) {
      const { person, rights } = await tokens.use(db, token, now)
      return { person, narrowedTo: rights, via: 'api' }
    }
    const session = cookie === undefined ? null : await sessions.find(db, cookie, now)
    return session && { person: session.person, narrowedTo: null, via: 'web', sessionId: session.id }
  }

import { createSign, generateKeyPairSync } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

type Grant = Readonly<{ addOIDCScope: (scope: string) => void; save: () => Promise<string> }>
type LibraryContext = Readonly<{ oidc: Readonly<{ client: Readonly<{ clientId: string }>; session: Readonly<{ accountId: string }> }> }>
type Library = Readonly<{
  callback: () => (request: IncomingMessage, response: ServerResponse) => Promise<void>
  interactionFinished: (request: IncomingMessage, response: ServerResponse, result: object) => Promise<void>
  Grant: new (of: Readonly<{ clientId: string; accountId: string }>) => Grant
}>
type LibraryDoor = Readonly<{ default: new (issuer: string, settings: object) => Library }>

/** Who signs in at the provider next. */
export type Visiting = { sub: string; email?: string; email_verified?: boolean }

export type SampleProvider = Readonly<{
  issuer: string
  visiting: Visiting
  listen: () => Promise<void>
  close: () => Promise<void>
  /** Goes where a browser goes from an authorization address, and answers the address that leads back to Reeve. */
  browse: (address: string) => Promise<string>
}>

export const clientId = 'reeve'
export const clientSecret = 'a secret that both sides know'
const keys = generateKeyPairSync('rsa', { modulusLength: 2048 })
const jwk = { ...keys.privateKey.export({ format: 'jwk' }), kid: 'one', alg: 'RS256', use: 'sig' }

const listening = async (server: Server, port: number): Promise<number> => {
  await new Promise<void>((ready) => server.listen(port, '127.0.0.1', ready))
  return (server.address() as AddressInfo).port
}
const closing = async (server: Server): Promise<void> => {
  server.closeAllConnections()
  await new Promise<void>((ready) => server.close(() => ready()))
}

/** A port that nobody listens on yet. */
export const freePort = async (): Promise<number> => {
  const probe = createServer()
  const port = await listening(probe, 0)
  await closing(probe)
  return port
}

const libraryFor = async (issuer: string, back: string, visiting: Visiting): Promise<Library> => {
  // The package brings no types.
  const name = 'oidc-provider'
  const { default: Provider } = (await import(name)) as LibraryDoor
  const provider: Library = new Provider(issuer, {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [back],
        grant_types: ['authorization_code'],
        response_types: ['code'],
      },
    ],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    jwks: { keys: [jwk] },
    cookies: { keys: ['a key for tests'] },
    features: { devInteractions: { enabled: false } },
    findAccount: (_context: unknown, sub: string) => ({ accountId: sub, claims: () => ({ ...visiting, sub }) }),
    interactions: { url: () => '/enter' },
    loadExistingGrant: async ({ oidc }: LibraryContext) => {
      const grant = new provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId })
      grant.addOIDCScope('openid email profile')
      await grant.save()
      return grant
    },
    ttl: { AccessToken: 60, AuthorizationCode: 60, Grant: 60, IdToken: 60, Interaction: 60, Session: 60 },
  })
  return provider
}

const browse = async (address: string, back: string): Promise<string> => {
  const jar = new Map<string, string>()
  let at = address
  for (let step = 0; step < 10 && !at.startsWith(back); step++) {
    const answer = await fetch(at, {
      redirect: 'manual',
      headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
    })
    for (const line of answer.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split(/=(.*)/s)
      jar.set(name, value)
    }
    const next = answer.headers.get('location')
    if (next === null) throw new Error(`the provider stopped at ${at}: ${answer.status} ${await answer.text()}`)
    at = new URL(next, at).href
  }
  return at
}

/** A certified OpenID Connect provider on loopback, whose only page signs in whoever `visiting` names. */
export const sampleProvider = async (port: number, back: string): Promise<SampleProvider> => {
  const issuer = `http://127.0.0.1:${port}`
  const visiting: Visiting = { sub: 'nobody' }
  const provider = await libraryFor(issuer, back, visiting)
  const serve = provider.callback()
  const server = createServer((request, response) => {
    const done =
      request.url === '/enter'
        ? provider.interactionFinished(request, response, { login: { accountId: visiting.sub } })
        : serve(request, response)
    done.catch((error: unknown) => response.writeHead(500).end(String(error)))
  })
  return {
    issuer,
    visiting,
    listen: async () => void (await listening(server, port)),
    close: async () => await closing(server),
    browse: async (address) => await browse(address, back),
  }
}

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

/** A provider that signs ID tokens with a key that it does not publish. */
export const forgingProvider = async (
  port: number,
  claims: Readonly<Record<string, unknown>>,
): Promise<Readonly<{ issuer: string; nonce: (nonce: string) => void; close: () => Promise<void> }>> => {
  const issuer = `http://127.0.0.1:${port}`
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  let nonce = ''
  const idToken = (): string => {
    const seconds = Math.floor(Date.now() / 1000)
    const signed = `${part({ alg: 'RS256', kid: 'one' })}.${part({ iss: issuer, aud: clientId, iat: seconds, exp: seconds + 60, nonce, ...claims })}`
    return `${signed}.${createSign('RSA-SHA256').update(signed).sign(privateKey).toString('base64url')}`
  }
  const answers: Readonly<Record<string, () => object>> = {
    '/.well-known/openid-configuration': () => ({
      issuer,
      authorization_endpoint: `${issuer}/auth`,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/jwks`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
    }),
    '/jwks': () => ({ keys: [{ ...keys.publicKey.export({ format: 'jwk' }), kid: 'one', alg: 'RS256', use: 'sig' }] }),
    '/token': () => ({ access_token: 'a', token_type: 'bearer', id_token: idToken() }),
  }
  const server = createServer((request, response) => {
    const answer = answers[request.url ?? '']
    response.writeHead(answer ? 200 : 404, { 'content-type': 'application/json' }).end(JSON.stringify(answer?.() ?? {}))
  })
  await listening(server, port)
  return { issuer, nonce: (value) => void (nonce = value), close: async () => await closing(server) }
}

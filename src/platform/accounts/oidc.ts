import type { Configuration } from 'openid-client'
import { Refusal } from '../../kernel/refusal.ts'
import type { ProviderConfig } from '../config.ts'

/** What must come back unchanged from the provider, and where the person wanted to go. */
export type Flow = Readonly<{ provider: string; state: string; nonce: string; verifier: string; to: string; until: number }>

/** Who the provider says came in. `email` is null unless the provider vouches for it. */
export type Visitor = Readonly<{ issuer: string; subject: string; email: string | null }>

export type Provider = Readonly<{
  name: string
  /** @returns the provider's address to go to and what to remember until the way back @throws Refusal `provider_away` */
  begin: (redirect: string, to: string, until: number) => Promise<Readonly<{ url: string; flow: Flow }>>
  /** Checks state, nonce, PKCE and the ID token's signature. `back` is the address that the browser came back to. @throws Refusal `provider_away`, `provider_refused`, `provider_answer` */
  finish: (back: URL, flow: Flow) => Promise<Visitor>
}>

// Only those who sign in through a provider need the library, so start does not wait for it.
const library = async () => await import('openid-client')

const secondsToAnswer = 10
const loopback = new Set(['localhost', '127.0.0.1', '[::1]'])

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : error instanceof Error ? error.name : 'unknown'

const away = (config: ProviderConfig, error: unknown): Refusal =>
  new Refusal(
    'unavailable',
    'provider_away',
    `${config.label} does not answer as a sign-in provider (${codeOf(error)}). Try again in a minute, or sign in with a password; your administrator can check the address ${config.issuer}.`,
  )

/** @throws Refusal `provider_away` */
const discover = async (config: ProviderConfig): Promise<Configuration> => {
  // The library calls http deprecated so that it is not used lightly; here it stays on this machine.
  // oxlint-disable-next-line typescript/no-deprecated
  const { allowInsecureRequests, discovery, enableNonRepudiationChecks, None } = await library()
  const issuer = new URL(config.issuer)
  if (issuer.protocol !== 'https:' && !loopback.has(issuer.hostname))
    throw new Refusal(
      'unavailable',
      'provider_unsafe',
      `${config.label} is not reached over https, so nobody can sign in through it. Your administrator can correct its issuer address.`,
    )
  const execute = issuer.protocol === 'https:' ? [enableNonRepudiationChecks] : [enableNonRepudiationChecks, allowInsecureRequests]
  try {
    const secret = config.client_secret === '' ? {} : { client_secret: config.client_secret }
    return await discovery(issuer, config.client_id, secret, config.client_secret === '' ? None() : undefined, {
      execute,
      timeout: secondsToAnswer,
    })
  } catch (error) {
    throw away(config, error)
  }
}

/** A failed answer as a sentence for the person; what is no answer at all means that the provider is away. */
const refusalFor = async (config: ProviderConfig, error: unknown): Promise<Refusal> => {
  const { AuthorizationResponseError, ClientError, ResponseBodyError, WWWAuthenticateChallengeError } = await library()
  if (error instanceof AuthorizationResponseError)
    return new Refusal(
      'unauthenticated',
      'provider_refused',
      `${config.label} did not sign you in (${error.error}). Try again; if it stays so, ask its administrator whether you may use Reeve.`,
    )
  if (error instanceof ClientError && error.code === 'OAUTH_TIMEOUT') return away(config, error)
  if (error instanceof ClientError || error instanceof ResponseBodyError || error instanceof WWWAuthenticateChallengeError)
    return new Refusal(
      'unauthenticated',
      'provider_answer',
      `What came back from ${config.label} does not belong to this sign-in (${codeOf(error)}). Go back to the sign-in page and begin again in the same browser.`,
    )
  return away(config, error)
}

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

/** The address in some claims when the provider has verified it; undefined when they do not speak of addresses. */
const vouched = (claims: Readonly<Record<string, unknown>>): string | null | undefined =>
  claims['email'] === undefined ? undefined : claims['email_verified'] === true ? text(claims['email']) : null

/** A provider that people sign in with: authorization code flow with PKCE. It is asked for its addresses when the first person comes. */
export const makeProvider = (config: ProviderConfig): Provider => {
  let known: Promise<Configuration> | undefined
  const configuration = async (): Promise<Configuration> => {
    known ??= discover(config)
    try {
      return await known
    } catch (error) {
      known = undefined
      throw error
    }
  }
  return {
    name: config.name,
    begin: async (redirect, to, until) => {
      const settings = await configuration()
      const { buildAuthorizationUrl, calculatePKCECodeChallenge, randomNonce, randomPKCECodeVerifier, randomState } = await library()
      const flow: Flow = {
        provider: config.name,
        state: randomState(),
        nonce: randomNonce(),
        verifier: randomPKCECodeVerifier(),
        to,
        until,
      }
      const url = buildAuthorizationUrl(settings, {
        redirect_uri: redirect,
        scope: config.scopes,
        state: flow.state,
        nonce: flow.nonce,
        code_challenge: await calculatePKCECodeChallenge(flow.verifier),
        code_challenge_method: 'S256',
      })
      return { url: url.href, flow }
    },
    finish: async (back, flow) => {
      const settings = await configuration()
      const { authorizationCodeGrant, fetchUserInfo } = await library()
      try {
        const tokens = await authorizationCodeGrant(settings, back, {
          pkceCodeVerifier: flow.verifier,
          expectedState: flow.state,
          expectedNonce: flow.nonce,
          idTokenExpected: true,
        })
        const claims = tokens.claims()
        if (!claims) throw new Error('an ID token was required and is not there')
        let email = vouched(claims)
        if (email === undefined && settings.serverMetadata().userinfo_endpoint)
          email = vouched(await fetchUserInfo(settings, tokens.access_token, claims.sub))
        return { issuer: claims.iss, subject: claims.sub, email: email ?? null }
      } catch (error) {
        throw await refusalFor(config, error)
      }
    },
  }
}

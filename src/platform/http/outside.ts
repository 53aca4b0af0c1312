import { lookup } from 'node:dns/promises'
import { type IncomingHttpHeaders, request as plain } from 'node:http'
import { request as secure } from 'node:https'
import { isIP } from 'node:net'
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib'
import { isRefusal, Refusal } from '../../kernel/refusal.ts'
import { isAmong, placeOf, placeWords } from './address.ts'

/**
 * How far a call may reach. `private`: into private networks and this machine, set by somebody who had the right for it.
 * `allow`: addresses or networks that the operator (or a test) lets through whatever they are.
 */
export type Reach = Readonly<{
  private?: boolean
  allow?: readonly string[]
  /** How names are looked up; as the machine does it when absent. */
  resolve?: (name: string) => Promise<readonly Readonly<{ address: string; family: number }>[]>
}>

export type Judged = Readonly<{ address: string; family: 4 | 6 }>

const refusedAt = (host: string, address: string): Refusal => {
  const place = placeOf(address)
  const where = host === address ? address : `${host} (${address})`
  const way =
    place === 'private' || place === 'loopback' ? ' Somebody with the right network.private may allow it there.' : ' It cannot be allowed.'
  return new Refusal('forbidden', 'address_refused', `${where} is ${placeWords[place]}, which Reeve does not call.${way}`)
}

/** Whether an address may be called. @throws Refusal `address_refused` */
export const judgeAddress = (host: string, address: string, reach: Reach): void => {
  if (isAmong(address, reach.allow ?? [])) return
  const place = placeOf(address)
  if (place === 'public' || (reach.private === true && (place === 'private' || place === 'loopback'))) return
  throw refusedAt(host, address)
}

/** What can be said of a target before any name is resolved: an address that is refused whatever the day. @throws Refusal `address_refused` */
export const judgeHost = (host: string, reach: Reach): void => {
  const bare = host.replace(/^\[|\]$|\.$/g, '').toLowerCase()
  if (isIP(bare.replace(/%.*$/, '')) !== 0) judgeAddress(bare, bare, reach)
  else if (bare === 'localhost' || bare.endsWith('.localhost')) judgeAddress(bare, '127.0.0.1', reach)
}

const causes: Readonly<Record<string, string>> = {
  ENOTFOUND: 'the name is not known',
  EAI_AGAIN: 'the name could not be looked up at the moment',
  ENODATA: 'the name has no such record',
  ESERVFAIL: 'the name servers failed',
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was cut',
  EPIPE: 'the connection was cut',
  ETIMEDOUT: 'no answer in time',
  ETIMEOUT: 'no answer in time',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate leads to an authority that is not trusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate leads to no authority that is trusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate leads to no authority that is trusted',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
}

/** Why something on the net did not work, in words; the error's own when it is none that is known. */
export const causeOf = (error: unknown): string => {
  if (!(error instanceof Error)) return 'no answer'
  if (error.name === 'TimeoutError' || error.name === 'AbortError') return 'no answer in time'
  const code = 'code' in error ? String(error.code) : ''
  return causes[code] ?? (code.startsWith('HPE_') ? 'the answer is no valid HTTP' : error.message.slice(0, 200) || code || 'no answer')
}

const noAnswer = (host: string, error: unknown): Refusal =>
  isRefusal(error) ? error : new Refusal('unavailable', 'no_answer', `${host}: ${causeOf(error)}.`)

const orAborted = async <T>(work: Promise<T>, signal: AbortSignal): Promise<T> => {
  let stop = (): void => undefined
  const aborted = new Promise<never>((_done, failed) => {
    stop = () => failed(signal.reason)
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
  })
  try {
    return await Promise.race([work, aborted])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

const lookedUp = async (name: string): Promise<readonly Readonly<{ address: string; family: number }>[]> =>
  await lookup(name, { all: true, order: 'verbatim' })

/**
 * The address that a name stands for, judged: connect to it and not to the name, so that a second look at the name cannot lead elsewhere.
 * A name of which one address is refused is refused. @throws Refusal `address_refused`, `no_answer`
 */
export const outsideAddress = async (host: string, reach: Reach, signal: AbortSignal): Promise<Judged> => {
  const bare = host.replace(/^\[|\]$/g, '')
  judgeHost(bare, reach)
  try {
    const found = await orAborted((reach.resolve ?? lookedUp)(bare), signal)
    for (const { address } of found) judgeAddress(bare, address, reach)
    // Where both are there, IPv4 is what works in more places.
    const [first] = [...found].sort((one, other) => one.family - other.family)
    if (!first) throw new Error('the name is not known')
    return { address: first.address, family: first.family === 6 ? 6 : 4 }
  } catch (error) {
    throw noAnswer(bare, error)
  }
}

export type OutsideAsk = Readonly<{
  method?: 'GET' | 'HEAD' | 'POST' | 'PUT'
  headers?: Readonly<Record<string, string>>
  body?: string | Buffer
  /** For the whole of it, redirects too. */
  timeoutMs: number
  /** Of the answer's body; the rest is not read. */
  mostBytes: number
  /** How many redirects are followed, each judged anew; none when absent, and the redirect is then the answer. */
  redirects?: number
  /** Authorities that are trusted instead of the usual ones (PEM). */
  ca?: string
}>

export type OutsideAnswer = Readonly<{
  status: number
  headers: IncomingHttpHeaders
  body: Buffer
  /** The body went on beyond `mostBytes`. */
  truncated: boolean
  /** Where it came from in the end. */
  url: string
  /** From the first step to the last byte. */
  ms: number
}>

/** How long something took. */
export const timed = async <T>(work: () => Promise<T>): Promise<Readonly<{ value: T; ms: number }>> => {
  const began = performance.now()
  const value = await work()
  return { value, ms: Math.round((performance.now() - began) * 100) / 100 }
}

/** Only addresses of the web. @throws Refusal `address_scheme` */
export const webAddress = (text: string): URL => {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url && (url.protocol === 'http:' || url.protocol === 'https:') && url.hostname !== '') return url
  throw new Refusal(
    'invalid',
    'address_scheme',
    `“${text.slice(0, 100)}” is no address of the web. Write it like https://example.org/health.`,
  )
}

/** Headers that belong to the connection, not to who asks. */
const ofConnection = new Set(['connection', 'content-length', 'expect', 'keep-alive', 'te', 'trailer', 'transfer-encoding', 'upgrade'])

const unpackedBody = (bytes: Buffer, encoding: string, most: number): Buffer => {
  const limit = { maxOutputLength: most }
  try {
    if (encoding === 'gzip' || encoding === 'x-gzip') return gunzipSync(bytes, limit)
    if (encoding === 'deflate') return inflateSync(bytes, limit)
    return encoding === 'br' ? brotliDecompressSync(bytes, limit) : bytes
  } catch {
    throw new Error(`the answer is packed (${encoding}) and broken, or unpacks to more than ${most} bytes`)
  }
}

type Hop = Omit<OutsideAnswer, 'ms'>

const hop = async (url: URL, ask: OutsideAsk, to: Judged, signal: AbortSignal): Promise<Hop> =>
  await new Promise<Hop>((done, failed) => {
    const host = url.hostname.replace(/^\[|\]$/g, '')
    const kept = Object.entries(ask.headers ?? {}).filter(([name]) => !ofConnection.has(name.toLowerCase()))
    const headers: Record<string, string> = { host: url.host, 'user-agent': 'Reeve', accept: '*/*', 'accept-encoding': 'identity' }
    for (const [name, value] of kept) headers[name.toLowerCase()] = value
    const sent = (url.protocol === 'https:' ? secure : plain)(
      {
        host: to.address,
        family: to.family,
        port: url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port),
        path: `${url.pathname}${url.search}`,
        method: ask.method ?? 'GET',
        headers,
        agent: false,
        signal,
        ...(url.username === '' ? {} : { auth: `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}` }),
        ...(isIP(host) === 0 ? { servername: host } : {}),
        ...(ask.ca === undefined ? {} : { ca: ask.ca }),
      },
      (answer) => {
        const pieces: Buffer[] = []
        let size = 0
        const finish = (truncated: boolean): void => {
          const encoding = String(answer.headers['content-encoding'] ?? '')
          try {
            const whole = Buffer.concat(pieces).subarray(0, ask.mostBytes)
            const body = truncated || encoding === '' ? whole : unpackedBody(whole, encoding, ask.mostBytes)
            done({ status: answer.statusCode ?? 0, headers: answer.headers, body, truncated, url: url.href })
          } catch (error) {
            failed(error)
          }
        }
        answer.on('data', (piece: Buffer) => {
          pieces.push(piece)
          size += piece.length
          if (size <= ask.mostBytes) return
          answer.removeAllListeners('end')
          finish(true)
          sent.destroy()
        })
        answer.on('end', () => finish(false))
        answer.on('error', failed)
      },
    )
    sent.on('error', failed)
    sent.end(ask.body)
  })

const moved = new Set([301, 302, 303, 307, 308])
/** What is meant for one site is not carried to another. */
const secrets = new Set(['authorization', 'cookie', 'proxy-authorization'])

/** The next request after a redirect, by RFC 9110: 303 always asks with GET, and 301 and 302 after POST do so in practice. */
const onward = (ask: OutsideAsk, status: number, from: URL, to: URL): OutsideAsk => {
  const { body, ...rest } = ask
  const headers = Object.fromEntries(
    Object.entries(ask.headers ?? {}).filter(([name]) => from.origin === to.origin || !secrets.has(name.toLowerCase())),
  )
  if (status === 307 || status === 308) return { ...rest, headers, ...(body === undefined ? {} : { body }) }
  return { ...rest, headers, method: ask.method === 'HEAD' ? 'HEAD' : 'GET' }
}

/**
 * Calls an address that a person typed: the one way by which Reeve does so. The name is resolved once, its address judged and connected to; each redirect is judged anew;
 * size and time are bounded. @throws Refusal `address_refused`, `address_scheme`, `no_answer`, `too_many_redirects`
 */
export const callOutside = async (address: string, ask: OutsideAsk, reach: Reach): Promise<OutsideAnswer> => {
  const signal = AbortSignal.timeout(ask.timeoutMs)
  const { value, ms } = await timed(async () => {
    let url = webAddress(address)
    let now = ask
    for (let turn = 0; ; turn++) {
      const to = await outsideAddress(url.hostname, reach, signal)
      const answer = await hop(url, now, to, signal).catch((error: unknown) => {
        throw noAnswer(url.host, error)
      })
      const next = moved.has(answer.status) && ask.redirects ? answer.headers.location : undefined
      if (next === undefined) return answer
      if (turn >= (ask.redirects ?? 0))
        throw new Refusal('unavailable', 'too_many_redirects', `${url.host} leads on and on: more than ${ask.redirects} redirects.`)
      const target = webAddress(URL.canParse(next, url) ? new URL(next, url).href : next)
      now = onward(now, answer.status, url, target)
      url = target
    }
  })
  return { ...value, ms }
}

import type { InjectOptions } from 'fastify'
import { Refusal } from '../kernel/refusal.ts'
import { readConfig } from '../platform/config.ts'
import { system } from '../platform/rights/grants.ts'

/** Where the CLI's words go: a running Reeve over HTTP, or a data folder on this machine. */
export type Where = Readonly<{ url?: string | undefined; token?: string | undefined; data?: string | undefined }>

export type Answer = Readonly<{ status: number; body: unknown; bytes: Buffer; type: string }>

export type Client = Readonly<{
  /** @throws Refused when the answer is not a success */
  call: (
    method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE',
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<Answer>
  upload: (path: string, files: readonly Readonly<{ name: string; bytes: Buffer }>[]) => Promise<Answer>
  close: () => Promise<void>
}>

/** Runs one piece of work with a client that is closed whatever happens. */
export type WithClient = (work: (client: Client) => Promise<void>) => Promise<void>

/** The server said no: the problem as it was answered. */
export class Refused extends Error {
  readonly problem: unknown
  constructor(message: string, problem: unknown) {
    super(message)
    this.problem = problem
  }
}

type Sent = Readonly<{ status: number; type: string; bytes: Buffer }>
type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
type Send = (method: Method, path: string, body: Buffer | undefined, headers: Readonly<Record<string, string>>) => Promise<Sent>

const read = ({ status, type, bytes }: Sent): Answer => {
  const json = /json/.test(type)
  const body: unknown = json ? JSON.parse(bytes.toString('utf8')) : bytes.toString('utf8')
  if (status >= 400) {
    const detail = typeof body === 'object' && body !== null && 'detail' in body ? String(body.detail) : `The server answered ${status}.`
    throw new Refused(detail, body)
  }
  return { status, body, bytes, type }
}

const over = (send: Send, close: () => Promise<void>): Client => ({
  call: async (method, path, body, headers = {}) =>
    read(
      await send(method, `/api/v1${path}`, body === undefined ? undefined : Buffer.from(JSON.stringify(body)), {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      }),
    ),
  upload: async (path, files) => {
    const form = new FormData()
    for (const { name, bytes } of files) form.append('files', new File([new Uint8Array(bytes)], name), name)
    const packed = new Response(form)
    return read(
      await send('POST', `/api/v1${path}`, Buffer.from(await packed.arrayBuffer()), {
        'content-type': packed.headers.get('content-type') ?? '',
      }),
    )
  },
  close,
})

const overHttp = (url: string, token: string): Client => {
  const base = url.replace(/\/+$/, '')
  return over(
    async (method, path, body, headers) => {
      const answer = await fetch(`${base}${path}`, {
        method,
        headers: { ...headers, authorization: `Bearer ${token}` },
        ...(body ? { body: new Uint8Array(body) } : {}),
      }).catch((error: unknown) => {
        throw new Refusal(
          'unavailable',
          'no_server',
          `${base} cannot be reached (${error instanceof Error ? error.message : 'no answer'}). Is Reeve running there?`,
        )
      })
      return { status: answer.status, type: answer.headers.get('content-type') ?? '', bytes: Buffer.from(await answer.arrayBuffer()) }
    },
    async () => undefined,
  )
}

/** Opens the data folder itself: whoever can read it is its operator, so every right is theirs. */
const overData = async (data: string | undefined): Promise<Client> => {
  const [{ openStore }, { composed }, { version }] = await Promise.all([
    import('../serve.ts'),
    import('../house.ts'),
    import('../version.ts'),
  ])
  const config = readConfig(data === undefined ? {} : { dataDir: data })
  const store = await openStore(config)
  const { app, settle } = await composed(store.house, {
    config,
    log: store.log,
    version,
    identify: async () => ({ actor: system, via: 'cli' }),
  })
  return over(
    async (method, path, body, headers) => {
      const answer = await app.inject({
        method,
        url: path,
        headers: { ...headers },
        ...(body ? { payload: body } : {}),
      } as InjectOptions)
      return { status: answer.statusCode, type: String(answer.headers['content-type'] ?? ''), bytes: answer.rawPayload }
    },
    async () => {
      await settle()
      await app.close()
      await store.close()
    },
  )
}

/** @throws Refusal `usage` when the words contradict each other */
export const openClient = async (where: Where): Promise<Client> => {
  if (where.url !== undefined) {
    if (where.data !== undefined)
      throw new Refusal('invalid', 'usage', 'Give either --url (a running Reeve) or --data (a data folder), not both.')
    if (!where.token) throw new Refusal('invalid', 'usage', 'With --url comes --token: make one in Reeve under Settings > Tokens.')
    return overHttp(where.url, where.token)
  }
  return await overData(where.data)
}

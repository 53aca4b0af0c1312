import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { placeOf } from './address.ts'
import { callOutside, judgeHost, outsideAddress, type Reach } from './outside.ts'

type Heard = { method: string | undefined; url: string | undefined; headers: IncomingMessage['headers']; body: string }
const heard: Heard[] = []
let server: Server
let port = 0
const answers: Record<string, (request: IncomingMessage, response: ServerResponse) => void> = {
  '/long': (_request, response) => void response.end('x'.repeat(100_000)),
  '/packed': (_request, response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('all is well')),
  '/bomb': (_request, response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(5_000_000))),
  '/silent': () => undefined,
  '/cut': (_request, response) => {
    response.writeHead(200, { 'content-length': '100' })
    response.write('half')
    setTimeout(() => response.destroy(), 20)
  },
  '/to-metadata': (_request, response) => void response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data/' }).end(),
  '/to-file': (_request, response) => void response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
  '/to-self': (_request, response) => void response.writeHead(307, { location: '/to-self' }).end(),
  '/to-ok': (_request, response) => void response.writeHead(303, { location: '/ok' }).end(),
  '/to-other': (_request, response) => void response.writeHead(302, { location: `http://other.test:${port}/ok` }).end(),
}
beforeAll(async () => {
  server = createServer((request, response) => {
    let body = ''
    request.on('data', (piece: Buffer) => (body += piece.toString()))
    request.on('end', () => {
      heard.push({ method: request.method, url: request.url, headers: request.headers, body })
      const answer = answers[request.url ?? '']
      if (answer) answer(request, response)
      else response.end('ok')
    })
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  port = (server.address() as AddressInfo).port
})
afterAll(async () => {
  server.closeAllConnections()
  await new Promise((closed) => server.close(closed))
})

const here: Reach = { allow: ['127.0.0.1'] }
const usual = { timeoutMs: 3000, mostBytes: 10_000 }
const call = async (path: string, ask = {}, reach = here, host = '127.0.0.1') =>
  await callOutside(`http://${host}:${port}${path}`, { ...usual, ...ask }, reach)
const code = async (work: Promise<unknown>): Promise<unknown> =>
  await work.then(
    () => 'let through',
    (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
  )

describe('places that addresses name', () => {
  test.each([
    ['127.0.0.1', 'loopback'],
    ['127.255.0.3', 'loopback'],
    ['::1', 'loopback'],
    ['::ffff:127.0.0.1', 'loopback'],
    ['::ffff:7f00:1', 'loopback'],
    ['::127.0.0.1', 'loopback'],
    ['::ffff:0:127.0.0.1', 'loopback'],
    ['64:ff9b::7f00:1', 'loopback'],
    ['2002:7f00:1::', 'loopback'],
    ['10.1.2.3', 'private'],
    ['172.16.0.1', 'private'],
    ['172.31.255.255', 'private'],
    ['192.168.1.1', 'private'],
    ['100.64.0.1', 'private'],
    ['::ffff:10.0.0.1', 'private'],
    ['2002:c0a8:101::1', 'private'],
    ['fd12:3456::1', 'private'],
    ['fec0::1', 'private'],
    ['64:ff9b:1::1', 'private'],
    ['169.254.1.1', 'link_local'],
    ['fe80::1', 'link_local'],
    ['fe80::1%eth0', 'link_local'],
    ['169.254.169.254', 'metadata'],
    ['::ffff:a9fe:a9fe', 'metadata'],
    ['fd00:ec2::254', 'metadata'],
    ['100.100.100.200', 'metadata'],
    ['224.0.0.1', 'multicast'],
    ['ff02::1', 'multicast'],
    ['0.0.0.0', 'reserved'],
    ['::', 'reserved'],
    ['255.255.255.255', 'reserved'],
    ['192.0.2.1', 'reserved'],
    ['2001:db8::1', 'reserved'],
    ['2001::1', 'reserved'],
    ['4000::1', 'reserved'],
    ['not an address', 'reserved'],
    ['8.8.8.8', 'public'],
    ['172.32.0.1', 'public'],
    ['2606:4700::1111', 'public'],
    ['::ffff:8.8.8.8', 'public'],
    ['64:ff9b::808:808', 'public'],
  ])('%s is %s', (address, place) => expect(placeOf(address)).toBe(place))
})

describe('a call is refused', () => {
  test.each([
    'http://127.0.0.1/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://0177.0.0.1/',
    'http://127.1/',
    'http://localhost/',
    'http://LOCALHOST./',
    'http://a.localhost/',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:a9fe:a9fe]/',
    'http://0.0.0.0/',
    'http://10.0.0.1/',
    'http://192.168.0.1:8080/admin',
    'http://[fd00::1]/',
    'http://[fe80::1]/',
    'http://169.254.169.254/latest/meta-data/',
    'http://224.0.0.1/',
    'https://127.0.0.1/',
  ])('at %s', async (address) => expect(await code(callOutside(address, usual, {}))).toBe('address_refused'))
  test.each(['file:///etc/passwd', 'gopher://example.org/', 'example.org', 'http://', ''])(
    'as “%s”, which is none of the web',
    async (address) => expect(await code(callOutside(address, usual, here))).toBe('address_scheme'),
  )
  test('where a name stands for such an address, be it one of several', async () => {
    const resolve = async () => [
      { address: '8.8.8.8', family: 4 },
      { address: '10.0.0.7', family: 4 },
    ]
    expect(await code(callOutside('http://inner.test/', usual, { resolve }))).toBe('address_refused')
    expect(await code(outsideAddress('0x7f000001', {}, AbortSignal.timeout(3000)))).toBe('address_refused')
  })
  test('even with the right for private networks, where secrets of clouds and link-local neighbours are', async () => {
    for (const address of ['169.254.169.254', '169.254.1.1', '100.100.100.200', '[fd00:ec2::254]', '224.0.0.1', '0.0.0.0'])
      expect(await code(callOutside(`http://${address}/`, usual, { private: true }))).toBe('address_refused')
    expect(() => judgeHost('10.0.0.1', { private: true })).not.toThrow()
    expect(() => judgeHost('10.0.0.1', {})).toThrow(
      '10.0.0.1 is a private network, which Reeve does not call. Somebody with the right network.private may allow it there.',
    )
  })
  test('when a redirect leads there, or out of the web', async () => {
    expect(await code(call('/to-metadata', { redirects: 5 }))).toBe('address_refused')
    expect(await code(call('/to-file', { redirects: 5 }))).toBe('address_scheme')
    expect((await call('/to-metadata')).status).toBe(302)
  })
})

describe('a call that is let through', () => {
  test('looks a name up once and goes to the address that was judged: what the name says later leads nowhere', async () => {
    let asked = 0
    const resolve = async () => [{ address: asked++ === 0 ? '127.0.0.1' : '10.0.0.1', family: 4 }]
    const answer = await call('/ok', {}, { allow: ['127.0.0.1'], resolve }, 'changing.test')
    expect([answer.status, answer.body.toString(), asked]).toEqual([200, 'ok', 1])
    expect(heard.at(-1)?.headers.host).toBe(`changing.test:${port}`)
    expect(await code(call('/ok', {}, { allow: ['127.0.0.1'], resolve }, 'changing.test'))).toBe('address_refused')
  })
  test('sends method, headers and body, but none that belong to the connection', async () => {
    await call('/ok', { method: 'POST', headers: { 'X-Trial': 'yes', 'Content-Length': '3', Connection: 'upgrade' }, body: 'hello' })
    expect(heard.at(-1)).toMatchObject({ method: 'POST', body: 'hello', headers: { 'x-trial': 'yes', 'user-agent': 'Reeve' } })
  })
  test('reads no more than it may, packed or not', async () => {
    const long = await call('/long')
    expect([long.body.length, long.truncated]).toEqual([10_000, true])
    expect((await call('/packed')).body.toString()).toBe('all is well')
    await expect(call('/bomb')).rejects.toThrow('unpacks to more than 10000 bytes')
  })
  test('follows redirects as the web does, a few', async () => {
    const answer = await call('/to-ok', { method: 'POST', body: 'hello', redirects: 3 })
    expect([answer.url, heard.at(-1)?.method, heard.at(-1)?.body]).toEqual([`http://127.0.0.1:${port}/ok`, 'GET', ''])
    expect(await code(call('/to-self', { redirects: 3 }))).toBe('too_many_redirects')
  })
  test('carries no secret to another site', async () => {
    const resolve = async () => [{ address: '127.0.0.1', family: 4 }]
    await call(
      '/to-other',
      { headers: { Authorization: 'Bearer secret', 'X-Trial': 'yes' }, redirects: 3 },
      { ...here, resolve },
      'first.test',
    )
    expect(heard.at(-2)?.headers.authorization).toBe('Bearer secret')
    expect(heard.at(-1)?.headers.authorization).toBeUndefined()
    expect(heard.at(-1)?.headers['x-trial']).toBe('yes')
  })
  test('gives up in time, and says in words why there was no answer', async () => {
    await expect(call('/silent', { timeoutMs: 100 })).rejects.toThrow('no answer in time')
    await expect(call('/cut')).rejects.toMatchObject({ code: 'no_answer' })
    await expect(callOutside('http://127.0.0.1:1/', usual, here)).rejects.toThrow('the connection was refused')
    await expect(call('/ok', { headers: { 'X-Trial': 'a\r\nb: c' } })).rejects.toMatchObject({ code: 'no_answer' })
  })
})

import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer as webServer, type Server as WebServer } from 'node:http'
import { type AddressInfo, createServer as tcpServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer as tlsServer } from 'node:tls'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Assertions } from '../../model/check.ts'
import { issue, makeAuthority } from './certificate.samples.ts'
import { nameServer } from './name-server.samples.ts'
import type { TryHow } from './ask.ts'
import { tryOnce } from './try.ts'

const day = 86_400_000
// Certificates are judged by the machine's clock as well, so the moment of these tests is far from both ends of theirs.
const now = Date.now()
const here: TryHow = { allow: ['127.0.0.1'], resolve: async () => [{ address: '127.0.0.1', family: 4 }] }
const tried = async (
  type: Parameters<typeof tryOnce>[0],
  target: string,
  must: Assertions = {},
  how: TryHow = here,
  slowAfter: number | null = null,
) => await tryOnce(type, { target, timeoutMs: 2000, slowAfter, must, now, how })
const listening = async (server: Server | WebServer): Promise<number> => {
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  return (server.address() as AddressInfo).port
}

describe('HTTP', () => {
  let server: WebServer
  let base = ''
  let asked: { method: string | undefined; body: string; trial: string | undefined } | undefined
  beforeAll(async () => {
    server = webServer((request, response) => {
      let body = ''
      request.on('data', (piece: Buffer) => (body += piece.toString()))
      request.on('end', () => {
        asked = { method: request.method, body, trial: request.headers['x-trial']?.toString() }
        if (request.url === '/moved') response.writeHead(301, { location: '/well' }).end()
        else if (request.url === '/inside') response.writeHead(302, { location: 'http://10.0.0.1/' }).end()
        else if (request.url === '/silent') return
        else response.writeHead(request.url === '/ill' ? 500 : 200, { 'x-version': '7' }).end('all is well')
      })
    })
    base = `http://127.0.0.1:${await listening(server)}`
  })
  afterAll(async () => {
    server.closeAllConnections()
    await new Promise((closed) => server.close(closed))
  })
  test('asks as it is told to and judges the answer', async () => {
    const must: Assertions = {
      method: 'POST',
      headers: { 'X-Trial': 'yes' },
      body: '{}',
      contains: ['well'],
      answer_headers: { 'X-Version': '7' },
    }
    expect(await tried('http', `${base}/`, must)).toMatchObject({ result: 'good', ms: expect.any(Number) as number })
    expect(asked).toEqual({ method: 'POST', body: '{}', trial: 'yes' })
    expect(await tried('http', `${base}/ill`)).toMatchObject({ result: 'failed', text: 'HTTP 500' })
    expect(await tried('http', `${base}/`, {}, here, 0.0001)).toMatchObject({ result: 'slow' })
  })
  test('follows redirects, unless one is expected; one that leads inside is not the target’s failure and not followed', async () => {
    expect(await tried('http', `${base}/moved`)).toMatchObject({ result: 'good' })
    expect(await tried('http', `${base}/moved`, { status: [301] })).toMatchObject({ result: 'good' })
    expect(await tried('http', `${base}/moved`, { status: [200] })).toMatchObject({ result: 'good' })
    expect(await tried('http', `${base}/inside`)).toMatchObject({
      result: 'cannot',
      text: expect.stringContaining('10.0.0.1 is a private network') as string,
    })
  })
  test('fails in words when there is no answer', async () => {
    expect(await tried('http', 'http://127.0.0.1:1/')).toMatchObject({ result: 'failed', text: '127.0.0.1:1: the connection was refused.' })
    const slow = await tryOnce('http', { target: `${base}/silent`, timeoutMs: 100, slowAfter: null, must: {}, now, how: here })
    expect(slow).toMatchObject({ result: 'failed', text: expect.stringContaining('no answer in time') as string })
  })
})

describe('TCP', () => {
  test('finds a port that answers and one that does not', async () => {
    const server = tcpServer((socket) => socket.end())
    const port = await listening(server)
    expect(await tried('tcp', `host.test:${port}`)).toMatchObject({ result: 'good' })
    await new Promise((closed) => server.close(closed))
    expect(await tried('tcp', `host.test:${port}`)).toMatchObject({ result: 'failed', text: expect.stringContaining('refused') as string })
    expect(await tried('tcp', `host.test:${port}`, {}, {})).toMatchObject({
      result: 'failed',
      text: expect.stringContaining('host.test') as string,
    })
  })
})

describe('TLS', () => {
  const authority = makeAuthority('Trial authority', now - 100 * day, now + 1000 * day)
  const close: (() => Promise<unknown>)[] = []
  const served = async (from: number, to: number, name: string): Promise<number> => {
    const server = tlsServer(issue(authority, [name], from, to), (socket) => socket.on('error', () => undefined).end())
    server.on('tlsClientError', () => undefined)
    close.push(async () => await new Promise((closed) => server.close(closed)))
    return await listening(server)
  }
  afterAll(async () => void (await Promise.all(close.map(async (one) => await one()))))
  const trusting: TryHow = { ...here, ca: authority.certificate }
  test('is good while the certificate lasts, degraded when it is about to expire, down when it has', async () => {
    const well = await served(now - day, now + 90 * day, 'shop.test')
    expect(await tried('tls', `shop.test:${well}`, {}, trusting)).toMatchObject({ result: 'good' })
    expect(await tried('tls', `shop.test:${well}`, { days_left: 91 }, trusting)).toMatchObject({
      result: 'slow',
      text: expect.stringMatching(/expires in (89|90) days/) as string,
    })
    const ending = await served(now - day, now + 3 * day, 'shop.test')
    expect(await tried('tls', `shop.test:${ending}`, {}, trusting)).toMatchObject({ result: 'slow' })
    const over = await served(now - 90 * day, now - day, 'shop.test')
    expect(await tried('tls', `shop.test:${over}`, {}, trusting)).toMatchObject({
      result: 'failed',
      text: expect.stringContaining('expired on') as string,
    })
  })
  test('is down when it is for another name, or of an authority that nobody trusts, or when there is no TLS', async () => {
    const other = await served(now - day, now + 90 * day, 'other.test')
    expect(await tried('tls', `shop.test:${other}`, {}, trusting)).toMatchObject({
      result: 'failed',
      text: 'its certificate is for another name',
    })
    expect(await tried('tls', `other.test:${other}`)).toMatchObject({
      result: 'failed',
      text: 'its certificate leads to no authority that is trusted',
    })
    const plain = tcpServer((socket) =>
      socket
        .on('error', () => undefined)
        .resume()
        .end('hello'),
    )
    const port = await listening(plain)
    expect(await tried('tls', `shop.test:${port}`)).toMatchObject({ result: 'failed' })
    await new Promise((closed) => plain.close(closed))
    const silent = tcpServer((socket) => socket.on('error', () => undefined).resume())
    const target = `shop.test:${await listening(silent)}`
    const found = await tryOnce('tls', { target, timeoutMs: 100, slowAfter: null, must: {}, now, how: here })
    expect(found).toMatchObject({ result: 'failed', text: `${target}: no answer in time.` })
    await new Promise((closed) => silent.close(closed))
  })
})

describe('DNS', () => {
  test('resolves by record type and looks for values', async () => {
    const server = await nameServer({
      'shop.test': { type: 1, values: ['192.0.2.1', '192.0.2.2'] },
      'words.test': { type: 16, values: ['v=spf1 -all'] },
    })
    const how: TryHow = { nameServers: [server.address] }
    expect(await tried('dns', 'shop.test', { values: ['192.0.2.2'] }, how)).toMatchObject({ result: 'good' })
    expect(await tried('dns', 'shop.test', { values: ['192.0.2.3'] }, how)).toMatchObject({ result: 'failed' })
    expect(await tried('dns', 'words.test', { record: 'TXT', values: ['v=spf1 -all'] }, how)).toMatchObject({ result: 'good' })
    expect(await tried('dns', 'nobody.test', {}, how)).toMatchObject({ result: 'failed', text: 'the name has no A record' })
    const silent = await tryOnce('dns', { target: 'silent.test', timeoutMs: 200, slowAfter: null, must: {}, now, how })
    expect(silent).toMatchObject({ result: 'failed', text: 'silent.test: no answer in time.' })
    await server.close()
  })
})

describe('ping', () => {
  const folder = mkdtempSync(join(tmpdir(), 'reeve-ping-'))
  afterEach(() => void vi.unstubAllEnvs())
  afterAll(() => rmSync(folder, { recursive: true }))
  const withPing = (script: string | null): void => {
    if (script === null) return void vi.stubEnv('PATH', join(folder, 'nothing'))
    writeFileSync(join(folder, 'ping'), `#!/bin/sh\n${script}\n`)
    chmodSync(join(folder, 'ping'), 0o755)
    vi.stubEnv('PATH', folder)
  }
  test('takes the time that the machine’s own ping tells, of the address that was judged', async () => {
    withPing('for last; do :; done; [ "$last" = 127.0.0.1 ] || exit 2; echo "64 bytes from 127.0.0.1: icmp_seq=1 ttl=64 time=1.53 ms"')
    expect(await tried('icmp', 'host.test')).toEqual({ result: 'good', ms: 1.53, text: 'answers to ping after 2 ms' })
  })
  test('is down when nothing comes back', async () => {
    withPing('echo "1 packets transmitted, 0 received"; exit 1')
    expect(await tried('icmp', 'host.test')).toMatchObject({ result: 'failed', text: 'host.test does not answer to ping' })
  })
  test('says so where the machine has no ping or does not allow it, and takes nobody for down', async () => {
    withPing('echo "ping: socktype: SOCK_RAW" >&2; echo "ping: socket: Operation not permitted" >&2; exit 2')
    expect(await tried('icmp', 'host.test')).toMatchObject({
      result: 'cannot',
      text: expect.stringContaining('it is not permitted') as string,
    })
    withPing(null)
    expect(await tried('icmp', 'host.test')).toMatchObject({
      result: 'cannot',
      text: expect.stringContaining('there is no “ping”') as string,
    })
    expect(await tried('icmp', '10.0.0.1', {}, {})).toMatchObject({
      result: 'cannot',
      text: expect.stringContaining('a private network') as string,
    })
  })
})

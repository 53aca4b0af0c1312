import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { statusServer } from '../src/cli/status-server.ts'
import { type StatusStage, statusStage } from '../src/capabilities/status/testing.ts'

/** The pages go on being served when Reeve and its database are away, and say so. */

let stage: StatusStage
let now: number
let address: string
let close: () => Promise<void>

beforeAll(async () => {
  stage = await statusStage()
  await stage.reeve.call('POST', '/outages', {
    title: 'Down',
    subject: stage.service.ref,
    severity: 'down',
    started_at: new Date(stage.reeve.now.value - 600_000).toISOString(),
  })
  await stage.work('status.publish')
  now = stage.reeve.now.value
  // From here on there is no application and no database.
  await stage.reeve[Symbol.asyncDispose]()
  const server = statusServer({ folder: join(stage.folder, 'status'), now: () => now })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  close = async () => {
    server.close()
    await once(server, 'close')
  }
})
afterAll(async () => {
  await close()
  rmSync(stage.folder, { recursive: true, force: true })
})

const get = async (path: string, init: RequestInit = {}) => {
  const answer = await fetch(address + path, { redirect: 'manual', ...init })
  return { status: answer.status, headers: answer.headers, text: await answer.text() }
}

test('every form of a page is served as Reeve wrote it, without a word about its age while it is fresh', async () => {
  const page = await get('/status/larkmere')
  expect(page.status).toBe(200)
  expect(page.text).toContain('Major outage')
  expect(page.text).not.toContain('cannot be reached')
  expect(page.headers.get('reeve-status-stale')).toBe('no')
  for (const path of ['.json', '.rss', '.ics', '/badge.svg', '/history', '/history/2026-03'])
    expect((await get(`/status/larkmere${path}`)).status, path).toBe(200)
  expect(JSON.parse((await get('/status/larkmere.json')).text)).toMatchObject({ status: 'major_outage' })
  expect((await get('/status')).text).toContain('<a href="/status/larkmere">Larkmere status</a>')
})

test('an old page says as of when it is, in the page’s own time zone', async () => {
  now += 42 * 60_000
  const page = await get('/status/larkmere')
  expect(page.status).toBe(200)
  expect(page.text).toContain('As of 2 March 2026 at 09:00 (Europe/London): the application that renews this page cannot be reached.')
  expect(page.headers.get('age')).toBe(String(42 * 60))
  expect(page.headers.get('reeve-status-stale')).toBe('yes')
})

test('a form is answered with what to do, and nothing outside the folder is read', async () => {
  expect((await get('/status/larkmere/subscribe', { method: 'POST', body: 'mail=a@example.org' })).status).toBe(503)
  for (const path of ['/subscribe', '/confirm/abc', '/unsubscribe/abc'])
    expect((await get(`/status/larkmere${path}`)).status, path).toBe(503)
  const paths = [
    '/status/..%2f..%2fetc',
    '/status/larkmere/history/..%2f..',
    '/status/%252e%252e/',
    '/status/larkmere/made.json',
    '/etc/passwd',
    '/status/other',
    '/status/larkmere.html',
  ]
  for (const path of paths) expect((await get(path)).status, path).toBe(404)
})

test('it runs by itself, with Node.js alone', async () => {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', 'src/cli/status-server.ts', join(stage.folder, 'status'), '0'],
    { cwd: join(import.meta.dirname, '..') },
  )
  let said = ''
  child.stderr.on('data', (piece: Buffer) => (said += piece.toString()))
  while (!said.includes('/status\n')) await once(child.stderr, 'data')
  const at = /(http:\/\/127\.0\.0\.1:\d+)\/status/.exec(said)?.[1] ?? ''
  expect(await (await fetch(`${at}/status/larkmere`)).text()).toContain('Larkmere status')
  child.kill()
  await once(child, 'exit')
})

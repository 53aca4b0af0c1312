import { describe, expect, test } from 'vitest'
import { checkIssues, hostOf, hostPort } from './check.ts'
import { type HttpAnswer, judgeDns, judgeHttp, judgeTls } from './check-judge.ts'

const answer: HttpAnswer = {
  status: 200,
  headers: { 'content-type': 'text/html; charset=utf-8', via: ['one', 'two'] },
  body: 'Welcome to the portal',
  truncated: false,
  ms: 120,
}
const day = 86_400_000
const now = 1_770_000_000_000

describe('an answer of the web', () => {
  test.each([
    [{}, 'good', 'HTTP 200 after 120 ms'],
    [{ status: [204] }, 'failed', 'HTTP 200'],
    [{ status: ['200-204', 401] }, 'good', 'HTTP 200 after 120 ms'],
    [{ contains: ['portal', 'Farewell'] }, 'failed', 'the answer does not contain “Farewell”'],
    [{ lacks: ['Welcome'] }, 'failed', 'the answer contains “Welcome”'],
    [{ within_ms: 100 }, 'failed', 'it took 120 ms, longer than 100 ms'],
    [{ answer_headers: { 'Content-Type': 'TEXT/HTML', Via: 'two' } }, 'good', 'HTTP 200 after 120 ms'],
    [{ answer_headers: { 'X-Frame-Options': 'DENY' } }, 'failed', 'the header X-Frame-Options is missing'],
    [{ answer_headers: { Via: 'three' } }, 'failed', 'the header Via is “one, two”, without “three”'],
  ])('that must be %j is %s', (must, result, text) => expect(judgeHttp(answer, must, null)).toEqual({ result, ms: 120, text }))
  test('is slow beyond the limit, and bad beyond 399 unless told otherwise', () => {
    expect(judgeHttp(answer, {}, 119)).toMatchObject({ result: 'slow', text: 'HTTP 200 after 120 ms, slower than 119 ms' })
    expect(judgeHttp({ ...answer, status: 503 }, {}, null)).toMatchObject({ result: 'failed', text: 'HTTP 503' })
    expect(judgeHttp({ ...answer, status: 301 }, {}, null).result).toBe('good')
  })
})

describe('a certificate', () => {
  const shown = { from: now - 60 * day, to: now + 30 * day, fault: null, ms: 40 }
  test('is good while it lasts, degraded when about to expire, down when expired, not valid yet or not trusted', () => {
    expect(judgeTls(shown, {}, null, now).result).toBe('good')
    expect(judgeTls(shown, { days_left: 31 }, null, now)).toMatchObject({
      result: 'slow',
      text: 'the certificate expires in 30 days, on 2026-03-04',
    })
    expect(judgeTls({ ...shown, to: now + 13.5 * day }, {}, null, now).result).toBe('slow')
    expect(judgeTls({ ...shown, to: now }, {}, null, now)).toMatchObject({
      result: 'failed',
      text: 'the certificate expired on 2026-02-02',
    })
    expect(judgeTls({ ...shown, from: now + day }, {}, null, now)).toMatchObject({ result: 'failed' })
    expect(judgeTls({ ...shown, fault: 'its certificate is for another name' }, {}, null, now).text).toBe(
      'its certificate is for another name',
    )
  })
})

describe('a name', () => {
  test('must resolve, and to each value that is asked for, whatever the case and the last dot', () => {
    expect(judgeDns(['192.0.2.1'], 5, {}, null)).toMatchObject({ result: 'good' })
    expect(judgeDns([], 5, { record: 'MX' }, null)).toMatchObject({ result: 'failed', text: 'the name has no MX record' })
    expect(judgeDns(['NS1.example.org', 'ns2.example.org'], 5, { record: 'NS', values: ['ns1.example.org.'] }, null).result).toBe('good')
    expect(judgeDns(['192.0.2.1'], 5, { values: ['192.0.2.2'] }, null).text).toBe('“192.0.2.2” is not among the A records: “192.0.2.1”')
  })
})

describe('a target', () => {
  test.each([
    ['http', 'https://example.org/health', true],
    ['http', 'ftp://example.org', false],
    ['http', 'example.org', false],
    ['tcp', 'mail.example.org:25', true],
    ['tcp', '[2001:db8::1]:443', true],
    ['tcp', 'mail.example.org', false],
    ['tcp', 'mail.example.org:70000', false],
    ['tls', 'example.org', true],
    ['dns', 'example.org', true],
    ['dns', 'http://example.org', false],
    ['icmp', '192.0.2.1', true],
    ['icmp', '-f 192.0.2.1', false],
    ['icmp', '-f', false],
    ['heartbeat', '', true],
    ['heartbeat', 'https://example.org', false],
    ['http', '', false],
  ] as const)('of %s: %s', (type, target, fits) =>
    expect(checkIssues({ target, every: 60 }, type).map((issue) => issue.path)).toEqual(fits ? [] : ['target']),
  )
  test('names a host', () => {
    expect(hostPort('[::1]:80')).toEqual({ host: '::1', port: 80 })
    expect([hostOf('http', 'http://10.0.0.1:80/'), hostOf('tls', 'example.org'), hostOf('heartbeat', '')]).toEqual([
      '10.0.0.1',
      'example.org',
      null,
    ])
  })
  test('is tried no more often than every ten seconds, and given up before it is tried again', () => {
    expect(checkIssues({ target: 'example.org', every: 9 }, 'dns').map((issue) => issue.path)).toEqual(['every'])
    expect(checkIssues({ target: 'example.org', every: 60, timeout: 61 }, 'dns').map((issue) => issue.path)).toEqual(['timeout'])
    expect(checkIssues({ target: '', every: 60, timeout: 600 }, 'heartbeat')).toEqual([])
    expect(checkIssues({ target: '', every: 1e15, timeout: 1e15 }, 'heartbeat').map((issue) => issue.path)).toEqual(['every', 'timeout'])
  })
})

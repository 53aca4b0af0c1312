import { describe, expect, it } from 'vitest'
import { sharedText } from '../../../test/oracles/shared.ts'
import { readAlertmanager } from './webhook.ts'

const example = sharedText('data/telemetry-payloads/alertmanager-webhook-v4-firing.json')
const started = '2024-02-03T04:05:06Z'
const post = (...alerts: readonly unknown[]) => ({ version: '4', status: 'firing', alerts })
const alert = (of: Readonly<Record<string, unknown>> = {}) => ({
  status: 'firing',
  labels: { alertname: 'Down' },
  annotations: {},
  startsAt: started,
  endsAt: '0001-01-01T00:00:00Z',
  fingerprint: 'c0ffee0000000001',
  ...of,
})
const refusalOf = (read: () => unknown): unknown => {
  try {
    read()
  } catch (error) {
    return error
  }
  return null
}

describe('the Alertmanager webhook', () => {
  it.skipIf(example === null)('reads a real post of an old sender, without fingerprint and status of its alerts', () => {
    const [news, ...others] = readAlertmanager(JSON.parse(example ?? ''))
    expect(others).toEqual([])
    expect(news).toEqual({
      key: expect.stringMatching(/^[0-9a-f]{16}@2018-03-07T11:33:21\.873Z$/),
      state: 'firing',
      title: 'Server High Memory usage',
      text: '10.80.40.11 reported high memory usage with 23.28%.',
      severity: 'warning',
      started_at: Date.UTC(2018, 2, 7, 11, 33, 21, 873),
      ended_at: null,
      labels: {
        alertname: 'high_memory_load',
        instance: 'instance-with-hyphen_and_underscore',
        job: 'docker_nodes',
        monitor: 'master',
        severity: 'warning',
      },
      link: 'https://github.com/bzon/prometheus-msteams',
    })
  })

  it('keeps the key of an episode when it is told again and when it ends, whatever the zone of its beginning', () => {
    const [first] = readAlertmanager(post(alert()))
    const [ended] = readAlertmanager(
      post(alert({ status: 'resolved', startsAt: '2024-02-03T05:05:06+01:00', endsAt: '2024-02-03T04:15:06Z' })),
    )
    expect(first?.key).toBe(`c0ffee0000000001@${new Date(started).toISOString()}`)
    expect(ended).toMatchObject({ key: first?.key, state: 'resolved', ended_at: Date.UTC(2024, 1, 3, 4, 15, 6) })
    const [again] = readAlertmanager(post(alert({ startsAt: '2024-02-04T04:05:06Z' })))
    expect(again?.key).not.toBe(first?.key)
  })

  it('makes the key of labels in any order when there is no fingerprint', () => {
    const key = (labels: unknown) => readAlertmanager(post(alert({ fingerprint: undefined, labels })))[0]?.key
    expect(key({ a: '1', b: '2' })).toBe(key({ b: '2', a: '1' }))
    expect(key({ a: '1', b: '2' })).not.toBe(key({ a: '1', b: '3' }))
  })

  it('reads the severities that are usual, and takes what it does not know as a warning', () => {
    const severity = (word: string | undefined) => readAlertmanager(post(alert({ labels: { severity: word } })))[0]?.severity
    expect(['critical', 'page', 'P1', 'error', 'high', 'Warning', 'info', 'none', 'odd', undefined].map(severity)).toEqual([
      'critical',
      'critical',
      'critical',
      'error',
      'error',
      'warning',
      'info',
      'info',
      'warning',
      'warning',
    ])
  })

  it('keeps an alert whose labels are too many, too long, or no text, with what fits', () => {
    const labels = {
      alertname: 'Big',
      long: 'x'.repeat(5000),
      odd: 'a\u0000\ud800',
      ...Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`l${n}`, 'v'])),
    }
    const [news] = readAlertmanager(post(alert({ labels, generatorURL: 'javascript:alert(1)' })))
    expect(Object.keys(news?.labels ?? {})).toHaveLength(64)
    expect(news?.labels['long']).toHaveLength(1024)
    expect(news?.labels['odd']).toBe('a\ufffd\ufffd')
    expect(news).toMatchObject({ title: 'Big', link: null })
  })

  it('refuses what it is not, and says where', () => {
    const code = { reason: 'invalid', code: 'not_alertmanager' }
    expect(refusalOf(() => readAlertmanager('text'))).toMatchObject(code)
    expect(refusalOf(() => readAlertmanager({ version: '5', alerts: [] }))).toMatchObject(code)
    expect(refusalOf(() => readAlertmanager({ alerts: {} }))).toMatchObject({ ...code, issues: [{ path: 'alerts' }] })
    expect(refusalOf(() => readAlertmanager(post(alert(), alert({ startsAt: 'today' }))))).toMatchObject({
      issues: [{ path: 'alerts[1].startsAt' }],
    })
    expect(refusalOf(() => readAlertmanager(post(alert({ status: 'odd' }))))).toMatchObject({ issues: [{ path: 'alerts[0].status' }] })
    expect(refusalOf(() => readAlertmanager(post(alert({ labels: ['a'] }))))).toMatchObject({ issues: [{ path: 'alerts[0].labels' }] })
    expect(readAlertmanager(post())).toEqual([])
  })
})

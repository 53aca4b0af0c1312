import { describe, expect, it } from 'vitest'
import { pagerDutyAnswer, readPagerDutyEvent } from './events.ts'

const payload = { summary: 'Disk is full', source: 'db1.example.org', severity: 'critical' }
const trigger = (of: Readonly<Record<string, unknown>> = {}) => ({
  routing_key: 'R',
  event_action: 'trigger',
  dedup_key: 'disk',
  payload,
  ...of,
})
const issueOf = (body: unknown): unknown => {
  try {
    readPagerDutyEvent(body)
  } catch (error) {
    return error
  }
  return null
}

describe('a PagerDuty event', () => {
  it('begins an episode with all that it tells', () => {
    const body = trigger({
      payload: {
        ...payload,
        timestamp: '2015-07-17T08:42:58.315+0000',
        component: 'postgres',
        group: 'prod-datapipe',
        class: 'disk',
        custom_details: { 'free space': '1%', load: 0.75, nested: { a: 1 }, source: 'not this', description: 'Only 1 % is left.' },
      },
      links: [{ href: 'ftp://x' }, { href: 'https://example.org/runbook', text: 'Runbook' }],
    })
    expect(readPagerDutyEvent(body)).toEqual({
      routingKey: 'R',
      news: {
        key: 'disk',
        state: 'firing',
        title: 'Disk is full',
        text: 'Only 1 % is left.',
        severity: 'critical',
        started_at: Date.UTC(2015, 6, 17, 8, 42, 58, 315),
        ended_at: null,
        labels: {
          source: 'db1.example.org',
          component: 'postgres',
          group: 'prod-datapipe',
          class: 'disk',
          'free space': '1%',
          load: '0.75',
          nested: '{"a":1}',
          description: 'Only 1 % is left.',
        },
        link: 'https://example.org/runbook',
      },
    })
  })

  it('gets a key of ours when a trigger has none, and the sender is told', () => {
    const event = readPagerDutyEvent(trigger({ dedup_key: undefined }), () => 'made')
    expect(event.news.key).toBe('made')
    expect(pagerDutyAnswer(event)).toEqual({ status: 'success', message: 'Event processed', dedup_key: 'made' })
    const keys = [1, 2].map(() => readPagerDutyEvent(trigger({ dedup_key: '' })).news.key)
    expect(new Set(keys).size).toBe(2)
  })

  it('acknowledges and resolves by its key alone', () => {
    const news = (action: string) => readPagerDutyEvent({ routing_key: 'R', event_action: action, dedup_key: 'disk' }).news
    expect(news('acknowledge')).toMatchObject({ key: 'disk', state: 'acknowledged', started_at: null, ended_at: null })
    expect(news('resolve')).toMatchObject({ key: 'disk', state: 'resolved', title: 'disk' })
  })

  it('is refused with the name of the field that is wrong', () => {
    const path = (of: Readonly<Record<string, unknown>>) => issueOf(trigger(of))
    const at = (name: string) => ({ reason: 'invalid', code: 'not_pagerduty', issues: [{ path: name }] })
    expect(issueOf([])).toMatchObject(at('body'))
    expect(path({ routing_key: ' ' })).toMatchObject(at('routing_key'))
    expect(path({ event_action: 'open' })).toMatchObject(at('event_action'))
    expect(path({ event_action: 'resolve', dedup_key: undefined })).toMatchObject(at('dedup_key'))
    expect(path({ dedup_key: 'k'.repeat(256) })).toMatchObject(at('dedup_key'))
    expect(path({ payload: undefined })).toMatchObject(at('payload.source'))
    expect(path({ payload: { ...payload, severity: 'high' } })).toMatchObject(at('payload.severity'))
    expect(path({ payload: { ...payload, summary: 1 } })).toMatchObject(at('payload.summary'))
    expect(path({ payload: { ...payload, timestamp: 'noon' } })).toMatchObject(at('payload.timestamp'))
  })
})

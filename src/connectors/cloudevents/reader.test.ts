import { describe, expect, it } from 'vitest'
import { readCloudEvents, samplesOfEvents } from './reader.ts'

const event = (of: Readonly<Record<string, unknown>> = {}) => ({
  specversion: '1.0',
  id: 'A234-1234-1234',
  source: '/sensors/tn-1234567/alerts',
  type: 'org.example.temperature',
  subject: 'room 4',
  time: '2018-04-05T17:31:00Z',
  datacontenttype: 'application/json',
  data: { value: 21.5 },
  ...of,
})
const json = 'application/cloudevents+json; charset=UTF-8'
const bytes = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value))
const refusalOf = (read: () => unknown): unknown => {
  try {
    read()
  } catch (error) {
    return error
  }
  return null
}
const read = {
  key: '/sensors/tn-1234567/alerts A234-1234-1234',
  id: 'A234-1234-1234',
  source: '/sensors/tn-1234567/alerts',
  type: 'org.example.temperature',
  subject: 'room 4',
  time: Date.UTC(2018, 3, 5, 17, 31),
  data: { value: 21.5 },
}

describe('CloudEvents', () => {
  it('are read alike in structured, batched and binary mode', () => {
    expect(readCloudEvents(json, {}, bytes(event()))).toEqual([read])
    expect(readCloudEvents('application/cloudevents-batch+json', {}, bytes([event(), event({ id: '2' })]))).toEqual([
      read,
      { ...read, id: '2', key: '/sensors/tn-1234567/alerts 2' },
    ])
    const { data, datacontenttype, ...attributes } = event({ subject: 'room%204' })
    const headers = Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`ce-${name}`, String(value)]))
    expect(readCloudEvents(String(datacontenttype), headers, bytes(data))).toEqual([read])
  })

  it('carry data in base64, text and bytes, or none', () => {
    const data = (of: Readonly<Record<string, unknown>>) => readCloudEvents(json, {}, bytes(event({ data: undefined, ...of })))[0]?.data
    expect(data({ data_base64: Buffer.from('{"value":1}').toString('base64') })).toEqual({ value: 1 })
    expect(data({ data_base64: 'w6Q=', datacontenttype: 'text/plain' })).toBe('ä')
    expect(data({ data_base64: '/w==', datacontenttype: 'text/plain' })).toEqual(Buffer.from([255]))
    expect(data({})).toBe(null)
  })

  it('are refused when they lack what they must have', () => {
    const message = (of: Readonly<Record<string, unknown>>) => refusalOf(() => readCloudEvents(json, {}, bytes(event(of))))
    const says = (text: string) => ({ reason: 'invalid', code: 'not_cloudevents', message: expect.stringContaining(text) })
    for (const name of ['id', 'source', 'type', 'specversion']) expect(message({ [name]: '' })).toMatchObject(says(name))
    expect(message({ specversion: '0.3' })).toMatchObject(says('must be 1.0'))
    expect(message({ time: 'now' })).toMatchObject(says('time'))
    expect(message({ subject: 4 })).toMatchObject(says('subject'))
    expect(refusalOf(() => readCloudEvents('application/cloudevents-batch+json', {}, bytes([event(), event({ id: null })])))).toMatchObject(
      says('event 2: id'),
    )
    expect(refusalOf(() => readCloudEvents(json, {}, Buffer.from('{')))).toMatchObject(says('not JSON'))
    expect(refusalOf(() => readCloudEvents('application/json', {}, bytes({})))).toMatchObject(says('ce- headers'))
  })
})

describe('samples of events', () => {
  it('are their value, or their metrics, with where they come from', () => {
    const [one] = readCloudEvents(json, {}, bytes(event()))
    const [many] = readCloudEvents(
      json,
      {},
      bytes(event({ id: 'many', subject: undefined, time: undefined, data: { metrics: { a: 1, b: '2', c: 3 } } })),
    )
    const [none] = readCloudEvents(json, {}, bytes(event({ id: 'none', data: 'hello' })))
    const labels = { source: read.source, type: read.type }
    expect(samplesOfEvents([one, many, none].flatMap((each) => each ?? []))).toEqual({
      samples: [
        {
          name: 'org.example.temperature',
          labels: { ...labels, subject: 'room 4' },
          at: read.time,
          value: 21.5,
          means: 'gauge',
          event: read.key,
        },
        { name: 'a', labels, at: null, value: 1, means: 'gauge', event: many?.key },
        { name: 'c', labels, at: null, value: 3, means: 'gauge', event: many?.key },
      ],
      distributions: [],
      refused: [
        { reason: 'the value is not a number', count: 1, example: `${many?.key}: b` },
        { reason: 'the data tells neither value nor metrics', count: 1, example: none?.key },
      ],
    })
  })
  it('that stand twice in a message tell their numbers once', () => {
    const [one] = readCloudEvents(json, {}, bytes(event()))
    const { samples, refused } = samplesOfEvents([one, one].flatMap((each) => each ?? []))
    expect(samples).toHaveLength(1)
    expect(refused).toEqual([{ reason: 'an event stands twice in the message', count: 1, example: read.key }])
  })
})

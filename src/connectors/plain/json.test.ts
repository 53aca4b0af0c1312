import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isRefusal } from '../../kernel/refusal.ts'
import { readPlainJson } from './json.ts'

const at = Date.UTC(2016, 2, 1, 9)
const refusalOf = (read: () => unknown): unknown => {
  try {
    read()
  } catch (error) {
    return error
  }
  return null
}

describe('readings in plain JSON', () => {
  it('are one object, a list, or one a line', () => {
    const one = { series: 'room.temperature', value: 21.5, at: '2016-03-01T09:00:00Z', labels: { room: '4', floor: 2, empty: '' } }
    const sample = { name: 'room.temperature', labels: { room: '4', floor: '2' }, at, value: 21.5, means: 'gauge' }
    expect(readPlainJson(JSON.stringify(one))).toEqual({ samples: [sample], distributions: [], refused: [] })
    expect(readPlainJson(Buffer.from(JSON.stringify([one, { name: 'n', value: '3' }]))).samples).toEqual([
      sample,
      { name: 'n', labels: {}, at: null, value: 3, means: 'gauge' },
    ])
    expect(readPlainJson(`${JSON.stringify(one)}\r\n\n${JSON.stringify({ series: 'c', value: 1, means: 'total' })}\n`).samples).toEqual([
      sample,
      { name: 'c', labels: {}, at: null, value: 1, means: 'total' },
    ])
  })

  it('tell their time in ISO, seconds or milliseconds, and with a zone of the caller in local time', () => {
    const moment = (value: unknown, zone?: string) => {
      const read = readPlainJson(JSON.stringify({ series: 's', value: 1, at: value }), zone ? { zone } : {})
      return read.samples[0]?.at ?? read.refused[0]?.reason
    }
    expect(moment('2016-03-01T10:00:00+01:00')).toBe(at)
    expect(moment('2016-03-01 09:00:00.000Z')).toBe(at)
    expect(moment(at)).toBe(at)
    expect(moment(at / 1000)).toBe(at)
    expect(moment(String(at / 1000 + 0.25))).toBe(at + 250)
    expect(moment('2016-03-01T10:00:00', 'Europe/Berlin')).toBe(at)
    expect(moment('2016-07-01T11:00', 'Europe/Berlin')).toBe(Date.UTC(2016, 6, 1, 9))
    expect(moment('2016-03-01T10:00:00')).toMatch('without zone')
    expect(moment('2016-02-30T10:00:00', 'Europe/Berlin')).toMatch(/cannot be read/)
    expect(moment('2016-02-30T10:00:00Z')).toMatch(/cannot be read/)
    expect(moment('9016-02-03T10:00:00', 'Europe/Berlin')).toMatch(/cannot be read/)
    expect(moment('yesterday')).toMatch('cannot be read')
    expect(moment(true)).toMatch('cannot be read')
    expect(refusalOf(() => moment(1, 'Europe/Atlantis'))).toSatisfy(isRefusal)
  })

  it('are counted with their place when they cannot be taken', () => {
    const items = [
      { series: 's' },
      { series: 's', value: 'NaN' },
      { value: 1 },
      7,
      { series: 's', value: 'much' },
      { series: 's', value: 1, labels: { a: {} } },
    ]
    expect(readPlainJson(JSON.stringify(items)).refused.map(({ reason, example }) => [reason, example?.slice(0, 6)])).toEqual([
      ['a row has no value', 'item 1'],
      ['the value is not a finite number', 'item 2'],
      ['a series has no name', 'item 3'],
      ['an item is not an object with series, value, at and flat labels', 'item 4'],
      ['the value is not a number', 'item 5'],
    ])
    const broken = readPlainJson('{"series":"s","value":1}\n{"series":\n{"series":"s","value":1}\n')
    expect([broken.samples.length, broken.refused]).toEqual([2, [{ reason: expect.any(String), count: 1, example: 'line 2: not JSON' }]])
    expect(refusalOf(() => readPlainJson('hello'))).toMatchObject({ code: 'not_json' })
  })

  it('keep at most twenty examples', () => {
    const items = ['NaN', 'x', '', 1].flatMap((value) => Array.from({ length: 30 }, () => ({ series: value === 1 ? '' : 's', value })))
    items.push(...Array.from({ length: 30 }, () => ({ series: 's', value: 1, at: 'x' })))
    const { refused } = readPlainJson(JSON.stringify(items))
    expect(refused.map((one) => one.count)).toEqual([30, 30, 30, 30, 30])
    expect(refused.flatMap((one) => one.example?.split('; ') ?? [])).toHaveLength(20)
  })

  it('never throw anything but a refusal', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
        const error = refusalOf(() => readPlainJson(text, { name: 'n' }))
        expect(error === null || isRefusal(error)).toBe(true)
      }),
    )
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readMessage, stepsOf } from './payload.ts'
import { labelsOfTopic, patternOf } from './topic.ts'

const refusalOf = (read: () => unknown): unknown => {
  try {
    read()
  } catch (error) {
    return error
  }
  return null
}

describe('a topic pattern', () => {
  it('names the places of a topic', () => {
    const pattern = patternOf('building/+room/+sensor')
    expect(pattern.filter).toBe('building/+/+')
    expect(labelsOfTopic(pattern, 'building/4.12/co2')).toEqual({ room: '4.12', sensor: 'co2' })
    expect(labelsOfTopic(pattern, 'building/4.12')).toBe(null)
    expect(labelsOfTopic(pattern, 'house/4.12/co2')).toBe(null)
    expect(patternOf('a/+/#rest').filter).toBe('a/+/#')
    expect(labelsOfTopic(patternOf('a/+/#rest'), 'a/b/c/d')).toEqual({ rest: 'c/d' })
    expect(labelsOfTopic(patternOf('a/#'), 'a')).toEqual({})
    expect(labelsOfTopic(patternOf('a/b'), 'a/b')).toEqual({})
  })

  it('is refused when a broker would not take it', () => {
    for (const text of ['', 'a/#/b', 'a/b+', 'a/+b#']) expect(refusalOf(() => patternOf(text))).toMatchObject({ code: 'topic' })
  })
})

describe('a message', () => {
  const pattern = patternOf('building/+room/+sensor')
  const topic = 'building/4.12/co2'
  const read = (text: string, path?: string) => {
    const given = readMessage({ pattern, ...(path ? { path } : {}) }, topic, Buffer.from(text), 5)
    return given.samples[0]?.value ?? given.refused[0]?.reason
  }

  it('is a number, a word of a switch, or has its number somewhere in JSON', () => {
    expect(readMessage({ pattern }, topic, Buffer.from(' 612.5\n'), 5)).toEqual({
      samples: [{ name: topic, labels: { room: '4.12', sensor: 'co2' }, at: 5, value: 612.5, means: 'gauge' }],
      distributions: [],
      refused: [],
    })
    expect(['ON', 'off', 'true', 'Closed', 'online', '-1e3'].map((text) => read(text))).toEqual([1, 0, 1, 0, 1, -1000])
    expect(read('{"temperature":21.5}', '$.temperature')).toBe(21.5)
    expect(read('{"a":{"b c":[{"v":"7"}]}}', "$.a['b c'][0].v")).toBe(7)
    expect(read('{"a":{"b":true}}', 'a.b')).toBe(1)
    expect(read('5', '$')).toBe(5)
  })

  it('is refused with the reason when it tells no number', () => {
    expect(read('warm')).toMatch('neither a number nor a word')
    expect(read('constructor')).toMatch('neither a number nor a word')
    expect(read('')).toMatch('neither a number nor a word')
    expect(read('{"a":1}', '$.b')).toMatch('no number at the path')
    expect(read('{"a":1}', '$.__proto__')).toMatch('no number at the path')
    expect(read('{"a":1e999}', '$.a')).toBe('the value is not a finite number')
    expect(read('{', '$.a')).toBe('the payload is not JSON')
    expect(read('{}', '$..a')).toMatch('path')
    expect(readMessage({ pattern }, 'other', Buffer.from('1'), 5).refused).toMatchObject([
      { reason: 'the topic does not fit the pattern', example: 'other: 1' },
    ])
    expect(readMessage({ pattern: patternOf('#') }, 't/'.repeat(150), Buffer.from('1'), 5).refused).toMatchObject([{ count: 1 }])
  })

  it('is read without a throw, whatever it holds', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.string(), (payload, path) => {
        const given = readMessage({ pattern, path }, topic, payload, null)
        expect(given.samples.length + given.refused.length).toBe(1)
      }),
    )
    expect(stepsOf('$.a[0]')).toEqual(['a', '0'])
  })
})

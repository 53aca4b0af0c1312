import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sharedText } from '../../../test/oracles/shared.ts'
import type { Reading } from '../../capabilities/signals/index.ts'
import { isRefusal } from '../../kernel/refusal.ts'
import { type Fields, isRecord } from '../json.ts'
import { otlpAnswer, otlpError } from './answer.ts'
import { encode } from './encode.samples.ts'
import { exportMetricsRequest } from './messages.ts'
import { readOtlpMetrics } from './metrics.ts'
import { type Message, readProtobuf } from './protobuf.ts'

const example = sharedText('data/telemetry-payloads/otlp-metrics.json')
const at = 1_544_712_660_300
const own = { 'service.name': 'my.service', 'otel.scope.name': 'my.library', 'otel.scope.my.scope.attribute': 'some scope attribute' }

const asJson = (request: unknown): Reading => readOtlpMetrics(Buffer.from(JSON.stringify(request)), 'application/json; charset=utf-8')
const asProtobuf = (request: Fields): Reading => readOtlpMetrics(encode(exportMetricsRequest, request).finish(), 'application/x-protobuf')
const parsed = (text: string): Fields => {
  const read: unknown = JSON.parse(text)
  return isRecord(read) ? read : {}
}

const request = (metrics: readonly unknown[], resource: readonly unknown[] = []): Fields => ({
  resourceMetrics: [{ resource: { attributes: resource }, scopeMetrics: [{ metrics }] }],
})
const gauge = (...dataPoints: readonly unknown[]): Fields => request([{ name: 'g', gauge: { dataPoints } }])
const both = (of: Fields): Reading => {
  const read = asJson(of)
  expect(asProtobuf(of)).toEqual(read)
  return read
}
const refusalOf = (read: () => unknown): unknown => {
  try {
    read()
  } catch (error) {
    return error
  }
  return null
}

describe('OTLP metrics', () => {
  it('says of a running total since when it runs, where that is told', () => {
    const dataPoints = [{ startTimeUnixNano: '3000000', timeUnixNano: '5000000', asDouble: 4 }]
    const bucketed = [
      { startTimeUnixNano: '3000000', timeUnixNano: '5000000', count: '1', sum: 2, bucketCounts: ['1'], explicitBounds: [] },
    ]
    const { samples, distributions } = both(
      request([
        { name: 'c', sum: { dataPoints, aggregationTemporality: 2, isMonotonic: true } },
        { name: 'd', sum: { dataPoints, aggregationTemporality: 1, isMonotonic: true } },
        { name: 'h', histogram: { dataPoints: bucketed, aggregationTemporality: 2 } },
      ]),
    )
    expect([...samples, ...distributions].map((one) => [one.name, one.since])).toEqual([
      ['c', 3],
      ['d', undefined],
      ['h', 3],
    ])
  })
  it.skipIf(example === null)('reads the example of opentelemetry-proto, in JSON and in protobuf alike', () => {
    const read = both(parsed(example ?? ''))
    expect(read).toEqual({
      samples: [
        { name: 'my.counter', labels: { ...own, 'my.counter.attr': 'some value' }, at, value: 5, means: 'delta' },
        { name: 'my.gauge', labels: { ...own, 'my.gauge.attr': 'some value' }, at, value: 10, means: 'gauge' },
      ],
      distributions: [
        {
          name: 'my.histogram',
          labels: { ...own, 'my.histogram.attr': 'some value' },
          at,
          means: 'delta',
          count: 2,
          sum: 2,
          min: 0,
          max: 2,
          bounds: [1],
          counts: [1, 1],
        },
        {
          name: 'my.exponential.histogram',
          labels: { ...own, 'my.exponential.histogram.attr': 'some value' },
          at,
          means: 'delta',
          count: 3,
          sum: 10,
          min: 0,
          max: 5,
          bounds: [0, 2, 4, 8],
          counts: [1, 0, 0, 2, 0],
        },
      ],
      refused: [],
    })
  })

  it('reads bytes that were laid out by hand from the .proto files', () => {
    // resource_metrics(1){ scope_metrics(2){ metrics(2){ name(1) "up", sum(7){ data_points(1){ time(3), as_int(6) -2 }, temporality(2) 2, monotonic(3) 1 } } } }
    const point = [0x19, 0, 0x40, 0x4b, 0x3b, 0x17, 0x59, 0x6a, 0x15, 0x31, 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]
    const sum = [0x0a, point.length, ...point, 0x10, 2, 0x18, 1]
    const metric = [0x0a, 2, 0x75, 0x70, 0x3a, sum.length, ...sum]
    const scope = [0x12, metric.length, ...metric]
    const resource = [0x12, scope.length, ...scope]
    const body = Uint8Array.from([0x0a, resource.length, ...resource])
    expect(readOtlpMetrics(body, 'application/x-protobuf').samples).toEqual([
      { name: 'up', labels: {}, at: Number(Buffer.from(point.slice(1, 9)).readBigUInt64LE() / 1_000_000n), value: -2, means: 'total' },
    ])
  })

  it('tells counters, levels and deltas apart', () => {
    const dataPoints = [{ asInt: '7', timeUnixNano: '1000000' }]
    const means = (sum: Fields) => both(request([{ name: 's', sum: { dataPoints, ...sum } }])).samples.map((one) => one.means)
    expect(means({ aggregationTemporality: 2, isMonotonic: true })).toEqual(['total'])
    expect(means({ aggregationTemporality: 2 })).toEqual(['gauge'])
    expect(means({ aggregationTemporality: 1, isMonotonic: true })).toEqual(['delta'])
    expect(means({ aggregationTemporality: 1, isMonotonic: false })).toEqual(['delta'])
    expect(both(request([{ name: 's', sum: { dataPoints } }])).refused).toMatchObject([{ count: 1, example: 's' }])
  })

  it('makes a summary into quantiles, a count and a sum', () => {
    const point = {
      count: 4,
      sum: 10,
      timeUnixNano: '5000000',
      quantileValues: [
        { quantile: 0.5, value: 2 },
        { quantile: 1, value: 4 },
      ],
    }
    expect(both(request([{ name: 'd', summary: { dataPoints: [point] } }])).samples).toEqual([
      { name: 'd_count', labels: {}, at: 5, value: 4, means: 'total' },
      { name: 'd_sum', labels: {}, at: 5, value: 10, means: 'total' },
      { name: 'd', labels: { quantile: '0.5' }, at: 5, value: 2, means: 'gauge' },
      { name: 'd', labels: { quantile: '1' }, at: 5, value: 4, means: 'gauge' },
    ])
  })

  it('writes every kind of attribute as text, a point’s own before its resource’s', () => {
    const value = (of: Fields): Fields => ({ value: of })
    const attributes = [
      { key: 'host', ...value({ stringValue: 'point' }) },
      { key: 'count', ...value({ intValue: '12' }) },
      { key: 'share', ...value({ doubleValue: 0.5 }) },
      { key: 'up', ...value({ boolValue: true }) },
      { key: 'bytes', ...value({ bytesValue: 'AQI=' }) },
      { key: 'list', ...value({ arrayValue: { values: [{ intValue: 1 }, { stringValue: 'b' }] } }) },
      { key: 'map', ...value({ kvlistValue: { values: [{ key: 'a', value: { boolValue: false } }] } }) },
      { key: 'none', value: {} },
    ]
    const read = both({
      resourceMetrics: [
        {
          resource: { attributes: [{ key: 'host', ...value({ stringValue: 'resource' }) }] },
          scopeMetrics: [{ metrics: [{ name: 'g', gauge: { dataPoints: [{ asDouble: 1, attributes }] } }] }],
        },
      ],
    })
    expect(read.samples[0]).toEqual({
      name: 'g',
      labels: { host: 'point', count: '12', share: '0.5', up: 'true', bytes: 'AQI=', list: '[1,"b"]', map: '{"a":false}', none: '' },
      at: null,
      value: 1,
      means: 'gauge',
    })
  })

  it('leaves out points that say that nothing was recorded, and counts those that it refuses', () => {
    const read = asJson(
      gauge(
        { asDouble: 1, flags: 1 },
        { asDouble: 'NaN' },
        { asDouble: 'Infinity' },
        {},
        { asDouble: 2, timeUnixNano: 'soon' },
        { asDouble: 3, attributes: [{ key: 'k', value: { stringValue: 'v'.repeat(1025) } }] },
        { asDouble: 4, attributes: Array.from({ length: 65 }, (_, index) => ({ key: `k${index}`, value: { intValue: 1 } })) },
        { asDouble: 5, attributes: [{ key: '__proto__', value: { stringValue: 'x' } }] },
        { asDouble: 6, attributes: [{ key: 'k', value: { stringValue: 'a\u0000b' } }] },
        { asDouble: 7 },
      ),
    )
    expect(read.samples.map((one) => one.value)).toEqual([7])
    expect(read.refused).toEqual([
      { reason: 'the value is not a finite number', count: 2, example: 'g, point 2; g, point 3' },
      { reason: 'a point has no value', count: 1, example: 'g, point 4' },
      { reason: 'the time cannot be read', count: 1, example: 'g, point 5' },
      { reason: "a label's value is longer than 1024 signs", count: 1, example: 'g, point 6' },
      { reason: 'a series has more than 64 labels', count: 1, example: 'g, point 7' },
      { reason: 'a label is not readable text', count: 2, example: 'g, point 8; g, point 9' },
    ])
  })

  it('refuses histograms that contradict themselves', () => {
    const reasons = (point: Fields) =>
      both(request([{ name: 'h', histogram: { aggregationTemporality: 2, dataPoints: [point] } }])).refused.map((one) => one.reason)
    expect(reasons({ count: 3, bucketCounts: [1, 1], explicitBounds: [1] })).toEqual(["a histogram's buckets do not add up to its count"])
    expect(reasons({ count: 2, bucketCounts: [1, 1], explicitBounds: [1, 2] })).toEqual([
      "a histogram's counts are not one more than its bounds",
    ])
    expect(reasons({ count: 3, bucketCounts: [1, 1, 1], explicitBounds: [2, 1] })).toEqual(["a histogram's bounds do not rise"])
    expect(reasons({ count: 3, sum: 1 })).toEqual([])
  })

  it('writes out the bounds of exponential histograms, negative ones too, and keeps every count', () => {
    const exponential = (point: Fields) =>
      both(request([{ name: 'e', exponentialHistogram: { aggregationTemporality: 2, dataPoints: [point] } }]))
    const [one] = exponential({
      count: 10,
      scale: 1,
      zeroCount: 1,
      zeroThreshold: 0.5,
      positive: { offset: 0, bucketCounts: [2, 3] },
      negative: { offset: 2, bucketCounts: [4] },
    }).distributions
    expect(one?.bounds.map((bound) => Math.round(bound * 1000) / 1000)).toEqual([-2.828, -2, -0.5, 0.5, 1, 1.414, 2])
    expect(one?.counts).toEqual([0, 4, 0, 1, 0, 2, 3, 0])
    expect(exponential({ count: 1, scale: -10, positive: { offset: 1, bucketCounts: [1] } }).refused).toMatchObject([
      { reason: "a histogram's bounds are not finite numbers" },
    ])
    fc.assert(
      fc.property(
        fc.integer({ min: -4, max: 20 }),
        fc.integer({ min: -300, max: 100 }),
        fc.array(fc.nat(9), { maxLength: 40 }),
        fc.array(fc.nat(9), { maxLength: 40 }),
        (scale, offset, above, below) => {
          const count = [...above, ...below].reduce((sum, n) => sum + n, 3)
          const read = exponential({
            count,
            scale,
            zeroCount: 3,
            positive: { offset, bucketCounts: above },
            negative: { offset, bucketCounts: below },
          })
          for (const { bounds, counts } of read.distributions) {
            expect(counts.reduce((sum, n) => sum + n, 0)).toBe(count)
            expect(counts).toHaveLength(bounds.length + 1)
            expect(bounds.every((bound, index) => index === 0 || bound > (bounds[index - 1] ?? 0))).toBe(true)
          }
          expect(read.distributions.length + read.refused.length).toBe(1)
        },
      ),
    )
  })

  it('skips fields that it does not know', () => {
    const known = encode(exportMetricsRequest, gauge({ asDouble: 1 })).finish()
    const more = new BinaryWriter().tag(99, WireType.LengthDelimited).string('later').tag(98, WireType.Varint).int32(1).raw(known).finish()
    expect(readOtlpMetrics(more, 'application/x-protobuf').samples).toHaveLength(1)
    expect(asJson({ ...gauge({ asDouble: 1, later: {} }), later: [1] }).samples).toHaveLength(1)
  })

  it('says of a truncated message where it ends, and of a wrong one what is wrong', () => {
    const whole = encode(exportMetricsRequest, gauge({ asDouble: 1, timeUnixNano: '1000000' })).finish()
    expect(refusalOf(() => readOtlpMetrics(whole.subarray(0, whole.length - 3), 'application/x-protobuf'))).toMatchObject({
      reason: 'invalid',
      code: 'not_protobuf',
      message: expect.stringMatching(/ends too early \(at byte \d+\)/),
    })
    const deep = (depth: number): Fields => (depth === 0 ? { stringValue: 'x' } : { arrayValue: { values: [deep(depth - 1)] } })
    const nested = encode(exportMetricsRequest, request([], [{ key: 'k', value: deep(40) }])).finish()
    expect(refusalOf(() => readOtlpMetrics(nested, 'application/x-protobuf'))).toMatchObject({ message: expect.stringContaining('nested') })
    expect(refusalOf(() => readOtlpMetrics(Buffer.from('{'), 'application/json'))).toMatchObject({ code: 'not_otlp' })
    expect(refusalOf(() => asJson({ resourceMetrics: 1 }))).toMatchObject({ code: 'not_otlp' })
    expect(refusalOf(() => readOtlpMetrics(whole, 'text/plain'))).toMatchObject({ code: 'content_type' })
    const empties = Buffer.alloc(2_000_004)
    for (let index = 0; index < empties.length; index += 2) empties[index] = 0x0a
    expect(refusalOf(() => readOtlpMetrics(empties, 'application/x-protobuf'))).toMatchObject({ code: 'too_many_messages' })
  })

  it('answers random bytes, and bytes of a message that were changed, with a reading or a refusal, nothing else', () => {
    const whole = encode(exportMetricsRequest, example === null ? gauge({ asDouble: 1 }) : parsed(example)).finish()
    const never = (body: Uint8Array, type: string): void => {
      const error = refusalOf(() => readOtlpMetrics(body, type))
      expect(error === null || isRefusal(error)).toBe(true)
    }
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (body) => never(body, 'application/x-protobuf')),
      { numRuns: 500 },
    )
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 }), (changes) => {
        const body = Uint8Array.from(whole)
        for (const [index, byte] of changes) body[index] = byte
        never(body, 'application/x-protobuf')
      }),
      { numRuns: 500 },
    )
    fc.assert(fc.property(fc.json(), (text) => never(Buffer.from(`{"resourceMetrics":[${text}]}`), 'application/json')))
  })
})

describe('the answer to OTLP', () => {
  const partialSuccess: Message = { 1: { name: 'rejected', holds: 'int64' }, 2: { name: 'message', holds: 'string' } }
  const response: Message = { 1: { name: 'partialSuccess', holds: () => partialSuccess } }

  it('is empty when all was taken, and tells what was refused in the sender’s encoding', () => {
    expect(Buffer.from(otlpAnswer(0, null, 'application/json').body).toString()).toBe('{}')
    expect(otlpAnswer(0, null, 'application/x-protobuf').body).toHaveLength(0)
    expect(JSON.parse(Buffer.from(otlpAnswer(3, 'no name', 'application/json').body).toString())).toEqual({
      partialSuccess: { rejectedDataPoints: '3', errorMessage: 'no name' },
    })
    expect(readProtobuf(otlpAnswer(3, 'no name', 'application/x-protobuf').body, response)).toEqual({
      partialSuccess: { rejected: 3, message: 'no name' },
    })
  })

  it('is a status message when the request as a whole was refused', () => {
    expect(Buffer.from(otlpError('no', 'text/plain').body).toString()).toBe('{"message":"no"}')
    expect([...otlpError('no', 'application/x-protobuf').body]).toEqual([0x12, 2, 0x6e, 0x6f])
  })
})

import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isRefusal } from '../../kernel/refusal.ts'
import { readRemoteWrite } from './remote-write.ts'
import { unpackSnappy } from './snappy.ts'
import { packed, type WrittenSeries, writeRequest } from './write.samples.ts'

const read = (series: readonly WrittenSeries[], metadata: Readonly<Record<string, number>> = {}) =>
  readRemoteWrite(packed(writeRequest(series, metadata)))
const refusalOf = (body: Uint8Array): unknown => {
  try {
    readRemoteWrite(body)
  } catch (error) {
    return error
  }
  return null
}
const labels = (of: Readonly<Record<string, string>>, name = 'up'): Readonly<Record<string, string>> => ({ __name__: name, ...of })

describe('remote write', () => {
  it('reads series and samples, before 1970 and beyond ASCII too', () => {
    const series = [
      {
        labels: labels({ instance: 'a:9090', job: 'node' }),
        samples: [
          { value: 1, at: 1_395_066_363_000 },
          { value: 0, at: -3_982_045 },
        ],
      },
      { labels: labels({ job: 'Kälte Süd – ❄', long: 'x'.repeat(300) }, 'temperature'), samples: [{ value: -40.5, at: 1 }] },
    ]
    expect(read(series)).toEqual({
      samples: [
        { name: 'up', labels: { instance: 'a:9090', job: 'node' }, at: 1_395_066_363_000, value: 1, means: 'gauge' },
        { name: 'up', labels: { instance: 'a:9090', job: 'node' }, at: -3_982_045, value: 0, means: 'gauge' },
        { name: 'temperature', labels: { job: 'Kälte Süd – ❄', long: 'x'.repeat(300) }, at: 1, value: -40.5, means: 'gauge' },
      ],
      distributions: [],
      refused: [],
    })
  })

  it('takes the meaning from the type when the message gives it, from the name when not', () => {
    const names = ['http_requests_total', 'x_count', 'x_sum', 'x_bucket', 'x_total_bytes', 'queue_count', 'plain']
    const series = names.map((name) => ({ labels: labels({}, name), samples: [{ value: 1, at: 1 }] }))
    const means = (metadata: Readonly<Record<string, number>> = {}) => read(series, metadata).samples.map((one) => one.means)
    expect(means()).toEqual(['total', 'total', 'total', 'total', 'gauge', 'total', 'gauge'])
    expect(means({ queue_count: 2, plain: 1, http_requests: 1 })).toEqual(['total', 'total', 'total', 'total', 'gauge', 'gauge', 'total'])
  })

  it('drops stale markers, refuses other NaN, infinity and native histograms, and counts them', () => {
    const stale = Buffer.alloc(8)
    stale.writeBigUInt64LE(0x7ff0000000000002n)
    const writer = new BinaryWriter()
    writer.tag(1, WireType.LengthDelimited).fork()
    writer
      .tag(1, WireType.LengthDelimited)
      .fork()
      .tag(1, WireType.LengthDelimited)
      .string('__name__')
      .tag(2, WireType.LengthDelimited)
      .string('up')
      .join()
    writer.tag(2, WireType.LengthDelimited).fork().tag(1, WireType.Bit64).raw(stale).tag(2, WireType.Varint).int64(5).join()
    writer.join()
    expect(readRemoteWrite(packed(writer.finish()))).toEqual({ samples: [], distributions: [], refused: [] })
    const odd = [
      { value: Number.NaN, at: 1 },
      { value: Number.POSITIVE_INFINITY, at: 1 },
      { value: 3, at: 1 },
    ]
    expect(read([{ labels: labels({}), samples: odd, histograms: 2 }])).toMatchObject({
      samples: [{ value: 3 }],
      refused: [
        { reason: 'the value is not a finite number', count: 2, example: 'up' },
        { reason: expect.stringContaining('native histograms'), count: 2 },
      ],
    })
  })

  it('refuses series without a name, with too many or too long labels, and keeps the others', () => {
    const many = Object.fromEntries(Array.from({ length: 65 }, (_, index) => [`l${index}`, 'v']))
    const samples = [{ value: 1, at: 1 }]
    const given = read([
      { labels: { job: 'nameless' }, samples },
      { labels: labels(many), samples },
      { labels: labels({ k: 'v'.repeat(1025) }), samples },
      { labels: labels({ ['n'.repeat(201)]: 'v' }), samples },
      { labels: labels({}, 'n'.repeat(201)), samples },
      { labels: labels({ empty: '', k: 'v'.repeat(1024) }), samples },
    ])
    expect(given.samples).toEqual([{ name: 'up', labels: { k: 'v'.repeat(1024) }, at: 1, value: 1, means: 'gauge' }])
    expect(given.refused.map((one) => one.count)).toEqual([1, 1, 1, 1, 1])
  })

  it('tells a sender of version 2.0 what to set', () => {
    const second = new BinaryWriter()
      .tag(4, WireType.LengthDelimited)
      .string('')
      .tag(4, WireType.LengthDelimited)
      .string('__name__')
      .finish()
    expect(refusalOf(packed(second))).toMatchObject({ code: 'remote_write_version' })
  })

  it('reads what it was sent, whatever it is', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }).filter((one) => !one.includes('\u0000'))
    const series = fc.record({
      labels: fc.dictionary(
        text.filter((one) => one !== '__proto__' && one !== '__name__'),
        text,
        { maxKeys: 8 },
      ),
      samples: fc.array(
        fc.record({ value: fc.double({ noNaN: true, noDefaultInfinity: true }), at: fc.integer({ min: -1e15, max: 1e15 }) }),
        { maxLength: 4 },
      ),
    })
    fc.assert(
      fc.property(fc.array(series, { maxLength: 6 }), (all) => {
        const given = read(all.map((one) => ({ ...one, labels: labels(one.labels) })))
        expect(given.refused).toEqual([])
        expect(given.samples.map(({ labels: of, at, value }) => ({ labels: of, at, value }))).toEqual(
          all.flatMap((one) => one.samples.map((point) => ({ labels: { ...one.labels }, at: point.at, value: point.value }))),
        )
      }),
    )
  })

  it('tells labels apart whose bytes have the same hash', () => {
    // Tails of three bytes x, y, z hash by 961 x + 31 y + z; each beginning puts them elsewhere in the words of four bytes before.
    const signs = Array.from({ length: 95 }, (_, index) => index + 32)
    const tails = signs
      .flatMap((x) => signs.map((y) => [x, y, 961 * 80 + 31 * 80 + 80 - 961 * x - 31 * y]))
      .filter(([, , z = 0]) => z >= 32 && z <= 126)
    expect(tails.length).toBeGreaterThan(8)
    const values = ['', 'a', 'ab', 'abc'].flatMap((begin) => tails.map((tail) => begin + String.fromCharCode(...tail)))
    const given = read([...values, ...values].map((value) => ({ labels: labels({ value }), samples: [{ value: 1, at: 1 }] })))
    expect(given.samples.map((one) => one.labels['value'])).toEqual([...values, ...values])
  })

  it('answers random and broken bytes with a reading or a refusal, nothing else', () => {
    const message = writeRequest([{ labels: labels({ job: 'a', instance: 'b' }), samples: [{ value: 1, at: 1 }] }], { up: 2 })
    const never = (body: Uint8Array): void => {
      const error = refusalOf(body)
      expect(error === null || isRefusal(error)).toBe(true)
    }
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), never), { numRuns: 500 })
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (body) => never(packed(body))),
      { numRuns: 500 },
    )
    fc.assert(
      fc.property(fc.nat(message.length - 1), fc.nat(255), (at, byte) =>
        never(packed(message.map((one, index) => (index === at ? byte : one)))),
      ),
      { numRuns: 500 },
    )
    for (let end = 1; end < message.length; end++) never(packed(message.subarray(0, end)))
  })
})

describe('a Snappy block', () => {
  it('unpacks to what was packed', () => {
    const pieces = fc.array(
      fc.oneof(
        fc.uint8Array({ maxLength: 200 }),
        fc.nat(5000).map((size) => new Uint8Array(size).fill(7)),
      ),
      { maxLength: 20 },
    )
    fc.assert(
      fc.property(pieces, (all) => {
        const bytes = Buffer.concat([...all, ...all])
        expect(Buffer.compare(unpackSnappy(packed(bytes), 10_000_000), bytes)).toBe(0)
      }),
    )
  })

  it('is refused when it declares too much, ends early, or points outside', () => {
    const code = (...bytes: readonly number[]) => refusalOf(Uint8Array.from(bytes))
    expect(code(0xff, 0xff, 0xff, 0xff, 0x0f)).toMatchObject({ code: 'too_large' })
    expect(code(0xff, 0xff, 0x7f, 0, 0)).toMatchObject({ code: 'not_snappy', message: expect.stringContaining('cannot unpack') })
    expect(code()).toMatchObject({ code: 'not_snappy' })
    expect(code(0x80)).toMatchObject({ code: 'not_snappy' })
    expect(code(4, 0x0c, 1, 2)).toMatchObject({ code: 'not_snappy', message: expect.stringContaining('literal') })
    expect(code(8, 0x00, 1, 0x05, 2)).toMatchObject({ code: 'not_snappy', message: expect.stringContaining('outside') })
    expect(code(2, 0x00, 1)).toMatchObject({ code: 'not_snappy', message: expect.stringContaining('declares 2') })
    // A literal whose length would be negative in 32 bits, and so lead back to itself for ever.
    expect(code(100, 0xfc, 0xfa, 0xff, 0xff, 0xff, 1, 2, 3, 4)).toMatchObject({ code: 'not_snappy' })
  })
})

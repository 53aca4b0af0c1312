import { deflateSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { unpacked } from './bytes.ts'

describe('a body as bytes', () => {
  const text = Buffer.from('reeve '.repeat(1000))
  test('comes unpacked as its header says, or as it is', () => {
    expect(unpacked(gzipSync(text), 'gzip', 10_000)).toEqual(text)
    expect(unpacked(deflateSync(text), 'Deflate', 10_000)).toEqual(text)
    expect(unpacked(text, 'snappy', 10_000)).toEqual(text)
    expect(unpacked(undefined, undefined, 10)).toEqual(Buffer.alloc(0))
  })
  test('that is larger than allowed, packed or not, or not what it says, is refused', () => {
    expect(() => unpacked(gzipSync(text), 'gzip', 5_000)).toThrow(/larger than/)
    expect(() => unpacked(text, undefined, 5_000)).toThrow(/larger than/)
    expect(() => unpacked(text, 'gzip', 10_000)).toThrow(/not valid gzip/)
  })
})

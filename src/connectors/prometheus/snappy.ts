import { Refusal } from '../../kernel/refusal.ts'

const broken = (what: string, at: number): Refusal =>
  new Refusal(
    'invalid',
    'not_snappy',
    `The body is not a Snappy block: ${what} (at byte ${at}). Send Content-Encoding: snappy in block format, not framed.`,
  )

/** The declared length and where the data begin: a little-endian varint of at most five bytes. */
const header = (packed: Uint8Array): readonly [length: number, at: number] => {
  let length = 0
  for (let at = 0; at < 5; at++) {
    const byte = packed[at]
    if (byte === undefined) break
    length += (byte & 0x7f) * 2 ** (7 * at)
    if (byte < 0x80) return [length, at + 1]
  }
  throw broken('its length cannot be read', 0)
}

/** A little-endian whole number of `bytes` bytes. */
const whole = (packed: Uint8Array, at: number, bytes: number): number => {
  let value = 0
  for (let one = bytes - 1; one >= 0; one--) value = value * 256 + (packed[at + one] ?? 0)
  return value
}

/**
 * Unpacks a Snappy block (google/snappy, format_description.txt): literals, and copies of what was written before.
 * Every length and offset is checked before it is used, and the result must be exactly as long as was declared.
 * @throws Refusal `too_large` when the declared length is above `most`, `not_snappy`
 */
export const unpackSnappy = (packed: Uint8Array, most: number): Uint8Array => {
  const [length, begin] = header(packed)
  if (length > most)
    throw new Refusal('too_large', 'too_large', `The body unpacks to ${length} bytes; ${most} can be read. Send smaller batches.`)
  // No element of a block makes more than 64 bytes of 3; what claims more was never packed.
  if (length > packed.length * 22) throw broken(`it cannot unpack to ${length} bytes`, 0)
  const out = new Uint8Array(length)
  let at = begin
  let to = 0
  while (at < packed.length) {
    const tag = packed[at] ?? 0
    const kind = tag & 3
    const start = at++
    if (kind === 0) {
      let size = (tag >>> 2) + 1
      if (size > 60) {
        const bytes = size - 60
        if (at + bytes > packed.length) throw broken('a literal ends too early', start)
        size = whole(packed, at, bytes) + 1
        at += bytes
      }
      if (at + size > packed.length || to + size > length) throw broken('a literal is too long', start)
      if (size > 100) {
        out.set(packed.subarray(at, at + size), to)
        at += size
        to += size
      } else for (const end = at + size; at < end; at++, to++) out[to] = packed[at] ?? 0
      continue
    }
    const bytes = kind === 3 ? 4 : kind
    if (at + bytes > packed.length) throw broken('a copy ends too early', start)
    const size = kind === 1 ? ((tag >>> 2) & 7) + 4 : (tag >>> 2) + 1
    const offset = kind === 1 ? (tag >>> 5) * 256 + (packed[at] ?? 0) : whole(packed, at, bytes)
    if (offset === 0 || offset > to || to + size > length) throw broken('a copy points outside', start)
    at += bytes
    // A copy may run into what it writes: then it repeats.
    for (const end = to + size; to < end; to++) out[to] = out[to - offset] ?? 0
  }
  if (to !== length) throw broken(`it unpacks to ${to} bytes where it declares ${length}`, packed.length)
  return out
}

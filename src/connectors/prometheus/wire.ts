import { Refusal } from '../../kernel/refusal.ts'

/** A place in a protobuf message. A cursor of its own rather than a reader's calls, since remote write brings millions of numbers. */
export type Cursor = { readonly bytes: Uint8Array; readonly view: DataView; at: number }

export const cursorOf = (bytes: Uint8Array): Cursor => ({
  bytes,
  view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength),
  at: 0,
})

export const brokenAt = (cursor: Cursor, what: string): Refusal =>
  new Refusal(
    'invalid',
    'not_protobuf',
    `The body is not the protobuf message it should be: ${what} (at byte ${Math.min(cursor.at, cursor.bytes.length)} unpacked).`,
  )

/** An unsigned whole number; above 2^53 it loses its last digits. */
export const varint = (cursor: Cursor): number => {
  const { bytes } = cursor
  const first = bytes[cursor.at] ?? 0x80
  if (first < 0x80) {
    cursor.at++
    return first
  }
  let value = 0
  let weight = 1
  for (let count = 0; count < 10; count++) {
    const byte = bytes[cursor.at]
    if (byte === undefined) throw brokenAt(cursor, 'it ends too early')
    cursor.at++
    value += (byte & 0x7f) * weight
    if (byte < 0x80) return value
    weight *= 128
  }
  throw brokenAt(cursor, 'a number is longer than ten bytes')
}

/** A signed whole number of 64 bits, negative ones in two's complement over ten bytes. */
export const int64 = (cursor: Cursor): number => {
  const start = cursor.at
  const value = varint(cursor)
  if (cursor.at - start < 10) return value
  let bits = 0n
  for (let at = start, shift = 0n; at < cursor.at; at++, shift += 7n) bits |= BigInt((cursor.bytes[at] ?? 0) & 0x7f) << shift
  return Number(BigInt.asIntN(64, bits))
}

/** Where a length-delimited field ends; the cursor then stands at its first byte. */
export const endOf = (cursor: Cursor, limit: number): number => {
  const size = varint(cursor)
  const end = cursor.at + size
  if (end > limit) throw brokenAt(cursor, `a field of ${size} bytes runs past the end of its message`)
  return end
}

/** Skips a field by its wire type. Groups are of no use here and refused. */
export const skip = (cursor: Cursor, wire: number, limit: number): void => {
  if (wire === 0) varint(cursor)
  else if (wire === 1) cursor.at += 8
  else if (wire === 2) cursor.at = endOf(cursor, limit)
  else if (wire === 5) cursor.at += 4
  else throw brokenAt(cursor, `there is no field of wire type ${wire}`)
  if (cursor.at > limit) throw brokenAt(cursor, 'a field runs past the end of its message')
}

import { labelFault } from '../gather.ts'
import { brokenAt, type Cursor, endOf, skip, varint } from './wire.ts'

/** One label as it was first read in this message, with where its bytes stand, so that the same bytes need not be read again. */
type Known = Readonly<{ from: number; to: number; name: string; value: string; fault: string | null; next: Known | undefined }>

/** Labels of one message by their bytes. */
export type Labels = Readonly<{ cursor: Cursor; known: Map<number, Known> }>

export const labelsIn = (cursor: Cursor): Labels => ({ cursor, known: new Map() })

const decoder = new TextDecoder()

const textIn = (cursor: Cursor, end: number): string => {
  const { bytes, at } = cursor
  cursor.at = end
  if (end - at < 24) {
    let text = ''
    for (let one = at; one < end; one++) {
      const byte = bytes[one] ?? 0
      if (byte > 0x7e) return decoder.decode(bytes.subarray(at, end))
      text += String.fromCharCode(byte)
    }
    return text
  }
  return decoder.decode(bytes.subarray(at, end))
}

const readLabel = (cursor: Cursor, end: number): readonly [name: string, value: string] => {
  let name = ''
  let value = ''
  while (cursor.at < end) {
    const tag = varint(cursor)
    if (tag === 0x0a) name = textIn(cursor, endOf(cursor, end))
    else if (tag === 0x12) value = textIn(cursor, endOf(cursor, end))
    else skip(cursor, tag & 7, end)
  }
  if (cursor.at !== end) throw brokenAt(cursor, 'a label runs past its end')
  return [name, value]
}

/** How many labels of one hash are kept: a message made so that all its labels hash alike shall not be slower to read than others. */
const longestChain = 8

const isSame = ({ bytes, view }: Cursor, from: number, to: number, known: Known): boolean => {
  if (known.to - known.from !== to - from) return false
  let at = from
  let other = known.from
  for (; at + 4 <= to; at += 4, other += 4) if (view.getInt32(at) !== view.getInt32(other)) return false
  for (; at < to; at++, other++) if (bytes[at] !== bytes[other]) return false
  return true
}

const hashOf = ({ bytes, view }: Cursor, from: number, to: number): number => {
  let hash = to - from
  let at = from
  for (; at + 4 <= to; at += 4) {
    hash = Math.imul(hash ^ view.getInt32(at), 0x9e3779b1)
    hash ^= hash >>> 15
  }
  for (; at < to; at++) hash = Math.imul(hash, 31) + (bytes[at] ?? 0)
  return hash | 0
}

/** The label whose bytes lie from the cursor to `end`. */
export const labelAt = ({ cursor, known }: Labels, end: number): Known => {
  const { at: from } = cursor
  const hash = hashOf(cursor, from, end)
  const first = known.get(hash)
  let chain = 0
  for (let one = first; one; one = one.next) {
    if (isSame(cursor, from, end, one)) {
      cursor.at = end
      return one
    }
    chain++
  }
  const [name, value] = readLabel(cursor, end)
  const read: Known = { from, to: end, name, value, fault: name === '__name__' ? null : labelFault(name, value), next: first }
  if (chain < longestChain) known.set(hash, read)
  return read
}

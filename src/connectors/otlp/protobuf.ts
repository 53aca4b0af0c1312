import { BinaryReader } from '@bufbuild/protobuf/wire'
import { Refusal } from '../../kernel/refusal.ts'

export type Scalar = 'string' | 'bytes' | 'bool' | 'double' | 'int64' | 'uint64' | 'fixed64' | 'sfixed64' | 'uint32' | 'sint32'

/** A field of a message: its name in JSON, what it holds (a message is given as a function, since messages hold themselves), and whether it repeats. */
export type Field = Readonly<{ name: string; holds: Scalar | (() => Message); many?: boolean }>

/** A message as a table from field number to field. Fields that are not in the table are skipped. */
export type Message = Readonly<Record<number, Field>>

/** How deep messages may be nested, and how many one body may hold. */
const deepest = 32
const mostMessages = 1_000_000

const delimited = 2
const wireOf: Readonly<Record<Scalar, number>> = {
  string: 2,
  bytes: 2,
  bool: 0,
  double: 1,
  int64: 0,
  uint64: 0,
  fixed64: 1,
  sfixed64: 1,
  uint32: 0,
  sint32: 0,
}

const two32 = 4_294_967_296

/** Whole numbers of 64 bits become numbers: above 2^53 they lose their last digits, as in JSON. */
const scalar = (reader: BinaryReader, type: Scalar): unknown => {
  switch (type) {
    case 'string':
      return reader.string()
    case 'bytes':
      return reader.bytes()
    case 'bool':
      return reader.bool()
    case 'double':
      return reader.double()
    case 'int64':
      return Number(reader.int64())
    case 'uint64':
      return Number(reader.uint64())
    case 'fixed64':
      return reader.fixed32() + reader.fixed32() * two32
    case 'sfixed64':
      return reader.fixed32() + reader.sfixed32() * two32
    case 'uint32':
      return reader.uint32()
    case 'sint32':
      return reader.sint32()
  }
}

type Walk = { reader: BinaryReader; messages: number }

const tooMany = (): Refusal =>
  new Refusal('too_large', 'too_many_messages', `The body holds more than ${mostMessages} protobuf messages. Send smaller batches.`)

const packed = (walk: Walk, type: Scalar, into: unknown[]): void => {
  const end = walk.reader.uint32() + walk.reader.pos
  if (end > walk.reader.len) throw new RangeError('premature EOF')
  while (walk.reader.pos < end) into.push(scalar(walk.reader, type))
  if (walk.reader.pos !== end) throw new Error('a list runs past its end')
}

const listOf = (read: Record<string, unknown>, name: string): unknown[] => {
  const known = read[name]
  if (Array.isArray(known)) return known
  const made: unknown[] = []
  read[name] = made
  return made
}

const readMessage = (walk: Walk, message: Message, end: number, depth: number): Record<string, unknown> => {
  const { reader } = walk
  if (depth > deepest) throw new Error(`messages are nested more than ${deepest} deep`)
  if (++walk.messages > mostMessages) throw tooMany()
  const read: Record<string, unknown> = {}
  while (reader.pos < end) {
    const [number, wire] = reader.tag()
    const field = message[number]
    if (!field) reader.skip(wire, number)
    else if (typeof field.holds === 'function') {
      if (wire !== delimited) reader.skip(wire, number)
      else {
        const size = reader.uint32()
        if (reader.pos + size > end) throw new RangeError('premature EOF')
        const inner = readMessage(walk, field.holds(), reader.pos + size, depth + 1)
        if (field.many) listOf(read, field.name).push(inner)
        else read[field.name] = inner
      }
    } else if (wire === wireOf[field.holds]) {
      const value = scalar(reader, field.holds)
      if (field.many) listOf(read, field.name).push(value)
      else read[field.name] = value
    } else if (field.many && wire === delimited) packed(walk, field.holds, listOf(read, field.name))
    else reader.skip(wire, number)
  }
  if (reader.pos > end) throw new Error('a field runs past the end of its message')
  return read
}

/**
 * Reads a protobuf message by its table into an object as its JSON form has it.
 * @throws Refusal `not_protobuf` that says what is wrong and at which byte; `too_many_messages`
 */
export const readProtobuf = (body: Uint8Array, message: Message): Readonly<Record<string, unknown>> => {
  const walk: Walk = { reader: new BinaryReader(body), messages: 0 }
  try {
    return readMessage(walk, message, body.length, 0)
  } catch (error) {
    if (error instanceof Refusal || !(error instanceof Error)) throw error
    const what = error instanceof RangeError ? 'it ends too early' : error.message
    const at = Math.min(walk.reader.pos, body.length)
    throw new Refusal('invalid', 'not_protobuf', `The body is not the protobuf message it should be: ${what} (at byte ${at}).`)
  }
}

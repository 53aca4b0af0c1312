import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire'
import { type Fields, isRecord } from '../json.ts'
import type { Message, Scalar } from './protobuf.ts'

const wires: Readonly<Record<Scalar, WireType>> = {
  string: WireType.LengthDelimited,
  bytes: WireType.LengthDelimited,
  bool: WireType.Varint,
  double: WireType.Bit64,
  int64: WireType.Varint,
  uint64: WireType.Varint,
  fixed64: WireType.Bit64,
  sfixed64: WireType.Bit64,
  uint32: WireType.Varint,
  sint32: WireType.Varint,
}

const put = (writer: BinaryWriter, type: Scalar, value: unknown): void => {
  const text = String(value)
  if (type === 'string') writer.string(text)
  else if (type === 'bytes') writer.bytes(value instanceof Uint8Array ? value : Buffer.from(text, 'base64'))
  else if (type === 'bool') writer.bool(value === true)
  else if (type === 'double') writer.double(Number(text))
  else if (type === 'uint32') writer.uint32(Number(text))
  else if (type === 'sint32') writer.sint32(Number(text))
  else writer[type](text)
}

/** Writes a message that is given as its JSON form has it, by the table that reads it; lists of numbers packed, as senders do. */
export const encode = (message: Message, value: Fields, writer: BinaryWriter = new BinaryWriter()): BinaryWriter => {
  for (const [number, field] of Object.entries(message)) {
    const held = value[field.name]
    const { holds } = field
    if (held === undefined) continue
    if (typeof holds === 'function') {
      for (const one of Array.isArray(held) ? held : [held])
        if (isRecord(one)) encode(holds(), one, writer.tag(Number(number), WireType.LengthDelimited).fork()).join()
    } else if (Array.isArray(held)) {
      writer.tag(Number(number), WireType.LengthDelimited).fork()
      for (const one of held) put(writer, holds, one)
      writer.join()
    } else put(writer.tag(Number(number), wires[holds]), holds, held)
  }
  return writer
}

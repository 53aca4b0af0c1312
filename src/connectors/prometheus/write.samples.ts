import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire'
import { compress } from 'snappyjs'

export type WrittenSeries = Readonly<{
  labels: Readonly<Record<string, string>>
  samples?: readonly Readonly<{ value: number; at: number }>[]
  histograms?: number
}>

/** A WriteRequest as Prometheus sends it, before it is packed. `metadata` gives types by number: 1 counter, 2 gauge. */
export const writeRequest = (series: readonly WrittenSeries[], metadata: Readonly<Record<string, number>> = {}): Uint8Array => {
  const writer = new BinaryWriter()
  for (const { labels, samples = [], histograms = 0 } of series) {
    writer.tag(1, WireType.LengthDelimited).fork()
    for (const [name, value] of Object.entries(labels))
      writer
        .tag(1, WireType.LengthDelimited)
        .fork()
        .tag(1, WireType.LengthDelimited)
        .string(name)
        .tag(2, WireType.LengthDelimited)
        .string(value)
        .join()
    for (const { value, at } of samples)
      writer.tag(2, WireType.LengthDelimited).fork().tag(1, WireType.Bit64).double(value).tag(2, WireType.Varint).int64(at).join()
    for (let count = 0; count < histograms; count++) writer.tag(4, WireType.LengthDelimited).fork().tag(1, WireType.Varint).uint64(1).join()
    writer.join()
  }
  for (const [family, type] of Object.entries(metadata))
    writer
      .tag(3, WireType.LengthDelimited)
      .fork()
      .tag(1, WireType.Varint)
      .int32(type)
      .tag(2, WireType.LengthDelimited)
      .string(family)
      .join()
  return writer.finish()
}

export const packed = (message: Uint8Array): Uint8Array => compress(message)

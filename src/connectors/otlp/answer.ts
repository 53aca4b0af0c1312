import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire'
import { encodingOf } from './metrics.ts'

export type OtlpAnswer = Readonly<{ contentType: string; body: Uint8Array }>

const json = (value: unknown): OtlpAnswer => ({ contentType: 'application/json', body: Buffer.from(JSON.stringify(value)) })

const protobuf = (body: Uint8Array): OtlpAnswer => ({ contentType: 'application/x-protobuf', body })

/**
 * The body of a 200: an empty ExportMetricsServiceResponse, or one with `partialSuccess` that tells how many points were refused and why.
 * A message with no refusals is a warning. The sender does not send again.
 */
export const otlpAnswer = (rejected: number, message: string | null, contentType: string): OtlpAnswer => {
  const isWhole = rejected === 0 && !message
  if (encodingOf(contentType) === 'json')
    return json(isWhole ? {} : { partialSuccess: { rejectedDataPoints: String(rejected), errorMessage: message ?? '' } })
  if (isWhole) return protobuf(new Uint8Array())
  const writer = new BinaryWriter().tag(1, WireType.LengthDelimited).fork()
  if (rejected > 0) writer.tag(1, WireType.Varint).int64(rejected)
  if (message) writer.tag(2, WireType.LengthDelimited).string(message)
  return protobuf(writer.join().finish())
}

/** The body of a 4xx or 5xx: a Status message. A Content-Type that is neither is answered in JSON. */
export const otlpError = (message: string, contentType: string): OtlpAnswer =>
  contentType.split(';')[0]?.trim().toLowerCase() === 'application/x-protobuf'
    ? protobuf(new BinaryWriter().tag(2, WireType.LengthDelimited).string(message).finish())
    : json({ message })

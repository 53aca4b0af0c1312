import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { isoOf, type Millis } from '../../../../kernel/instant.ts'

/** DER (X.690): a tag, a length, a content. */
const der = (tag: number, ...contents: readonly Uint8Array[]): Buffer => {
  const content = Buffer.concat(contents)
  const { length } = content
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}
const sequence = (...parts: readonly Uint8Array[]): Buffer => der(0x30, ...parts)
const integer = (value: number): Buffer => der(0x02, Buffer.from([value]))
const text = (value: string): Buffer => der(0x0c, Buffer.from(value))
const bits = (value: Uint8Array): Buffer => der(0x03, Buffer.from([0]), value)
const oid = (...bytes: readonly number[]): Buffer => der(0x06, Buffer.from(bytes))
const time = (at: Millis): Buffer => der(0x18, Buffer.from(`${isoOf(at).slice(0, 19).replaceAll(/[-:T]/g, '')}Z`))

const ecdsaWithSha256 = sequence(oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02))
const nameOf = (common: string): Buffer => sequence(der(0x31, sequence(oid(0x55, 0x04, 0x03), text(common))))
const extension = (id: number, critical: boolean, value: Buffer): Buffer =>
  sequence(oid(0x55, 0x1d, id), ...(critical ? [der(0x01, Buffer.from([255]))] : []), der(0x04, value))

const pem = (bytes: Buffer): string =>
  `-----BEGIN CERTIFICATE-----\n${(bytes.toString('base64').match(/.{1,64}/g) ?? []).join('\n')}\n-----END CERTIFICATE-----\n`

export type Authority = Readonly<{ name: string; key: KeyObject; certificate: string }>
export type Issued = Readonly<{ key: string; cert: string }>

type Asked = Readonly<{
  subject: string
  issuer: string
  signer: KeyObject
  publicKey: KeyObject
  from: Millis
  to: Millis
  names: readonly string[]
}>

/** A certificate by RFC 5280: version 3, signed with ECDSA; an authority's when it is for no name. */
const certificate = ({ subject, issuer, signer, publicKey, from, to, names }: Asked): string => {
  const extensions =
    names.length === 0
      ? extension(19, true, sequence(der(0x01, Buffer.from([255]))))
      : extension(17, false, sequence(...names.map((name) => der(0x82, Buffer.from(name)))))
  const body = sequence(
    der(0xa0, integer(2)),
    integer(names.length + 1),
    ecdsaWithSha256,
    nameOf(issuer),
    sequence(time(from), time(to)),
    nameOf(subject),
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(extensions)),
  )
  return pem(sequence(body, ecdsaWithSha256, bits(sign('sha256', body, signer))))
}

const keys = () => generateKeyPairSync('ec', { namedCurve: 'P-256' })

/** An authority of a test's own. */
export const makeAuthority = (name: string, from: Millis, to: Millis): Authority => {
  const { privateKey, publicKey } = keys()
  return {
    name,
    key: privateKey,
    certificate: certificate({ subject: name, issuer: name, signer: privateKey, publicKey, from, to, names: [] }),
  }
}

/** A certificate of that authority for names of hosts. */
export const issue = (authority: Authority, names: readonly [string, ...string[]], from: Millis, to: Millis): Issued => {
  const { privateKey, publicKey } = keys()
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: certificate({ subject: names[0], issuer: authority.name, signer: authority.key, publicKey, from, to, names }),
  }
}

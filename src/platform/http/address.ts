import { isIP } from 'node:net'

/** What kind of place an address names, as far as it matters to whoever must not be led there. */
export type Place = 'public' | 'loopback' | 'private' | 'link_local' | 'metadata' | 'multicast' | 'reserved'

/** How places are told to people. */
export const placeWords: Readonly<Record<Place, string>> = {
  public: 'a public address',
  loopback: 'this machine itself',
  private: 'a private network',
  link_local: 'a link-local address',
  metadata: 'the metadata service of a cloud',
  multicast: 'a multicast address',
  reserved: 'a reserved address',
}

type Range = readonly [first: string, bits: number, place: Place]

/** IANA's special-purpose registry (RFC 6890 and what followed), and where clouds keep the secrets of their machines. The first that fits counts. */
const ranges4: readonly Range[] = [
  ['169.254.169.254', 32, 'metadata'],
  ['169.254.170.2', 32, 'metadata'],
  ['169.254.170.23', 32, 'metadata'],
  ['100.100.100.200', 32, 'metadata'],
  ['168.63.129.16', 32, 'metadata'],
  ['192.0.0.192', 32, 'metadata'],
  ['0.0.0.0', 8, 'reserved'],
  ['10.0.0.0', 8, 'private'],
  ['100.64.0.0', 10, 'private'],
  ['127.0.0.0', 8, 'loopback'],
  ['169.254.0.0', 16, 'link_local'],
  ['172.16.0.0', 12, 'private'],
  ['192.0.0.0', 24, 'reserved'],
  ['192.0.2.0', 24, 'reserved'],
  ['192.88.99.0', 24, 'reserved'],
  ['192.168.0.0', 16, 'private'],
  ['198.18.0.0', 15, 'reserved'],
  ['198.51.100.0', 24, 'reserved'],
  ['203.0.113.0', 24, 'reserved'],
  ['224.0.0.0', 4, 'multicast'],
  ['240.0.0.0', 4, 'reserved'],
]
const ranges6: readonly Range[] = [
  ['fd00:ec2::254', 128, 'metadata'],
  ['fd00:ec2::23', 128, 'metadata'],
  ['fd20:ce::254', 128, 'metadata'],
  ['::', 128, 'reserved'],
  ['::1', 128, 'loopback'],
  ['64:ff9b:1::', 48, 'private'],
  ['fc00::', 7, 'private'],
  ['fe80::', 10, 'link_local'],
  ['fec0::', 10, 'private'],
  ['ff00::', 8, 'multicast'],
  ['2001::', 23, 'reserved'],
  ['2001:db8::', 32, 'reserved'],
  ['3fff::', 20, 'reserved'],
  ['2000::', 3, 'public'],
]
/** Addresses that carry an IPv4 address, from which bit on: mapped, translated, compatible, NAT64, 6to4. */
const carriers: readonly (readonly [first: string, bits: number, from: number])[] = [
  ['::ffff:0:0', 96, 96],
  ['::ffff:0:0:0', 96, 96],
  ['64:ff9b::', 96, 96],
  ['2002::', 16, 16],
  ['::', 96, 96],
]

const four = (text: string): bigint => text.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n)

const six = (text: string): bigint => {
  // URLs write every IPv6 address in one form: hexadecimal, no dotted tail, one run of zeros left out.
  const [head = '', tail] = new URL(`http://[${text}]/`).hostname.slice(1, -1).split('::')
  const words = (part: string | undefined): readonly string[] => (part ? part.split(':') : [])
  const [left, right] = [words(head), words(tail)]
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => '0')
  return [...left, ...zeros, ...right].reduce((sum, word) => sum * 65_536n + BigInt(`0x${word}`), 0n)
}

const within = (value: bigint, first: bigint, bits: number, width: number): boolean =>
  value >> BigInt(width - bits) === first >> BigInt(width - bits)

const placeAmong = (value: bigint, ranges: readonly (readonly [bigint, number, Place])[], width: number, otherwise: Place): Place =>
  ranges.find(([first, bits]) => within(value, first, bits, width))?.[2] ?? otherwise

const known4 = ranges4.map(([first, bits, place]) => [four(first), bits, place] as const)
const known6 = ranges6.map(([first, bits, place]) => [six(first), bits, place] as const)
const carrying = carriers.map(([first, bits, from]) => [six(first), bits, from] as const)

const place4 = (value: bigint): Place => placeAmong(value, known4, 32, 'public')

const place6 = (value: bigint): Place => {
  const exact = known6.find(([first, bits]) => bits === 128 && first === value)
  if (exact) return exact[2]
  const carrier = carrying.find(([first, bits]) => within(value, first, bits, 128))
  if (carrier) return place4((value >> BigInt(96 - carrier[2])) & 0xffff_ffffn)
  // Whatever is not handed out yet is not a place to call.
  return placeAmong(value, known6, 128, 'reserved')
}

/** What kind of place an IP address names; one that is no IP address is `reserved`. */
export const placeOf = (address: string): Place => {
  const bare = address.replace(/%.*$/, '')
  const version = isIP(bare)
  return version === 4 ? place4(four(bare)) : version === 6 ? place6(six(bare)) : 'reserved'
}

/** Whether an address lies in one of these: addresses, or networks such as 10.0.0.0/8. */
export const isAmong = (address: string, networks: readonly string[]): boolean => {
  const bare = address.replace(/%.*$/, '')
  const version = isIP(bare)
  return networks.some((network) => {
    const [first = '', bits] = network.split('/')
    if (version === 0 || isIP(first) !== version) return false
    const width = version === 4 ? 32 : 128
    const read = version === 4 ? four : six
    return within(read(bare), read(first), bits === undefined ? width : Number(bits), width)
  })
}

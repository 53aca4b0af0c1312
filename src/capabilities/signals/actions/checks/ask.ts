import type { Millis } from '../../../../kernel/instant.ts'
import type { Reach } from '../../../../platform/http/outside.ts'
import type { Assertions } from '../../model/check.ts'

/** One try of a check. */
export type Try = Readonly<{
  target: string
  timeoutMs: Millis
  slowAfter: number | null
  must: Assertions
  reach: Reach
  now: Millis
  how: TryHow
}>

/** What the place where Reeve runs brings: what names and certificates are asked of and trusted by. */
export type TryHow = Readonly<{
  /** Addresses and networks that every check may reach. */
  allow?: readonly string[]
  /** Name servers instead of the machine's own: address:port. */
  nameServers?: readonly string[]
  /** Authorities that are trusted instead of the usual ones (PEM). */
  ca?: string
  resolve?: Reach['resolve']
}>

import { dayText } from '../../../platform/page/fields/format.ts'
import type { Links } from '../../../platform/page/api.ts'
import type { Change, Terms } from '../model/versions/terms.ts'
import type { Version } from '../model/versions/versions.ts'

/** GET /agreements/:key/versions */
export type ToldVersion = Omit<Version, 'terms'> & Readonly<{ state: string; in_force: boolean; promises: number }>
export type Versions = Readonly<{ zone: string; today: string; items: readonly ToldVersion[]; links: Links }>

/** GET /agreements/:key/agreed */
export type Agreed = Readonly<{
  on: string
  version: Readonly<{ number: number; from: string; to: string | null }>
  in_force: boolean
  terms: Terms
  against: Readonly<{ on: string; number: number; from: string; to: string | null }> | null
  changes: readonly Change[] | null
  links: Links
}>

/** From when until when a version held: “1 Mar 2026 to 4 Apr 2026”, “since 5 Apr 2026”. */
export const stretchWords = ({ from, to }: Readonly<{ from: string; to: string | null }>): string =>
  to === null ? `since ${dayText(from)}` : from === to ? `on ${dayText(from)} alone` : `${dayText(from)} to ${dayText(to)}`

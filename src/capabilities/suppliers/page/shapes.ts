import type { Links } from '../../../platform/page/api.ts'
import { moneyText } from '../../../platform/page/fields/format.ts'
import type { Tone } from '../../../platform/records/fields.ts'
import type { AnyRecord, RecordOf } from '../../../platform/records/kind.ts'
import type { contract } from '../kind.ts'

export type Contract = RecordOf<typeof contract>
export type Notice = Readonly<{ by: string; days: number; state: 'missed' | 'today' | 'soon' | 'later'; words: string }>
/** GET /contracts/notice */
export type Notices = Readonly<{ items: readonly Readonly<{ contract: Contract; notice: Notice }>[]; links: Links; missed: number }>
/** GET /suppliers/:key/overview */
export type Overview = Readonly<{
  item: AnyRecord
  links: Links
  contracts: readonly Readonly<{ contract: Contract; notice: Notice | null }>[]
  yearly_cost: readonly Readonly<{ currency: string; amount: string }>[] | null
  services: readonly string[]
  teams: readonly string[]
  next_notice: Notice | null
}>

export const toneOfNotice: Readonly<Record<Notice['state'], Tone>> = { missed: 'bad', today: 'bad', soon: 'warn', later: 'neutral' }

export const renewalWords = (one: Contract): string =>
  one.renewal === 'automatic'
    ? `renews by itself${one.renewal_months ? ` for ${one.renewal_months} months` : ''}`
    : one.renewal === 'option'
      ? 'we may extend'
      : one.renewal === 'none'
        ? 'ends'
        : 'not said'

/** Whole amounts without their “.00”. */
export const amountText = (amount: string, currency: string | null | undefined): string =>
  moneyText(amount, currency).replace(/[.,]00(?=\D*$)/, '')

export const costText = (one: Contract): string => (one.yearly_cost ? amountText(one.yearly_cost, one.currency) : '–')

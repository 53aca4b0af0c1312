import { invalid } from '../../../kernel/refusal.ts'
import { firstAlertDays, noticeBy, secondAlertDays } from './term.ts'

type Draft = Record<string, unknown>

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)
const count = (value: unknown): number | null => (typeof value === 'number' ? value : null)

/**
 * What a contract must say to be clear, and the notice day that follows from it.
 * @throws Refusal `order`, `currency`, `renewal`, `alerts`, `unsigned`
 */
export const checkedContract = (draft: Readonly<Draft>, verb: string): Readonly<Draft> => {
  const [starts, ends] = [text(draft['starts_on']), text(draft['ends_on'])]
  if (starts && ends && ends < starts) throw invalid('ends_on', `A contract cannot end (${ends}) before it starts (${starts}).`, 'order')
  const currency = text(draft['currency'])?.toUpperCase() ?? null
  if (text(draft['yearly_cost']) && !currency) throw invalid('currency', 'Say in which currency the cost is: GBP, EUR, USD.', 'currency')
  if (currency && !/^[A-Z]{3}$/.test(currency)) throw invalid('currency', 'A currency has three letters: GBP, EUR, USD.', 'currency')
  if (draft['renewal'] === 'automatic' && !count(draft['renewal_months']))
    throw invalid('renewal_months', 'Say for how many months it renews by itself.', 'renewal')
  const first = count(draft['first_alert_days']) ?? (verb === 'create' ? firstAlertDays : null)
  const second = count(draft['second_alert_days']) ?? (verb === 'create' ? Math.min(secondAlertDays, first ?? secondAlertDays) : null)
  if ((second ?? secondAlertDays) > (first ?? firstAlertDays))
    throw invalid('second_alert_days', 'The second alert comes after the first: give it fewer days.', 'alerts')
  if (verb === 'activate' && draft['signed'] !== true)
    throw invalid('signed', 'A contract is in force once both parties have signed it.', 'unsigned')
  return { currency, first_alert_days: first, second_alert_days: second, notice_by: noticeBy(ends, count(draft['notice_days'])) }
}

import type { Tone } from '../../../platform/records/fields.ts'
import type { Status } from '../model/state.ts'
import type { StatusView } from '../model/view.ts'

/** What GET /status_pages/:key/overview answers. */
export type Overview = Readonly<{
  view: StatusView
  state: string
  subscribing: 'mail_and_webhook' | 'mail' | 'off'
  mails: boolean
  subscribers: Readonly<{ mail: number; webhook: number; unconfirmed: number; stopped: number }>
  deliveries: Readonly<{ queued: number; sent: number; failed: number }>
  troubled:
    | readonly Readonly<{
        id: string
        channel: string
        to: string
        state: string
        tries: number
        last_error: string | null
        next_try_at: string | null
        made_at: string
        update_title: string
      }>[]
    | null
}>

export const toneOf: Readonly<Record<Status, Tone>> = {
  operational: 'good',
  under_maintenance: 'info',
  degraded: 'warn',
  partial_outage: 'bad',
  major_outage: 'bad',
}

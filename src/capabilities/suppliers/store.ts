import type { Db, Tx } from '../../platform/db/database.ts'
import { sql } from '../../platform/db/sql.ts'
import type { Alert } from './model/term.ts'

export type Watched = Readonly<{
  id: string
  ref: string
  title: string
  supplier_title: string
  owner: string | null
  manager: string | null
  renewal: string | null
  renewal_months: number | null
  state: string
  ends_on: string
  notice_by: string | null
  first_alert_days: number | null
  second_alert_days: number | null
}>

const watched = sql`select contract.id, contract.ref, contract.title, supplier.title as supplier_title, contract.owner, supplier.manager, contract.renewal, contract.renewal_months,
  contract.state, contract.ends_on, contract.notice_by, contract.first_alert_days, contract.second_alert_days from contract join supplier on supplier.id = contract.supplier`

/** Contracts in force whose notice day lies ahead, by that day. `furthest`: days from today that any alert may be set to. */
export const beforeNotice = async (db: Db, today: string): Promise<readonly Watched[]> =>
  await db.rows<Watched>(
    sql`${watched} where contract.state = 'active' and contract.notice_by >= ${today} order by contract.notice_by, contract.id`,
  )

/** Contracts in force whose term has passed. */
export const pastTheirEnd = async (db: Db, today: string): Promise<readonly Watched[]> =>
  await db.rows<Watched>(
    sql`${watched} where contract.state in ('active', 'notice') and contract.ends_on < ${today} order by contract.ends_on, contract.id`,
  )

/** Holds a contract against others who alert, and tells whether this alert was given already for this notice day. */
export const alertedAlready = async (tx: Tx, contract: string, alert: Alert, noticeBy: string): Promise<boolean> => {
  await tx.run(sql`select 1 from contract where id = ${contract} for update`)
  const found = await tx.first(
    sql`select 1 as one from event where record_id = ${contract} and verb = 'notice_alert' and after ->> 'alert' = ${alert} and after ->> 'notice_by' = ${noticeBy} limit 1`,
  )
  return found !== undefined
}

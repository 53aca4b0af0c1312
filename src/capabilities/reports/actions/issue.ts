import { createHash } from 'node:crypto'
import { millisOf } from '../../../kernel/instant.ts'
import { parsePeriod } from '../../../kernel/period.ts'
import type { Database, Tx } from '../../../platform/db/database.ts'
import type { Context } from '../../../platform/records/context.ts'
import type { AnyRecord } from '../../../platform/records/kind.ts'
import { find, get } from '../../../platform/records/read.ts'
import { create, move } from '../../../platform/records/write.ts'
import { needOn } from '../../../platform/rights/grants.ts'
import { frozenFacts } from '../model/report.ts'
import { drawHtml } from '../questions/draw.ts'
import { computed } from '../questions/report.ts'
import { draftOf, saveIssue } from '../store/issues.ts'

/** The same text for the same facts, whatever order their names came in: what the seal is taken of. */
export const canonical = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null)
  const entries = Object.entries(value).filter(([, one]) => one !== undefined)
  return `{${entries
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, one]) => `${JSON.stringify(name)}:${canonical(one)}`)
    .join(',')}}`
}

export const sealOf = (facts: unknown, html: string): string =>
  createHash('sha256').update(canonical(facts)).update('\n').update(html).digest('hex')

/** Freezes a report that has just become issued: facts, page and the records behind each figure, in the transaction of the move. */
export const freeze = async (tx: Tx, ctx: Context, report: AnyRecord): Promise<void> => {
  const issued_at = String(report['issued_at'])
  const { facts, records } = await computed(tx, ctx, report, millisOf(issued_at))
  const frozen = frozenFacts(facts)
  const html = await drawHtml(frozen)
  await saveIssue(tx, report.id, { facts: frozen, html, issued_at, sha256: sealOf(frozen, html), issued_by: ctx.actor.id }, records)
}

/**
 * The draft of a service's report on a period: the one that is there, else a new one; issued at once when asked.
 * @throws Refusal `not_found`, `period`, MissingRight `report.create`, `report.issue`
 */
export const makeServiceReport = async (
  db: Database,
  ctx: Context,
  ask: Readonly<{ service: string; period: string; issue?: boolean | undefined }>,
): Promise<AnyRecord> => {
  const service = await get(db, ctx, ctx.registry.kind('service'), ask.service)
  const kind = ctx.registry.kind('report')
  needOn(ctx.actor, 'report.create', kind, { service: service.id }, `make reports on ${service.ref}`)
  const period = parsePeriod(ask.period.trim()).text
  return await db.transaction(
    async (tx) => {
      // Two people who ask at once get the same draft.
      await find(tx, ctx.registry.kind('service'), service.id, true)
      const known = await draftOf(tx, service.id, period)
      const draft = known ? await find(tx, kind, known) : undefined
      const report = draft ?? (await create(tx, ctx, kind, { title: service.title, report_type: 'service', service: service.id, period }))
      return ask.issue === true ? await move(tx, ctx, kind, report.id, 'issue') : report
    },
    { deadline: 60_000 },
  )
}

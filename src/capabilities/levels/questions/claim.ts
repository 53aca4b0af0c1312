import { isoOf } from '../../../kernel/instant.ts'
import { parsePeriod, periodLabel } from '../../../kernel/period.ts'
import type { Db } from '../../../platform/db/database.ts'
import type { Context } from '../../../platform/records/context.ts'
import type { AnyRecord } from '../../../platform/records/kind.ts'
import { linksById } from '../../../platform/records/links.ts'
import { find, get } from '../../../platform/records/read.ts'
import { needAnywhere } from '../../../platform/rights/grants.ts'
import { organisationOf } from '../../../platform/settings.ts'
import { type Claim, claimHtml, claimMarkdown } from '../model/credit/claim.ts'
import type { Ate } from '../model/credit/credit.ts'

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)
const numberOf = (value: unknown): number | null => (typeof value === 'number' ? value : null)

const named = (record: Readonly<{ ref: string; title: string }> | undefined): string | null =>
  record ? `${record.ref} ${record.title}` : null

const evidenceOf = (credit: AnyRecord): readonly Ate[] => (Array.isArray(credit['evidence']) ? (credit['evidence'] as readonly Ate[]) : [])

/** What the claim letter of a service credit says. @throws Refusal `not_found`, MissingRight `credit.money` */
const claimOf = async (db: Db, ctx: Context, key: string): Promise<Claim> => {
  const credit = await get(db, ctx, ctx.registry.kind('credit'), key)
  needAnywhere(ctx.actor, 'credit.money', 'see what a service credit is worth, which its claim says')
  const ids = ['supplier', 'contract', 'agreement', 'promise', 'subject'].flatMap((name) => text(credit[name]) ?? [])
  const links = await linksById(db, ids)
  const of = (name: string): string | null => named(links[text(credit[name]) ?? ''])
  const contractId = text(credit['contract'])
  const contract = contractId === null ? undefined : await find(db, ctx.registry.kind('contract'), contractId)
  const promise = await find(db, ctx.registry.kind('promise'), String(credit['promise']))
  const number = text(contract?.['number'])
  return {
    ref: credit.ref,
    organisation: (await organisationOf(db)).name,
    supplier: links[text(credit['supplier']) ?? '']?.title ?? 'the supplier',
    contract: contract ? `${number ?? contract.ref} ${contract.title}` : null,
    agreement: of('agreement') ?? '',
    promise: of('promise') ?? '',
    subject: of('subject'),
    period: periodLabel(parsePeriod(String(credit['period']))),
    level: promise?.['measure'] === 'level',
    result: numberOf(credit['result']),
    promised: numberOf(credit['promised']),
    share: numberOf(credit['share']),
    charge: text(credit['charge']),
    amount: text(credit['claimed_amount']) ?? text(credit['amount']),
    capped: text(credit['capped']),
    currency: text(credit['currency']),
    evidence: evidenceOf(credit),
    on: (text(credit['claimed_at']) ?? isoOf(ctx.now)).slice(0, 10),
    state: credit.state,
  }
}

/** The claim letter with its evidence, ready to send. @throws Refusal `not_found`, MissingRight `credit.money` */
export const claimLetter = async (
  db: Db,
  ctx: Context,
  key: string,
  as: 'html' | 'markdown',
): Promise<Readonly<{ ref: string; text: string }>> => {
  const claim = await claimOf(db, ctx, key)
  return { ref: claim.ref, text: as === 'html' ? claimHtml(claim) : claimMarkdown(claim) }
}

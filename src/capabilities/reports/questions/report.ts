import type { Millis } from '../../../kernel/instant.ts'
import { parsePeriod, periodInstants, previousPeriod } from '../../../kernel/period.ts'
import { Refusal } from '../../../kernel/refusal.ts'
import type { Db } from '../../../platform/db/database.ts'
import type { Context } from '../../../platform/records/context.ts'
import type { AnyRecord } from '../../../platform/records/kind.ts'
import { linksById } from '../../../platform/records/links.ts'
import { find, get, list } from '../../../platform/records/read.ts'
import { system } from '../../../platform/rights/grants.ts'
import { organisationOf } from '../../../platform/settings.ts'
import { serviceTerms } from '../../levels/index.ts'
import { figuresOf, type ReportFacts } from '../model/facts.ts'
import type { Figure, Named } from '../model/figure.ts'
import { frameOf } from '../model/frame.ts'
import { type Computed, computeReport, type Heading, type Labels } from '../model/report.ts'
import { issuedRecords, issueOf } from '../store/issues.ts'
import { readDataset } from './dataset.ts'
import { zoneReader } from './zone.ts'

/** Facts are the same for every reader of a report, so they are read by Reeve itself; who may read the report is checked before. */
const allSeeing = (ctx: Context): Context => ({ ...ctx, actor: system })

export const nameOf = (links: Readonly<Record<string, Named>>, id: unknown): Named | null => {
  const found = typeof id === 'string' ? links[id] : undefined
  return found ? { id: found.id, kind: found.kind, ref: found.ref, title: found.title } : null
}

/** The agreements in force that cover a service: those that name it, else those for every service. */
export const agreementsOver = async (db: Db, ctx: Context, service: string): Promise<readonly AnyRecord[]> => {
  const kind = ctx.registry.kind('agreement')
  const named = await list(db, ctx, kind, { filters: { services: service, state: 'active' }, sort: 'title', limit: 50 })
  if (named.items.some((one) => one['agreement_type'] === 'sla')) return named.items
  const general = await list(db, ctx, kind, {
    filters: { services: 'none', state: 'active', agreement_type: 'sla' },
    sort: 'title',
    limit: 50,
  })
  return [...named.items, ...general.items]
}

const headingOf = async (db: Db, ctx: Context, report: AnyRecord, service: AnyRecord): Promise<Heading> => {
  const links = await linksById(
    db,
    [service['owner'], service['unit'], service['team'], service['supplier'], report['issued_by']].filter(
      (one): one is string => typeof one === 'string',
    ),
  )
  const agreements = await agreementsOver(db, ctx, service.id)
  return {
    report: {
      id: report.id,
      ref: report.ref,
      title: report.title,
      state: report.state,
      foreword: typeof report['foreword'] === 'string' ? report['foreword'] : null,
      issued_at: typeof report['issued_at'] === 'string' ? report['issued_at'] : null,
      issued_by: nameOf(links, report['issued_by'])?.title ?? null,
    },
    organisation: (await organisationOf(db)).name,
    service: {
      id: service.id,
      kind: 'service',
      ref: service.ref,
      title: service.title,
      owner: nameOf(links, service['owner']),
      unit: nameOf(links, service['unit']),
      team: nameOf(links, service['team']),
      supplier: nameOf(links, service['supplier']),
    },
    agreements: agreements.map((one) => ({ id: one.id, kind: 'agreement', ref: one.ref, title: one.title })),
  }
}

const labelsOf = (ctx: Context): Labels => {
  const { lifecycle, fields } = ctx.registry.kind('incident')
  const channel = fields['channel']
  return {
    states: new Map(lifecycle.states.map((one) => [one.name, one.label])),
    channels: new Map(channel?.type === 'choice' ? channel.options.map((one) => [one.value, one.label]) : []),
  }
}

/** Makes a report's facts anew from the records as they are at `asOf`. @throws Refusal `period`, `service` */
export const computed = async (db: Db, ctx: Context, report: AnyRecord, asOf: Millis): Promise<Computed> => {
  const seeing = allSeeing(ctx)
  const service = typeof report['service'] === 'string' ? await find(db, ctx.registry.kind('service'), report['service']) : undefined
  if (!service)
    throw new Refusal('invalid', 'service', `${report.ref} is about no service. Choose one first.`, [
      { path: 'service', rule: 'required', message: 'A service report needs its service.' },
    ])
  const period = parsePeriod(String(report['period']))
  const zone = (await zoneReader(db, ctx.registry, asOf))(service.id)
  const end = Math.min(periodInstants(period, zone).to, asOf) - 1
  const terms = await serviceTerms(db, ctx.registry, service.id, end, asOf)
  const [before, current] = [frameOf(previousPeriod(period), zone, asOf), frameOf(period, zone, asOf)]
  const data = await readDataset(db, service.id, before.span, current.span, terms.working, asOf)
  return computeReport(await headingOf(db, seeing, report, service), data, before, current, labelsOf(ctx))
}

/** A report's facts: frozen ones once it was issued. @throws Refusal `not_found` */
export const factsOf = async (db: Db, ctx: Context, key: string): Promise<ReportFacts> => {
  const report = await get(db, ctx, ctx.registry.kind('report'), key)
  const issue = await issueOf(db, report.id)
  if (!issue) return (await computed(db, ctx, report, ctx.now)).facts
  // The state alone is of today: a withdrawn report says so above what was issued.
  return { ...issue.facts, report: { ...issue.facts.report, state: report.state } }
}

export type BehindFigure = Readonly<{
  figure: Figure
  kind: string
  items: readonly AnyRecord[]
  links: Readonly<Record<string, unknown>>
  next: string | null
  hidden: number
}>

const mostShown = 200

/** The records that a figure was made from, page by page, in the figure's own order; those that the person may not see are counted only. */
export const behindFigure = async (
  db: Db,
  ctx: Context,
  key: string,
  name: string,
  ask: Readonly<{ after?: string | undefined; limit?: number | undefined }>,
): Promise<BehindFigure> => {
  const report = await get(db, ctx, ctx.registry.kind('report'), key)
  const issue = await issueOf(db, report.id)
  const made = issue ? null : await computed(db, ctx, report, ctx.now)
  const facts = issue?.facts ?? made?.facts
  const figure = facts && figuresOf(facts).find((one) => one.key === name)
  const ids = figure && (issue ? await issuedRecords(db, report.id, figure.key) : made?.records.get(figure.key))
  if (!figure || !ids) throw new Refusal('not_found', 'no_such_figure', `${report.ref} has no figure “${name.slice(0, 60)}”.`)
  const from = ask.after === undefined ? 0 : Number(ask.after)
  if (!Number.isInteger(from) || from < 0)
    throw new Refusal('invalid', 'cursor', 'This is not a place in a list. Begin again without “after”.')
  const limit = Math.min(Math.max(ask.limit ?? 50, 1), mostShown)
  const wanted = ids.slice(from, from + limit)
  const kind = ctx.registry.kind(figure.records.kind)
  const page = wanted.length === 0 ? { items: [], links: {} } : await list(db, ctx, kind, { filters: { id: wanted.join(',') }, limit })
  const found = new Map(page.items.map((one) => [one.id, one]))
  const items = wanted.flatMap((id) => found.get(id) ?? [])
  return {
    figure,
    kind: kind.name,
    items,
    links: page.links,
    next: from + limit < ids.length ? String(from + limit) : null,
    hidden: wanted.length - items.length,
  }
}

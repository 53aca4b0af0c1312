import { isoOf } from '../../../../kernel/instant.ts'
import { type Day, plusDays, utcDay } from '../../../../kernel/day.ts'
import type { Period } from '../../../../kernel/period.ts'
import type { Database } from '../../../../platform/db/database.ts'
import type { Context } from '../../../../platform/records/context.ts'
import { linksById } from '../../../../platform/records/links.ts'
import { list } from '../../../../platform/records/read.ts'
import { needAnywhere, reachOf } from '../../../../platform/rights/grants.ts'
import type { ServiceCard } from '../../../catalogue/index.ts'
import { needGaps } from '../../../needs/index.ts'
import type { ContractLine, GroupRow, PlanDesk, SourcingPart } from '../../model/desks.ts'
import type { Named, Sentence } from '../../model/figure.ts'
import { frameOf } from '../../model/frame.ts'
import { shareOf } from '../../model/kept.ts'
import type { Judged } from '../../model/standing.ts'
import { countText, percentText } from '../../model/words.ts'
import { monthsOf, type ServiceSum } from '../../store/days.ts'
import { askedPeriod, madeOf, namedRecord, noticeWords, text } from '../parts.ts'
import { nameOf } from '../report.ts'
import { zoneOfAll } from '../zone.ts'
import { pointsFrom, type Survey, survey, yearOf } from './survey.ts'

const mostRows = 12

type Grouping = Readonly<{ keyOf: (card: ServiceCard) => string | null; labelOf: (key: string | null) => string; recordOf: (key: string | null) => Named | null; listOf: (key: string | null) => string }>

type Sums = { opened: number; resolved: number; kept: number; missed: number }
const add = (sum: Sums, one: Sums): Sums => ({ opened: sum.opened + one.opened, resolved: sum.resolved + one.resolved, kept: sum.kept + one.kept, missed: sum.missed + one.missed })
const zero: Sums = { opened: 0, resolved: 0, kept: 0, missed: 0 }

/** Sums over the services of each group by month. */
const monthsBy = (sums: readonly ServiceSum[], groupOf: (service: string) => string | null | undefined): ReadonlyMap<string | null, ReadonlyMap<string, Sums>> => {
  const groups = new Map<string | null, Map<string, Sums>>()
  for (const one of sums) {
    const key = groupOf(one.service)
    if (key === undefined) continue
    const months = groups.get(key) ?? new Map<string, Sums>()
    months.set(one.month, add(months.get(one.month) ?? zero, one))
    groups.set(key, months)
  }
  return groups
}

const rowsOf = (found: Survey, sums: readonly ServiceSum[], periods: readonly Period[], { keyOf, labelOf, recordOf, listOf }: Grouping): readonly GroupRow[] => {
  const keys = new Map(found.cards.map((card) => [card.id, keyOf(card)]))
  const months = monthsBy(sums, (service) => keys.get(service))
  const judged = new Map<string | null, Judged[]>()
  for (const one of found.judged) {
    const key = keys.get(one.card.id) ?? null
    const group = judged.get(key)
    if (group) group.push(one)
    else judged.set(key, [one])
  }
  const [last, before] = [periods.at(-1)?.text ?? '', periods.at(-2)?.text ?? '']
  return [...judged]
    .map(([key, some]): GroupRow => {
      const of = months.get(key) ?? new Map<string, Sums>()
      const now = of.get(last) ?? zero
      return {
        name: key,
        label: labelOf(key),
        record: recordOf(key),
        services: some.length,
        opened: now.opened,
        previous_opened: (of.get(before) ?? zero).opened,
        open: some.reduce((sum, one) => sum + one.open.open, 0),
        reached: shareOf(now.kept, now.missed),
        months: pointsFrom(periods, [...of].map(([month, sum]) => ({ month, ...sum }))),
        list: listOf(key),
      }
    })
    .sort((a, b) => b.opened - a.opened || b.services - a.services || a.label.localeCompare(b.label))
    .slice(0, mostRows)
}

export const kindLabels = (ctx: Context): ReadonlyMap<string, string> => {
  const field = ctx.registry.kind('service').fields['service_kind']
  return new Map(field?.type === 'choice' ? field.options.map((one) => [one.value, one.label]) : [])
}

const contractLines = async (db: Database, ctx: Context): Promise<readonly ContractLine[]> => {
  if (reachOf(ctx.actor, 'contract.see') === null) return []
  const page = await list(db, ctx, ctx.registry.kind('contract'), { filters: { state: 'active,notice', notice_by: `>=${plusDays(utcDay(ctx.now), -30)}` }, sort: 'notice_by', limit: mostRows })
  return page.items.map((one) => {
    const words = noticeWords(one, ctx.now)
    return { contract: namedRecord('contract', one), supplier: nameOf(page.links, one['supplier']), ends_on: text(one['ends_on']), notice_by: text(one['notice_by']), days: words.days, tone: words.tone, text: words.text }
  })
}

export const needsNow = async (db: Database, ctx: Context): Promise<PlanDesk['needs']> => {
  if (reachOf(ctx.actor, 'need.see') === null) return { met: 0, unmet: 0, lapsed_services: 0, unmet_items: [], list: '/needs', services_without_need: [] }
  const gaps = await needGaps(db, ctx)
  const unneeded = gaps.unneeded ?? []
  return {
    met: gaps.needs - gaps.unmet.length,
    unmet: gaps.unmet.length,
    lapsed_services: unneeded.length,
    unmet_items: gaps.unmet.slice(0, 8).map(({ need }) => ({ ...namedRecord('need', need), unit: nameOf(gaps.links, need['unit']), value: text(need['value']) })),
    list: '/needs?phase=open,active',
    services_without_need: unneeded.slice(0, 8).map((one) => namedRecord('service', one)),
  }
}

const deliveries = [
  { name: 'in_house', label: 'In-house' },
  { name: 'supplier', label: 'By a supplier' },
  { name: 'mixed', label: 'Both' },
  { name: null, label: 'Not said' },
] as const

const sourcingOf = (found: Survey, sums: readonly ServiceSum[], month: string): readonly SourcingPart[] => {
  const opened = new Map<string, number>()
  for (const one of sums) if (one.month === month) opened.set(one.service, one.opened)
  return deliveries.flatMap(({ name, label }) => {
    const some = found.cards.filter((one) => one.delivery === name)
    if (some.length === 0) return []
    return [{ name, label, services: some.length, share: some.length / Math.max(1, found.cards.length), opened: some.reduce((sum, one) => sum + (opened.get(one.id) ?? 0), 0), list: `/services?delivery=${name ?? 'none'}` }]
  })
}

const planSentences = (found: Survey, needs: PlanDesk['needs'], contracts: readonly ContractLine[], months: PlanDesk['months']): readonly Sentence[] => {
  const missing = found.judged.filter((one) => one.state === 'missing').length
  const due = contracts.filter((one) => one.tone === 'bad' || one.tone === 'warn')
  const last = months.at(-1)
  const sentences: (Sentence | null)[] = [
    missing > 0 ? { tone: 'bad', text: `${missing} of ${countText(found.cards.length, 'service')} ${missing === 1 ? 'misses its' : 'miss their'} promise${last && last.share !== null ? `; over all ${percentText(last.share)} of ${last.kept + last.missed} clocks were kept in ${last.label}` : ''}.`, figures: [] } : null,
    due.length > 0 ? { tone: 'warn', text: `${countText(due.length, 'contract')} ${due.length === 1 ? 'asks' : 'ask'} for a decision; first ${due[0]?.contract.title ?? ''}: ${due[0]?.text ?? ''}.`, figures: [] } : null,
    needs.unmet > 0 ? { tone: 'warn', text: `${countText(needs.unmet, 'need')} ${needs.unmet === 1 ? 'is' : 'are'} not met by any service in use.`, figures: [] } : null,
    needs.lapsed_services > 0 ? { tone: 'info', text: `No need names ${countText(needs.lapsed_services, 'live service')}: does anybody need ${needs.lapsed_services === 1 ? 'it' : 'them'}?`, figures: [] } : null,
  ]
  const told = sentences.filter((one) => one !== null)
  return told.length > 0 ? told : [{ tone: 'good', text: 'Every promise is kept, every need is met, and no contract asks for a decision.', figures: [] }]
}

/** The portfolio over services, units and months. @throws Refusal `period`, MissingRight `service.see` */
export const planDesk = async (db: Database, ctx: Context, asked?: string): Promise<PlanDesk> => {
  needAnywhere(ctx.actor, 'incident.see', 'see how the portfolio stands')
  const zone = await zoneOfAll(db)
  const period = askedPeriod(asked, zone, ctx.now, 'last')
  const periods = yearOf(plusDays(period.next as Day, -1))
  const [first, last] = [periods[0], periods.at(-1)]
  const found = await survey(db, ctx, period)
  const [sums, contracts, needs, units] = await Promise.all([
    first && last ? monthsOf(db, found.ids, first.text, last.text) : [],
    contractLines(db, ctx),
    needsNow(db, ctx),
    linksById(db, [...new Set(found.cards.flatMap((one) => one.unit ?? []))]),
  ])
  const labels = kindLabels(ctx)
  const months = pointsFrom(periods, [...(monthsBy(sums, () => null).get(null) ?? [])].map(([month, sum]) => ({ month, ...sum })))
  const sentences = planSentences(found, needs, contracts, months)
  return {
    desk: 'plan',
    as_of: isoOf(ctx.now),
    period: frameOf(period, zone, ctx.now).facts,
    calm: sentences.every((one) => one.tone !== 'bad' && one.tone !== 'warn'),
    sentence: sentences[0]?.text ?? '',
    sentences,
    months,
    by_kind: rowsOf(found, sums, periods, { keyOf: (card) => card.service_kind, labelOf: (key) => labels.get(key ?? '') ?? key ?? 'No kind', recordOf: () => null, listOf: (key) => `/services?service_kind=${key ?? 'none'}` }),
    by_unit: rowsOf(found, sums, periods, { keyOf: (card) => card.unit, labelOf: (key) => units[key ?? '']?.title ?? 'No unit', recordOf: (key) => nameOf(units, key), listOf: (key) => `/services?unit=${units[key ?? '']?.ref ?? 'none'}` }),
    contracts,
    needs,
    sourcing: sourcingOf(found, sums, last?.text ?? ''),
    made: madeOf('Sums of the services that you may see, by the month in which incidents were opened and clocks decided', 'Sums by day of incidents and clocks, contracts and needs in Reeve', ctx.now, [{ label: 'Services', value: String(found.cards.length) }]),
  }
}

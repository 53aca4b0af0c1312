import { isoOf } from '../../../../kernel/instant.ts'
import { plusDays, utcDay } from '../../../../kernel/day.ts'
import { type Period, previousPeriod } from '../../../../kernel/period.ts'
import { invalid } from '../../../../kernel/refusal.ts'
import type { Database } from '../../../../platform/db/database.ts'
import type { Context } from '../../../../platform/records/context.ts'
import { every } from '../../../../platform/records/every.ts'
import type { AnyRecord } from '../../../../platform/records/kind.ts'
import { linksById, linksOf } from '../../../../platform/records/links.ts'
import { list } from '../../../../platform/records/read.ts'
import { needAnywhere, reachOf } from '../../../../platform/rights/grants.ts'
import type { ServiceCard } from '../../../catalogue/index.ts'
import { whyUnmet } from '../../../needs/index.ts'
import type { ContractLine, GroupRow, PlanDesk, SourcingPart } from '../../model/desks.ts'
import type { Named, Sentence } from '../../model/figure.ts'
import { frameOf } from '../../model/frame.ts'
import { shareOf } from '../../model/kept.ts'
import type { Judged } from '../../model/standing.ts'
import { monthsIn } from '../../model/trend.ts'
import { countText, percentText } from '../../model/words.ts'
import { type GroupSum, groupSums } from '../../store/days.ts'
import { askedPeriod, madeOf, namedRecord, noticeWords, text, texts } from '../parts.ts'
import { nameOf } from '../report.ts'
import { zoneOfAll } from '../zone.ts'
import { pointsFrom, sharedByAll, type Survey, survey, twelveMonths, yearOf } from './survey.ts'

const mostRows = 12

type Grouping = Readonly<{
  way: GroupSum['way']
  names: readonly (string | null)[]
  keyOf: (card: ServiceCard) => string | null
  labelOf: (key: string | null) => string
  recordOf: (key: string | null) => Named | null
  listOf: (key: string | null) => string
}>

/** The sums of one way of grouping, by group and month. */
const byGroup = (sums: readonly GroupSum[], way: GroupSum['way']): ReadonlyMap<number, ReadonlyMap<string, GroupSum>> => {
  const groups = new Map<number, Map<string, GroupSum>>()
  for (const one of sums) {
    if (one.way !== way) continue
    const months = groups.get(one.key) ?? new Map<string, GroupSum>()
    groups.set(one.key, months.set(one.month, one))
  }
  return groups
}

/** From one month up to and including another, as '2016-03'. */
type Months = Readonly<{ first: string; last: string }>

const sumOf = (sums: readonly GroupSum[], { first, last }: Months): Readonly<{ opened: number; kept: number; missed: number }> => {
  const sum = { opened: 0, kept: 0, missed: 0 }
  for (const one of sums)
    if (one.month >= first && one.month <= last) for (const name of ['opened', 'kept', 'missed'] as const) sum[name] += one[name]
  return sum
}

/** The months of a period. @throws Refusal `period` for weeks, which cut them */
const wholeMonths = (period: Period): Months => {
  const months = monthsIn(period)
  if (!months) throw invalid('period', 'The plan is read by months: choose a month, a quarter or a year.', 'period')
  return months
}

const rowsOf = (
  found: Survey,
  sums: readonly GroupSum[],
  periods: readonly Period[],
  { span, previous }: Readonly<{ span: Months; previous: Months }>,
  { way, names, keyOf, labelOf, recordOf, listOf }: Grouping,
): readonly GroupRow[] => {
  const keys = new Map(found.cards.map((card) => [card.id, keyOf(card)]))
  const months = byGroup(sums, way)
  const judged = new Map<string | null, Judged[]>()
  for (const one of found.judged) {
    const key = keys.get(one.card.id) ?? null
    const group = judged.get(key)
    if (group) group.push(one)
    else judged.set(key, [one])
  }
  return [...judged]
    .map(([key, some]): GroupRow => {
      const of = months.get(names.indexOf(key)) ?? new Map<string, GroupSum>()
      const [now, before] = [sumOf([...of.values()], span), sumOf([...of.values()], previous)]
      return {
        name: key,
        label: labelOf(key),
        record: recordOf(key),
        services: some.length,
        opened: now.opened,
        previous_opened: before.opened,
        open: some.reduce((sum, one) => sum + one.open.open, 0),
        reached: shareOf(now.kept, now.missed),
        months: pointsFrom(periods, [...of.values()]),
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
  const page = await list(db, ctx, ctx.registry.kind('contract'), {
    filters: { state: 'active,notice', notice_by: `>=${plusDays(utcDay(ctx.now), -30)}` },
    sort: 'notice_by',
    limit: mostRows,
  })
  return page.items.map((one) => {
    const words = noticeWords(one, ctx.now)
    return {
      contract: namedRecord('contract', one),
      supplier: nameOf(page.links, one['supplier']),
      ends_on: text(one['ends_on']),
      notice_by: text(one['notice_by']),
      days: words.days,
      tone: words.tone,
      text: words.text,
    }
  })
}

/** Needs that a service in use meets or not, and live services that no need names. `cards`: the services that the person sees. */
export const needsNow = async (db: Database, ctx: Context, cards: readonly ServiceCard[]): Promise<PlanDesk['needs']> => {
  const nothing = { met: 0, unmet: 0, lapsed_services: 0, unmet_items: [], list: '/needs', services_without_need: [] }
  if (reachOf(ctx.actor, 'need.see') === null) return nothing
  const kind = ctx.registry.kind('need')
  const states = new Map(cards.map((one) => [one.id, one.state]))
  const named = new Set<string>()
  const unmet: AnyRecord[] = []
  let count = 0
  for await (const need of every(db, ctx, kind, ['unit', 'value', 'services'], { phase: 'open,active' })) {
    count++
    const services = texts(need['services'])
    for (const id of services) named.add(id)
    if (whyUnmet(services.map((id) => states.get(id) ?? 'retired')) !== null) unmet.push(need)
  }
  const unneeded = cards.filter((one) => one.state === 'live' && !named.has(one.id)).sort((a, b) => a.title.localeCompare(b.title))
  const shown = unmet.slice(0, 8)
  const links = await linksOf(db, kind, shown)
  return {
    met: count - unmet.length,
    unmet: unmet.length,
    lapsed_services: unneeded.length,
    unmet_items: shown.map((need) => ({ ...namedRecord('need', need), unit: nameOf(links, need['unit']), value: text(need['value']) })),
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

const sourcingOf = (found: Survey, sums: readonly GroupSum[], span: Months): readonly SourcingPart[] => {
  return deliveries.flatMap(({ name, label }, at) => {
    const some = found.cards.filter((one) => one.delivery === name)
    if (some.length === 0) return []
    return [
      {
        name,
        label,
        services: some.length,
        share: some.length / Math.max(1, found.cards.length),
        opened: sumOf(
          sums.filter((one) => one.way === 'delivery' && one.key === at),
          span,
        ).opened,
        list: `/services?delivery=${name ?? 'none'}`,
      },
    ]
  })
}

const planSentences = (
  found: Survey,
  period: Period,
  needs: PlanDesk['needs'],
  contracts: readonly ContractLine[],
  months: PlanDesk['months'],
): readonly Sentence[] => {
  const missing = found.judged.filter((one) => one.state === 'missing').length
  const due = contracts.filter((one) => one.tone === 'bad' || one.tone === 'warn')
  const last = months.at(-1)
  const sentences: (Sentence | null)[] = [
    missing > 0
      ? {
          tone: 'bad',
          text: `${missing} of ${countText(found.cards.length, 'service')} ${missing === 1 ? 'misses its' : 'miss their'} promise${last && last.share !== null ? `; over all ${percentText(last.share)} of ${last.kept + last.missed} clocks were kept in ${last.label}` : ''}.`,
          figures: [],
          list: `/desk/services?period=${period.text}&state=missing`,
        }
      : null,
    due.length > 0
      ? {
          tone: 'warn',
          text: `${countText(due.length, 'contract')} ${due.length === 1 ? 'asks' : 'ask'} for a decision; first ${due[0]?.contract.title ?? ''}: ${due[0]?.text ?? ''}.`,
          figures: [],
        }
      : null,
    needs.unmet > 0
      ? {
          tone: 'warn',
          text: `${countText(needs.unmet, 'need')} ${needs.unmet === 1 ? 'is' : 'are'} not met by any service in use.`,
          figures: [],
        }
      : null,
    needs.lapsed_services > 0
      ? {
          tone: 'info',
          text: `No need names ${countText(needs.lapsed_services, 'live service')}: does anybody need ${needs.lapsed_services === 1 ? 'it' : 'them'}?`,
          figures: [],
        }
      : null,
  ]
  const told = sentences.filter((one) => one !== null)
  return told.length > 0
    ? told
    : [{ tone: 'good', text: 'Every promise is kept, every need is met, and no contract asks for a decision.', figures: [] }]
}

/** Sums of the services by kind, unit and delivery; `key` of a sum is the place of its group's name. */
type Groups = Readonly<{ sums: readonly GroupSum[]; kindNames: readonly string[]; unitNames: readonly (string | null)[] }>

const groupsOf = async (db: Database, cards: readonly ServiceCard[], first: string, last: string): Promise<Groups> => {
  const kindNames = [...new Set(cards.map((one) => one.service_kind))]
  const unitNames = [...new Set(cards.map((one) => one.unit))]
  const placeOf = (names: readonly (string | null)[]) => new Map(names.map((name, at) => [name, at]))
  const [kinds, units] = [placeOf(kindNames), placeOf(unitNames)]
  const ways = cards.map((one) => ({
    service: one.id,
    kind: kinds.get(one.service_kind) ?? -1,
    unit: units.get(one.unit) ?? -1,
    delivery: deliveries.findIndex((each) => each.name === one.delivery),
  }))
  return { sums: await groupSums(db, ways, first, last), kindNames, unitNames }
}

/** The portfolio over services, units and months. @throws Refusal `period`, MissingRight `service.see` */
export const planDesk = async (db: Database, ctx: Context, asked?: string): Promise<PlanDesk> => {
  needAnywhere(ctx.actor, 'incident.see', 'see how the portfolio stands')
  const zone = await zoneOfAll(db)
  const period = askedPeriod(asked, zone, ctx.now, 'last')
  const key = `desks.plan ${period.text} ${zone}`
  return await sharedByAll(db, ctx, key, async () => await planOf(db, ctx, period, zone), ['need.see', 'contract.see'])
}

const planOf = async (db: Database, ctx: Context, period: Period, zone: string): Promise<PlanDesk> => {
  const periods = yearOf(plusDays(period.next, -1))
  const [span, previous] = [wholeMonths(period), wholeMonths(previousPeriod(period))]
  const earliest = [periods[0]?.text ?? previous.first, previous.first].sort()[0] ?? previous.first
  const found = await survey(db, ctx, period, zone)
  const { sums, kindNames, unitNames } = await groupsOf(db, found.cards, earliest, span.last)
  const [months, contracts, needs, units] = await Promise.all([
    twelveMonths(db, found.ids, plusDays(period.next, -1)),
    contractLines(db, ctx),
    needsNow(db, ctx, found.cards),
    linksById(
      db,
      unitNames.filter((one) => one !== null),
    ),
  ])
  const labels = kindLabels(ctx)
  const sentences = planSentences(found, period, needs, contracts, months)
  return {
    desk: 'plan',
    as_of: isoOf(ctx.now),
    period: frameOf(period, zone, ctx.now).facts,
    calm: sentences.every((one) => one.tone !== 'bad' && one.tone !== 'warn'),
    sentence: sentences[0]?.text ?? '',
    sentences,
    months,
    by_kind: rowsOf(
      found,
      sums,
      periods,
      { span, previous },
      {
        way: 'kind',
        names: kindNames,
        keyOf: (card) => card.service_kind,
        labelOf: (key) => labels.get(key ?? '') ?? key ?? 'No kind',
        recordOf: () => null,
        listOf: (key) => `/services?service_kind=${key ?? 'none'}`,
      },
    ),
    by_unit: rowsOf(
      found,
      sums,
      periods,
      { span, previous },
      {
        way: 'unit',
        names: unitNames,
        keyOf: (card) => card.unit,
        labelOf: (key) => units[key ?? '']?.title ?? 'No unit',
        recordOf: (key) => nameOf(units, key),
        listOf: (key) => `/services?unit=${units[key ?? '']?.ref ?? 'none'}`,
      },
    ),
    contracts,
    needs,
    sourcing: sourcingOf(found, sums, span),
    made: madeOf(
      'Sums of the services that you may see, by the month in which incidents were opened and clocks decided',
      'Sums by day of incidents and clocks, contracts and needs in Reeve',
      ctx.now,
      [{ label: 'Services', value: String(found.cards.length) }],
    ),
  }
}

import { localToUtc } from '../../../kernel/calendar/zone.ts'
import { type Day, plusDays, utcDay } from '../../../kernel/day.ts'
import { isoOf, type Millis, millisOf } from '../../../kernel/instant.ts'
import type { Period } from '../../../kernel/period.ts'
import type { Database, Db } from '../../../platform/db/database.ts'
import type { Context } from '../../../platform/records/context.ts'
import type { AnyRecord } from '../../../platform/records/kind.ts'
import { linksById } from '../../../platform/records/links.ts'
import { get, list } from '../../../platform/records/read.ts'
import { needOn } from '../../../platform/rights/grants.ts'
import { completenessOf } from '../../catalogue/index.ts'
import { chainsOf, promisesOf, serviceTerms } from '../../levels/index.ts'
import { openByPriority, openByService, openClocks, resolvedIds, type UrgentRow, urgentOf } from '../../support/index.ts'
import { inHand } from '../model/dataset.ts'
import { type Frame, frameOf, incidentsAt, rangeOf } from '../model/frame.ts'
import { shareOf } from '../model/kept.ts'
import { holderOf, pageSentences, promiseNow, urgentText, worstTone } from '../model/now.ts'
import type {
  ContractNow,
  HandsNow,
  OpenWork,
  PageEvent,
  PromiseNow,
  ServicePage,
  UrgentTicket,
  VolumePoint,
} from '../model/service-page.ts'
import { backlogText, periodsUpTo, pointsOf } from '../model/trend.ts'
import { holderLabel, priorityLabel } from '../model/words.ts'
import { daysOfService } from '../store/days.ts'
import { recentEvents } from '../store/recent.ts'
import { askedPeriod, madeOf, namedRecord, noticeWords, text, texts } from './parts.ts'
import { promisesIn } from './promises.ts'
import { agreementsOver, nameOf } from './report.ts'
import { zoneReader } from './zone.ts'

type Asked = Readonly<{ db: Db; ctx: Context; service: AnyRecord; period: Period; frame: Frame; zone: string; now: Millis }>

const open = 'open,active,waiting'

const promisesNow = async ({ db, service, period, frame, now }: Asked): Promise<readonly PromiseNow[]> => {
  const [sums, clocks] = await Promise.all([promisesIn(db, service.id, period, frame.span), openClocks(db, service.id, frame.span, now)])
  const called = clocks.filter((one) => !frame.over || one.missed_unseen > 0)
  const known = await promisesOf(db, [...new Set([...sums, ...called].map((one) => one.promise))])
  return known
    .filter((one) => one.agreement_type === 'sla')
    .sort(
      (a, b) =>
        b.measure.localeCompare(a.measure) ||
        String(a.priority ?? '9').localeCompare(String(b.priority ?? '9')) ||
        a.ref.localeCompare(b.ref),
    )
    .map((promise) => {
      const sum = sums.find((one) => one.promise === promise.id)
      const clock = clocks.find((one) => one.promise === promise.id)
      const filters = {
        service: service.ref,
        level_state: 'missed',
        ...(promise.priority ? { priority: promise.priority } : {}),
        sort: '-opened_at',
      }
      return promiseNow(
        promise,
        sum?.kept ?? 0,
        (sum?.missed ?? 0) + (clock?.missed_unseen ?? 0),
        frame.over ? { running: 0, at_risk: 0 } : { running: clock?.running ?? 0, at_risk: clock?.at_risk ?? 0 },
        incidentsAt(filters),
      )
    })
}

const openWork = async ({ db, service, now }: Asked): Promise<readonly OpenWork[]> =>
  (await openByPriority(db, service.id, now)).map((row) => ({
    ...row,
    label: priorityLabel(row.priority),
    list: incidentsAt({ service: service.ref, phase: open, priority: row.priority ?? 'none' }),
  }))

export const urgentTicket = (row: UrgentRow, now: Millis): UrgentTicket => ({
  ticket: namedRecord('incident', row),
  state: row.state,
  priority: row.priority,
  level_state: row.level_state,
  due_at: row.due_at,
  opened_at: row.opened_at,
  holder: holderOf(row),
  waiting_for: row.waiting_for,
  text: urgentText(row, now),
})

const weeksBack = 13
const monthsBack = 13

type Volumes = Readonly<{ weeks: readonly VolumePoint[]; months: readonly VolumePoint[]; fourWeeksAgo: number }>

const volumesNow = async ({ db, service, frame, zone, now }: Asked, openNow: number): Promise<Volumes> => {
  const today = utcDay(now)
  const lastDay = plusDays(frame.facts.next as Day, -1)
  const last = lastDay < today ? lastDay : today
  const [weeks, months] = [periodsUpTo('week', last, weeksBack), periodsUpTo('month', last, monthsBack)]
  const since = [weeks[0]?.first, months[0]?.first, plusDays(today, -28)].filter((one) => one !== undefined).sort()[0] ?? last
  const days = await daysOfService(db, service.id, since, plusDays(today, 2))
  const at = (day: string): string => isoOf(localToUtc(zone, day as Day, '00:00'))
  const listOf = (period: Period): string =>
    incidentsAt({ service: service.ref, opened_at: `${at(period.first)}..${at(period.next)}`, state: '!cancelled' })
  const before = plusDays(today, -28)
  const net = days.filter((one) => one.day > before).reduce((sum, one) => sum + one.opened - one.resolved, 0)
  return { weeks: pointsOf(weeks, days, openNow, listOf), months: pointsOf(months, days, openNow, listOf), fourWeeksAgo: openNow - net }
}

/** A page reads the chains of so many tickets at most; the report reads them all. */
const mostChains = 400

const handsNow = async ({ db, ctx, service, frame, now }: Asked): Promise<Readonly<{ tickets: number; items: readonly HandsNow[] }>> => {
  const { from, to } = frame.span
  const [resolved, terms] = await Promise.all([
    resolvedIds(db, service.id, from, to, mostChains),
    serviceTerms(db, ctx.registry, service.id, to - 1, now),
  ])
  const chains = await chainsOf(
    db,
    resolved.map((one) => one.id),
  )
  const sums = new Map<HandsNow['holder_type'], { business: number; wall: number }>()
  for (const ticket of resolved)
    for (const one of chains.get(ticket.id) ?? []) {
      const until = Math.min(one.to ?? now, millisOf(ticket.ended_at))
      if (!inHand(one.meaning) || until <= one.from) continue
      const sum = sums.get(one.holder_type) ?? { business: 0, wall: 0 }
      sum.business += terms.working(one.from, until) / 1000
      sum.wall += (until - one.from) / 1000
      sums.set(one.holder_type, sum)
    }
  const whole = [...sums.values()].reduce((sum, one) => sum + one.wall, 0)
  const items = [...sums].map(
    ([holder_type, sum]): HandsNow => ({
      holder_type,
      label: holderLabel[holder_type] ?? holder_type,
      business_s: Math.round(sum.business),
      wall_s: Math.round(sum.wall),
      share: whole === 0 ? null : sum.wall / whole,
    }),
  )
  return { tickets: resolved.length, items: items.sort((a, b) => b.wall_s - a.wall_s) }
}

const dependenciesNow = async ({ db, ctx, service, now }: Asked): Promise<Omit<ServicePage['dependencies'], 'made' | 'list'>> => {
  const kind = ctx.registry.kind('dependency')
  const [needs, neededBy] = await Promise.all([
    list(db, ctx, kind, { filters: { dependent: service.id, state: 'active' }, limit: 100, count: true, fields: ['provider'] }),
    list(db, ctx, kind, { filters: { provider: service.id, state: 'active' }, limit: 1, count: true, fields: ['dependent'] }),
  ])
  const providers = await linksById(
    db,
    needs.items.map((one) => text(one['provider'])).filter((one) => one !== null),
  )
  const services = Object.values(providers).filter((one) => one.kind === 'service')
  const late =
    services.length === 0
      ? []
      : await openByService(
          db,
          services.map((one) => one.id),
          now,
        )
  const risky = Object.values(providers).flatMap((one) => {
    const missed = late.find((each) => each.service === one.id)?.missed ?? 0
    const why =
      one.state === 'retired'
        ? 'is retired'
        : one.state === 'deprecated' || one.state === 'retiring'
          ? 'is being replaced'
          : missed > 0
            ? `has ${missed} open past the target`
            : null
    return why === null ? [] : [{ ...namedRecord(one.kind, one), why }]
  })
  const [below, above] = [needs.count?.value ?? 0, neededBy.count?.value ?? 0]
  const first = below === 0 ? 'Nothing says what it stands on' : `Stands on ${below}`
  return {
    needs: below,
    needed_by: above,
    at_risk: risky,
    text: `${first}${above === 0 ? '' : `, ${above} stand on it`}${risky.length === 0 ? '' : `; ${risky.length} of what it stands on needs a look`}.`,
  }
}

const contractsNow = async ({ db, ctx, service, now }: Asked): Promise<readonly ContractNow[]> => {
  const page = await list(db, ctx, ctx.registry.kind('contract'), {
    filters: { services: service.id, state: 'active,notice,draft' },
    sort: 'ends_on',
    limit: 10,
  })
  return page.items.map((one) => ({
    contract: namedRecord('contract', one),
    supplier: nameOf(page.links, one['supplier']),
    state: one.state,
    ends_on: text(one['ends_on']),
    notice_by: text(one['notice_by']),
    tone: noticeWords(one, now).tone,
    text: noticeWords(one, now).text,
  }))
}

const eventsNow = async ({ db, ctx, service }: Asked): Promise<readonly PageEvent[]> => {
  const events = await recentEvents(db, service.id, 8)
  const actors = await linksById(db, [...new Set(events.flatMap((one) => one.actor ?? []))])
  const kind = ctx.registry.kind('service')
  const label = (name: string): string => (name === 'title' ? kind.titled : (kind.fields[name]?.label ?? name))
  const move = (verb: string): string | undefined => kind.lifecycle.moves.find((one) => one.verb === verb)?.label
  return events.map((one) => {
    const fields = one.verb === 'create' ? [] : Object.keys(one.after ?? {}).filter((name) => name !== 'state')
    const what =
      one.verb === 'create'
        ? 'entered it'
        : one.verb === 'change'
          ? `changed ${fields.map(label).join(', ').toLowerCase() || 'it'}`
          : `${(move(one.verb) ?? one.verb).toLowerCase()}`
    const who = nameOf(actors, one.actor)
    return { at: one.at, verb: one.verb, actor: who, fields, reason: one.reason, text: `${who?.title ?? 'Reeve'}: ${what}` }
  })
}

const completenessNow = (
  { ctx, service, now }: Asked,
  around: Readonly<{ needs: number; agreements: number; depends: number }>,
): ServicePage['completeness'] => {
  const found = completenessOf(ctx.registry.kind('service'), service, { ...around, ownerLeft: false, supplierLeft: false }, utcDay(now))
  return {
    share: found.share,
    points: [...found.missing, ...found.stale].map((one) => ({ label: one.label, met: false, why: one.message })),
  }
}

/**
 * Everything a service manager asks of a service at a glance. Reads sums by day and open work only, so that its cost does not grow with history.
 * Its twenty questions go through one connection, together, and see one moment.
 * @throws Refusal `not_found`, `period`, MissingRight `incident.see`
 */
export const servicePage = async (db: Database, ctx: Context, key: string, asking?: string): Promise<ServicePage> =>
  await db.transaction(async (tx) => await pageOf(tx, ctx, key, asking), { snapshot: true })

const pageOf = async (db: Db, ctx: Context, key: string, asking?: string): Promise<ServicePage> => {
  const { now } = ctx
  const service = await get(db, ctx, ctx.registry.kind('service'), key)
  needOn(ctx.actor, 'incident.see', ctx.registry.kind('incident'), { service: service.id }, `see how ${service.ref} is doing`)
  const zone = (await zoneReader(db, ctx.registry, now))(service.id)
  const period = askedPeriod(asking, zone, now)
  const frame = frameOf(period, zone, now)
  const asked: Asked = { db, ctx, service, period, frame, zone, now }
  const kinds = { need: ctx.registry.kind('need'), report: ctx.registry.kind('report') }
  const [promises, work, urgent, hands, dependencies, contracts, agreements, changes, needs, reports, links] = await Promise.all([
    promisesNow(asked),
    openWork(asked),
    urgentOf(db, service.id, 10),
    handsNow(asked),
    dependenciesNow(asked),
    contractsNow(asked),
    agreementsOver(db, ctx, service.id),
    eventsNow(asked),
    list(db, ctx, kinds.need, { filters: { services: service.id, phase: 'open,active' }, limit: 20 }),
    list(db, ctx, kinds.report, { filters: { service: service.id }, sort: '-created_at', limit: 6 }),
    linksById(
      db,
      [service['owner'], service['unit'], service['team'], service['supplier'], ...texts(service['consumers'])].flatMap(
        (one) => text(one) ?? [],
      ),
    ),
  ])
  const openNow = work.reduce((sum, one) => sum + one.total, 0)
  const volumes = await volumesNow(asked, openNow)
  const tickets = urgent.map((row) => urgentTicket(row, now))
  const owner = nameOf(links, service['owner'])
  const sentences = pageSentences({
    over: frame.over,
    promises,
    open: work,
    urgent: tickets,
    contracts,
    owner,
    agreements: agreements.length,
  })
  const all = shareOf(
    promises.reduce((sum, one) => sum + one.reached.kept, 0),
    promises.reduce((sum, one) => sum + one.reached.missed, 0),
  )
  const inPeriod = { service: service.ref, opened_at: rangeOf(frame.facts) }
  const days = 'Sums by day of incidents and clocks in Reeve'
  return {
    as_of: isoOf(now),
    service: {
      ...namedRecord('service', service),
      state: service.state,
      service_kind: String(service['service_kind']),
      criticality: text(service['criticality']),
      purpose: text(service['purpose']),
    },
    period: frame.facts,
    calm: sentences.every((one) => one.tone !== 'bad' && one.tone !== 'warn'),
    sentences,
    promises: {
      made: madeOf('Kept / (kept + missed) of the clocks decided in the period; open clocks as they run now', days, now, [
        { label: 'Kept', value: String(all.kept) },
        { label: 'Missed', value: String(all.missed) },
      ]),
      list: incidentsAt({ service: service.ref, level_state: 'missed', sort: '-opened_at' }),
      tone: worstTone(promises.map((one) => (one.at_risk > 0 && one.verdict.tone !== 'bad' ? 'warn' : one.verdict.tone))),
      items: promises,
      all,
    },
    open: {
      made: madeOf(
        'Incidents that are new, active or pending now; each counts once, by its worst clock',
        'Incidents and clocks in Reeve',
        now,
      ),
      list: incidentsAt({ service: service.ref, phase: open, sort: 'due_at' }),
      total: openNow,
      by_priority: work,
      urgent: tickets,
    },
    volume: {
      made: madeOf('Incidents opened and resolved by week and month, without cancelled ones', days, now),
      list: incidentsAt({ ...inPeriod, state: '!cancelled' }),
      weeks: volumes.weeks,
      months: volumes.months,
    },
    backlog: {
      made: madeOf('Open now, less what was opened and plus what was resolved since', days, now),
      list: incidentsAt({ service: service.ref, phase: open }),
      now: openNow,
      four_weeks_ago: volumes.fourWeeksAgo,
      text: backlogText(volumes.fourWeeksAgo, openNow),
    },
    hands: {
      made: madeOf(
        `Time from opened to resolved in each one’s hands, of incidents resolved in the period${hands.tickets === mostChains ? ` (the newest ${mostChains})` : ''}`,
        'Custody of incidents in Reeve',
        now,
        [{ label: 'Tickets', value: String(hands.tickets) }],
      ),
      list: incidentsAt({ service: service.ref, resolved_at: rangeOf(frame.facts) }),
      ...hands,
    },
    people: {
      owner,
      unit: nameOf(links, service['unit']),
      team: nameOf(links, service['team']),
      consumers: texts(service['consumers']).flatMap((id) => nameOf(links, id) ?? []),
    },
    needs: {
      made: madeOf('Needs that name this service and have not lapsed', 'Needs in Reeve', now),
      list: `/needs?services=${service.ref}`,
      items: needs.items.map((one) => ({
        ...namedRecord('need', one),
        state: one.state,
        value: text(one['value']),
        unit: nameOf(needs.links, one['unit']),
      })),
    },
    dependencies: {
      made: madeOf('Dependencies in use, one step down and up', 'Dependencies in Reeve', now),
      list: `/dependencies?dependent=${service.ref}`,
      ...dependencies,
    },
    supplier: { main: nameOf(links, service['supplier']), contracts },
    agreements: agreements.map((one) => ({
      ...namedRecord('agreement', one),
      state: one.state,
      agreement_type: String(one['agreement_type']),
    })),
    changes: {
      made: madeOf('The newest events of this entry', 'Event log of Reeve', now),
      list: `/services/${service.ref}?tab=activity`,
      items: changes,
    },
    reports: {
      made: madeOf('Reports on this service, newest first', 'Reports in Reeve', now),
      list: `/reports?service=${service.ref}`,
      items: reports.items.map((one) => ({
        ...namedRecord('report', one),
        state: one.state,
        period: String(one['period']),
        issued_at: text(one['issued_at']),
      })),
    },
    completeness: completenessNow(asked, { needs: needs.items.length, agreements: agreements.length, depends: dependencies.needs }),
  }
}

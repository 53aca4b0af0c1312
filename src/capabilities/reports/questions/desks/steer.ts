import { plusDays } from '../../../../kernel/day.ts'
import { isoOf, millisOf } from '../../../../kernel/instant.ts'
import type { Period } from '../../../../kernel/period.ts'
import type { Database } from '../../../../platform/db/database.ts'
import type { Context } from '../../../../platform/records/context.ts'
import { linksById } from '../../../../platform/records/links.ts'
import { needAnywhere } from '../../../../platform/rights/grants.ts'
import { majorsSince } from '../../../support/index.ts'
import { formatDuration } from '../../../../kernel/duration.ts'
import type { SteerDesk } from '../../model/desks.ts'
import type { Sentence } from '../../model/figure.ts'
import { frameOf } from '../../model/frame.ts'
import { countsOf, type Judged } from '../../model/standing.ts'
import { countText, percentText } from '../../model/words.ts'
import { askedPeriod, madeOf, namedRecord } from '../parts.ts'
import { nameOf } from '../report.ts'
import { zoneOfAll } from '../zone.ts'
import { kindLabels, needsNow } from './plan.ts'
import { sharedByAll, type Survey, survey, twelveMonths } from './survey.ts'

const ninetyDays = 90 * 86_400_000
const order: Readonly<Record<string, number>> = { vital: 0, high: 1, medium: 2, low: 3 }

const matrixOf = (judged: readonly Judged[], labels: ReadonlyMap<string, string>): SteerDesk['matrix'] => {
  const groups = Map.groupBy(judged, (one) => `${one.card.service_kind} ${one.card.criticality ?? ''}`)
  return [...groups.values()]
    .flatMap((some) => {
      const [first] = some
      if (!first) return []
      const { service_kind, criticality } = first.card
      const { services, missing, will_miss, keeping, none } = countsOf(some)
      return [
        {
          service_kind,
          label: labels.get(service_kind) ?? service_kind,
          criticality,
          services,
          missing,
          will_miss,
          keeping,
          none,
          list: `/services?service_kind=${service_kind}&criticality=${criticality ?? 'none'}`,
        },
      ]
    })
    .sort((a, b) => a.label.localeCompare(b.label) || (order[a.criticality ?? ''] ?? 4) - (order[b.criticality ?? ''] ?? 4))
}

/** Suppliers by how many services they deliver, and the sum of the squared shares (Herfindahl-Hirschman). */
const suppliersOf = async (db: Database, found: Survey): Promise<SteerDesk['suppliers']> => {
  const delivered = found.cards.filter((one) => one.supplier !== null)
  const groups = [...Map.groupBy(delivered, (one) => one.supplier ?? '')].sort(([, a], [, b]) => b.length - a.length)
  if (delivered.length === 0) return { index: null, items: [], text: 'No service names a supplier.' }
  const links = await linksById(
    db,
    groups.slice(0, 10).map(([id]) => id),
  )
  const items = groups.slice(0, 10).flatMap(([id, some]) => {
    const supplier = nameOf(links, id)
    return supplier
      ? [
          {
            supplier,
            services: some.length,
            vital: some.filter((one) => one.criticality === 'vital').length,
            share: some.length / delivered.length,
            list: `/services?supplier=${supplier.ref}`,
          },
        ]
      : []
  })
  const index = groups.reduce((sum, [, some]) => sum + (some.length / delivered.length) ** 2, 0)
  const [first] = items
  const concentrated = index >= 0.25 ? 'much hangs on few' : index >= 0.15 ? 'some concentration' : 'well spread'
  return {
    index,
    items,
    text: `${countText(groups.length, 'supplier')} deliver ${countText(delivered.length, 'service')}: ${concentrated}${first ? `; most by ${first.supplier.title} (${percentText(first.share)})` : ''}.`,
  }
}

const majorsOf = async (db: Database, ctx: Context, found: Survey): Promise<SteerDesk['majors']> => {
  const rows = await majorsSince(db, found.ids, ctx.now - ninetyDays, 12)
  const links = await linksById(
    db,
    rows.flatMap((one) => one.service ?? []),
  )
  return rows.map((one) => {
    const wall_s = one.ended_at === null ? null : (millisOf(one.ended_at) - millisOf(one.opened_at)) / 1000
    return {
      ticket: namedRecord('incident', one),
      service: nameOf(links, one.service),
      opened_at: one.opened_at,
      resolved_at: one.ended_at,
      wall_s,
      text: wall_s === null ? 'Still open' : `Lasted ${formatDuration(wall_s, { days: true })}`,
    }
  })
}

const steerSentences = (
  desk: Pick<SteerDesk, 'counts' | 'needs' | 'majors' | 'suppliers'>,
  judged: readonly Judged[],
  period: Period,
): readonly Sentence[] => {
  const vital = judged.filter((one) => one.state === 'missing' && one.card.criticality === 'vital')
  const open = desk.majors.filter((one) => one.resolved_at === null)
  const sentences: (Sentence | null)[] = [
    open.length > 0
      ? {
          tone: 'bad',
          text: `${countText(open.length, 'major incident')} ${open.length === 1 ? 'is' : 'are'} open: ${open.map((one) => one.service?.title ?? one.ticket.ref).join(', ')}.`,
          figures: [],
        }
      : null,
    desk.counts.missing > 0
      ? {
          tone: 'bad',
          text: `${desk.counts.missing} of ${countText(desk.counts.services, 'service')} ${desk.counts.missing === 1 ? 'misses its' : 'miss their'} promise${
            vital.length > 0
              ? `, ${vital.length} of them vital: ${vital
                  .slice(0, 4)
                  .map((one) => one.card.title)
                  .join(', ')}`
              : ''
          }.`,
          figures: [],
          list: `/desk/services?period=${period.text}&state=missing`,
        }
      : null,
    desk.needs.unmet > 0
      ? {
          tone: 'warn',
          text: `${countText(desk.needs.unmet, 'need')} ${desk.needs.unmet === 1 ? 'is' : 'are'} not met by any service in use.`,
          figures: [],
        }
      : null,
    (desk.suppliers.index ?? 0) >= 0.25 ? { tone: 'warn', text: desk.suppliers.text, figures: [] } : null,
  ]
  const told = sentences.filter((one) => one !== null)
  return told.length > 0
    ? told
    : [{ tone: 'good', text: 'Every promise is kept, every need is met, and no major incident is open.', figures: [] }]
}

/** The whole at one look. @throws Refusal `period`, MissingRight `incident.see` */
export const steerDesk = async (db: Database, ctx: Context, asked?: string): Promise<SteerDesk> => {
  needAnywhere(ctx.actor, 'incident.see', 'see how the services stand')
  const zone = await zoneOfAll(db)
  const period = askedPeriod(asked, zone, ctx.now, 'last')
  return await sharedByAll(db, ctx, `desks.steer ${period.text} ${zone}`, async () => await steerOf(db, ctx, period, zone), ['need.see'])
}

const steerOf = async (db: Database, ctx: Context, period: Period, zone: string): Promise<SteerDesk> => {
  const found = await survey(db, ctx, period, zone)
  const [suppliers, majors, needs, months] = await Promise.all([
    suppliersOf(db, found),
    majorsOf(db, ctx, found),
    needsNow(db, ctx, found.cards),
    twelveMonths(db, found.ids, plusDays(period.next, -1)),
  ])
  const { services, missing, will_miss, keeping, none } = countsOf(found.judged)
  const desk = {
    counts: { services, missing, will_miss, keeping, none },
    needs: { met: needs.met, unmet: needs.unmet, list: needs.list, unmet_items: needs.unmet_items },
    suppliers,
    majors,
  }
  const sentences = steerSentences(desk, found.judged, period)
  return {
    desk: 'steer',
    as_of: isoOf(ctx.now),
    period: frameOf(period, zone, ctx.now).facts,
    calm: sentences.every((one) => one.tone !== 'bad' && one.tone !== 'warn'),
    sentence: sentences[0]?.text ?? '',
    sentences,
    matrix: matrixOf(found.judged, kindLabels(ctx)),
    ...desk,
    months,
    made: madeOf(
      'Services by kind and criticality, judged by the promises decided in the period and by what is open now',
      'Sums by day of incidents and clocks, needs and suppliers in Reeve',
      ctx.now,
      [{ label: 'Services', value: String(services) }],
    ),
  }
}

import { isoOf } from '../../../kernel/instant.ts'
import { calendarInWords } from '../../../kernel/calendar/words.ts'
import type { Db } from '../../../platform/db/database.ts'
import type { Context } from '../../../platform/records/context.ts'
import type { AnyRecord } from '../../../platform/records/kind.ts'
import { get } from '../../../platform/records/read.ts'
import { needAnywhere } from '../../../platform/rights/grants.ts'
import type { ChainPart, PromiseChain } from '../model/composition/answer.ts'
import type { AvailabilityTerms } from '../store/promise-chain.ts'
import type { ChainAsk } from './chain-asked.ts'
import { computed, madeOf, partsOf, sentenceOf } from './chain-computed.ts'
import { dayIn } from './chain-figures.ts'
import { gathered, type Gathered, hidden } from './chain-gathered.ts'
import { gapsOf } from './chain-gaps.ts'
import { pictureOf } from './chain-picture.ts'
import { gapsOfTimes, timesOf } from './chain-times.ts'

const innerOf = (root: string, { beneath, chain }: Gathered, shareOf: (id: string) => number | null): PromiseChain['inner'] =>
  chain.inner
    .filter((id) => id !== root)
    .map((id) => {
      const { kind, ref, title } = beneath.cards.get(id) ?? hidden
      return { id, kind, ref, title, share: shareOf(id) }
    })

/** Groups that cannot work as they are on record, whose count is lowered so that there is a figure at all. */
const shortGroups = ({ beneath, chain }: Gathered): readonly string[] =>
  chain.inner.flatMap((id) =>
    beneath
      .short(id)
      .map(
        ({ group, k, left }) =>
          `Of the group “${group}” of ${beneath.cards.get(id)?.title ?? hidden.title} ${k} must work, but only ${left} ${left === 1 ? 'is' : 'are'} not retired: it is counted as if ${left} were enough. Change the group, or add what is missing.`,
      ),
  )

/** Assumptions that change nothing, so that nobody wonders why. */
const idleAssumptions = ({ assumed, beneath }: Gathered, parts: readonly ChainPart[]): readonly string[] =>
  Object.keys(assumed)
    .filter((id) => !parts.some((part) => part.id === id))
    .map((id) => {
      const title = beneath.cards.get(id)?.title
      return title === undefined
        ? 'A figure was assumed for something that this service does not need.'
        : `The figure assumed for ${title} changes nothing: a figure above it covers it already.`
    })

const delivering = (record: AnyRecord): readonly string[] =>
  [record['team'], record['supplier']].filter((one): one is string => typeof one === 'string')

const promisedBy = (ours: AvailabilityTerms | null): PromiseChain['promised'] =>
  ours && {
    id: ours.id,
    ref: ours.ref,
    title: ours.title,
    share: ours.share,
    window_type: ours.window_type ?? 'month',
    agreement: ours.agreement,
    ends_on: ours.ends_on,
  }

/**
 * What may be promised for a service, composed from the parts that it needs, against what was promised, with the part that closes the gap cheapest.
 * @throws Refusal `not_found`, `period`, `unknown_reference`, `circle`; MissingRight `agreement.see`
 */
export const promiseChain = async (db: Db, ctx: Context, key: string, ask: ChainAsk = {}): Promise<PromiseChain> => {
  needAnywhere(ctx.actor, 'agreement.see', 'see what was promised')
  const record = await get(db, ctx, ctx.registry.kind('service'), key)
  const beta = ask.beta ?? 0
  const from = await gathered(db, ctx, record, ask)
  const { beneath, chain, figures, hours, ours, period } = from
  const result = computed(from, beta)
  const parts = partsOf(record.id, from, result)
  const shareOf = madeOf(record.id, from, result.shares, beta)
  const { value, bounds, sampled } = result.read
  const times = await timesOf(db, ctx, record.id, delivering(record), from.sla)
  return {
    service: { id: record.id, ref: record.ref, title: record.title },
    as_of: isoOf(ctx.now),
    sentence: sentenceOf(from, result, parts),
    period,
    hours: hours && { id: hours.id, ref: hours.ref, title: hours.title, words: calendarInWords(hours.rule) },
    promised: promisedBy(ours),
    composed: result.anything ? { value, bounds, sampled, beta, unknown: result.unknown } : null,
    gap: result.gap,
    parts,
    inner: innerOf(record.id, from, shareOf),
    picture: pictureOf(record.id, new Set(chain.inner), beneath.needs, shareOf),
    gaps: [
      ...(await gapsOf(db, ctx, parts, (id) => figures.promised.get(id) ?? null, {
        ours,
        hours,
        calendars: from.calendars,
        today: dayIn(hours, ctx.now),
      })),
      ...gapsOfTimes(times),
    ],
    times,
    used: beneath.used,
    notes: [...shortGroups(from), ...idleAssumptions(from, parts)],
  }
}

import { countText, measureLabel, percentText, priorityLabel } from './words.ts'
import { countChange, shareChange } from './compare.ts'
import { type ClockRow, decidedIn, type PromiseRow } from './dataset.ts'
import type { PromiseFacts } from './facts.ts'
import type { ShareOf, Verdict } from './figure.ts'
import { spansOf } from './frame.ts'
import { wilson } from './stats.ts'
import type { Asked } from './volumes.ts'

export const shareOf = (kept: number, missed: number): ShareOf => ({
  kept,
  missed,
  share: kept + missed === 0 ? null : kept / (kept + missed),
  interval: wilson(kept, kept + missed),
})

/** So few tickets that one of them moves the share by 5 points or more: then the range is told with the share. */
const few = 20

/** How a share stands to its target. A target of each one (null) is missed by the first miss. */
export const verdictOf = (reached: ShareOf, target: number | null): Verdict => {
  const { share, interval, kept, missed } = reached
  const cases = kept + missed
  if (share === null || !interval) return { word: 'none', tone: 'muted', text: 'No ticket was decided' }
  if (target === null)
    return missed === 0
      ? { word: 'kept', tone: 'good', text: `Each of ${cases} kept` }
      : { word: 'missed', tone: 'bad', text: `${missed} of ${cases} missed` }
  const range = `${percentText(interval.low)} to ${percentText(interval.high)}`
  if (share >= target) return { word: 'kept', tone: 'good', text: `${percentText(share)} of ${cases}, target ${percentText(target)}` }
  if (cases < few && interval.high >= target)
    return {
      word: 'too_few',
      tone: 'warn',
      text: `${percentText(share)} of only ${countText(cases, 'ticket')} (the range ${range} holds the target ${percentText(target)})`,
    }
  return { word: 'missed', tone: 'bad', text: `${percentText(share)} of ${cases}, target ${percentText(target)}` }
}

/** 'Time to resolve, 1 - Critical'; with the agreement's name where it was not promised to the customer. */
export const promiseName = (one: Pick<PromiseRow, 'measure' | 'priority' | 'agreement_type' | 'agreement_title'>): string =>
  `${measureLabel[one.measure]}, ${one.priority === null ? 'other priorities' : priorityLabel(one.priority)}${one.agreement_type === 'sla' ? '' : ` (${one.agreement_title})`}`

const types = ['sla', 'ola', 'underpinning'] as const

const usedOf = (promises: readonly PromiseRow[], clocks: readonly ClockRow[]): readonly PromiseRow[] => {
  const used = new Set(clocks.map((one) => one.promise))
  return promises
    .filter((one) => used.has(one.id))
    .sort(
      (a, b) =>
        types.indexOf(a.agreement_type) - types.indexOf(b.agreement_type) ||
        a.measure.localeCompare(b.measure) * -1 ||
        String(a.priority ?? '9').localeCompare(String(b.priority ?? '9')) ||
        a.ref.localeCompare(b.ref),
    )
}

export const keptOf = ({ data, previous, current, sheet }: Asked): readonly PromiseFacts[] => {
  const spans = spansOf(previous, current)
  const [before, now] = [decidedIn(data.clocks, previous.span), decidedIn(data.clocks, current.span)]
  return usedOf(data.promises, [...now.kept, ...now.missed, ...before.kept, ...before.missed]).map((promise) => {
    const of = (clocks: readonly ClockRow[]): readonly string[] =>
      clocks.filter((one) => one.promise === promise.id).map((one) => one.ticket)
    const [kept, missed] = [of(now.kept), of(now.missed)]
    const reached = shareOf(kept.length, missed.length)
    const earlier = shareOf(of(before.kept).length, of(before.missed).length)
    const name = promiseName(promise)
    const key = `promise-${promise.ref.toLowerCase()}`
    const cases = (one: ShareOf) => ({ hits: one.kept, cases: one.kept + one.missed })
    return {
      promise: { id: promise.id, kind: 'promise', ref: promise.ref, title: promise.title },
      agreement: { id: promise.agreement, kind: 'agreement', ref: promise.agreement_ref, title: promise.agreement_title },
      agreement_type: promise.agreement_type,
      measure: promise.measure,
      priority: promise.priority,
      target_s: promise.target_s,
      target_share: promise.share,
      reached,
      previous: earlier,
      verdict: verdictOf(reached, promise.share),
      share: sheet.figure({
        key: `${key}-share`,
        label: name,
        value: reached.share,
        unit: 'share',
        previous: earlier.share,
        change: shareChange(cases(earlier), cases(reached)),
        formula:
          'Kept / (kept + missed) of the clocks decided in the period. A clock is decided when it stops in time, or when its target is used up.',
        inputs: [
          { label: 'Kept', value: String(kept.length) },
          { label: 'Missed', value: String(missed.length) },
        ],
        ids: [...missed, ...kept],
      }),
      kept: sheet.figure({
        key: `${key}-kept`,
        label: `${name}: kept`,
        value: kept.length,
        unit: 'tickets',
        previous: earlier.kept,
        change: countChange(earlier.kept, kept.length, spans),
        formula: 'Clocks that stopped in the period before their target was used up',
        ids: kept,
      }),
      missed: sheet.figure({
        key: `${key}-missed`,
        label: `${name}: missed`,
        value: missed.length,
        unit: 'tickets',
        previous: earlier.missed,
        change: countChange(earlier.missed, missed.length, spans),
        formula: 'Clocks whose target was used up in the period',
        ids: missed,
      }),
    }
  })
}

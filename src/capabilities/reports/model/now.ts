import { millisOf } from '../../../kernel/instant.ts'
import type { Tone } from '../../../platform/records/fields.ts'
import type { PromiseRow } from './dataset.ts'
import type { Named, Sentence } from './figure.ts'
import { promiseName, shareOf, verdictOf } from './kept.ts'
import type { OpenWork, PromiseNow, UrgentTicket } from './service-page.ts'
import { formatDuration } from '../../../kernel/duration.ts'
import { countText, holderLabel, percentText } from './words.ts'

/** A promise in a period that may still run. `undecided`: clocks of open tickets; `unseen`: of those, run out but not yet noticed. */
export const promiseNow = (
  promise: PromiseRow,
  kept: number,
  missed: number,
  undecided: Readonly<{ running: number; at_risk: number }>,
  list: string | null,
): PromiseNow => {
  const reached = shareOf(kept, missed)
  const whole = kept + missed + undecided.running
  return {
    promise: { id: promise.id, kind: 'promise', ref: promise.ref, title: promiseName(promise) },
    measure: promise.measure,
    priority: promise.priority,
    target_s: promise.target_s,
    target_share: promise.share,
    reached,
    running: undecided.running,
    at_risk: undecided.at_risk,
    verdict: verdictOf(reached, promise.share),
    if_nothing_else_fails: whole === 0 ? null : (kept + undecided.running) / whole,
    may_still_miss: promise.share === null || whole === 0 ? null : Math.floor(kept + undecided.running - promise.share * whole + 1e-9),
    list,
  }
}

type Urgent = Readonly<{
  state: string
  level_state: string | null
  due_at: string | null
  waiting_for: string | null
  holder: string | null
  holder_type: string | null
}>

const long = (ms: number): string => formatDuration(Math.round(ms / 1000), { days: true })

export const isLate = (row: Readonly<{ level_state: string | null; due_at: string | null }>, now: number): boolean =>
  row.level_state === 'missed' || (row.level_state === 'running' && row.due_at !== null && millisOf(row.due_at) <= now)

export const holderOf = (row: Readonly<{ holder: string | null; holder_type: string | null }>): string | null =>
  row.holder ?? (row.holder_type === null ? null : (holderLabel[row.holder_type] ?? null))

/** 'Due in 2 h, Network team has it.' */
export const urgentText = (row: Urgent, now: number): string => {
  const holder = holderOf(row)
  const has =
    holder === null
      ? 'nobody has it'
      : `${holder} ${row.holder === null && row.holder_type !== 'customer' && row.holder_type !== 'approval' ? 'have' : 'has'} it`
  const due = row.due_at === null ? null : millisOf(row.due_at)
  if (row.level_state === 'paused') return `Paused${row.waiting_for ? `, waits for ${row.waiting_for.replaceAll('_', ' ')}` : ''}; ${has}.`
  if (isLate(row, now)) return `Missed its target${due !== null && due < now ? ` ${long(now - due)} ago` : ''}; ${has}.`
  if (due !== null && row.level_state === 'running') return `Due in ${long(due - now)}; ${has}.`
  return `No due time; ${has}.`
}

export const worstTone = (tones: readonly Tone[]): Tone => (tones.includes('bad') ? 'bad' : tones.includes('warn') ? 'warn' : 'good')

type Standing = Readonly<{
  over: boolean
  promises: readonly PromiseNow[]
  open: readonly OpenWork[]
  urgent: readonly UrgentTicket[]
  contracts: readonly Readonly<{ contract: Named; tone: Tone; text: string }>[]
  owner: Named | null
  agreements: number
}>

/** How a service stands, most important first. */
export const pageSentences = ({ over, promises, open, urgent, contracts, owner, agreements }: Standing): readonly Sentence[] => {
  const missed = promises.filter((one) => one.verdict.word === 'missed')
  const late = open.reduce((sum, one) => sum + one.missed, 0)
  const risky = open.reduce((sum, one) => sum + one.at_risk, 0)
  const longest = urgent.find((one) => one.text.startsWith('Missed'))
  const next = urgent.find((one) => one.text.startsWith('Due'))
  const tight = promises.filter(
    (one) => !over && one.verdict.word !== 'missed' && one.may_still_miss !== null && one.may_still_miss < one.at_risk,
  )
  const sentences: (Sentence | null)[] = [
    ...missed.slice(0, 3).map((one): Sentence => {
      const rescue = over
        ? ''
        : one.if_nothing_else_fails !== null && one.target_share !== null && one.if_nothing_else_fails >= one.target_share
          ? '; it still reaches the target if nothing else fails'
          : ''
      return {
        tone: 'bad',
        text: `${one.promise.title} ${over ? 'missed its target' : 'misses its target so far'}: ${one.verdict.text}${rescue}.`,
        figures: [],
      }
    }),
    late > 0
      ? {
          tone: 'bad',
          text: `${countText(late, 'open incident')} ${late === 1 ? 'is' : 'are'} past the target${longest ? `; ${longest.ticket.ref} ${longest.text.charAt(0).toLowerCase()}${longest.text.slice(1).replace(/\.$/, '')}` : ''}.`,
          figures: [],
        }
      : null,
    risky > 0
      ? {
          tone: 'warn',
          text: `${countText(risky, 'open incident')} ${risky === 1 ? 'has' : 'have'} little time left${next ? `; next is ${next.ticket.ref}: ${next.text.charAt(0).toLowerCase()}${next.text.slice(1).replace(/\.$/, '')}` : ''}.`,
          figures: [],
        }
      : null,
    ...tight.slice(0, 1).map(
      (one): Sentence => ({
        tone: 'warn',
        text: `${one.promise.title} can take ${(one.may_still_miss ?? 0) <= 0 ? 'no further miss' : `only ${one.may_still_miss} more`} this period (${one.at_risk} at risk).`,
        figures: [],
      }),
    ),
    ...contracts
      .filter((one) => one.tone === 'bad' || one.tone === 'warn')
      .map((one): Sentence => ({ tone: one.tone, text: `${one.contract.title}: ${one.text}.`, figures: [] })),
    owner === null ? { tone: 'warn', text: 'Nobody owns this service.', figures: [] } : null,
    agreements === 0 ? { tone: 'warn', text: 'No agreement in force covers it: nothing is promised.', figures: [] } : null,
  ]
  const found = sentences.filter((one) => one !== null)
  if (found.length > 0) return found
  const kept = promises.reduce((sum, one) => sum + one.reached.kept, 0)
  const all = kept + promises.reduce((sum, one) => sum + one.reached.missed, 0)
  return [
    {
      tone: 'good',
      text:
        all === 0
          ? 'Nothing needs you: no promise was called upon, and nothing open is late.'
          : `Nothing needs you: ${percentText(kept / all)} of ${countText(all, 'clock')} kept, and nothing open is late.`,
      figures: [],
    },
  ]
}

import { formatDuration } from '../../../kernel/duration.ts'
import { isoOf } from '../../../kernel/instant.ts'
import type { Tx } from '../../../platform/db/database.ts'
import { append } from '../../../platform/events/append.ts'
import type { Context } from '../../../platform/records/context.ts'
import { find } from '../../../platform/records/read.ts'
import { change, create, move } from '../../../platform/records/write.ts'
import { openAlert } from '../../signals/index.ts'
import { isAboutTickets } from '../model/promise.ts'
import type { PolicyStep } from '../model/slo/policy.ts'
import type { Line } from '../model/standing/line.ts'
import type { KeptStanding, StateBefore } from '../store/standing.ts'
import { titleOf } from '../store/terms.ts'
import { policyReached } from '../store/told.ts'
import type { Tell } from './due.ts'

const percent = (share: number): string => `${(share * 100).toFixed(3).replace(/\.?0+$/, '')} %`

const verbs = { missed: 'promise_missed', at_risk: 'promise_at_risk', kept: 'promise_kept', no_data: 'promise_no_data' } as const

const sentence = (line: Line, subject: string, standing: KeptStanding): string => {
  const value =
    standing.value === null
      ? 'no figure'
      : line.promised.measure === 'level'
        ? String(Number(standing.value.toPrecision(4)))
        : percent(standing.value)
  const left =
    standing.left_s === null
      ? ''
      : standing.left_s >= 0
        ? `, ${formatDuration(Math.round(standing.left_s))} of its budget left`
        : `, its budget overspent by ${formatDuration(Math.round(-standing.left_s))}`
  const how = standing.state === 'missed' ? 'is missed' : 'is at risk'
  return `${subject}: “${line.title}” ${how} (${value}${left}).`
}

type Step = Pick<PolicyStep, 'consequence' | 'decides'>

/** What the policy asks for from now on. `isTold`: the promise was named in the sentence before. */
const policyWords = (
  line: Line,
  subject: string,
  { left_share }: KeptStanding,
  { consequence, decides }: Step,
  isTold: boolean,
): string => {
  const left = left_share === null || left_share <= 0 ? 'Nothing' : `${Math.floor(left_share * 100)} %`
  const of = isTold ? 'its error budget' : `the error budget of “${line.title}” (${subject})`
  return `${left} of ${of} is left: ${consequence}${decides === undefined ? '' : ` Decides: ${decides}.`}`
}

/** A standing that is another than before: in its state, in what burns, or in what its policy asks for. */
export type Turn = Readonly<{ line: Line; standing: KeptStanding; before: StateBefore | undefined }>

/** Whether a standing is another than what was stored, so far as anybody is told. */
export const isTurn = ({ standing, before }: Turn): boolean =>
  standing.state !== (before?.state ?? 'no_data') ||
  standing.firing !== (before?.firing ?? null) ||
  standing.policy !== (before?.policy ?? null) ||
  (standing.closed && standing.firing !== null)

/** The step of the policy that holds now, with its place: 0 is the mildest. Null where none is known. */
const stepOf = (line: Line, state: string | null) => {
  const steps = [...line.policy].sort((a, b) => b.from - a.from)
  const at = steps.findIndex((one) => one.state === state)
  const step = steps[at]
  return step ? { ...step, at } : null
}

/** What the policy asks for from now on; null while it asks for no more than before. */
const stricter = ({ line, standing, before }: Turn) => {
  const [now, was] = [stepOf(line, standing.policy), stepOf(line, before?.policy ?? null)]
  return now !== null && now.at > (was?.at ?? 0) ? now : null
}

const dayMs = 86_400_000

const noteState = async (tx: Tx, ctx: Context, { line, standing, before }: Turn): Promise<void> => {
  const { subject, window_name: window, state, value, target } = standing
  await append(tx, ctx, {
    verb: verbs[state],
    kind: 'promise',
    record: line.id,
    version: null,
    before: before ? { state: before.state } : null,
    after: { subject, window, state, value, target },
  })
}

const notePolicy = async (tx: Tx, ctx: Context, { line, standing, before }: Turn): Promise<void> => {
  const step = stepOf(line, standing.policy)
  // A budget that is whole asks for nothing new.
  if (step === null || (before?.policy ?? null) === standing.policy || (before === undefined && step.at === 0)) return
  const { subject, window_name: window, left_share } = standing
  await append(tx, ctx, {
    verb: 'budget_policy',
    kind: 'promise',
    record: line.id,
    version: null,
    before: before ? { policy: before.policy } : null,
    after: { subject, window, policy: step.state, left_share, consequence: step.consequence, decides: step.decides ?? null },
  })
}

/** Tells of a change to the worse, and of what the budget policy asks for from now on; every change is an event of the promise. */
export const tellOf = async (tx: Tx, ctx: Context, turn: Turn, tell: Tell | undefined): Promise<void> => {
  const { line, standing, before } = turn
  const isOther = standing.state !== (before?.state ?? 'no_data')
  const strict = stricter(turn)
  const reached = strict && { promise: line.id, subject: standing.subject, policy: strict.state }
  const step = reached && !(await policyReached(tx, reached, ctx.now - dayMs)) ? strict : null
  if (isOther) await noteState(tx, ctx, turn)
  await notePolicy(tx, ctx, turn)
  // A promise that each ticket is kept: its clock has told already.
  if (!tell || (isAboutTickets(line.promised.measure) && standing.target >= 1)) return
  const isWorse = isOther && (standing.state === 'missed' || standing.state === 'at_risk')
  const owner = isWorse || step ? ((await find(tx, ctx.registry.kind('agreement'), line.agreement.id))?.owner ?? null) : null
  if (owner === null) return
  const subject = (await titleOf(tx, standing.subject)) ?? line.agreement.title
  const words = [
    ...(isWorse ? [sentence(line, subject, standing)] : []),
    ...(step ? [policyWords(line, subject, standing, step, isWorse)] : []),
  ]
  await tell(tx, ctx, { record: line.id, people: [owner], text: words.join(' ') })
}

/** One alert for each line and subject whose budget burns too fast: raised, made worse or better, ended. */
export const alertOf = async (tx: Tx, ctx: Context, { line, standing, before }: Turn): Promise<void> => {
  if ((before?.firing ?? null) === standing.firing || (standing.closed && standing.firing === null && before === undefined)) return
  const kind = ctx.registry.kind('alert')
  const key = `burn:${line.id}:${standing.subject}`
  const open = await openAlert(tx, null, key)
  if (standing.firing === null || standing.closed) {
    if (open) await move(tx, ctx, kind, open.id, 'resolve')
    return
  }
  if (open) {
    if (open.severity !== standing.firing) await change(tx, ctx, kind, open.id, { severity: standing.firing })
    return
  }
  const subject = standing.subject === line.agreement.id ? undefined : standing.subject
  await create(tx, ctx, kind, {
    title: `${(await titleOf(tx, standing.subject)) ?? line.title}: the error budget of “${line.title}” burns too fast`.slice(0, 300),
    severity: standing.firing,
    alert_key: key,
    started_at: isoOf(ctx.now),
    ...(subject === undefined ? {} : { subject }),
  })
}

import type { Millis } from '../../../kernel/instant.ts'
import type { Database, Tx } from '../../../platform/db/database.ts'
import type { Context, Registry } from '../../../platform/records/context.ts'
import { system } from '../../../platform/rights/grants.ts'
import { forgetTouched, minutesKept, readTouched, type Touched } from '../../signals/index.ts'
import { countsSlices, type Line } from '../model/standing/line.ts'
import { evaluate } from '../questions/evaluate.ts'
import { currentLines, type Item, itemAt, type Lines, nameAt } from '../questions/judged.ts'
import { countHours, hoursWait } from '../store/clock-hours.ts'
import { forgetSliceDays } from '../store/slice-days.ts'
import { closingWindows, openVersions, writeStandings } from '../store/standing.ts'
import { commitDurably, commitLazily } from '../store/reread.ts'
import type { Tell } from './due.ts'
import { alertOf, isTurn, tellOf } from './tell-standing.ts'

/** Windows further back than this are not judged again when something old is corrected. */
const mostWindows = 25

/** The names of the windows of a line from a moment until now, the newest first. */
const windowsSince = (line: Line, from: Millis, now: Millis): readonly string[] => {
  const names: string[] = []
  for (let at = now; names.length < mostWindows; ) {
    const item = itemAt(line, line.subjects[0] ?? line.id, nameAt(line, at), now)
    names.push(item.name)
    if (line.window.type === 'rolling' || item.placed.from <= Math.max(from, line.agreement.from)) break
    at = item.placed.from - 1
  }
  return names
}

const nothing = async (): Promise<void> => await Promise.resolve()

/**
 * Judges items and stores what came out, with what follows from a change of state. Windows in the past tell nobody.
 * Figures that a crash takes away are judged again, so that the disk is waited for only when something happened. `done` is asked for with what is stored.
 */
const judge = async (
  tx: Tx,
  ctx: Context,
  items: readonly Item[],
  tell: Tell | undefined,
  done: () => Promise<void> = nothing,
): Promise<number> => {
  const [standings] = await Promise.all([evaluate(tx, items, true), commitLazily(tx)])
  const keyOf = (one: Readonly<{ promise: string; subject: string; window_name: string }>): string =>
    `${one.promise}${one.subject}${one.window_name}`
  const [stored] = await Promise.all([writeStandings(tx, standings), done()])
  const before = new Map(stored.map((one) => [keyOf(one), one]))
  const lines = new Map(items.map((one) => [one.line.id, one.line]))
  const turns = standings.flatMap((standing) => {
    const line = lines.get(standing.promise)
    const turn = line && { line, standing, before: before.get(keyOf(standing)) }
    return turn && isTurn(turn) ? [turn] : []
  })
  if (turns.length > 0) await commitDurably(tx)
  for (const turn of turns) {
    const { standing } = turn
    const isOld = standing.closed && standing.to < ctx.now - 2 * 86_400_000
    if (!isOld) await alertOf(tx, ctx, turn)
    if (!isOld || turn.before) await tellOf(tx, ctx, turn, isOld ? undefined : tell)
  }
  return standings.length
}

const unique = (items: readonly Item[]): readonly Item[] => [
  ...new Map(items.map((one) => [`${one.line.id}${one.subject}${one.name}`, one])).values(),
]

/** Promises judged in one transaction, and transactions under way at once: while the database adds up for one, another is computed. */
const together = 2_500
const lanes = 2

/** Works through pieces of a list, some at once. @returns the sum of what came out */
const inPieces = async <T>(list: readonly T[], size: number, work: (piece: readonly T[]) => Promise<number>): Promise<number> => {
  let [at, done] = [0, 0]
  const lane = async (): Promise<void> => {
    while (at < list.length) {
      const piece = list.slice(at, at + size)
      at += size
      const count = await work(piece)
      done += count
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  return done
}

const judgeAll = async (db: Database, ctx: Context, items: readonly Item[], tell: Tell | undefined): Promise<number> =>
  await inPieces(
    items,
    together,
    async (piece) => await db.transaction(async (tx) => await judge(tx, ctx, piece, tell), { deadline: 120_000 }),
  )

/** What is judged anew from a moment on: a measure, a subject, or a promise whose tickets came out otherwise. */
type Changed = Pick<Touched, 'id' | 'from'>

const dayMs = 86_400_000

/** From which moment on the slices of a line can be read again: of an indicator only while its minutes are kept. */
const readableFrom = ({ promised }: Line, now: Millis): Millis => {
  if (promised.measure === 'good_share') return now - minutesKept + 2 * dayMs
  return promised.measure === 'composite' ? Math.max(...promised.parts.map((part) => readableFrom(part.line, now))) : -Infinity
}

/** The beginning of the slice that holds a moment: it belongs to the day on which it begins. */
const sliceAt = ({ promised }: Line, at: Millis): Millis => {
  const slice = 'slice_s' in promised ? promised.slice_s * 1000 : 1
  return Math.floor(at / slice) * slice
}

/** The days kept of what some changes bear on are read again, as far as they can be. */
const forgetDays = async (tx: Tx, lines: Lines, changed: readonly Changed[], now: Millis): Promise<void> => {
  await forgetSliceDays(
    tx,
    changed.flatMap(({ id, from }) =>
      (lines.touchedBy.get(id) ?? [])
        .filter(countsSlices)
        .map((line) => ({ promise: line.id, from: Math.max(sliceAt(line, from), readableFrom(line, now), 0) })),
    ),
  )
}

/** Everything that some changes bear on, in the windows from the moment on. */
const affected = (lines: Lines, touched: readonly Changed[], now: Millis): readonly Item[] =>
  touched.flatMap(({ id, from }) =>
    (lines.touchedBy.get(id) ?? []).flatMap((line) => {
      const subjects = line.promised.measure === 'availability' ? [id] : line.subjects
      return subjects.flatMap((subject) => windowsSince(line, from, now).map((name) => itemAt(line, subject, name, now)))
    }),
  )

/** Every line in force with each subject in the window of now. */
const current = (lines: readonly Line[], now: Millis): readonly Item[] =>
  lines
    .filter((line) => line.agreement.from <= now && now < line.agreement.to)
    .flatMap((line) => line.subjects.map((subject) => itemAt(line, subject, nameAt(line, now), now)))

type Looked = Readonly<{ mark: number; at: Millis }>

/** When promises were last looked through for ones that are new, changed or in a new window. */
const looked = new WeakMap<Database, Looked>()
const lookAgain = 10 * 60_000

/** Promises that are new, were changed, or whose window began: looked for when one changed, and every ten minutes. */
const renewed = async (db: Database, lines: Lines, now: Millis): Promise<readonly Item[]> => {
  const before = looked.get(db)
  if (before?.mark === lines.mark && now >= before.at && now - before.at < lookAgain) return []
  const versions = await openVersions(db)
  looked.set(db, { mark: lines.mark, at: now })
  return current(lines.all, now).filter(
    ({ line, subject, name }) => versions.get(`${line.id}${subject}${name}`) !== `${line.version}/${line.agreement.version}`,
  )
}

const mostTouched = 5_000

/** Counts the hours in which clocks came out otherwise, a piece at a time, each with what follows from it. */
const countTickets = async (db: Database, follow: (tx: Tx, changed: readonly Changed[]) => Promise<number>): Promise<number> => {
  for (let done = 0; ; ) {
    const judged = await db.transaction(
      async (tx) => {
        const counted = await countHours(tx)
        return counted.length === 0 ? null : await follow(tx, counted)
      },
      { deadline: 120_000 },
    )
    if (judged === null) return done
    done += judged
  }
}

/**
 * Judges what changed since the last time: promises whose indicator, whose subject's outages or whose tickets' clocks were touched, promises that are new or were
 * changed, and windows that are over or began.
 * @returns how many standings were judged
 */
export const evaluateChanged = async (db: Database, registry: Registry, now: Millis, tell?: Tell): Promise<number> => {
  const ctx: Context = { registry, actor: system, now, via: 'job' }
  const [lines, first, closing, tickets] = await Promise.all([
    currentLines(db, now),
    readTouched(db, mostTouched),
    closingWindows(db, now),
    hoursWait(db),
  ])
  let done = 0
  for (let touched = first; touched.length > 0; touched = await readTouched(db, mostTouched)) {
    done += await inPieces(
      touched,
      500,
      async (piece) =>
        await db.transaction(
          async (tx) => {
            await forgetDays(tx, lines, piece, now)
            return await judge(tx, ctx, unique(affected(lines, piece, now)), tell, async () => await forgetTouched(tx, piece))
          },
          { deadline: 120_000 },
        ),
    )
    if (touched.length < mostTouched) break
  }
  if (tickets) done += await countTickets(db, async (tx, changed) => await judge(tx, ctx, unique(affected(lines, changed, now)), tell))
  done += await judgeAll(db, ctx, await renewed(db, lines, now), tell)
  const over = closing.flatMap(({ promise, subject, window_name }) => {
    const line = lines.byId.get(promise)
    return line && line.window.type !== 'rolling' ? [itemAt(line, subject, window_name, now)] : []
  })
  return done + (await judgeAll(db, ctx, over, tell))
}

/** Judges every promise in the window of now: time alone moves windows on. @returns how many standings were judged */
export const evaluateAll = async (db: Database, registry: Registry, now: Millis, tell?: Tell): Promise<number> => {
  const ctx: Context = { registry, actor: system, now, via: 'job' }
  return await judgeAll(db, ctx, current((await currentLines(db, now)).all, now), tell)
}

/** Judges some promises in every window from a moment until now: after an import of history, or for the sample organisation. */
export const evaluateSince = async (db: Database, registry: Registry, now: Millis, since: Millis): Promise<number> => {
  const ctx: Context = { registry, actor: system, now, via: 'job' }
  await countTickets(db, async () => await Promise.resolve(0))
  const items = (await currentLines(db, now)).all.flatMap((line) =>
    line.subjects.flatMap((subject) =>
      windowsSince(line, Math.max(since, line.agreement.from), now).map((name) => itemAt(line, subject, name, now)),
    ),
  )
  return await judgeAll(db, ctx, items, undefined)
}

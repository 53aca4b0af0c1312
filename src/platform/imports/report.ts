import { isRefusal, type Refusal } from '../../kernel/refusal.ts'
import { placeOf, type Problem, type ReadItem } from './reader.ts'

export type Counts = { new: number; changed: number; same: number; refused: number }

/** What an import found or did, in numbers: by kind, by rule that refused, and what the reader had to say. */
export type Summary = Readonly<{
  kinds: Readonly<Record<string, Readonly<Counts>>>
  refused: number
  warnings: number
  /** How often each rule spoke, whether or not the issue itself was kept. */
  rules: Readonly<Record<string, number>>
  notes: Readonly<Record<string, number>>
}>

/** Issues kept one by one; more are only counted. */
export const mostIssues = 10_000

export type Report = Readonly<{
  count: (kind: string, what: keyof Counts, by?: number) => void
  problem: (problem: Problem) => void
  /** Refuses one record of the source with every reason that an error names. @throws the error when it is a defect */
  refuse: (item: ReadItem, error: unknown) => void
  note: (name: string, count: number) => void
  summary: () => Summary
  issues: readonly Problem[]
}>

const constraints: Readonly<Record<string, readonly [rule: string, message: string]>> = {
  '23505': ['duplicate', 'A record with this value exists already, and the value may stand only once.'],
  '23503': ['unknown_reference', 'It names a record that does not exist.'],
  '23502': ['required', 'A value that must be there is missing.'],
  '23514': ['constraint', 'Its values do not fit together.'],
  '23P01': ['overlap', 'It overlaps another record.'],
}

/** Why the database would not take a row, in words; undefined when that is no matter of the row. */
const ofDatabase = (error: unknown): readonly [rule: string, message: string] | undefined => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return (
    constraints[code] ??
    (code.startsWith('22') ? ['value', 'A value cannot be stored: it is too large or holds characters that no text may hold.'] : undefined)
  )
}

/** True when one record is at fault rather than the whole run. */
export const isOfOneRecord = (error: unknown): boolean =>
  (isRefusal(error) && !['busy', 'unavailable'].includes(error.reason)) || ofDatabase(error) !== undefined

const reasons = (error: Refusal): readonly Readonly<{ path?: string; rule: string; message: string }>[] =>
  error.issues.length > 0
    ? error.issues.map((issue) => ({ path: issue.path, rule: issue.rule ?? error.code, message: issue.message }))
    : [{ rule: error.code, message: error.message }]

export const makeReport = (): Report => {
  const kinds: Record<string, Counts> = {}
  const rules: Record<string, number> = {}
  const notes: Record<string, number> = {}
  const issues: Problem[] = []
  let refused = 0
  let warnings = 0
  const count: Report['count'] = (kind, what, by = 1) => {
    const counts = (kinds[kind] ??= { new: 0, changed: 0, same: 0, refused: 0 })
    counts[what] += by
  }
  const keep = (problem: Problem): void => {
    rules[problem.rule] = (rules[problem.rule] ?? 0) + 1
    if (issues.length < mostIssues) issues.push(problem)
  }
  return {
    count,
    problem: (problem) => {
      if (problem.severity === 'warning') warnings++
      else {
        refused++
        if (problem.kind) count(problem.kind, 'refused')
      }
      keep(problem)
    },
    refuse: (item, error) => {
      const database = ofDatabase(error)
      if (!isRefusal(error) && !database) throw error
      refused++
      count(item.kind, 'refused')
      const all = isRefusal(error) ? reasons(error) : [{ rule: database?.[0] ?? 'value', message: database?.[1] ?? '' }]
      for (const { rule, message, ...reason } of all)
        keep({ severity: 'refused', ...placeOf(item, 'path' in reason ? reason.path : undefined), rule, message })
    },
    note: (name, by) => {
      notes[name] = (notes[name] ?? 0) + by
    },
    summary: () => ({ kinds, refused, warnings, rules, notes }),
    issues,
  }
}

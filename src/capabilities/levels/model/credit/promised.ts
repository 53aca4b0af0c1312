import type { Issue } from '../../../../kernel/refusal.ts'
import { type CreditStep, stepIssues, type Worse } from './credit.ts'

type Fields = Readonly<Record<string, unknown>>

const numberOf = (value: unknown): number | null => (typeof value === 'number' ? value : null)

/** Which results of a promise are worse. */
export const worseOf = (measure: string, comparator: unknown): Worse =>
  measure === 'level' && comparator === 'at_most' ? 'higher' : 'lower'

/** What was promised, on the scale of the result. A promise about tickets that names no share promises each one. */
export const promisedLevel = (measure: string, fields: Fields): number | null =>
  measure === 'level'
    ? numberOf(fields['level'])
    : (numberOf(fields['share']) ?? (measure === 'response' || measure === 'resolution' ? 1 : null))

/** What is wrong with the service credits of a promise. */
export const promisedCredits = (measure: string, fields: Fields): readonly Issue[] => {
  const steps = fields['credit_steps']
  if (!Array.isArray(steps) || steps.length === 0) return []
  if (fields['window_type'] === 'rolling')
    return [
      {
        path: 'credit_steps',
        rule: 'window',
        message: 'Service credits are owed for a calendar month, quarter or year; a rolling window never ends. Choose another window.',
      },
    ]
  return stepIssues(steps as readonly CreditStep[], promisedLevel(measure, fields), worseOf(measure, fields['comparator']))
}

import { type Issue, Refusal } from '../../../kernel/refusal.ts'

export const refused = (path: string, rule: string, message: string): Refusal =>
  new Refusal('invalid', rule, message, [{ path, rule, message }])

export const refusedAll = (issues: readonly Issue[]): Refusal =>
  new Refusal(
    'invalid',
    'invalid_fields',
    issues.length === 1
      ? (issues[0]?.message ?? '')
      : `${issues.length} things need attention: ${issues.map((one) => one.path).join(', ')}.`,
    issues,
  )

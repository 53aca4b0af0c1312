/** Why an expected "no" was said. Each reason has one HTTP status, chosen in one place (platform/http). */
export type RefusalReason = 'invalid' | 'not_found' | 'forbidden' | 'conflict' | 'too_large' | 'busy' | 'unavailable' | 'unauthenticated'

/** One thing wrong with one field (or line) of what a person sent. `rule` is a stable word for programs, `message` is for people. */
export type Issue = Readonly<{
  path: string
  message: string
  rule?: string
  line?: number
  file?: string
}>

/**
 * An expected "no": the request is understood and refused, nothing was changed.
 * The message tells the person what to do. Everything that is not a Refusal is a defect.
 */
export class Refusal extends Error {
  readonly reason: RefusalReason
  readonly code: string
  readonly issues: readonly Issue[]

  /** @param code a stable word for programs, such as `stale_version`. */
  constructor(reason: RefusalReason, code: string, message: string, issues: readonly Issue[] = []) {
    super(message)
    this.name = 'Refusal'
    this.reason = reason
    this.code = code
    this.issues = issues
  }
}

/** A refusal of one field's value. */
export const invalid = (path: string, message: string, rule = 'invalid'): Refusal =>
  new Refusal('invalid', rule, message, [{ path, message, rule }])

export const notFound = (what: string): Refusal => new Refusal('not_found', 'not_found', `${what} does not exist, or you may not see it.`)

export const isRefusal = (error: unknown): error is Refusal => error instanceof Refusal

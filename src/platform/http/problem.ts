import type { FastifyReply, FastifyRequest } from 'fastify'
import { isRefusal, type Refusal, type RefusalReason } from '../../kernel/refusal.ts'
import type { Log } from '../log.ts'
import { MissingRight } from '../rights/grants.ts'
import { StaleVersion } from '../records/write.ts'

/** The one place where a reason becomes an HTTP status. */
export const statuses: Readonly<Record<RefusalReason, number>> = {
  invalid: 422,
  not_found: 404,
  forbidden: 403,
  conflict: 409,
  too_large: 413,
  busy: 429,
  unavailable: 503,
  unauthenticated: 401,
}

const titles: Readonly<Record<number, string>> = {
  400: 'The request cannot be read',
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'Not found',
  409: 'Conflict',
  413: 'Too large',
  415: 'Unsupported form',
  422: 'Some values do not fit',
  429: 'Too busy',
  500: 'Something broke in Reeve',
  503: 'Not available now',
}

/** RFC 9457 problem details, with the fields that are wrong. */
export type Problem = Readonly<
  { type: string; title: string; status: number; detail: string; code: string; issues: Refusal['issues'] } & Record<string, unknown>
>

const problem = (status: number, code: string, detail: string, more: Readonly<Record<string, unknown>> = {}): Problem => ({
  type: `urn:reeve:problem:${code}`,
  title: titles[status] ?? 'Problem',
  status,
  detail,
  code,
  issues: [],
  ...more,
})

type Holders = (right: string) => Promise<readonly unknown[]>

const fromRefusal = async (refusal: Refusal, holders: Holders): Promise<Problem> => {
  const more: Record<string, unknown> = { issues: refusal.issues }
  if (refusal instanceof MissingRight) Object.assign(more, { right: refusal.right, holders: await holders(refusal.right) })
  if (refusal instanceof StaleVersion) more['current'] = refusal.current
  return problem(statuses[refusal.reason], refusal.code, refusal.message, more)
}

/** Errors of the framework itself (broken JSON, a body that is too large) have a status below 500 and a code. */
const fromFramework = (error: unknown): Problem | undefined => {
  if (!(error instanceof Error) || !('statusCode' in error)) return undefined
  const status = Number(error.statusCode)
  if (!(status >= 400 && status < 500)) return undefined
  const code =
    'code' in error
      ? String(error.code)
          .toLowerCase()
          .replace(/^fst_(err_)?/, '')
      : 'bad_request'
  const detail =
    status === 413
      ? 'What was sent is larger than Reeve takes here.'
      : status === 415
        ? 'Send JSON with Content-Type application/json.'
        : `The request cannot be read: ${error.message}`
  return problem(status, code, detail)
}

/** "Key (slug)=(larkmere) already exists.", as PostgreSQL says it of one column, or of one in small letters. */
const twice = /^Key \((?:lower\()?"?(\w+)"?(?:::text)?\)*=\((.*)\) already exists/

/** What stands somewhere else already, at its field. */
const taken = (detail: unknown): Problem => {
  const [, field, value] = twice.exec(typeof detail === 'string' ? detail : '') ?? []
  if (field === undefined || value === undefined)
    return problem(409, 'duplicate', 'Another record has the same value already. Change it, or edit that record.')
  const message = `“${value.slice(0, 100)}” is taken: another record has it. Choose another one, or edit that record.`
  return problem(409, 'duplicate', message, { issues: [{ path: field, rule: 'duplicate', message }] })
}

/** Values that no column can hold slip through validation only as these database errors; all others are defects. */
const fromDatabase = (error: unknown): Problem | undefined => {
  if (!(error instanceof Error) || !('code' in error)) return undefined
  if (error.code === '23505') return taken('detail' in error ? error.detail : null)
  if (error.code === '23503')
    return problem(409, 'still_used', 'Other records name this one, or it names one that does not exist. Change those first.')
  if (['22003', '22007', '22008', '22P02', '22021', '22P05'].includes(String(error.code)))
    return problem(422, 'value_out_of_range', 'A value is outside what can be stored. Check numbers and dates.')
  return undefined
}

export const errorHandler =
  (log: Log, holders: Holders) =>
  async (error: unknown, request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    let answer = isRefusal(error) ? await fromRefusal(error, holders) : (fromFramework(error) ?? fromDatabase(error))
    if (!answer) {
      log.error({ err: error, method: request.method, url: request.url, request: request.id }, 'request failed')
      answer = problem(500, 'defect', `Nothing was changed. Tell your administrator this number: ${request.id}.`)
    }
    if (answer.status === 503 || answer.status === 429) void reply.header('Retry-After', '5')
    await reply.status(answer.status).type('application/problem+json').send(JSON.stringify(answer))
  }

/** What the server says when it says no (RFC 9457). `detail` is written for people and says what to do. */
export type Issue = Readonly<{ path: string; message: string; rule?: string; line?: number; file?: string }>
export type Holder = Readonly<{ ref: string; title: string }>
export type Problem = Readonly<{
  title: string
  status: number
  detail: string
  code: string
  issues: readonly Issue[]
  right?: string
  holders?: readonly Holder[]
  current?: Readonly<Record<string, unknown>>
}>

export type ProblemError = Error & Readonly<{ problem: Problem }>

export const problemError = (problem: Problem): ProblemError =>
  Object.assign(new Error(problem.detail || problem.title), { name: 'ProblemError', problem })

export const problemOf = (error: unknown): Problem | null =>
  error instanceof Error && 'problem' in error ? (error as ProblemError).problem : null

/** One sentence about any failure, for a notification. */
export const saying = (error: unknown): string =>
  problemOf(error)?.detail || (error instanceof Error ? error.message : 'Something went wrong.')

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

/** Reads the body of a refused request, whatever it is. */
export const readProblem = async (response: Response): Promise<Problem> => {
  const body: unknown = await response.json().catch(() => null)
  const found = (body !== null && typeof body === 'object' ? body : {}) as Record<string, unknown>
  return {
    title: text(found['title']) || response.statusText,
    status: response.status,
    detail:
      text(found['detail']) ||
      (response.status >= 500 ? 'Reeve could not do that. Try again; if it stays so, tell your administrator.' : 'That was refused.'),
    code: text(found['code']),
    issues: Array.isArray(found['issues']) ? (found['issues'] as Issue[]) : [],
    ...(typeof found['right'] === 'string' ? { right: found['right'] } : {}),
    ...(Array.isArray(found['holders']) ? { holders: found['holders'] as Holder[] } : {}),
    ...(found['current'] !== null && typeof found['current'] === 'object' ? { current: found['current'] as Record<string, unknown> } : {}),
  }
}

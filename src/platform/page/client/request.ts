import { problemError, readProblem } from './problem.ts'
import type { Query } from './shapes.ts'

export const base = '/api/v1'

export type Options = Readonly<{ query?: Query; body?: unknown; form?: FormData; version?: number; signal?: AbortSignal; key?: string }>

/** "?a=1&b=2", or nothing. */
export const queryText = (query: Query | undefined): string => {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value === null || value === undefined || value === '') continue
    if (Array.isArray(value)) for (const one of value) params.append(name, String(one))
    else params.append(name, String(value))
  }
  const text = params.toString()
  return text === '' ? '' : `?${text}`
}

let signedOut: () => void = () => undefined
/** What happens when the server no longer knows the session. */
export const onSignedOut = (act: () => void): void => {
  signedOut = act
}

/**
 * One call of the API. Writes carry an idempotency key, so that a request sent twice acts once.
 * @throws ProblemError when the server refuses or cannot be reached
 */
export const call = async <T>(method: string, path: string, { query, body, form, version, signal, key }: Options = {}): Promise<T> => {
  const headers: Record<string, string> = { accept: 'application/json' }
  if (body !== undefined) headers['content-type'] = 'application/json'
  if (version !== undefined) headers['if-match'] = `"${version}"`
  if (method === 'POST' || method === 'PATCH') headers['idempotency-key'] = key ?? crypto.randomUUID()
  const init: RequestInit = { method, headers, credentials: 'same-origin' }
  if (form) init.body = form
  else if (body !== undefined) init.body = JSON.stringify(body)
  if (signal) init.signal = signal
  const response = await fetch(`${base}${path}${queryText(query)}`, init).catch((error: unknown) => {
    if (signal?.aborted) throw error
    throw problemError({
      title: 'No connection',
      status: 0,
      detail: 'Reeve cannot be reached. What you typed is still here; try again in a moment.',
      code: 'offline',
      issues: [],
    })
  })
  if (!response.ok) {
    const problem = await readProblem(response)
    if (response.status === 401 && !path.startsWith('/session')) signedOut()
    throw problemError(problem)
  }
  if (response.status === 204) return undefined as T
  const type = response.headers.get('content-type') ?? ''
  return (type.includes('json') ? await response.json() : await response.text()) as T
}

import { callOutside } from '../../../../platform/http/outside.ts'
import type { Outcome } from '../../model/check.ts'
import { judgeHttp } from '../../model/check-judge.ts'
import type { Try } from './ask.ts'

const mostBytes = 1_048_576
const mostRedirects = 5

/** Asks an address and judges the answer. Redirects are followed, unless a redirect is what is expected. */
export const tryHttp = async ({ target, timeoutMs, slowAfter, must, reach, how }: Try): Promise<Outcome> => {
  const expectsRedirect = (must.status ?? []).some((one) => String(one).startsWith('3'))
  const answer = await callOutside(
    target,
    {
      method: must.method ?? 'GET',
      timeoutMs,
      mostBytes,
      redirects: expectsRedirect ? 0 : mostRedirects,
      ...(must.headers === undefined ? {} : { headers: must.headers }),
      ...(must.body === undefined ? {} : { body: must.body }),
      ...(how.ca === undefined ? {} : { ca: how.ca }),
    },
    reach,
  )
  return judgeHttp({ ...answer, body: answer.body.toString('utf8') }, must, slowAfter)
}

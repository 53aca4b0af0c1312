import type { FastifyRequest } from 'fastify'

/**
 * The key of a source, as tools can send one: a bearer token, the password of basic authentication, or `?key=` where a tool takes nothing but an address.
 * Undefined when there is none.
 */
export const keyIn = (request: Pick<FastifyRequest, 'headers' | 'query'>): string | undefined => {
  const [scheme = '', value = ''] = (request.headers.authorization ?? '').split(/\s+/, 2)
  if (scheme.toLowerCase() === 'bearer') return value
  if (scheme.toLowerCase() === 'basic') {
    const pair = Buffer.from(value, 'base64').toString('utf8')
    return pair.slice(pair.indexOf(':') + 1)
  }
  const { query } = request
  return typeof query === 'object' && query !== null && 'key' in query && typeof query.key === 'string' ? query.key : undefined
}

import { Resolver } from 'node:dns/promises'
import { timed } from '../../../../platform/http/outside.ts'
import type { DnsRecord, Outcome } from '../../model/check.ts'
import { judgeDns } from '../../model/check-judge.ts'
import type { Try } from './ask.ts'

const ask = async (resolver: Resolver, name: string, record: DnsRecord): Promise<readonly string[]> => {
  switch (record) {
    case 'A':
      return await resolver.resolve4(name)
    case 'AAAA':
      return await resolver.resolve6(name)
    case 'CNAME':
      return await resolver.resolveCname(name)
    case 'MX':
      return (await resolver.resolveMx(name)).map(({ priority, exchange }) => `${priority} ${exchange}`)
    case 'NS':
      return await resolver.resolveNs(name)
    case 'TXT':
      return (await resolver.resolveTxt(name)).map((parts) => parts.join(''))
  }
}

const isNothing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENODATA' || error.code === 'ENOTFOUND')

/** Resolves a name by the name servers of this machine. */
export const tryDns = async ({ target, timeoutMs, slowAfter, must, how }: Try): Promise<Outcome> => {
  const resolver = new Resolver({ timeout: Math.max(100, Math.floor(timeoutMs / 2)), tries: 2 })
  if (how.nameServers) resolver.setServers([...how.nameServers])
  const { value, ms } = await timed(
    async () =>
      await ask(resolver, target, must.record ?? 'A').catch((error: unknown) => {
        if (isNothing(error)) return []
        throw error
      }),
  )
  return judgeDns(value, ms, must, slowAfter)
}

import { connect } from 'node:net'
import { invalid } from '../../../../kernel/refusal.ts'
import { outsideAddress, timed } from '../../../../platform/http/outside.ts'
import { hostPort, type Outcome } from '../../model/check.ts'
import { inTime } from '../../model/check-judge.ts'
import type { Try } from './ask.ts'

/** Opens a connection to host:port and closes it. */
export const tryTcp = async ({ target, timeoutMs, slowAfter, reach }: Try): Promise<Outcome> => {
  const to = hostPort(target)
  if (!to) throw invalid('target', 'Give host and port, such as mail.example.org:25.')
  const signal = AbortSignal.timeout(timeoutMs)
  const { ms } = await timed(async () => {
    const judged = await outsideAddress(to.host, reach, signal)
    await new Promise<void>((done, failed) => {
      const socket = connect({ host: judged.address, family: judged.family, port: to.port })
      const stop = (): void => void socket.destroy(signal.reason instanceof Error ? signal.reason : undefined)
      signal.addEventListener('abort', stop, { once: true })
      socket.once('connect', () => done())
      socket.once('error', failed)
      void socket.once('connect', () => socket.end()).once('close', () => signal.removeEventListener('abort', stop))
    })
  })
  return inTime(ms, slowAfter, `port ${to.port} answers`)
}

import { isIP } from 'node:net'
import { connect, type TLSSocket } from 'node:tls'
import { invalid } from '../../../../kernel/refusal.ts'
import { causeOf, outsideAddress, timed } from '../../../../platform/http/outside.ts'
import { hostPort, type Outcome } from '../../model/check.ts'
import { judgeTls, type Shown } from '../../model/check-judge.ts'
import type { Try } from './ask.ts'

/** Why a certificate is not trusted for this name. Its dates are judged apart. */
const faultOf = (socket: TLSSocket): string | null => {
  if (socket.authorized) return null
  const error: unknown = socket.authorizationError
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
  return code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID' ? null : causeOf(Object.assign(new Error(code), { code }))
}

/** Greets a server and looks at the certificate that it shows. */
export const tryTls = async ({ target, timeoutMs, slowAfter, must, reach, now, how }: Try): Promise<Outcome> => {
  const to = hostPort(target, 443)
  if (!to) throw invalid('target', 'Give a host, or host and port, such as example.org:443.')
  const signal = AbortSignal.timeout(timeoutMs)
  const { value, ms } = await timed(async () => {
    const judged = await outsideAddress(to.host, reach, signal)
    return await new Promise<Omit<Shown, 'ms'>>((done, failed) => {
      const socket = connect({
        host: judged.address,
        port: to.port,
        rejectUnauthorized: false,
        ...(isIP(to.host) === 0 ? { servername: to.host } : {}),
        ...(how.ca === undefined ? {} : { ca: how.ca }),
      })
      const stop = (): void => void socket.destroy(signal.reason instanceof Error ? signal.reason : undefined)
      signal.addEventListener('abort', stop, { once: true })
      socket.once('secureConnect', () => {
        const shown = socket.getPeerX509Certificate()
        if (shown) done({ from: shown.validFromDate.getTime(), to: shown.validToDate.getTime(), fault: faultOf(socket) })
        else failed(new Error('it shows no certificate'))
        socket.end()
      })
      socket.once('error', failed)
      socket.once('close', () => signal.removeEventListener('abort', stop))
    })
  })
  return judgeTls({ ...value, ms }, must, slowAfter, now)
}

import { execFile } from 'node:child_process'
import { Refusal } from '../../../../kernel/refusal.ts'
import { outsideAddress, timed } from '../../../../platform/http/outside.ts'
import type { Outcome } from '../../model/check.ts'
import { inTime } from '../../model/check-judge.ts'
import type { Try } from './ask.ts'

const notHere = (why: string): Refusal =>
  new Refusal(
    'unavailable',
    'not_here',
    `Ping is not possible on this machine: ${why}. Use a TCP check, or run Reeve where ping is allowed.`,
  )

const forbidden = /permitted|permission|denied|capabilit|suid|setuid/i

/** The machine's own program. */
const program = 'ping'

type Ran = Readonly<{ code: number | string; text: string }>

const run = async (address: string, family: 4 | 6, timeoutMs: number): Promise<Ran> =>
  await new Promise<Ran>((done) => {
    const words = [...(family === 6 ? ['-6'] : []), '-n', '-c', '1', '-W', String(Math.max(1, Math.ceil(timeoutMs / 1000))), address]
    execFile(program, words, { timeout: timeoutMs + 1000 }, (error, out, said) => {
      const code = error === null ? 0 : (error.code ?? 'ETIMEDOUT')
      done({ code, text: `${out}\n${said}` })
    })
  })

/** Sends one echo request by the machine's own `ping`, which has the right for it where Reeve has not. */
export const tryIcmp = async ({ target, timeoutMs, slowAfter, reach }: Try): Promise<Outcome> => {
  const judged = await outsideAddress(target, reach, AbortSignal.timeout(timeoutMs))
  const { value, ms } = await timed(async () => await run(judged.address, judged.family, timeoutMs))
  if (value.code === 'ENOENT') throw notHere('there is no “ping”')
  if (value.code !== 0 && forbidden.test(value.text)) throw notHere('it is not permitted')
  if (value.code !== 0) return { result: 'failed', ms: null, text: `${target} does not answer to ping` }
  const took = /time[=<]([\d.]+)\s*ms/.exec(value.text)?.[1]
  return inTime(took === undefined ? ms : Number(took), slowAfter, 'answers to ping')
}

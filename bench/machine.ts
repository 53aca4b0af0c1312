import { type ChildProcess, spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { connect } from 'node:net'

/** Clock ticks of /proc per second on Linux. */
const ticks = 100

const statOf = (pid: string): readonly string[] | null => {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ')
  } catch {
    return null
  }
}

/** CPU seconds (user and system) that a process and everything it started, living or gone, has used. Linux only. */
export const cpuOfTree = (root: number): number => {
  const stats = new Map(
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((pid) => {
        const stat = statOf(pid)
        return stat ? [[Number(pid), stat] as const] : []
      }),
  )
  const sum = (pid: number): number => {
    const stat = stats.get(pid)
    if (!stat) return 0
    // utime, stime of its own; cutime, cstime of children that ended.
    const own = [11, 12, 13, 14].reduce((total, at) => total + Number(stat[at] ?? 0), 0) / ticks
    return [...stats].filter(([, other]) => Number(other[1]) === pid).reduce((total, [child]) => total + sum(child), own)
  }
  return sum(root)
}

export type Host = Readonly<{ port: number; pid: number; stop: () => void }>

/** Starts bench/host.ts and waits for its port. */
export const startHost = async (...words: readonly string[]): Promise<Host> => {
  const child: ChildProcess = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', new URL('./host.ts', import.meta.url).pathname, ...words],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const port = await new Promise<number>((answer, fail) => {
    child.stdout?.once('data', (text: Buffer) => answer(Number(text.toString())))
    child.once('exit', (code) => fail(new Error(`the measured process ended with ${code}`)))
  })
  return { port, pid: child.pid ?? 0, stop: () => child.kill('SIGTERM') }
}

export type Load = Readonly<{ perSecond: number; p50: number; p95: number; p99: number; seconds: number; count: number }>

/** Sends requests from a number of clients until `count` are answered. Any answer but a success ends the run. */
export const drive = async (
  port: number,
  clients: number,
  count: number,
  make: (at: number) => Readonly<{ method: 'GET' | 'POST'; path: string; body?: unknown }>,
): Promise<Load> => {
  const agent = new Agent({ keepAlive: true, maxSockets: clients })
  const times: number[] = []
  let next = 0
  const one = async (): Promise<void> => {
    const { method, path, body } = make(next++)
    const text = body === undefined ? undefined : JSON.stringify(body)
    const begun = performance.now()
    await new Promise<void>((done, fail) => {
      const sent = request(
        {
          agent,
          port,
          host: '127.0.0.1',
          method,
          path,
          headers: text ? { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) } : {},
        },
        (answer) => {
          const parts: Buffer[] = []
          answer.on('data', (part: Buffer) => parts.push(part))
          answer.on('end', () =>
            (answer.statusCode ?? 500) < 300 ? done() : fail(new Error(`${answer.statusCode}: ${Buffer.concat(parts).toString()}`)),
          )
        },
      )
      sent.on('error', fail)
      sent.end(text)
    })
    times.push(performance.now() - begun)
  }
  const client = async (): Promise<void> => {
    while (next < count) await one()
  }
  const begun = performance.now()
  await Promise.all(Array.from({ length: clients }, client))
  const seconds = (performance.now() - begun) / 1000
  agent.destroy()
  times.sort((a, b) => a - b)
  const at = (share: number): number => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0
  return { perSecond: times.length / seconds, p50: at(0.5), p95: at(0.95), p99: at(0.99), seconds, count: times.length }
}

/**
 * Small GETs by clients that hardly cost anything, so that what answers gets the machine: each keeps a connection and asks again once it is answered.
 * Any answer but a success ends the run. @returns how many a second were answered
 */
export const driveLightly = async (port: number, clients: number, count: number, path: (at: number) => string): Promise<number> => {
  let next = 0
  const client = async (): Promise<void> => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true })
    socket.setEncoding('latin1')
    await new Promise<void>((done, fail) => {
      const ask = (): void => {
        if (next >= count) {
          socket.end()
          done()
          return
        }
        socket.write(`GET ${path(next++)} HTTP/1.1\r\nHost: bench\r\n\r\n`)
      }
      let heard = ''
      socket.on('error', fail)
      socket.on('connect', ask)
      socket.on('data', (part: string) => {
        heard += part
        const head = heard.indexOf('\r\n\r\n')
        const length = Number(/content-length: (\d+)/i.exec(heard)?.[1] ?? 0)
        if (head < 0 || heard.length < head + 4 + length) return
        if (!heard.startsWith('HTTP/1.1 2')) fail(new Error(heard))
        heard = ''
        ask()
      })
    })
  }
  const begun = performance.now()
  await Promise.all(Array.from({ length: clients }, client))
  return count / ((performance.now() - begun) / 1000)
}

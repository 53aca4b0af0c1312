import { cpuOfTree, drive, driveLightly, type Host, startHost } from './machine.ts'
import { withHouse } from './opened.ts'
import type { Bench, Row } from './row.ts'

const checks = 500
const clients = 256

const asked = async <T>(port: number, path: string, body?: unknown): Promise<T> => {
  const answer = await fetch(`http://127.0.0.1:${port}/api/v1${path}`, {
    method: 'POST',
    ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  })
  if (!answer.ok) throw new Error(`POST ${path}: ${await answer.text()}`)
  return (await answer.json()) as T
}

/** The secret addresses of so many heartbeats. */
const addresses = async (port: number): Promise<readonly string[]> => {
  const { item } = await asked<{ item: { id: string } }>(port, '/services', { title: 'Night jobs', service_kind: 'application' })
  const made: string[] = []
  for (let n = 0; n < checks; n++) {
    const check = await asked<{ item: { id: string } }>(port, '/checks', {
      title: `Job ${n}`,
      subject: item.id,
      check_type: 'heartbeat',
      every: 600,
    })
    made.push((await asked<{ address: string }>(port, `/checks/${check.item.id}/beat-address`)).address)
  }
  return made
}

export const bench: Bench = {
  name: 'heartbeats',
  run: async ([size]): Promise<readonly Row[]> =>
    await withHouse(async (house, pid) => {
      const count = Number(size ?? 60_000)
      const hosts: Host[] = []
      try {
        const hello = await startHost('hello')
        const reeve = await startHost('reeve', house.db.address.host ?? '', house.db.address.database ?? '')
        hosts.push(hello, reeve)
        const all = await addresses(reeve.port)
        const path = (at: number): string => all[at % all.length] ?? '/'
        await driveLightly(hello.port, clients, count / 4, () => '/')
        const bare = await driveLightly(hello.port, clients, count, () => '/')
        await driveLightly(reeve.port, clients, count / 4, path)
        const used = (): number => cpuOfTree(reeve.pid) + (pid === null ? 0 : cpuOfTree(pid))
        const before = used()
        const beats = await driveLightly(reeve.port, clients, count, path)
        const cpuMs = ((used() - before) / count) * 1000
        const one = await drive(reeve.port, 1, 500, (at) => ({ method: 'GET', path: path(at) }))
        return [
          {
            work: `heartbeats over HTTP, durable, ${clients} connections, ${checks} checks`,
            figure: beats,
            unit: '/s',
            beside: bare,
            ratio: beats / bare,
            reach: '>= 10,000 (beside: bare node:http)',
            met: beats >= 10_000,
          },
          {
            work: 'the same, CPU of each, database included',
            figure: cpuMs,
            unit: 'ms',
            beside: 1000 / bare,
            ratio: (cpuMs * bare) / 1000,
            reach: '-',
            met: true,
          },
          {
            work: 'one sender alone, p95',
            figure: one.p95,
            unit: 'ms',
            beside: one.p50,
            ratio: one.p95 / one.p50,
            reach: '- (beside: p50)',
            met: true,
          },
        ]
      } finally {
        for (const host of hosts) host.stop()
      }
    }),
}

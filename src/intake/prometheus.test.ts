import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testHouse, type TestHouse } from '../../test/house.ts'
import { pullAll } from './pull.ts'

/** A real Prometheus: `npm test` brings one along where it can (scripts/prometheus.mjs), says so where it cannot, and fails there in continuous integration. */
const isHere = (): boolean => {
  try {
    execFileSync('prometheus', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    process.stderr.write('SKIPPED: this machine has no prometheus; install it to run the test against a real server.\n')
    return false
  }
}

const freePort = async (): Promise<number> =>
  await new Promise<number>((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => done(port))
    })
  })

let reeve: TestHouse
let child: ChildProcess | undefined
let folder = ''
const here = isHere()
beforeAll(async () => {
  if (here) reeve = await testHouse()
})
afterAll(async () => {
  child?.kill('SIGTERM')
  if (child && child.exitCode === null) await new Promise((done) => child?.once('exit', done))
  if (folder) rmSync(folder, { recursive: true, force: true })
  await reeve?.[Symbol.asyncDispose]()
})

test.skipIf(!here)(
  'a real Prometheus is asked, answers, and its words of refusal are counted at the source',
  { timeout: 60_000 },
  async () => {
    const port = await freePort()
    folder = mkdtempSync(join(tmpdir(), 'reeve-prometheus-'))
    const address = `http://127.0.0.1:${port}`
    writeFileSync(
      join(folder, 'prometheus.yml'),
      `global:\n  scrape_interval: 1s\nscrape_configs:\n  - job_name: itself\n    static_configs:\n      - targets: ['127.0.0.1:${port}']\n`,
    )
    child = spawn(
      'prometheus',
      [
        `--config.file=${folder}/prometheus.yml`,
        `--storage.tsdb.path=${folder}/data`,
        `--web.listen-address=127.0.0.1:${port}`,
        '--log.level=error',
      ],
      { stdio: 'ignore' },
    )
    const answers = async (path: string): Promise<boolean> => {
      try {
        const answer = await fetch(`${address}${path}`)
        return answer.ok && (await answer.text()).includes('"value"')
      } catch {
        return false
      }
    }
    for (let turn = 0; turn < 100 && !(await answers('/api/v1/query?query=up')); turn++) await new Promise((done) => setTimeout(done, 200))
    const made = async (plural: string, body: object) => ((await reeve.call('POST', `/${plural}`, body)).body['item'] as { id: string }).id
    reeve.now.value = Date.now() + 15_000
    const source = await made('sources', { title: 'Prometheus', source_type: 'promql', address })
    const up = await made('measures', {
      title: 'Up',
      measure_type: 'availability',
      aggregation: 'mean',
      source,
      query: 'up{job="itself"}',
      every: 15,
    })
    await made('measures', { title: 'Wrong', measure_type: 'other', aggregation: 'mean', source, query: 'sum(', every: 15 })
    await new Promise((done) => setTimeout(done, 2_000))
    await pullAll(
      reeve.house.db,
      () => async (url, init) => await fetch(url, init),
      () => undefined,
      reeve.now.value,
    )
    const readings = (await reeve.call('GET', `/measures/${up}/readings`)).body as unknown as { value: number | null; readings: number }
    expect(readings.value).toBe(1)
    expect(readings.readings).toBeGreaterThanOrEqual(1)
    const drops = (await reeve.call('GET', `/sources/${source}/intake`)).body['drops'] as { reason: string; example: string }[]
    expect(drops).toHaveLength(1)
    expect(drops[0]?.reason).toMatch(/parse error|PromQL/)
  },
)

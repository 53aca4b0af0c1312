import { execFile } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, expect, test } from 'vitest'
import { sharedData } from '../testing/house.ts'

const folder = join(tmpdir(), `reeve-probes-${process.pid}`)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const reeve = async (...words: readonly string[]): Promise<Readonly<{ said: string; told: string }>> => {
  const main = new URL('../../cli/main.ts', import.meta.url).pathname
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [main, '--data', folder, ...words])
  return { said: stdout, told: stderr }
}

test('the command line imports a log of real probes and prints the downtime of its sites', { timeout: 180_000 }, async ({ skip }) => {
  const data = sharedData()
  const from = data === null ? '' : join(data, 'monitoring-probes/unibe-digital-editions')
  if (!existsSync(from)) return skip('the shared data is not there; set REEVE_SHARED to run this test')
  // The folder as it lies there, with descriptions beside the log.
  const { said, told } = await reeve('import', 'probes', join(from, '..'))
  expect(said).toContain('component: 54 new')
  expect(told).toMatch(/left out: .*summary\.json/)
  const figures = JSON.parse((await reeve('figures', 'downtime', '--json')).said) as readonly {
    site: string
    downtime_min: number
    outages: number
  }[]
  const expected = JSON.parse(readFileSync(join(from, 'expected-downtime.json'), 'utf8')) as readonly {
    site: string
    downtime_min_from_probes: number
    outages_seen_in_probes: number
  }[]
  expect(figures.filter(({ site }) => expected.some((one) => one.site === site)).toSorted((a, b) => (a.site < b.site ? -1 : 1))).toEqual(
    expected
      .map((one) => ({ site: one.site, downtime_min: one.downtime_min_from_probes, outages: one.outages_seen_in_probes }))
      .toSorted((a, b) => (a.site < b.site ? -1 : 1)),
  )
})

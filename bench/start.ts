import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Bench, Row } from './row.ts'

const main = new URL('../src/main.ts', import.meta.url).pathname

const freePort = async (): Promise<number> => {
  const probe = createServer()
  probe.listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  return typeof address === 'object' && address !== null ? address.port : 0
}

/** Starts Reeve on a data folder and waits for its first page. @returns seconds until then */
const started = async (folder: string, sample: 'yes' | 'no'): Promise<number> => {
  const port = String(await freePort())
  const begun = performance.now()
  const child: ChildProcess = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', main, '--data', folder, '--port', port], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, REEVE_SAMPLE: sample },
  })
  let said = ''
  const address = await new Promise<string>((answer, fail) => {
    const heard = (text: Buffer): void => {
      said += text.toString()
      const found = /ready in [^:]*: (http:\/\/\S+)/.exec(said)?.[1]
      if (found) answer(found)
    }
    child.stdout?.on('data', heard)
    child.stderr?.on('data', heard)
    child.once('exit', (code) => fail(new Error(`Reeve ended with ${code}: ${said}`)))
  })
  const page = await fetch(address)
  await page.text()
  const seconds = (performance.now() - begun) / 1000
  child.removeAllListeners('exit')
  const over = once(child, 'exit')
  child.kill('SIGTERM')
  await over
  return seconds
}

const row = (work: string, figure: number, beside: number, most: number): Row => ({
  work,
  figure,
  unit: 's',
  beside,
  ratio: figure / beside,
  reach: `< ${most} s`,
  met: figure < most,
})

/** From the command to the first page; beside it, Node that starts and does nothing. */
export const bench: Bench = {
  name: 'start',
  run: async (): Promise<readonly Row[]> => {
    const folder = mkdtempSync(join(tmpdir(), 'reeve-bench-'))
    try {
      const begun = performance.now()
      spawnSync(process.execPath, ['-e', '0'])
      const bare = (performance.now() - begun) / 1000
      return [
        row('empty folder and the sample organisation', await started(join(folder, 'sample'), 'yes'), bare, 15),
        row('the same folder again', await started(join(folder, 'sample'), 'yes'), bare, 3),
        row('empty folder, no sample', await started(join(folder, 'empty'), 'no'), bare, 15),
      ]
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
}

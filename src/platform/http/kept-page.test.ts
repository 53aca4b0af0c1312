import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { keptPage } from './kept-page.ts'

const folder = mkdtempSync(join(tmpdir(), 'reeve-page-'))
const file = join(folder, 'index.html')
afterAll(() => rmSync(folder, { recursive: true }))

/** Writes the page as of a minute, so that no two writes share a time. */
const build = (text: string, minute: number): void => {
  writeFileSync(file, text)
  utimesSync(file, minute * 60, minute * 60)
}

test('a page that is built anew under a running server is the one that is served', async () => {
  build('<html>one</html>', 1)
  const page = keptPage(file)
  expect(await page()).toBe('<html>one</html>')
  build('<html>two</html>', 2)
  expect(await page()).toBe('<html>two</html>')
})

test('while it is being built the old one is served', async () => {
  build('<html>one</html>', 3)
  const page = keptPage(file)
  build('<html>tw', 4)
  expect(await page()).toBe('<html>one</html>')
  rmSync(file)
  expect(await page()).toBe('<html>one</html>')
  build('<html>two</html>', 5)
  expect(await page()).toBe('<html>two</html>')
})

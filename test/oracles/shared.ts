import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'

/** The folder of shared vectors and real data: REEVE_SHARED, or `shared` beside the repository. */
const folder = process.env['REEVE_SHARED'] ?? resolve(import.meta.dirname, '../../../shared')

/** Text of a file of the shared folder, unpacked when its name ends in .gz; null, with a line on stderr, when it is not there: the test that needs it skips. */
export const sharedText = (path: string): string | null => {
  const file = join(folder, path)
  if (!existsSync(file)) {
    process.stderr.write(`SKIPPED: ${path} is not in the shared folder; set REEVE_SHARED to run this test.\n`)
    return null
  }
  const bytes = readFileSync(file)
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
}

import { readFileSync, statSync } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'

/**
 * The page of the web, read anew when it was built anew under a running server: the old one names files that are gone.
 * @param file there when this begins
 */
export const keptPage = (file: string): (() => Promise<string>) => {
  let html = readFileSync(file, 'utf8')
  let readAt = statSync(file).mtimeMs
  return async () => {
    // While it is being built there is none, or half of one: the old one is better than that.
    const changed = await stat(file).then(
      ({ mtimeMs }) => mtimeMs,
      () => readAt,
    )
    if (changed === readAt) return html
    const read = await readFile(file, 'utf8').catch(() => '')
    if (read.includes('</html>')) [html, readAt] = [read, changed]
    return html
  }
}

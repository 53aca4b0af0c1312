import { Readable } from 'node:stream'

/** A value in PostgreSQL's COPY text format. Arrays hold text, numbers or ids; other objects are written as JSON. */
export const copyValue = (value: unknown): string => {
  if (value === null || value === undefined) return '\\N'
  if (typeof value === 'number') return String(value)
  if (typeof value === 'boolean') return value ? 't' : 'f'
  if (Array.isArray(value)) return escaped(`{${value.map((one) => `"${String(one).replace(/[\\"]/g, '\\$&')}"`).join(',')}}`)
  return escaped(typeof value === 'string' ? value : JSON.stringify(value))
}

const needsEscape = /[\\\n\r\t]/
const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }
const escaped = (text: string): string => (needsEscape.test(text) ? text.replace(/[\\\n\r\t]/g, (sign) => escapes[sign] ?? sign) : text)

/** Rows of values as a stream of COPY lines, in pieces of about 64 kB so that the socket is used well. */
export const copyLines = (rows: Iterable<readonly unknown[]>): Readable => {
  function* pieces(): Generator<string> {
    let piece = ''
    for (const row of rows) {
      let line = ''
      for (const value of row) line += line === '' ? copyValue(value) : `\t${copyValue(value)}`
      piece += `${line}\n`
      if (piece.length > 65_536) {
        yield piece
        piece = ''
      }
    }
    if (piece) yield piece
  }
  return Readable.from(pieces(), { objectMode: false, encoding: 'utf8' })
}

/** Data goes to standard output, words for people to standard error, so that scripts can read the one and people the other. */
export const out = (text: string): void => {
  process.stdout.write(text.endsWith('\n') ? text : `${text}\n`)
}
export const note = (text: string): void => {
  process.stderr.write(`${text}\n`)
}

export const json = (value: unknown): void => out(JSON.stringify(value, null, 2))

/** A value in one line: text as it is, everything else as JSON. */
export const inLine = (value: unknown): string =>
  value === null || value === undefined ? '' : (typeof value === 'string' ? value : JSON.stringify(value)).replace(/\s+/g, ' ')

/** A plain table: columns as wide as their widest value, 60 at the most. */
export const table = (columns: readonly string[], rows: readonly Readonly<Record<string, unknown>>[]): void => {
  const cells = rows.map((row) => columns.map((name) => inLine(row[name]).slice(0, 60)))
  const widths = columns.map((name, at) => Math.max(name.length, ...cells.map((row) => row[at]?.length ?? 0)))
  const line = (values: readonly string[]): string =>
    values
      .map((value, at) => value.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd()
  out([line(columns), ...cells.map(line)].join('\n'))
}

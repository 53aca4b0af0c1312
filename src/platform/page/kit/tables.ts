/** A cell for CSV: quoted when needed; text that a spreadsheet would run as a formula gets an apostrophe. */
const csvCell = (text: string): string => {
  const safe = /^[=+\-@\t\r]/.test(text) && !/^[-+]?[\d.,]+%?$/.test(text) ? `'${text}` : text
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

export const csvOf = (rows: readonly (readonly string[])[]): string => `${rows.map((row) => row.map(csvCell).join(',')).join('\r\n')}\r\n`

const markdownCell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ')

export const markdownOf = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(markdownCell).join(' | ')} |`).join('\n')

/** Hands a text to the browser as a file. */
export const save = (name: string, text: string): void => {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 1000)
}

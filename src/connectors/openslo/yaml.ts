import { isMap, isSeq, LineCounter, parseAllDocuments } from 'yaml'

export type SourceText = Readonly<{ path: string; text: string }>

type Path = readonly (string | number)[]

/** What is wrong with a file: a refused document is left out of the result, a warning is not. `path`: the field, dotted. */
export type OpenSloIssue = Readonly<{
  severity: 'refused' | 'warning'
  file: string
  line: number
  path?: string
  rule: string
  message: string
}>

/** One object of a file, as plain values, with the way back to its lines. */
export type Found = Readonly<{ file: string; value: unknown; line: (path: Path) => number }>

/** A larger file defines no objectives. */
const longest = 8 * 1024 * 1024
const mostAliases = 100

const reasonOf = (error: unknown): string =>
  error instanceof RangeError ? 'it is nested too deeply.' : error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'unknown.'

const startOf = (node: unknown): number | null =>
  typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range) ? Number(node.range[0]) : null

/** The place of the value at a path, or of the nearest thing around it that exists. */
const placeOf = (node: unknown, path: Path): number | null => {
  let at = startOf(node)
  let inner: unknown = node
  for (const step of path) {
    if (isMap(inner)) inner = inner.items.find((pair) => String(pair.key) === String(step))?.value
    else if (isSeq(inner)) inner = inner.items[Number(step)]
    else break
    const found = startOf(inner)
    if (found === null) break
    at = found
  }
  return at
}

const parsed = ({ path: file, text }: SourceText): readonly (Found | OpenSloIssue)[] => {
  const counter = new LineCounter()
  const lineAt = (offset: number): number => Math.max(1, counter.linePos(offset).line)
  const broken = (line: number, why: string): OpenSloIssue => ({
    severity: 'refused',
    file,
    line,
    rule: 'yaml',
    message: `This is not YAML that can be read: ${why}`,
  })
  const documents = parseAllDocuments(text, { lineCounter: counter, uniqueKeys: true, prettyErrors: false })
  return [...documents].flatMap((document): readonly (Found | OpenSloIssue)[] => {
    const [error] = document.errors
    if (error) return [broken(lineAt(error.pos[0]), error.message.split('\n')[0] ?? '')]
    const { contents } = document
    const start = lineAt(startOf(contents) ?? document.range?.[0] ?? 0)
    try {
      const value: unknown = document.toJS({ maxAliasCount: mostAliases })
      if (value === null || value === undefined) return []
      const line = (path: Path): number => {
        const at = placeOf(contents, path)
        return at === null ? start : lineAt(at)
      }
      // A document may be a list of objects.
      if (Array.isArray(value)) return value.map((one: unknown, index) => ({ file, value: one, line: (path) => line([index, ...path]) }))
      return [{ file, value, line }]
    } catch (wrong) {
      return [broken(start, reasonOf(wrong))]
    }
  })
}

/** All objects of a file: several documents, each one object or a list of them. A document that is broken is an issue; those around it are read. Never throws. */
export const objectsOf = (source: SourceText): readonly (Found | OpenSloIssue)[] => {
  const whole = (rule: string, message: string): readonly OpenSloIssue[] => [
    { severity: 'refused', file: source.path, line: 1, rule, message },
  ]
  if (source.text.length > longest) return whole('too_large', `This file is larger than ${longest / 1024 / 1024} MB and was not read.`)
  try {
    return parsed(source)
  } catch (error) {
    return whole('yaml', `This is not YAML that can be read: ${reasonOf(error)}`)
  }
}

import { LineCounter, parseDocument } from 'yaml'
import { Refusal } from '../../kernel/refusal.ts'
import { bytesOf } from '../../platform/imports/bytes.ts'
import type { Problem, ReadEnv, SourceFile } from '../../platform/imports/reader.ts'
import { encodingOf, textOf } from '../../platform/imports/text.ts'

/** One document of a YAML file, as plain values, with the way back to its lines. */
export type YamlDocument = Readonly<{ file: string; value: unknown; line: (path: readonly (string | number)[]) => number }>

/** A larger document is no description of one thing. */
const longest = 8 * 1024 * 1024
const mostAliases = 100

type Raw = Readonly<{ text: string; line: number }>

/** Cuts a file at its document marks: a line that begins with --- is one wherever it stands. */
async function* cut(file: SourceFile, progress: (bytes: number) => void): AsyncGenerator<Raw> {
  const { encoding } = await encodingOf(file)
  let held = ''
  let document: string[] = []
  let size = 0
  let start = 1
  let line = 0
  const done = (next: number): Raw => {
    const raw = { text: document.join('\n'), line: start }
    document = []
    size = 0
    start = next
    return raw
  }
  const take = (text: string): void => {
    document.push(text)
    size += text.length
    if (size > longest)
      throw new Refusal(
        'too_large',
        'too_large',
        `${file.name} holds a document of more than ${longest / 1024 / 1024} MB from line ${start}. That is no catalogue entry.`,
        [{ path: 'file', file: file.name, line: start, rule: 'too_large', message: 'The document is too large.' }],
      )
  }
  for await (const piece of textOf(file, encoding, progress)) {
    const lines = (held + piece).split('\n')
    held = lines.pop() ?? ''
    if (held.length > longest) take(held)
    for (const one of lines) {
      line++
      if (/^---(\s|$)/.test(one)) {
        yield done(line)
        // What follows the mark on its line belongs to the document.
        take(one.slice(3))
      } else take(one)
    }
  }
  take(held)
  yield done(line)
}

const isBlank = (text: string): boolean => !/^[^\S\n]*[^\s#]/m.test(text) || /^\s*\.\.\.\s*$/.test(text)

const broken = (file: SourceFile, line: number, message: string): Problem => ({
  severity: 'refused',
  file: file.name,
  line,
  rule: 'yaml',
  message: `This is not YAML that can be read: ${message}`,
})

const parsed = (file: SourceFile, raw: Raw): YamlDocument | Problem => {
  const counter = new LineCounter()
  try {
    const document = parseDocument(raw.text, { lineCounter: counter, uniqueKeys: true, prettyErrors: false })
    const [error] = document.errors
    if (error) return broken(file, raw.line + counter.linePos(error.pos[0]).line - 1, error.message.split('\n')[0] ?? '')
    const value: unknown = document.toJS({ maxAliasCount: mostAliases })
    const line = (path: readonly (string | number)[]): number => {
      for (let depth = path.length; depth >= 0; depth--) {
        const node: unknown = depth === 0 ? document.contents : document.getIn(path.slice(0, depth), true)
        const at =
          typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range) ? Number(node.range[0]) : undefined
        if (at !== undefined) return raw.line + counter.linePos(at).line - 1
      }
      return raw.line
    }
    return { file: file.name, value, line }
  } catch (error) {
    // Too many aliases, or nesting beyond what can be read.
    return broken(
      file,
      raw.line,
      error instanceof RangeError ? 'it is nested too deeply.' : error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'unknown.',
    )
  }
}

const isYaml = (name: string): boolean => /\.(ya?ml|json)(\.gz)?$/i.test(name)

/** The files of what was sent that may hold entities; a single file is one whatever its name. */
export const yamlFiles = (files: readonly SourceFile[]): readonly SourceFile[] =>
  files.length === 1 ? files : files.filter((file) => isYaml(file.name))

/** Documents of all files in order. A document that is broken is a problem; those around it are read. */
export async function* documentsOf(files: readonly SourceFile[], env: ReadEnv): AsyncGenerator<YamlDocument | Problem> {
  for (const file of files) {
    const { problems, bad } = await encodingOf(file)
    for (const problem of problems) yield problem
    if (bad.size > 0) {
      for await (const bytes of bytesOf(file)) env.progress(bytes.length)
      continue
    }
    for await (const raw of cut(file, env.progress)) if (!isBlank(raw.text)) yield parsed(file, raw)
  }
}

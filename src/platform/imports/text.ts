import { isAscii, isUtf8 } from 'node:buffer'
import { StringDecoder } from 'node:string_decoder'
import { bytesOf } from './bytes.ts'
import type { Problem, SourceFile } from './reader.ts'

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'

/** How a file's characters are written, with what a person should know about it. `bad` are lines that are no text in that encoding. */
export type Encoded = Readonly<{ encoding: Encoding; problems: readonly Problem[]; bad: ReadonlySet<number> }>

const newline = 0x0a
/** Broken lines named one by one; a file with more is not text. */
const mostNamed = 100

const wide = (head: Buffer): Encoding | undefined => {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  let even = 0
  let odd = 0
  for (let at = 0; at + 1 < head.length; at += 2) {
    if (head[at] === 0) even++
    if (head[at + 1] === 0) odd++
  }
  const pairs = head.length / 2
  if (pairs >= 8 && odd > pairs * 0.6 && even < pairs * 0.1) return 'utf-16le'
  if (pairs >= 8 && even > pairs * 0.6 && odd < pairs * 0.1) return 'utf-16be'
  return undefined
}

/** The lines of a piece that are not UTF-8, and whether others are UTF-8 beyond ASCII. */
const badLines = (piece: Buffer, first: number): Readonly<{ bad: readonly number[]; foreign: boolean }> => {
  const bad: number[] = []
  let foreign = false
  let from = 0
  for (let line = first; from < piece.length; line++) {
    const end = piece.indexOf(newline, from)
    const to = end < 0 ? piece.length : end
    const text = piece.subarray(from, to)
    if (!isUtf8(text)) bad.push(line)
    else foreign ||= !isAscii(text)
    from = to + 1
  }
  return { bad, foreign }
}

const count = (piece: Buffer): number => {
  let lines = 0
  for (let at = piece.indexOf(newline); at >= 0; at = piece.indexOf(newline, at + 1)) lines++
  return lines
}

/**
 * Finds out how a file is written by reading it through once. UTF-16 is known by its mark or its zeros. A file that is nowhere UTF-8 beyond ASCII
 * is taken for Windows-1252 (which covers Latin-1), with a warning; one that is UTF-8 with single broken lines has those named.
 */
export const encodingOf = async (file: SourceFile): Promise<Encoded> => {
  let rest: Buffer = Buffer.alloc(0)
  let line = 1
  let head = true
  let foreign = false
  const bad = new Set<number>()
  const judge = (piece: Buffer): void => {
    if (isUtf8(piece)) foreign ||= !isAscii(piece)
    else {
      const found = badLines(piece, line)
      foreign ||= found.foreign
      for (const one of found.bad) if (bad.size < 1_000_000) bad.add(one)
    }
    line += count(piece)
  }
  for await (const bytes of bytesOf(file)) {
    if (head) {
      head = false
      const found = wide(bytes.subarray(0, 512))
      if (found) return { encoding: found, problems: [], bad: new Set() }
    }
    const whole = rest.length === 0 ? bytes : Buffer.concat([rest, bytes])
    // Judged up to a line's end, which never lies within a character; a line of a megabyte is judged as it comes.
    const end = whole.lastIndexOf(newline)
    if (end < 0 && whole.length < 1_048_576) rest = whole
    else {
      judge(whole.subarray(0, end < 0 ? whole.length : end + 1))
      rest = end < 0 ? Buffer.alloc(0) : whole.subarray(end + 1)
    }
  }
  judge(rest)
  const [first] = bad
  if (first === undefined) return { encoding: 'utf-8', problems: [], bad }
  if (!foreign)
    return {
      encoding: 'windows-1252',
      bad: new Set(),
      problems: [
        {
          severity: 'warning',
          file: file.name,
          line: first,
          rule: 'encoding',
          message: `The file is not UTF-8 (first seen in line ${first}), so it was read as Windows-1252 (Latin-1). Save it as UTF-8 if names look wrong.`,
        },
      ],
    }
  const problems = [...bad].slice(0, mostNamed).map(
    (one): Problem => ({
      severity: 'refused',
      file: file.name,
      line: one,
      rule: 'encoding',
      message: `Line ${one} holds bytes that are not UTF-8, though the rest of the file is. Save the file as UTF-8 and send it again.`,
    }),
  )
  return { encoding: 'utf-8', problems, bad }
}

/** The text of a file in pieces, without a byte order mark. */
export async function* textOf(file: SourceFile, encoding: Encoding, progress?: (bytes: number) => void): AsyncGenerator<string> {
  let first = true
  const clean = (text: string): string => {
    if (!first || text === '') return text
    first = false
    return text.startsWith('\ufeff') ? text.slice(1) : text
  }
  if (encoding === 'utf-8') {
    const decoder = new StringDecoder('utf8')
    for await (const bytes of bytesOf(file, progress)) yield clean(decoder.write(bytes))
    yield clean(decoder.end())
    return
  }
  const decoder = new TextDecoder(encoding)
  for await (const bytes of bytesOf(file, progress)) yield clean(decoder.decode(bytes, { stream: true }))
  yield clean(decoder.decode())
}

import { readFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { createInflateRaw } from 'node:zlib'
import { Refusal } from '../../kernel/refusal.ts'
import { bombed } from './bytes.ts'
import type { SourceFile } from './reader.ts'

const mega = 1024 * 1024
/** A workbook is held in memory while it is read, so its bounds are narrower than those of text. */
const mostPacked = 100 * mega
const mostUnpacked = 400 * mega
const mostEntries = 10_000
const mostRatio = 250
const ratioFrom = 8 * mega

type Entry = Readonly<{ name: string; method: number; packed: number; at: number }>

const broken = (file: SourceFile): Refusal =>
  new Refusal(
    'invalid',
    'broken_workbook',
    `${file.name} is not a workbook that can be read. Open it in your spreadsheet program and save it as .xlsx or .csv.`,
    [{ path: 'file', file: file.name, rule: 'broken_workbook', message: 'Not a readable .xlsx file.' }],
  )

/** The list of entries at the end of a zip file. */
const entriesOf = (file: SourceFile, bytes: Buffer): readonly Entry[] => {
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]))
  if (end < 0 || end + 22 > bytes.length) throw broken(file)
  const count = bytes.readUInt16LE(end + 10)
  let at = bytes.readUInt32LE(end + 16)
  if (count > mostEntries) throw bombed(file.name)
  const entries: Entry[] = []
  for (let index = 0; index < count; index++) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== 0x02014b50) throw broken(file)
    const [nameLength, extra, comment] = [bytes.readUInt16LE(at + 28), bytes.readUInt16LE(at + 30), bytes.readUInt16LE(at + 32)]
    entries.push({
      name: bytes.toString('utf8', at + 46, at + 46 + nameLength),
      method: bytes.readUInt16LE(at + 10),
      packed: bytes.readUInt32LE(at + 20),
      at: bytes.readUInt32LE(at + 42),
    })
    at += 46 + nameLength + extra + comment
  }
  return entries
}

const contentOf = (file: SourceFile, bytes: Buffer, entry: Entry): Buffer => {
  if (entry.at + 30 > bytes.length) throw broken(file)
  const from = entry.at + 30 + bytes.readUInt16LE(entry.at + 26) + bytes.readUInt16LE(entry.at + 28)
  return bytes.subarray(from, from + entry.packed)
}

export type Workbook = Readonly<{ sheets: number; formulas: number }>

/**
 * Looks a workbook over before it is read: unpacks each part without keeping it, so that sizes it lies about do no harm.
 * @throws Refusal `broken_workbook`, `unpacks_too_large`, `too_large`
 */
export const checkWorkbook = async (file: SourceFile): Promise<Workbook> => {
  if (file.size > mostPacked)
    throw new Refusal(
      'too_large',
      'too_large',
      `${file.name} is larger than a workbook may be (${mostPacked / mega} MB). Save it as CSV: that may be any size.`,
    )
  const bytes = await readFile(file.path)
  let [total, sheets, formulas] = [0, 0, 0]
  for (const entry of entriesOf(file, bytes)) {
    const sheet = /^xl\/worksheets\/[^/]+\.xml$/.test(entry.name)
    if (sheet) sheets++
    const content = contentOf(file, bytes, entry)
    const pieces: AsyncIterable<Buffer> = entry.method === 8 ? Readable.from([content]).pipe(createInflateRaw()) : Readable.from([content])
    try {
      for await (const piece of pieces) {
        total += piece.length
        if (total > mostUnpacked || (total > ratioFrom && total > file.size * mostRatio)) throw bombed(file.name)
        if (sheet) formulas += piece.toString('latin1').match(/<f[ >]/g)?.length ?? 0
      }
    } catch (error) {
      if (error instanceof Refusal) throw error
      throw broken(file)
    }
  }
  if (sheets === 0) throw broken(file)
  return { sheets, formulas }
}

import { Refusal } from '../../kernel/refusal.ts'
import type { Tx } from '../db/database.ts'
import { id, sql } from '../db/sql.ts'
import type { Context } from '../records/context.ts'
import type { Read, Reader, ReadItem } from './reader.ts'
import type { Report } from './report.ts'
import { makeWriter } from './writer.ts'

/** Records looked up and written together. */
const chunkSize = 500

export type Carrying = Readonly<{
  reader: Reader
  source: string
  reads: AsyncIterable<Read>
  report: Report
  done: (items: number) => void
}>

/** Says of each record whether the source names it for the first time; refuses it otherwise. */
const firstOnly = (report: Report): ((item: ReadItem) => boolean) => {
  const seen = new Map<string, string>()
  return (item) => {
    const name = item.source_ref ?? item.match?.value
    if (name === undefined) return true
    const key = `${item.kind} ${name}`
    const before = seen.get(key)
    if (before === undefined) {
      seen.set(key, `${item.file} line ${item.line}`)
      return true
    }
    report.refuse(
      item,
      new Refusal('invalid', 'duplicate', `“${name.slice(0, 80)}” stands in what was sent more than once; the first one is in ${before}.`),
    )
    return false
  }
}

/**
 * Writes what a reader reads, in the caller's transaction: new records, changes of those that came from this source before, nothing for the rest.
 * Each record is judged alone; the report names those that are refused. @throws MissingRight; Refusal of a file as a whole
 */
export const carryOut = async (tx: Tx, ctx: Context, { reader, source, reads, report, done }: Carrying): Promise<void> => {
  const writer = makeWriter(tx, ctx, { reader, source, report })
  const isFirst = firstOnly(report)
  let chunk: ReadItem[] = []
  let kind = ''
  const writeChunk = async (): Promise<void> => {
    const items = chunk
    chunk = []
    if (items.length > 0) await writer.write(items)
    done(items.length)
  }
  for await (const read of reads) {
    if ('problem' in read) report.problem(read.problem)
    else if ('note' in read) report.note(read.note, read.count)
    else if (isFirst(read.item)) {
      // Records of one kind may name those of the kind before, which must be there by then.
      if (read.item.kind !== kind) {
        await writeChunk()
        await writer.flush()
        kind = read.item.kind
      }
      chunk.push(read.item)
      if (chunk.length >= chunkSize) await writeChunk()
    }
  }
  await writeChunk()
  await writer.finish()
}

/** Lets a rehearsal number its records without using up the refs that real ones will get: its sequences vanish with the transaction. */
export const borrowSequences = async (tx: Tx, ctx: Context): Promise<void> => {
  for (const kind of ctx.registry.kinds) await tx.run(sql`create temp sequence ${id(`ref_${kind.name}`)} start 7000000000000`)
}

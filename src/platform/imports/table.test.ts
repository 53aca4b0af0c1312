import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import writeXlsxFile from 'write-excel-file/node'
import type { Problem, SourceFile } from './reader.ts'
import { delimiterOf, isProblem, openTable, type TableRow } from './table.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reeve-table-'))
})
afterAll(async () => await rm(folder, { recursive: true, force: true }))

const file = async (name: string, content: string | Buffer): Promise<SourceFile> => {
  const path = join(folder, name)
  await writeFile(path, content)
  return { name, path, size: Buffer.byteLength(content), sha256: '' }
}

const read = async (name: string, content: string | Buffer) => {
  const table = await openTable(await file(name, content))
  const rows: TableRow[] = []
  const problems: Problem[] = [...table.problems]
  for await (const one of table.rows) {
    if (isProblem(one)) problems.push(one)
    else rows.push(one)
  }
  return { header: table.header, rows, problems }
}

const refusalOf = async (work: Promise<unknown>): Promise<string> =>
  await work.then(
    () => 'no refusal',
    (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : String(error)),
  )

describe('a table', () => {
  it('counts lines right around quoted line ends, blank lines and Windows line ends', async () => {
    const { rows } = await read('lines.csv', 'a,b\r\n1,"x\r\ny"\r\n\r\n2,"say ""hi"""\r\n3,z')
    expect(rows).toEqual([
      { line: 2, cells: ['1', 'x\ny'] },
      { line: 5, cells: ['2', 'say "hi"'] },
      { line: 6, cells: ['3', 'z'] },
    ])
  })

  it('names ragged lines and reads the others', async () => {
    const { rows, problems } = await read('ragged.csv', 'a,b\n1,2\n3\n4,5,6\n7,8,\n')
    expect(rows.map((row) => row.line)).toEqual([2, 5])
    expect(problems).toMatchObject([
      { line: 3, rule: 'ragged', severity: 'refused' },
      { line: 4, rule: 'ragged' },
    ])
  })

  it('names a quote that is never closed and keeps the lines before it', async () => {
    const { rows, problems } = await read('open.csv', 'a,b\n1,2\n3,"open\n4,5\n6,7\n')
    expect(rows).toEqual([{ line: 2, cells: ['1', '2'] }])
    expect(problems).toMatchObject([{ line: 3, rule: 'quote', severity: 'refused' }])
  })

  it.each([
    ['a;b\n1,5;2\n', ';'],
    ['a\tb\n1\t2\n', '\t'],
    ['"a,x",b\n1,2\n', ','],
    ['name\nx\n', ','],
  ])('finds what separates columns in %j', (text, sign) => {
    expect(delimiterOf(text)).toBe(sign)
  })

  it('reads UTF-16, UTF-8 with its mark and Windows-1252, the last with a warning', async () => {
    const wide = await read('wide.csv', Buffer.from('\ufeffa,b\n1,Zürich\n', 'utf16le'))
    expect(wide.rows).toEqual([{ line: 2, cells: ['1', 'Zürich'] }])
    const bare = await read('bare.csv', Buffer.from('name,place\nAnna,Zürich\n', 'utf16le'))
    expect(bare.rows[0]?.cells).toEqual(['Anna', 'Zürich'])
    expect((await read('mark.csv', '\ufeffa,b\n1,é\n')).header).toEqual(['a', 'b'])
    const latin = await read('latin.csv', Buffer.from('a,b\n1,Zürich\n', 'latin1'))
    expect(latin.rows[0]?.cells[1]).toBe('Zürich')
    expect(latin.problems).toMatchObject([{ severity: 'warning', rule: 'encoding', line: 2 }])
  })

  it('names the lines of a UTF-8 file that are not UTF-8 and reads the others', async () => {
    const content = Buffer.concat([Buffer.from('a,b\n1,Zürich\n'), Buffer.from('2,Z\xfcrich\n', 'latin1'), Buffer.from('3,ok\n')])
    const { rows, problems } = await read('mixed.csv', content)
    expect(rows.map((row) => row.cells[0])).toEqual(['1', '3'])
    expect(problems).toMatchObject([{ severity: 'refused', rule: 'encoding', line: 3 }])
  })

  it('refuses an empty file, too many columns, and gzip that is broken', async () => {
    expect(await refusalOf(read('empty.csv', ''))).toBe('empty_file')
    expect(await refusalOf(read('many.csv', `${Array.from({ length: 1001 }, (_, at) => `c${at}`).join(',')}\n`))).toBe('too_many_columns')
    const packed = gzipSync('a,b\n'.repeat(5000))
    expect(await refusalOf(read('cut.csv.gz', packed.subarray(0, packed.length - 20)))).toBe('broken_gzip')
  })

  it('stops at a file that unpacks to far more than it should', async () => {
    expect(await refusalOf(read('bomb.csv.gz', gzipSync(`a,b\n${'0'.repeat(60 * 1024 * 1024)}`)))).toBe('unpacks_too_large')
  })

  it('reads the first sheet of a workbook: numbers, dates, yes and no; text that looks like a formula stays text', async () => {
    const bytes = await writeXlsxFile([
      [{ value: 'name' }, { value: 'since' }, { value: 'count' }, { value: 'ok' }],
      [
        { type: String, value: '=1+1' },
        { type: Date, value: new Date('2024-02-29T00:00:00Z'), format: 'yyyy-mm-dd' },
        { type: Number, value: 2.5 },
        { type: Boolean, value: true },
      ],
    ]).toBuffer()
    const { header, rows } = await read('book.xlsx', bytes)
    expect(header).toEqual(['name', 'since', 'count', 'ok'])
    expect(rows).toEqual([{ line: 2, cells: ['=1+1', '2024-02-29', '2.5', 'true'] }])
  })

  it('refuses a workbook that is none, and one that is a bomb', async () => {
    expect(await refusalOf(read('no.xlsx', 'PK\u0003\u0004 and no more'))).toBe('broken_workbook')
    expect(await refusalOf(read('bomb.xlsx', zipOf('xl/worksheets/sheet1.xml', Buffer.alloc(40 * 1024 * 1024, 0x20))))).toBe(
      'unpacks_too_large',
    )
  })
})

/** A zip file with one packed entry. */
const zipOf = (name: string, content: Buffer): Buffer => {
  // gzip is a header of 10 bytes, the packed bytes, and 8 bytes of check: what stands between is what zip holds.
  const packed = gzipSync(content).subarray(10, -8)
  const local = Buffer.alloc(30)
  local.writeUInt32LE(0x04034b50, 0)
  local.writeUInt16LE(8, 8)
  local.writeUInt32LE(packed.length, 18)
  local.writeUInt32LE(content.length, 22)
  local.writeUInt16LE(name.length, 26)
  const entry = Buffer.alloc(46)
  entry.writeUInt32LE(0x02014b50, 0)
  entry.writeUInt16LE(8, 10)
  entry.writeUInt32LE(packed.length, 20)
  entry.writeUInt32LE(content.length, 24)
  entry.writeUInt16LE(name.length, 28)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(1, 8)
  end.writeUInt16LE(1, 10)
  end.writeUInt32LE(entry.length + name.length, 12)
  end.writeUInt32LE(local.length + name.length + packed.length, 16)
  return Buffer.concat([local, Buffer.from(name), packed, entry, Buffer.from(name), end])
}

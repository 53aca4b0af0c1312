// Prints the SQL that makes a kind's table, for the first migration of a new kind: node scripts/table.mjs service
import { kinds } from '../src/kinds.ts'
import { tableOf } from '../src/platform/records/columns.ts'

const kind = kinds.find((one) => one.name === process.argv[2])
if (!kind) {
  process.stderr.write(`Name a kind: ${kinds.map((one) => one.name).join(', ')}\n`)
  process.exit(2)
}
process.stdout.write(`${tableOf(kind)}\n`)

import { Refusal } from '../../kernel/refusal.ts'
import { formatsOf, instantReader, isDateFormat } from '../../platform/imports/dates.ts'
import {
  type Loader,
  type Mapping,
  type Read,
  type Reader,
  type ReadEnv,
  remembering,
  type SourceFile,
} from '../../platform/imports/reader.ts'
import { sampleOf } from '../../platform/imports/table.ts'
import { readIncident, type Reading } from './incident.ts'
import { type Log, readLog } from './log.ts'
import { mappingFor, type Role, roleLabels, roles } from './mapping.ts'

const dateRoles: readonly Role[] = ['occurred_at', 'opened_at', 'resolved_at', 'closed_at']

const columnsOf = (mapping: Mapping): ReadonlyMap<Role, string> => {
  const found = new Map<Role, string>()
  for (const [column, is] of Object.entries(mapping.columns)) for (const role of roles) if (is === role) found.set(role, column)
  return found
}

const suggest: Reader['suggest'] = async (files, remembered) => {
  const [file] = files
  if (!file) throw new Refusal('invalid', 'no_files', 'Send at least one file.')
  const { header, samples, values } = await sampleOf(file)
  const guess = remembering(mappingFor(header), remembered)
  if (guess.date_format) return { mapping: guess, columns: header, samples }
  const columns = columnsOf(guess)
  const dates = dateRoles.flatMap((role) => values[header.indexOf(columns.get(role) ?? '')] ?? [])
  const [format, ...others] = formatsOf(dates)
  return { mapping: format && others.length === 0 ? { ...guess, date_format: format } : guess, columns: header, samples }
}

const targets: Reader['targets'] = () => roles.map((name) => ({ name, label: roleLabels[name], required: needed.includes(name) }))

const needed: readonly Role[] = ['source_ref', 'occurred_at', 'state', 'opened_at']

const readingOf = (log: Log, mapping: Mapping): Reading => {
  const { date_format: format, zone } = mapping
  if (!format || !isDateFormat(format))
    throw new Refusal(
      'invalid',
      'date_format',
      'The dates can be read with the day first or with the month first. Say which in the mapping (date_format: d/m/y or m/d/y).',
      [{ path: 'date_format', rule: 'date_format', message: 'Choose the order of day and month.' }],
    )
  const columns = columnsOf(mapping)
  const missing = needed.filter((role) => !log.header.includes(columns.get(role) ?? ''))
  if (missing.length > 0)
    throw new Refusal(
      'invalid',
      'missing_column',
      `No column is mapped to: ${missing.join(', ')}. Choose them in the mapping.`,
      missing.map((path) => ({ path, line: 1, rule: 'missing_column', message: 'No column is mapped to this.' })),
    )
  const at = new Map([...columns].map(([role, column]) => [role, log.header.indexOf(column)] as const).filter(([, index]) => index >= 0))
  const used = new Set(at.values())
  return {
    at,
    rest: log.header.map((name, index) => [name, index] as const).filter(([, index]) => !used.has(index)),
    instant: instantReader(format, zone),
    mapping,
  }
}

/** Teams and services are what the log calls assignment groups and categories. */
function* around(log: Log, reading: Reading): Generator<Read> {
  const teams = new Map<string, readonly [string, number]>()
  const services = new Map<string, readonly [string, number]>()
  const [teamAt, categoryAt] = [reading.at.get('team') ?? -1, reading.at.get('category') ?? -1]
  for (const rows of log.incidents.values())
    for (const { cells, file, line } of rows) {
      const [team, category] = [cells[teamAt] ?? '', cells[categoryAt] ?? '']
      if (team !== '' && !teams.has(team)) teams.set(team, [file, line])
      if (category !== '' && !services.has(category)) services.set(category, [file, line])
    }
  for (const [title, [file, line]] of teams)
    yield { item: { kind: 'team', source_ref: title, match: { field: 'title', value: title }, values: { title }, file, line } }
  const kind = reading.mapping.defaults['service_kind'] ?? 'application'
  for (const [title, [file, line]] of services)
    yield {
      item: {
        kind: 'service',
        source_ref: title,
        match: { field: 'title', value: title },
        values: { title, service_kind: kind, state: 'live' },
        file,
        line,
      },
    }
}

async function* read(files: readonly SourceFile[], mapping: Mapping, env: ReadEnv): AsyncGenerator<Read> {
  const log = await readLog(files, columnsOf(mapping).get('source_ref') ?? '', mapping.missing, env)
  const reading = readingOf(log, mapping)
  for (const problem of log.problems) yield { problem }
  yield { note: 'events', count: log.rows }
  yield* around(log, reading)
  let [equal, back] = [0, 0]
  for (const [number, rows] of log.incidents) {
    const one = readIncident(reading, number, rows)
    for (const problem of one.problems) yield { problem }
    if (one.item) yield { item: one.item }
    equal += one.equal
    back += one.back
  }
  yield { note: 'equal_times', count: equal }
  yield { note: 'times_going_back', count: back }
}

/** How incidents are written so that their clocks come with them. */
export type IncidentHooks = Readonly<{ load: Loader; reread?: NonNullable<Reader['reread']> }>

/** Reads the log of a ServiceNow incident table: one row an update of an incident. */
export const servicenowIncidents = (hooks?: IncidentHooks): Reader => ({
  name: 'servicenow-incidents',
  label: 'ServiceNow incident log',
  about:
    'A CSV (or workbook) with one row for each update of an incident. Makes teams from assignment groups, services from categories, and incidents with their whole history.',
  accepts: ['.csv', '.csv.gz', '.tsv', '.xlsx'],
  targets,
  suggest,
  read,
  ...(hooks ? { loads: { incident: hooks.load } } : {}),
  ...(hooks?.reread ? { reread: hooks.reread } : {}),
})

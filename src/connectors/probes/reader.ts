import { isoOf, millisOf } from '../../kernel/instant.ts'
import { Refusal } from '../../kernel/refusal.ts'
import { formatsOf, instantReader, isDateFormat } from '../../platform/imports/dates.ts'
import {
  type Mapping,
  type Problem,
  type Read,
  type Reader,
  type ReadEnv,
  type ReadItem,
  remembering,
  type SourceFile,
} from '../../platform/imports/reader.ts'
import { isProblem, openTable, sampleOf, type TableRow } from '../../platform/imports/table.ts'
import { mappingFor, needed, placesIn, type Role, roleLabels, roles } from './columns.ts'
import { type Probe, stretchesOf } from './outages.ts'

type Lines = Readonly<{ places: ReadonlyMap<Role, number>; mapping: Mapping; instant: (text: string) => string | null }>

/** ISO times say themselves what they are, with fractions of a second; others are read as the mapping says. */
const instantOf = (mapping: Mapping): ((text: string) => string | null) => {
  const format = mapping.date_format
  const read = format !== undefined && isDateFormat(format) ? instantReader(format, mapping.zone) : () => null
  return (text) => {
    try {
      return isoOf(millisOf(text))
    } catch {
      return read(text)
    }
  }
}

const isStatus = (word: string): word is Probe['status'] => word === 'up' || word === 'down' || word === 'degraded'

const readLine = (
  { places, mapping, instant }: Lines,
  file: SourceFile,
  row: TableRow,
): Readonly<{ site: string; probe: Probe }> | Problem => {
  const cell = (role: Role): string => (row.cells[places.get(role) ?? -1] ?? '').trim()
  const bad = (path: Role, rule: string, message: string): Problem => ({
    severity: 'refused',
    file: file.name,
    line: row.line,
    path,
    rule,
    message,
  })
  const site = cell('site')
  if (site === '' || site.length > 250) return bad('site', 'required', 'The line does not say what was probed.')
  const at = instant(cell('checked_at'))
  if (at === null) return bad('checked_at', 'date', `“${cell('checked_at').slice(0, 40)}” is no moment that exists.`)
  const word = cell('status')
  const status = mapping.values['status']?.[word.toLowerCase()] ?? word.toLowerCase()
  if (!isStatus(status))
    return bad('status', 'unknown_value', `“${word.slice(0, 40)}” is none of up, down and degraded. Say in the mapping what it means.`)
  return { site, probe: { at: millisOf(at), status, code: cell('http_code'), url: cell('url'), file: file.name, line: row.line } }
}

const isWeb = (url: string): boolean => URL.canParse(url) && /^https?:$/.test(new URL(url).protocol) && url.length <= 500

/** How a tool's word for a site is said of an outage. */
const titleOf = (site: string, first: Probe): string =>
  `${site} ${first.status === 'down' ? 'was down' : 'worked worse'}${/^[1-9]\d\d$/.test(first.code) ? `: HTTP ${first.code}` : ''}`

const componentOf = (site: string, { file, line }: Probe): ReadItem => ({
  kind: 'component',
  source_ref: site,
  match: { field: 'title', value: site },
  values: { title: site, component_type: 'website' },
  file,
  line,
})

/** A check that can be resumed: it does not run by itself, since whoever imports a log may not want its sites to be called. */
const checkOf = (site: string, { url, file, line }: Probe): ReadItem => ({
  kind: 'check',
  source_ref: site,
  values: { title: site, subject: { source_ref: site }, check_type: 'http', target: url, every: 300, state: 'paused' },
  file,
  line,
  places: { target: { path: 'url' } },
})

const outagesIn = (site: string, probes: readonly Probe[], hasCheck: boolean): readonly ReadItem[] =>
  stretchesOf(probes).map(({ severity, from, to, first }) => ({
    kind: 'outage',
    source_ref: `${site}@${isoOf(from)}`,
    values: {
      title: titleOf(site, first),
      subject: { source_ref: site },
      severity,
      started_at: isoOf(from),
      ended_at: to === null ? null : isoOf(to),
      found_by: 'import',
      ...(hasCheck ? { check: { source_ref: site } } : {}),
      found_as: `${first.status}${first.code === '' ? '' : ` ${first.code}`}`,
      state: to === null ? 'ongoing' : 'ended',
    },
    file: first.file,
    line: first.line,
  }))

/** The last probe of a site, of those that name its address where any does. */
const lastOf = (probes: readonly Probe[]): Probe | undefined => {
  const named = probes.filter((one) => isWeb(one.url))
  return (named.length > 0 ? named : probes).reduce<Probe | undefined>(
    (last, one) => (last === undefined || one.at >= last.at ? one : last),
    undefined,
  )
}

const linesOf = (header: readonly string[], mapping: Mapping): Lines => ({
  places: placesIn(header, mapping),
  mapping,
  instant: instantOf(mapping),
})

async function* read(files: readonly SourceFile[], mapping: Mapping, env: ReadEnv): AsyncGenerator<Read> {
  const sites = new Map<string, Probe[]>()
  let probes = 0
  for (const file of files) {
    const table = await openTable(file, env.progress)
    for (const problem of table.problems) yield { problem }
    const lines = linesOf(table.header, mapping)
    for await (const row of table.rows) {
      const one = isProblem(row) ? row : readLine(lines, file, row)
      if ('severity' in one) {
        yield { problem: one }
        continue
      }
      probes++
      const known = sites.get(one.site)
      if (known) known.push(one.probe)
      else sites.set(one.site, [one.probe])
    }
  }
  yield { note: 'probes', count: probes }
  const known = [...sites].flatMap(([site, of]) => {
    const last = lastOf(of)
    return last ? [{ site, of, last }] : []
  })
  for (const { site, last } of known) yield { item: componentOf(site, last) }
  for (const { site, last } of known) {
    if (isWeb(last.url)) yield { item: checkOf(site, last) }
    else
      yield {
        problem: {
          severity: 'warning',
          file: last.file,
          line: last.line,
          path: 'url',
          rule: 'no_address',
          message: `${site.slice(0, 80)} has no address of the web, so that no check was made for it.`,
        },
      }
  }
  for (const { site, of, last } of known) for (const item of outagesIn(site, of, isWeb(last.url))) yield { item }
}

/** Reads the log of an uptime monitor: one line a probe. Makes a component and a paused check for each site, and outages from when it was seen down until it was seen up. */
export const probes: Reader = {
  name: 'probes',
  label: 'Log of an uptime monitor',
  about: 'A CSV with one probe a line: when, which site, up or down. Makes components, checks (paused) and outages from down to up.',
  accepts: ['.csv', '.csv.gz', '.tsv', '.txt', '.xlsx'],
  targets: () => roles.map((name) => ({ name, label: roleLabels[name], required: needed.includes(name) })),
  suggest: async (files, remembered) => {
    const [file] = files
    if (!file) throw new Refusal('invalid', 'no_files', 'Send at least one file.')
    const { header, samples, values } = await sampleOf(file)
    const guess = remembering(mappingFor(header), remembered)
    const column = Object.entries(guess.columns).find(([, is]) => is === 'checked_at')?.[0] ?? ''
    const [format, ...others] = formatsOf(values[header.indexOf(column)] ?? [])
    return {
      mapping: guess.date_format === undefined && format && others.length === 0 ? { ...guess, date_format: format } : guess,
      columns: header,
      samples,
    }
  },
  read,
}

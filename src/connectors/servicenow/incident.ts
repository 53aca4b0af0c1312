import type { Mapping, Problem, ReadEvent, ReadItem } from '../../platform/imports/reader.ts'
import type { LogRow } from './log.ts'
import type { Role } from './mapping.ts'

/** How the cells of a row are reached and read. */
export type Reading = Readonly<{
  at: ReadonlyMap<Role, number>
  /** Columns that are nothing to us, by their place. */
  rest: readonly (readonly [name: string, at: number])[]
  instant: (text: string) => string | null
  mapping: Mapping
}>

/** What came of one incident's rows. Either an item, or problems that say why not. */
export type ReadIncident = Readonly<{ item: ReadItem | null; problems: readonly Problem[]; equal: number; back: number }>

type Step = Readonly<{ row: LogRow; order: number; occurred: string }>

const cell = (reading: Reading, row: LogRow, role: Role): string => {
  const at = reading.at.get(role)
  return at === undefined ? '' : (row.cells[at] ?? '')
}

const byOrder = (one: Step, other: Step): number =>
  one.order - other.order || (one.occurred < other.occurred ? -1 : one.occurred > other.occurred ? 1 : one.row.line - other.row.line)

const columnOf = (reading: Reading, role: Role): string =>
  Object.entries(reading.mapping.columns).find(([, is]) => is === role)?.[0] ?? role

const badDate = (reading: Reading, row: LogRow, role: Role): Problem => ({
  severity: 'refused',
  file: row.file,
  line: row.line,
  path: columnOf(reading, role),
  rule: 'date',
  message: `“${cell(reading, row, role).slice(0, 40)}” is not a date that exists in the format ${reading.mapping.date_format ?? 'iso'}.`,
})

/** The steps of an incident in order: by the count of modifications, then by time. Rows without a time cannot be placed and are refused. */
const stepsOf = (reading: Reading, rows: readonly LogRow[], problems: Problem[]): readonly Step[] => {
  const steps: Step[] = []
  for (const row of rows) {
    const occurred = reading.instant(cell(reading, row, 'occurred_at'))
    if (occurred === null) problems.push({ ...badDate(reading, row, 'occurred_at'), kind: 'incident' })
    else steps.push({ row, order: Number(cell(reading, row, 'order')) || 0, occurred })
  }
  return steps.sort(byOrder)
}

type Words = Readonly<{ state: string | null; waiting_for: string | null }>

/** The state of a row in our words; null where the word is not in the mapping. */
const stateOf = (reading: Reading, word: string): Words => {
  const [state, waiting] = (reading.mapping.values['state']?.[word] ?? '').split('/')
  return { state: state || null, waiting_for: waiting || null }
}

/** A choice of ours for a word of the source; unknown words are told once each row. */
const chosen = (reading: Reading, row: LogRow, role: Role, problems: Problem[] | null): string | null => {
  const word = cell(reading, row, role)
  if (word === '') return null
  const value = reading.mapping.values[role]?.[word]
  if (value !== undefined) return value || null
  problems?.push({
    severity: 'warning',
    file: row.file,
    line: row.line,
    path: columnOf(reading, role),
    rule: 'unknown_value',
    message: `“${word.slice(0, 60)}” is not in the mapping of ${role}, so it is left empty.`,
  })
  return null
}

/** Each row as an event. Columns that are nothing to us stand in `source` when they changed, so that nothing is lost. */
const eventsOf = (reading: Reading, steps: readonly Step[], problems: Problem[]): readonly ReadEvent[] => {
  let last: Words = { state: 'new', waiting_for: null }
  const before = new Map<string, string>()
  let latest = ''
  return steps.map(({ row, order, occurred }) => {
    const word = cell(reading, row, 'state')
    const known = stateOf(reading, word)
    if (known.state) last = known
    else
      problems.push({
        severity: 'warning',
        file: row.file,
        line: row.line,
        path: columnOf(reading, 'state'),
        rule: 'unknown_state',
        message: `The state “${word.slice(0, 60)}” is not in the mapping, so the state before it is taken to go on.`,
      })
    const source: Record<string, string> = {}
    for (const [name, at] of reading.rest) {
      const value = row.cells[at] ?? ''
      if (value !== (before.get(name) ?? '')) source[name] = value
      before.set(name, value)
    }
    // A later modification that claims an earlier time is taken to have happened with the one before it; its own time is kept.
    if (occurred < latest) source[columnOf(reading, 'occurred_at')] = cell(reading, row, 'occurred_at')
    else latest = occurred
    const team = cell(reading, row, 'team')
    const after = {
      state: last.state,
      waiting_for: last.waiting_for,
      impact: chosen(reading, row, 'impact', problems),
      urgency: chosen(reading, row, 'urgency', problems),
      priority: chosen(reading, row, 'priority', problems),
      team: team === '' ? null : { source_ref: team },
      source_state: word,
      source_order: order,
      ...(Object.keys(source).length > 0 ? { source } : {}),
    }
    return { occurred_at: latest, verb: 'update', after }
  })
}

const titleOf = (number: string, ...parts: readonly string[]): string => parts.filter((part) => part !== '').join(' · ') || number

const count = (text: string): number | null => (/^\d+$/.test(text) ? Number(text) : null)

const yesNo = (word: string | null): boolean | null => (word === 'true' ? true : word === 'false' ? false : null)

/** One incident from all of its rows: the last row says how it stands, each row is an event of its past. */
export const readIncident = (reading: Reading, number: string, rows: readonly LogRow[]): ReadIncident => {
  const problems: Problem[] = []
  const steps = stepsOf(reading, rows, problems)
  const last = steps.at(-1)?.row
  const first = steps[0]?.row
  if (!last || !first) return { item: null, problems, equal: 0, back: 0 }
  const at = (role: Role): string => cell(reading, last, role)
  const moment = (role: Role): string | null => {
    if (at(role) === '') return null
    const read = reading.instant(at(role))
    if (read === null) problems.push({ ...badDate(reading, last, role), kind: 'incident' })
    return read
  }
  const opened = moment('opened_at')
  const [resolved, closed, created] = [moment('resolved_at'), moment('closed_at'), moment('created_at')]
  if (at('opened_at') === '')
    problems.push({
      severity: 'refused',
      kind: 'incident',
      file: last.file,
      line: last.line,
      path: columnOf(reading, 'opened_at'),
      rule: 'required',
      message: `${number} has no opening time.`,
    })
  if (opened === null || problems.some((one) => one.severity === 'refused' && one.line === last.line))
    return { item: null, problems, equal: 0, back: 0 }
  if (resolved !== null && resolved < opened)
    problems.push({
      severity: 'warning',
      file: last.file,
      line: last.line,
      path: columnOf(reading, 'resolved_at'),
      rule: 'order',
      message: `${number} was resolved before it was opened.`,
    })
  const events = eventsOf(reading, steps, problems)
  const now = events.at(-1)?.after ?? {}
  const category = at('category')
  const title = titleOf(number, category || at('subcategory'), at('symptom')).slice(0, 300)
  const values = {
    title,
    state: now['state'],
    service: category === '' ? null : { source_ref: category },
    team: now['team'],
    waiting_for: now['waiting_for'],
    impact: now['impact'],
    urgency: now['urgency'],
    priority: now['priority'],
    channel: chosen(reading, last, 'channel', problems),
    reported_by: at('reported_by') || null,
    category: category || null,
    subcategory: at('subcategory') || null,
    location: at('location') || null,
    resolution_code: at('resolution_code') || null,
    met_at_source: yesNo(chosen(reading, last, 'met_at_source', problems)),
    reassignments: count(at('reassignments')),
    reopenings: count(at('reopenings')),
    opened_at: opened,
    resolved_at: resolved,
    closed_at: closed,
  }
  const [equal, back] = times(steps)
  const opening = {
    title,
    opened_at: opened,
    service: values.service,
    category: values.category,
    channel: values.channel,
    reported_by: values.reported_by,
  }
  const past = events.map(
    (event, index): ReadEvent => (index === 0 ? { ...event, verb: 'create', after: { ...opening, ...event.after } } : event),
  )
  return {
    item: {
      kind: 'incident',
      source_ref: number,
      values,
      past,
      created_at: created ?? opened,
      changed_at: steps.at(-1)?.occurred ?? opened,
      file: first.file,
      line: first.line,
    },
    problems,
    equal,
    back,
  }
}

/** How often a step has the same time as the one before it, and how often an earlier one. */
const times = (steps: readonly Step[]): readonly [equal: number, back: number] => {
  let equal = 0
  let back = 0
  for (const [index, step] of steps.entries()) {
    const before = steps[index - 1]
    if (before && before.occurred === step.occurred) equal++
    else if (before && before.occurred > step.occurred) back++
  }
  return [equal, back]
}

import type { Target } from '../../platform/imports/reader.ts'
import { choice, type Field, text } from '../../platform/records/fields.ts'
import { allFields, fieldOf, type Kind } from '../../platform/records/kind.ts'

/** What a column may be besides a field: what its source calls the record. */
export const sourceRef = 'source_ref'

const plain = (name: string): string =>
  name
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^a-z0-9%]/g, '')

/** Names that files commonly give a field, besides its name and label here. */
const synonyms: Readonly<Record<string, readonly string[]>> = {
  source_ref: ['id', 'external id', 'source id', 'key', 'number', 'no', 'record id', 'sys id', 'identifier'],
  title: ['title', 'name', 'summary', 'subject', 'short description', 'caption', 'label'],
  description: ['description', 'details', 'long description', 'notes'],
  purpose: ['purpose', 'description', 'about'],
  about: ['about', 'description', 'notes'],
  statement: ['statement', 'description'],
  state: ['state', 'status', 'stage'],
  owner: ['owner', 'responsible', 'accountable', 'owned by', 'assigned to', 'assignee'],
  team: ['team', 'support group', 'assignment group', 'support team', 'owning team'],
  unit: ['unit', 'department', 'org unit', 'organisation unit', 'organization unit', 'division', 'business unit'],
  parent: ['parent', 'part of', 'parent unit'],
  supplier: ['supplier', 'vendor', 'provider'],
  service: ['service', 'service name', 'business service', 'application'],
  services: ['services', 'covered services', 'service'],
  email: ['email', 'e-mail', 'mail', 'e-mail address', 'email address'],
  phone: ['phone', 'telephone', 'tel', 'phone number', 'mobile'],
  starts_on: ['start', 'start date', 'from', 'valid from', 'effective from', 'begin'],
  ends_on: ['end', 'end date', 'until', 'valid until', 'expiry', 'expires', 'expiry date'],
  yearly_cost: ['yearly cost', 'annual cost', 'cost per year', 'annual value', 'annual price'],
  opened_at: ['opened', 'opened at', 'created', 'reported at', 'created on', 'opened on'],
  notice_days: ['notice', 'notice period', 'notice days'],
  number: ['contract number', 'reference', 'contract no'],
  tags: ['tags', 'labels', 'keywords'],
  channel: ['channel', 'contact type', 'source'],
  reported_by: ['caller', 'reporter', 'reported by'],
  component_type: ['type', 'class', 'ci class', 'category'],
  service_kind: ['kind', 'type', 'service type', 'category'],
}

/** Every field that a column may become, by name; attributes of all variants as `attributes.<key>`. */
export const targetFields = (kind: Kind): ReadonlyMap<string, Field> => {
  const found = new Map<string, Field>()
  for (const [name, field] of Object.entries(allFields(kind))) {
    if (field.computed) continue
    found.set(name, field)
    if (field.type === 'attributes')
      for (const variant of Object.values(field.variants))
        for (const [key, inner] of Object.entries(variant)) found.set(`${name}.${key}`, inner)
  }
  found.set('state', choice({ label: 'State', options: kind.lifecycle.states.map(({ name, label }) => ({ value: name, label })) }))
  found.set('ref', text({ label: 'Ref' }))
  found.set(sourceRef, text({ label: 'What the source calls it' }))
  return found
}

export const targetsOf = (kind: Kind): readonly Target[] =>
  [...targetFields(kind)].map(([name, field]) => ({
    name,
    label: name === 'title' ? kind.titled : field.label,
    type: field.type,
    ...(field.required ? { required: true } : {}),
  }))

/** Guesses what each column is: by field name, then label, then a usual name. No field is guessed twice; columns of unknown names are left out. */
export const guessColumns = (kind: Kind, header: readonly string[]): Record<string, string> => {
  const fields = targetFields(kind)
  const columns: Record<string, string> = Object.fromEntries(header.map((column) => [column, '']))
  const taken = new Set<string>()
  const computed = new Set(
    Object.entries(allFields(kind)).flatMap(([name, field]) =>
      field.computed && !['ref', 'state', 'id'].includes(name) ? [plain(name), plain(field.label)] : [],
    ),
  )
  const rounds: readonly ((name: string, field: Field) => readonly string[])[] = [
    (name) => [name],
    (name, field) => [name === 'title' ? kind.titled : field.label],
    (name) => synonyms[name] ?? [],
    (name) => [name.replace(/_(on|at)$/, ''), name.split('.').at(-1) ?? ''],
  ]
  for (const [round, names] of rounds.entries())
    for (const column of header) {
      if (columns[column] !== '' || (round > 1 && computed.has(plain(column)))) continue
      const match = [...fields].find(
        ([name, field]) => !taken.has(name) && names(name, field).some((one) => one !== '' && plain(one) === plain(column)),
      )
      if (!match) continue
      columns[column] = match[0]
      taken.add(match[0])
    }
  return columns
}

const usualKeys = ['ref', sourceRef, 'email', 'code', 'serial', 'title'] as const

/** The field by which lines find their records again: a ref, the source's own key, or a name. */
export const guessKey = (kind: Kind, columns: Readonly<Record<string, string>>, values: (column: string) => readonly string[]): string => {
  const columnOf = (target: string): string | undefined => Object.keys(columns).find((column) => columns[column] === target)
  /** Names may repeat by chance, so one repetition is enough to doubt them; a key of the source that repeats now and then is a fault to be named. */
  const distinct = (column: string, share: number): boolean => {
    const given = values(column)
      .map((one) => one.trim())
      .filter((one) => one !== '')
    return given.length > 0 && new Set(given).size >= given.length * share
  }
  const prefix = new RegExp(`^${kind.prefix}-\\d+$`, 'i')
  const ref = columnOf('ref')
  if (ref && values(ref).some((one) => prefix.test(one.trim()))) return 'ref'
  return (
    usualKeys
      .filter((key) => key !== 'ref')
      .find((key) => {
        const column = columnOf(key)
        const field = fieldOf(kind, key)
        return column !== undefined && (key === sourceRef || field?.type === 'text') && distinct(column, key === 'title' ? 1 : 0.8)
      }) ?? ''
  )
}

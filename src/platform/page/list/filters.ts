import type { Field } from '../../records/fields.ts'
import { allFields, type Kind, type Phase } from '../../records/kind.ts'

/** The address of a list: names of fields with their filters, as the API reads them, besides a few words of the screen's own. */
export type ListSearch = Readonly<Record<string, string | readonly string[] | undefined>>

/** Names in the address that are not filters. */
const own = new Set(['sort', 'peek', 'cols', 'view'])

export type Filter = Readonly<{ name: string; value: string }>

export const filtersOf = (search: ListSearch): readonly Filter[] =>
  Object.entries(search).flatMap(([name, value]) =>
    own.has(name) || value === undefined ? [] : typeof value === 'string' ? [{ name, value }] : value.map((one) => ({ name, value: one })),
  )

/** The address with one filter set anew, or taken out when `value` is empty. */
export const withFilter = (search: ListSearch, name: string, value: string | null): Record<string, string | readonly string[]> => {
  const { [name]: _, peek: __, ...rest } = search
  const kept = Object.fromEntries(
    Object.entries(rest).filter((entry): entry is [string, string | readonly string[]] => entry[1] !== undefined),
  )
  return value === null || value === '' ? kept : { ...kept, [name]: value }
}

/** Only what the server reads. */
export const askOf = (search: ListSearch): Record<string, string | readonly string[]> =>
  Object.fromEntries(
    Object.entries(search).filter(
      (entry): entry is [string, string | readonly string[]] => !['peek', 'cols', 'view'].includes(entry[0]) && entry[1] !== undefined,
    ),
  )

/** The fields that a list of this kind can be filtered by, in the order of the kind. */
export const filterable = (kind: Kind): readonly (readonly [string, Field])[] =>
  Object.entries(allFields(kind)).filter(
    ([name, field]) =>
      !['id', 'version', 'state'].includes(name) &&
      field.type !== 'structure' &&
      field.type !== 'attributes' &&
      (!kind.large || field.indexed === true || kind.list.facets.includes(name)),
  )

const sorts = new Set<Field['type']>(['structure', 'attributes', 'links', 'choices', 'markdown'])
export const sortable = (kind: Kind, field: Field): boolean => !sorts.has(field.type) && (!kind.large || field.indexed === true)

export const phases: readonly Readonly<{ name: Phase; label: string }>[] = [
  { name: 'open', label: 'Open' },
  { name: 'active', label: 'Active' },
  { name: 'waiting', label: 'Waiting' },
  { name: 'done', label: 'Done' },
  { name: 'closed', label: 'Closed' },
]

export type ValueSet = Readonly<{ not: boolean; values: readonly string[] }>
export const readSet = (value: string): ValueSet => ({
  not: value.startsWith('!'),
  values: value
    .replace(/^!/, '')
    .split(',')
    .filter((one) => one !== ''),
})
export const writeSet = ({ not, values }: ValueSet): string => (values.length === 0 ? '' : `${not ? '!' : ''}${values.join(',')}`)

/** A range as typed: from included, to excluded. */
export type Range = Readonly<{ from: string; to: string }>
export const readRange = (value: string): Range => {
  const both = /^(.*?)\.\.(.*)$/.exec(value)
  if (both) return { from: both[1] ?? '', to: both[2] ?? '' }
  if (value.startsWith('>=')) return { from: value.slice(2), to: '' }
  if (value.startsWith('<')) return { from: '', to: value.replace(/^<=?/, '') }
  return { from: value, to: value }
}
export const writeRange = ({ from, to }: Range): string => (from && to ? `${from}..${to}` : from ? `>=${from}` : to ? `<${to}` : '')

/** The two words that fit every field: nothing set, anything set. */
export const isPresence = (value: string): value is 'none' | 'any' => value === 'none' || value === 'any'

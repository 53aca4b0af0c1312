import type { Field } from './fields.ts'
import { allFields, type Kind } from './kind.ts'

/** The PostgreSQL type of a field's column, as information_schema and pg_catalog name it. */
export const columnType = (field: Field): string => {
  switch (field.type) {
    case 'text':
    case 'markdown':
    case 'choice':
      return 'text'
    case 'number':
      return field.integer ? 'bigint' : 'double precision'
    case 'share':
      return 'double precision'
    case 'duration':
      return 'bigint'
    case 'money':
      return 'numeric'
    case 'yes_no':
      return 'boolean'
    case 'day':
      return 'date'
    case 'instant':
      return 'timestamp with time zone'
    case 'choices':
      return 'text[]'
    case 'link':
      return 'uuid'
    case 'links':
      return 'uuid[]'
    case 'structure':
    case 'attributes':
      return 'jsonb'
  }
}

const special: Readonly<Record<string, string>> = { id: 'uuid', version: 'integer' }

export type Column = Readonly<{ name: string; type: string; required: boolean; field: Field }>

/** The columns of a kind's table, common ones first. Lists are never null: empty is {}. */
export const columnsOf = (kind: Kind): readonly Column[] =>
  Object.entries(allFields(kind)).map(([name, field]) => ({
    name,
    type: special[name] ?? columnType(field),
    required: field.required === true || field.type === 'choices' || field.type === 'links',
    field,
  }))

/** A value as the driver wants it: structured ones as JSON text. */
export const toColumn = (field: Field, value: unknown): unknown => {
  if (value === undefined || value === null) return field.type === 'choices' || field.type === 'links' ? [] : null
  return field.type === 'structure' || field.type === 'attributes' ? JSON.stringify(value) : value
}

/** The SQL that makes a kind's table: what a new kind's first migration holds. */
export const tableOf = (kind: Kind): string => {
  const lines = columnsOf(kind).map((column) => {
    if (column.name === 'id') return '  id uuid primary key references record (id)'
    if (column.name === 'ref') return '  ref text not null unique'
    const empty = column.type.endsWith('[]') ? " default '{}'" : ''
    return `  "${column.name}" ${short(column.type)}${column.required ? ' not null' : ''}${empty}${linked(column)}`
  })
  const indexes = columnsOf(kind)
    .filter((column) => column.field.indexed && column.name !== 'id' && column.name !== 'ref')
    .map(
      (column) =>
        `create ${column.field.unique ? 'unique ' : ''}index ${kind.name}_${column.name} on "${kind.name}" ("${column.name}"${column.field.unique ? '' : ', id'});`,
    )
  const lists = columnsOf(kind)
    .filter((column) => column.type === 'uuid[]')
    .map((column) => `create index ${kind.name}_${column.name} on "${kind.name}" using gin ("${column.name}");`)
  return [
    `create sequence ref_${kind.name};`,
    `create table "${kind.name}" (`,
    lines.join(',\n'),
    ');',
    `create index ${kind.name}_title on "${kind.name}" (title, id);`,
    ...indexes,
    ...lists,
  ].join('\n')
}

const short = (type: string): string => (type === 'timestamp with time zone' ? 'timestamptz' : type)
const linked = (column: Column): string => (column.type === 'uuid' && column.name !== 'id' ? ' references record (id)' : '')

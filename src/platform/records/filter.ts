import { isDay, millisOf } from '../../kernel/instant.ts'
import { isId } from '../../kernel/id.ts'
import { invalid } from '../../kernel/refusal.ts'
import type { Db } from '../db/database.ts'
import { and, id, or, type Sql, sql } from '../db/sql.ts'
import { reachOf } from '../rights/grants.ts'
import type { Context } from './context.ts'
import type { Field } from './fields.ts'
import { allFields, type Kind, type Phase, statesIn } from './kind.ts'
import { lookUp } from './links.ts'
import { tsquery } from './words.ts'

/** What a list is asked for: names of fields with their wanted values, as in the address. */
export type Filters = Readonly<Record<string, string | readonly string[]>>

const phases: readonly Phase[] = ['open', 'active', 'waiting', 'done', 'closed']

const scalar = (name: string, field: Field, text: string): unknown => {
  switch (field.type) {
    case 'number':
    case 'share':
    case 'duration':
    case 'money': {
      if (text.trim() === '' || Number.isNaN(Number(text))) throw invalid(name, `“${text.slice(0, 40)}” is not a number.`, 'filter')
      return text
    }
    case 'yes_no':
      if (text !== 'true' && text !== 'false') throw invalid(name, `${field.label} is filtered by true or false.`, 'filter')
      return text === 'true'
    case 'day':
      if (!isDay(text)) throw invalid(name, `“${text.slice(0, 40)}” is not a date like 2016-03-31.`, 'filter')
      return text
    case 'instant':
      if (isDay(text)) return `${text}T00:00:00Z`
      millisOf(text, name)
      return text
    default:
      return text
  }
}

const comparators: readonly (readonly [string, string])[] = [
  ['>=', '>='],
  ['<=', '<='],
  ['>', '>'],
  ['<', '<'],
]

const ordered = new Set<Field['type']>(['number', 'share', 'duration', 'money', 'day', 'instant'])

const conditionOf = (name: string, field: Field, text: string, ids: ReadonlyMap<string, { id: string }>, me: string | null): Sql => {
  const column = id(name)
  const isList = field.type === 'links' || field.type === 'choices'
  if (text === 'none') return isList ? sql`${column} = '{}'` : sql`${column} is null`
  if (text === 'any') return isList ? sql`${column} <> '{}'` : sql`${column} is not null`
  if (text.startsWith('~')) {
    if (field.type !== 'text' && field.type !== 'markdown')
      throw invalid(name, `Only text can be searched with ~; ${field.label} is not text.`, 'filter')
    return sql`${column} ilike ${`%${text.slice(1).replace(/[\\%_]/g, '\\$&')}%`}`
  }
  if (ordered.has(field.type)) {
    const range = /^(.*?)\.\.(.*)$/.exec(text)
    if (range) {
      const parts: Sql[] = []
      if (range[1]) parts.push(sql`${column} >= ${scalar(name, field, range[1])}`)
      if (range[2]) parts.push(sql`${column} < ${scalar(name, field, range[2])}`)
      return and(parts)
    }
    for (const [sign, operator] of comparators)
      if (text.startsWith(sign)) {
        const value = scalar(name, field, text.slice(sign.length))
        if (operator === '>=') return sql`${column} >= ${value}`
        if (operator === '<=') return sql`${column} <= ${value}`
        return operator === '>' ? sql`${column} > ${value}` : sql`${column} < ${value}`
      }
  }
  const not = text.startsWith('!')
  const wanted = (not ? text.slice(1) : text).split(',').filter((one) => one !== '')
  if (field.type === 'link' || field.type === 'links') {
    const found = wanted.map((key) => (key === 'me' ? me : isId(key) ? key : (ids.get(key)?.id ?? null)))
    const values = found.filter((one): one is string => one !== null)
    if (field.type === 'links') return not ? sql`not (${column} && ${values}::uuid[])` : sql`${column} && ${values}::uuid[]`
    if (values.length === 1 && !not) return sql`${column} = ${values[0]}::uuid`
    return not ? sql`(${column} is null or ${column} <> all(${values}::uuid[]))` : sql`${column} = any(${values}::uuid[])`
  }
  if (field.type === 'choices') return not ? sql`not (${column} && ${wanted}::text[])` : sql`${column} && ${wanted}::text[]`
  if (field.type === 'choice') {
    const options = new Set(field.options.map((one) => one.value))
    for (const one of wanted)
      if (!options.has(one))
        throw invalid(name, `${field.label} has no value “${one.slice(0, 40)}”. It has: ${[...options].join(', ')}.`, 'filter')
  }
  const values = wanted.map((one) => scalar(name, field, one))
  if (values.length === 1) return not ? sql`${column} is distinct from ${values[0]}` : sql`${column} = ${values[0]}`
  const texts = or(values.map((one) => sql`${column} = ${one}`))
  return not ? sql`not coalesce(${texts}, false)` : texts
}

/** Every filter of a list as SQL conditions on the kind's table. @throws Refusal naming the filter that does not fit */
export const conditionsOf = async (db: Db, ctx: Context, kind: Kind, filters: Filters): Promise<readonly Sql[]> => {
  const fields = allFields(kind)
  const entries = Object.entries(filters).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value] as const] : value.map((one) => [name, one] as const),
  )
  const keys = entries.flatMap(([name, text]) => {
    const field = fields[name]
    return field?.type === 'link' || field?.type === 'links' ? text.replace(/^!/, '').split(',') : []
  })
  const ids = await lookUp(
    db,
    // An id needs no looking up: one that names nothing is named by nothing.
    keys.filter((key) => key !== '' && !isId(key) && !['none', 'any', 'me'].includes(key)),
  )
  return entries.map(([name, text]) => {
    if (name === 'phase') {
      const wanted = phases.filter((phase) => text.split(',').includes(phase))
      if (wanted.length === 0) throw invalid('phase', `A phase is one of: ${phases.join(', ')}.`, 'filter')
      return stateCondition(statesIn(kind, ...wanted))
    }
    if (name === 'q') return words(kind, text)
    const field = fields[name]
    if (!field)
      throw invalid(
        name,
        `${kind.labels} cannot be filtered by “${name.slice(0, 60)}”. Fields are: ${Object.keys(fields).join(', ')}.`,
        'filter',
      )
    if (name === 'state')
      return conditionOf(
        name,
        { ...field, type: 'choice', options: kind.lifecycle.states.map(({ name: value, label }) => ({ value, label })) },
        text,
        ids,
        ctx.actor.id,
      )
    if (name === 'id' && !text.split(',').every(isId)) throw invalid('id', 'That is not an id.', 'filter')
    return conditionOf(name, field, text, ids, ctx.actor.id)
  })
}

/** Written out, not as parameters, so that the planner can use the partial indexes of open work. */
const stateCondition = (states: readonly string[]): Sql => ({
  strings: [`"state" in (${states.map((one) => `'${one.replaceAll("'", "''")}'`).join(', ')})`],
  values: [],
})

/** Full-text condition: every word, the last one as a beginning. */
const words = (kind: Kind, text: string): Sql => {
  const query = tsquery(text)
  return query === '' ? sql`true` : sql`id in (select id from record where kind = ${kind.name} and words @@ to_tsquery('simple', ${query}))`
}

/** What of a kind this person may see, as a condition. Null when nothing at all. */
export const sightOf = (ctx: Context, kind: Kind): Sql | null => {
  const reach = reachOf(ctx.actor, `${kind.name}.see`)
  if (reach === null) return null
  const { unit, service, own, open } = kind.scope
  if (reach === 'all' || (!unit && !service && !own)) return sql`true`
  const parts: Sql[] = open ? [sql`${id(open)}`] : []
  if (unit && reach.units.length > 0) parts.push(sql`${id(unit)} = any(${[...reach.units]}::uuid[])`)
  if (service && reach.services.length > 0) parts.push(sql`${id(service)} = any(${[...reach.services]}::uuid[])`)
  if (reach.own && ctx.actor.id) for (const field of own ?? []) parts.push(sql`${id(field)} = ${ctx.actor.id}::uuid`)
  return or(parts)
}

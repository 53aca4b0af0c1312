import { z } from 'zod'
import type { Registry } from './context.ts'
import { columnsOf } from './columns.ts'
import type { Field } from './fields.ts'
import { allFields, type Kind } from './kind.ts'
import { schemaOf } from './schema.ts'

/** These schemas describe; `readFields` judges, because it can name every wrong field in the kind's own words. */

const described = (field: Field, schema: z.ZodType): z.ZodType =>
  schema.describe([field.label, 'unit' in field && field.unit ? `in ${field.unit}` : '', field.help ?? ''].filter(Boolean).join('. '))

const anything = (kind: Kind, registry: Registry, computed: boolean): Record<string, z.ZodType> =>
  Object.fromEntries(
    Object.entries(allFields(kind))
      .filter(([, field]) => computed || !field.computed)
      .map(([name, field]) => [name, described(field, computed ? stored(field) : schemaOf(field, registry).nullable())]),
  )

/** The value of a field as it is answered. */
const stored = (field: Field): z.ZodType => {
  switch (field.type) {
    case 'number':
    case 'share':
    case 'duration':
      return z.number().nullable()
    case 'yes_no':
      return z.boolean().nullable()
    case 'choices':
      return z.array(z.string())
    case 'links':
      return z.array(z.uuid())
    case 'structure':
      return z.unknown()
    case 'attributes':
      return z.record(z.string(), z.unknown()).nullable()
    case 'link':
      return z.uuid().nullable()
    case 'instant':
      return z.iso.datetime().nullable()
    case 'day':
      return z.iso.date().nullable()
    default:
      return z.string().nullable()
  }
}

const loosened = new WeakMap<z.ZodType, true>()
/** Marks a schema that describes only: the server lets the value through to `readFields`. */
const describing = <S extends z.ZodType>(schema: S): S => {
  loosened.set(schema, true)
  return schema
}
export const onlyDescribes = (schema: z.ZodType): boolean => loosened.has(schema)

export const draftSchema = (kind: Kind, registry: Registry): z.ZodType =>
  describing(
    z
      .object(anything(kind, registry, false))
      .partial()
      .required({ title: true } as never)
      .meta({ id: `${kind.name}_draft` }),
  )
export const patchSchema = (kind: Kind, registry: Registry): z.ZodType =>
  describing(
    z
      .object({ ...anything(kind, registry, false), reason: z.string().describe('Why; kept in the event log.') })
      .partial()
      .meta({ id: `${kind.name}_patch` }),
  )

const links = z
  .record(z.string(), z.object({ id: z.uuid(), kind: z.string(), ref: z.string(), title: z.string(), state: z.string() }))
  .describe('The records that are named by id, for showing them')

const records = new WeakMap<Kind, z.ZodType>()
const recordSchema = (kind: Kind, registry: Registry): z.ZodType => {
  const known = records.get(kind)
  if (known) return known
  const made = z
    .object(anything(kind, registry, true))
    .partial()
    .meta({ id: kind.name })
  records.set(kind, made)
  return made
}

export const oneAnswer = (kind: Kind, registry: Registry): z.ZodType =>
  z.object({ item: recordSchema(kind, registry), links, may: z.unknown().optional() })
export const listAnswer = (kind: Kind, registry: Registry): z.ZodType =>
  z.object({
    items: z.array(recordSchema(kind, registry)),
    links,
    next: z.string().nullable().describe('Send as "after" for the next page'),
    count: z.object({ value: z.int(), exact: z.boolean() }).optional(),
  })

export const listQuery = (kind: Kind): z.ZodType =>
  describing(
    z.object({
      sort: z.string().optional().describe(`A field, with - for descending. Usual: ${kind.list.sort}`),
      limit: z.coerce.number().int().optional().describe('1 to 500, usual 50'),
      after: z.string().optional().describe('The "next" of the page before'),
      fields: z.string().optional().describe('Names of the fields wanted, with commas'),
      count: z.string().optional().describe('1 asks for the number of records, up to 10,000'),
      q: z.string().optional().describe('Full text'),
      phase: z.string().optional().describe('open, active, waiting, done, closed'),
      ...Object.fromEntries(
        columnsOf(kind).map(({ name, field }) => [
          name,
          z.string().optional().describe(`${field.label}: a value, several with commas, !not, a..b, >=x, none, any`),
        ]),
      ),
    }),
  )

/** A kind as programs read it. */
export const describeKind = (kind: Kind): unknown => ({ ...kind, fields: allFields(kind) })

import { z } from 'zod'
import type { Route } from './contract.ts'

type Json = Record<string, unknown>

const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): Json => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any', override: () => undefined }) as Json
  return rest
}

/** Named schemas move to #/components, so that each kind stands in the description once. */
const hoist = (node: unknown, components: Json): unknown => {
  if (Array.isArray(node)) return node.map((one) => hoist(one, components))
  if (typeof node !== 'object' || node === null) return node
  const { $defs, ...rest } = node as Json & { $defs?: Json }
  const id = rest['id']
  // A schema's own name is text; a property that happens to be called "id" is a schema.
  if (typeof id === 'string') delete rest['id']
  for (const [name, schema] of Object.entries($defs ?? {})) components[name] ??= hoist(schema, components)
  const walked = Object.fromEntries(
    Object.entries(rest).map(([key, value]) => [
      key,
      key === '$ref' && typeof value === 'string' ? value.replace('#/$defs/', '#/components/schemas/') : hoist(value, components),
    ]),
  )
  if (typeof id === 'string' && 'type' in walked) {
    components[id] ??= walked
    return { $ref: `#/components/schemas/${id}` }
  }
  return walked
}

const problemRef = {
  description: 'Refused; the body says why and what to do',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/problem' } } },
}

const parametersOf = (route: Route): unknown[] => {
  const inPath = [...route.path.matchAll(/:(\w+)/g)].map((match) => ({
    name: match[1],
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))
  if (!route.query) return inPath
  const schema = schemaOf(route.query, 'input') as { properties?: Record<string, Json>; required?: readonly string[] }
  const inQuery = Object.entries(schema.properties ?? {}).map(([name, property]) => {
    const { description, ...rest } = property
    return { name, in: 'query', required: (schema.required ?? []).includes(name), ...(description ? { description } : {}), schema: rest }
  })
  return [...inPath, ...inQuery]
}

/** The OpenAPI 3.1 description of every route, made from the same objects that serve them. */
export const openapiOf = (routes: readonly Route[], version: string): Json => {
  const components: Json = {
    problem: {
      type: 'object',
      required: ['type', 'title', 'status', 'detail', 'code', 'issues'],
      properties: {
        type: { type: 'string' },
        title: { type: 'string' },
        status: { type: 'integer' },
        detail: { type: 'string', description: 'For people: what is wrong and what to do' },
        code: { type: 'string', description: 'For programs' },
        issues: {
          type: 'array',
          items: {
            type: 'object',
            properties: {
              path: { type: 'string' },
              message: { type: 'string' },
              rule: { type: 'string' },
              line: { type: 'integer' },
              file: { type: 'string' },
            },
          },
        },
      },
    },
  }
  const paths: Record<string, Json> = {}
  for (const route of routes) {
    if (route.plain) continue
    const path = `/api/v1${route.path.replace(/:(\w+)/g, '{$1}')}`
    const answer = route.answer ? { content: { 'application/json': { schema: hoist(schemaOf(route.answer, 'output'), components) } } } : {}
    const body =
      route.bytes !== undefined
        ? { requestBody: { content: { '*/*': { schema: { type: 'string', format: 'binary' } } } } }
        : route.streams
          ? { requestBody: { content: { 'multipart/form-data': { schema: { type: 'object' } } } } }
          : route.body
            ? { requestBody: { content: { 'application/json': { schema: hoist(schemaOf(route.body, 'input'), components) } } } }
            : {}
    const found = paths[path] ?? {}
    paths[path] = found
    found[route.method.toLowerCase()] = {
      tags: [route.tag],
      summary: route.summary,
      operationId: `${route.method.toLowerCase()}${route.path.replace(/[^a-z0-9]+/gi, '_')}`,
      parameters: parametersOf(route),
      ...body,
      responses: { [String(route.status ?? 200)]: { description: 'Done', ...answer }, '4XX': problemRef },
      ...(route.open ? { security: [] } : {}),
    }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Reeve',
      version,
      description: 'Everything that the screens do. Sign in with a personal token: Authorization: Bearer rv_...',
    },
    servers: [{ url: '/' }],
    security: [{ token: [] }, { session: [] }],
    paths,
    components: {
      schemas: components,
      securitySchemes: { token: { type: 'http', scheme: 'bearer' }, session: { type: 'apiKey', in: 'cookie', name: 'reeve_session' } },
    },
  }
}

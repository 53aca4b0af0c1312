import type { FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { Database } from '../db/database.ts'
import type { Context } from '../records/context.ts'

/** What a handler is given: who asks, the parsed request, and the raw one for the few that stream. */
export type Ask<P, Q, B> = Readonly<{
  ctx: Context
  db: Database
  params: P
  query: Q
  body: B
  request: FastifyRequest
  reply: FastifyReply
}>

type Parsed<S> = S extends z.ZodType ? z.infer<S> : Record<string, never>

/**
 * One endpoint under /api/v1: the same object makes the server's route, its validation and its place in the OpenAPI description.
 * A handler returns the answer's body; `null` means it wrote to the reply itself.
 */
export type Route = Readonly<{
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Such as /services/:key/page. */
  path: string
  summary: string
  tag: string
  params?: z.ZodType
  query?: z.ZodType
  body?: z.ZodType
  answer?: z.ZodType
  status?: number
  /** False where the answer or the body is secret: an Idempotency-Key is then not honoured, so that neither is stored. */
  remembered?: false
  /** Nobody needs to be signed in. */
  open?: boolean
  /** The body is not JSON: multipart or a stream that the handler reads. */
  streams?: boolean
  /** The body is whatever the sender sends: at most so many bytes, already unpacked (gzip, deflate), given to the handler as a Buffer in `body`. */
  bytes?: number
  /** The path is the whole address, outside /api/v1: pages, feeds and pictures for readers. It stands in no API description. */
  plain?: true
  /** Proved by a key of its own that the handler judges: the Authorization header is not looked up among people. */
  keyed?: boolean
  handle: (ask: Ask<never, never, never>) => Promise<unknown>
}>

type Spec<P extends z.ZodType | undefined, Q extends z.ZodType | undefined, B extends z.ZodType | undefined> = Omit<
  Route,
  'handle' | 'params' | 'query' | 'body'
> &
  Readonly<{
    params?: P
    query?: Q
    body?: B
    handle: (ask: Ask<P extends z.ZodType ? Parsed<P> : Readonly<Record<string, string>>, Parsed<Q>, Parsed<B>>) => Promise<unknown>
  }>

/** Describes an endpoint; the handler's arguments get their types from the schemas. Path parameters without a schema are text. */
export const route = <
  P extends z.ZodType | undefined = undefined,
  Q extends z.ZodType | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
>(
  spec: Spec<P, Q, B>,
): Route => spec as unknown as Route

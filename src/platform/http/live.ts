import type { FastifyReply } from 'fastify'
import type { Database } from '../db/database.ts'
import { sql } from '../db/sql.ts'
import type { News } from '../records/context.ts'

/** Somebody who looks at live screens. `sees` decides which kinds they hear of. */
type Listener = Readonly<{ reply: FastifyReply; person: string | null; sees: (kind: string) => boolean }>

export type Live = Readonly<{
  announce: (news: News) => void
  /** Tells one person's screens something of their own, such as a new notification. */
  tell: (person: string, topic: string) => void
  join: (listener: Listener) => void
  start: () => Promise<void>
  stop: () => Promise<void>
}>

type Wire = Readonly<{ news: readonly News[]; tells: readonly Readonly<{ person: string; topic: string }>[] }>

const channel = 'reeve_live'
/** News waits this long for company: a notification inside each transaction would make all commits queue for one lock. */
const pause = 100
/** A payload may hold 8,000 bytes; more news than fit become "look again". */
const room = 7_500

/** Server-sent events for every process of the cluster: changes go through the database to all, and from there to the browsers. */
export const makeLive = (database: () => Database): Live => {
  const listeners = new Set<Listener>()
  let news: News[] = []
  let tells: { person: string; topic: string }[] = []
  let timer: NodeJS.Timeout | undefined
  let beat: NodeJS.Timeout | undefined
  let stopListening: (() => Promise<void>) | undefined

  const send = (listener: Listener, event: string, data: unknown): void => {
    listener.reply.raw.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
  }
  const heard = (payload: string): void => {
    const wire = JSON.parse(payload) as Wire
    for (const listener of listeners) {
      for (const one of wire.news) if (listener.sees(one.kind)) send(listener, 'change', one)
      for (const one of wire.tells) if (one.person === listener.person) send(listener, one.topic, {})
    }
  }
  const flush = (): void => {
    timer = undefined
    const kinds = [...new Set(news.map((one) => one.kind))]
    let payload = JSON.stringify({ news, tells } satisfies Wire)
    if (Buffer.byteLength(payload) > room)
      payload = JSON.stringify({
        news: kinds.map((kind) => ({ kind, id: '', ref: '', verb: 'many', version: 0, actor: null })),
        tells: [],
      } satisfies Wire)
    news = []
    tells = []
    // A lost announcement costs a screen one refresh; the event log stays whole.
    void database()
      .run(sql`select pg_notify(${channel}, ${payload})`)
      .catch(() => undefined)
  }
  const soon = (): void => {
    timer ??= setTimeout(flush, pause)
    timer.unref()
  }
  return {
    announce: (one) => {
      news.push(one)
      soon()
    },
    tell: (person, topic) => {
      tells.push({ person, topic })
      soon()
    },
    join: (listener) => {
      listeners.add(listener)
      listener.reply.raw.on('close', () => listeners.delete(listener))
      listener.reply.raw.write('retry: 3000\n\n')
    },
    start: async () => {
      stopListening = await database().listen(channel, heard)
      beat = setInterval(() => {
        for (const listener of listeners) listener.reply.raw.write(': still here\n\n')
      }, 25_000)
      beat.unref()
    },
    stop: async () => {
      clearTimeout(timer)
      clearInterval(beat)
      for (const listener of listeners) listener.reply.raw.end()
      listeners.clear()
      await stopListening?.()
    },
  }
}

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { AnyRecord, Kind } from '../../records/kind.ts'
import { api, keys, type OneAnswer, problemOf } from '../api.ts'
import { remember } from '../fields/pointers.ts'
import { kindNamed } from '../registry/kinds.ts'
import { complain } from '../kit/notify.tsx'

type Answer = OneAnswer<AnyRecord>
type Values = Readonly<Record<string, unknown>>

export const recordQuery = (kind: Kind, key: string, asOf?: string) => ({
  queryKey: keys.record(kind.plural, key, asOf),
  queryFn: async ({ signal }: { signal: AbortSignal }): Promise<Answer> => {
    const answer = await api.one(kind, key, asOf ? { as_of: asOf } : undefined, signal)
    remember(answer.links)
    return answer
  },
  staleTime: 10_000,
})

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null)

/**
 * Sends a change with the version it was made on. When others changed other fields meanwhile, it is sent again on top of theirs.
 * @throws ProblemError `stale_version` when they changed one of the same fields
 */
export const changeUnlessTouched = async (kind: Kind, begun: AnyRecord, values: Values): Promise<Answer> => {
  try {
    return await api.change(kind, begun.id, begun.version, values)
  } catch (error) {
    if (problemOf(error)?.code !== 'stale_version') throw error
    const { item } = await api.one(kind, begun.id)
    if (Object.keys(values).some((name) => name !== 'reason' && !same(item[name], begun[name]) && !same(item[name], values[name])))
      throw error
    return await api.change(kind, begun.id, item.version, values)
  }
}

/** Somebody else changed the record meanwhile: what they made of it, and what was wanted here. */
export type Conflict = Readonly<{ mine: Values; current: Values }>

/** A record with ways to change it: shown at once, sent with its version, put back when refused. */
export const useRecord = (kind: Kind, key: string, asOf?: string) => {
  const client = useQueryClient()
  const [conflict, setConflict] = useState<Conflict | null>(null)
  const before = useRef<AnyRecord>(undefined)
  const query = useQuery(recordQuery(kind, key, asOf))
  const place = keys.record(kind.plural, key)
  const record = query.data?.item

  const settled = async (answer: Answer, before: AnyRecord): Promise<void> => {
    remember(answer.links)
    client.setQueryData<Answer>(place, (old) =>
      old ? { ...old, item: { ...old.item, ...answer.item }, links: { ...old.links, ...answer.links } } : old,
    )
    await Promise.all([
      client.invalidateQueries({ queryKey: place }),
      client.invalidateQueries({ queryKey: keys.aboutAll(before.id) }),
      client.invalidateQueries({ queryKey: keys.lists(kind.plural), refetchType: 'none' }),
    ])
  }
  const refused = async (error: unknown, mine: Values): Promise<void> => {
    const problem = problemOf(error)
    if (problem?.code !== 'stale_version') return
    const current = problem.current ?? (await client.query({ ...recordQuery(kind, key), staleTime: 0 })).item
    await client.invalidateQueries({ queryKey: place })
    setConflict({ mine, current })
  }

  const change = useMutation({
    mutationFn: async ({ values, version }: { values: Values; version?: number; begun?: AnyRecord }) => {
      const begun = before.current
      if (!begun) throw new Error('Not loaded yet.')
      return version === undefined ? await changeUnlessTouched(kind, begun, values) : await api.change(kind, begun.id, version, values)
    },
    // `begun` is what the person saw when the edit began: a change that came in since then is a conflict, not a base to write on
    onMutate: async ({ values, begun }) => {
      await client.cancelQueries({ queryKey: place })
      const held = client.getQueryData<Answer>(place)
      before.current = begun ?? held?.item ?? record
      client.setQueryData<Answer>(place, (old) => (old ? { ...old, item: { ...old.item, ...values } } : old))
      return { held }
    },
    onError: async (error, { values }, context) => {
      if (context?.held) client.setQueryData(place, context.held)
      await refused(error, values)
    },
    onSuccess: async (answer) => record && settled(answer, record),
  })

  const move = useMutation({
    mutationFn: async ({ verb, asked }: { verb: string; asked: Values }) => {
      if (!record) throw new Error('Not loaded yet.')
      return await api.move(kind, record.id, record.version, verb, asked)
    },
    onSuccess: async (answer) => record && settled(answer, record),
    onError: async (error, { asked }) => refused(error, asked),
  })

  const watch = useMutation({
    mutationFn: async (on: boolean) => (record ? api.call(on ? 'PUT' : 'DELETE', `/records/${record.id}/watch`) : undefined),
    onMutate: (on) => client.setQueryData<Answer>(place, (old) => (old ? { ...old, watching: on } : old)),
    onError: (error) => {
      complain(error)
      void client.invalidateQueries({ queryKey: place })
    },
  })

  return {
    query,
    record,
    links: query.data?.links ?? {},
    may: query.data?.may ?? {},
    watching: query.data?.watching === true,
    change,
    move,
    watch,
    conflict,
    setConflict,
  }
}

export type RecordWays = ReturnType<typeof useRecord>

/** What a right lets one do, in words: “incident.edit” is to change incidents. */
const rightWords = (right: string): string => {
  const [name = '', verb = ''] = right.split('.')
  const kind = kindNamed(name)
  if (!kind) return right.replaceAll(/[._]/g, ' ')
  const things = kind.labels.toLowerCase()
  const known: Readonly<Record<string, string>> = { see: 'see', create: 'create', edit: 'change', remove: 'remove' }
  const plain = known[verb]
  return plain ? `${plain} ${things}` : `choose “${kind.lifecycle.moves.find((one) => one.verb === verb)?.label ?? verb}” on ${things}`
}

/** Whether something is allowed; else the sentence that says why not. */
export const whyNot = (
  answer: boolean | Readonly<{ why: string; right?: string; holders?: readonly Readonly<{ title: string }>[] }> | undefined,
): string | null => {
  if (answer === true) return null
  if (answer === undefined || answer === false) return 'You may not do this.'
  const holders = answer.holders?.slice(0, 4).map((one) => one.title) ?? []
  const why = answer.right ? `Your roles do not let you ${rightWords(answer.right)} here.` : answer.why
  return `${why}${holders.length > 0 ? ` Ask ${holders.join(', ')}.` : ''}`
}

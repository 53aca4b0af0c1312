import type { QueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { kindNamed } from '../registry/kinds.ts'
import { keys } from './keys.ts'
import { base } from './request.ts'
import type { LiveChange } from './shapes.ts'

type Listener = (changes: readonly LiveChange[]) => void
const listeners = new Set<Listener>()

/** Calls back with changes of records, gathered for half a second. */
export const useLive = (listener: Listener): void => {
  useEffect(() => {
    listeners.add(listener)
    return () => {
      listeners.delete(listener)
    }
  }, [listener])
}

/** Opens the stream of changes and refreshes what is on screen. Returns how to close it. */
export const openLive = (client: QueryClient): (() => void) => {
  let waiting: LiveChange[] = []
  let timer: ReturnType<typeof setTimeout> | undefined
  const flush = (): void => {
    timer = undefined
    const changes = waiting
    waiting = []
    for (const listener of listeners) listener(changes)
    for (const change of changes) {
      const plural = kindNamed(change.kind)?.plural
      if (!plural) continue
      void client.invalidateQueries({ queryKey: keys.aboutAll(change.id) })
      void client.invalidateQueries({
        predicate: ({ queryKey }) =>
          queryKey[0] === 'record' && queryKey[1] === plural && (queryKey[2] === change.id || queryKey[2] === change.ref),
      })
    }
    for (const kind of new Set(changes.map((change) => change.kind)))
      if (kind === 'view') void client.invalidateQueries({ queryKey: ['views'] })
  }
  const source = new EventSource(`${base}/live`, { withCredentials: true })
  source.addEventListener('change', (event) => {
    waiting.push(JSON.parse(String(event.data)) as LiveChange)
    timer ??= setTimeout(flush, 500)
  })
  source.addEventListener('notification', () => {
    void client.invalidateQueries({ queryKey: keys.notices })
    void client.invalidateQueries({ queryKey: keys.session })
  })
  return () => {
    clearTimeout(timer)
    source.close()
  }
}

import { type InfiniteData, keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useMemo, useState } from 'react'
import type { AnyRecord, Kind } from '../../records/kind.ts'
import { api, keys, type ListAnswer, type LiveChange } from '../api.ts'
import { useLive } from '../client/live.ts'
import { mergedLinks } from '../kit/address.ts'
import { remember } from '../fields/pointers.ts'
import { askOf, type ListSearch } from './filters.ts'

const pageSize = 100
type Page = ListAnswer<AnyRecord>

/**
 * The rows of a list, fetched a hundred at a time as one scrolls. Rows that change elsewhere are fetched anew one by one;
 * new ones are counted in `waiting` until `refresh` is called, so that nothing jumps under the reader's hand.
 * @param fields what is shown of each row: nothing else is sent
 */
export const useList = (kind: Kind, search: ListSearch, fields: readonly string[]) => {
  const client = useQueryClient()
  const ask = useMemo(() => ({ ...askOf(search), fields: fields.join(',') }), [search, fields])
  const key = useMemo(() => keys.list(kind.plural, ask), [kind, ask])
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set())
  const [waiting, setWaiting] = useState(0)
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: async ({ pageParam, signal }) => {
      const page: Page = await api.list(kind, { ...ask, limit: pageSize, ...(pageParam ? { after: pageParam } : {}) }, signal)
      remember(page.links)
      return page
    },
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    staleTime: 20_000,
    placeholderData: keepPreviousData,
  })
  const count = useQuery({
    queryKey: [...key, 'count'],
    queryFn: async ({ signal }) => (await api.list(kind, { ...ask, limit: 1, count: 1 }, signal)).count ?? null,
    staleTime: 20_000,
    placeholderData: keepPreviousData,
  })
  const pages = query.data?.pages
  const items = useMemo(() => pages?.flatMap((page) => page.items) ?? [], [pages])
  const links = useMemo(() => mergedLinks(pages), [pages])

  const renew = useCallback(
    async (ids: readonly string[]): Promise<void> => {
      const answer: Page = await api.list(kind, { id: ids.join(','), limit: ids.length, fields: ask.fields })
      remember(answer.links)
      const byId = new Map(answer.items.map((item) => [item.id, item]))
      client.setQueryData<InfiniteData<Page>>(key, (old) =>
        old
          ? {
              ...old,
              pages: old.pages.map((page) => ({
                ...page,
                items: page.items.map((item) => byId.get(item.id) ?? item),
                links: { ...page.links, ...answer.links },
              })),
            }
          : old,
      )
      setFresh(new Set(ids))
      setTimeout(() => setFresh(new Set()), 1600)
    },
    [client, key, kind, ask],
  )
  useLive(
    useCallback(
      (changes: readonly LiveChange[]) => {
        const mine = changes.filter((change) => change.kind === kind.name)
        if (mine.length === 0) return
        const shown = new Set(items.map((item) => item.id))
        const known = [...new Set(mine.map((change) => change.id).filter((id) => shown.has(id)))]
        if (known.length > 0) void renew(known.slice(0, 200)).catch(() => undefined)
        const added = mine.filter((change) => change.verb === 'create' || change.verb === 'remove').length
        if (added > 0) setWaiting((before) => before + added)
      },
      [items, kind, renew],
    ),
  )
  const refresh = useCallback(() => {
    setWaiting(0)
    void client.invalidateQueries({ queryKey: keys.lists(kind.plural) })
  }, [client, kind])
  return { ...query, items, links, count: count.data ?? null, fresh, waiting, refresh }
}

import { useQuery } from '@tanstack/react-query'
import { api } from '../../page/api.ts'
import type { ReaderLine } from './shapes.ts'

/** What can be imported. */
export const useReaders = () =>
  useQuery({
    queryKey: ['imports', 'readers'],
    queryFn: async ({ signal }) => (await api.get<{ items: readonly ReaderLine[] }>('/imports/readers', undefined, signal)).items,
    staleTime: Number.POSITIVE_INFINITY,
  })

/** What people call a reader, by its name. */
export const useReaderLabels = (): ReadonlyMap<string, string> =>
  new Map((useReaders().data ?? []).map((reader) => [reader.name, reader.label]))

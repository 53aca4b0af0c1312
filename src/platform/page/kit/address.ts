import { useParams, useSearch } from '@tanstack/react-router'
import type { Links } from '../client/shapes.ts'

type Words = Readonly<Record<string, string | undefined>>

/** The address's query, each name with its first value. */
export const useWords = (): Words => {
  const found: Readonly<Record<string, unknown>> = useSearch({ strict: false })
  return Object.fromEntries(
    Object.entries(found).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : Array.isArray(value) ? String(value[0]) : undefined,
    ]),
  )
}

/** The parts of the address that the route names. */
export const useParts = (): Words => useParams({ strict: false })

/** The linked records of several answers in one. */
export const mergedLinks = (pages: readonly Readonly<{ links: Links }>[] | undefined): Links => {
  const all: Record<string, Links[string]> = {}
  for (const page of pages ?? []) Object.assign(all, page.links)
  return all
}

import { useNavigate } from '@tanstack/react-router'
import type { RefObject } from 'react'
import type { AnyRecord, Kind } from '../../records/kind.ts'
import { useKeys } from '../keys/keys.ts'

type Ways = Readonly<{
  kind: Kind
  items: readonly AnyRecord[]
  cursor: number
  setCursor: (index: number) => void
  toggle: (id: string, range: boolean) => void
  clear: () => void
  selected: ReadonlySet<string>
  peeked: string | undefined
  peek: (ref: string) => void
  closePeek: () => void
  box: RefObject<HTMLInputElement | null>
  mayCreate: boolean
}>

/** The keys of a list. */
export const useListKeys = ({
  kind,
  items,
  cursor,
  setCursor,
  toggle,
  clear,
  selected,
  peeked,
  peek,
  closePeek,
  box,
  mayCreate,
}: Ways): void => {
  const navigate = useNavigate()
  const current = items[cursor]
  const step = (by: number): void => {
    const next = Math.max(0, Math.min(items.length - 1, cursor + by))
    setCursor(next)
    const record = items[next]
    if (peeked !== undefined && record) peek(record.ref)
  }
  const open = (part = ''): void => {
    if (current) void navigate({ to: `/${kind.plural}/${current.ref}${part}` })
  }
  const group = kind.labels
  useKeys([
    { keys: 'j', label: 'Next row', group, run: () => step(1) },
    { keys: 'k', label: 'Row before', group, run: () => step(-1) },
    { keys: 'x', label: 'Select the row', group, run: () => current && toggle(current.id, false) },
    { keys: 'shift+x', label: 'Select up to the row', group, run: () => current && toggle(current.id, true) },
    { keys: 'o', label: 'Open', group, run: () => open() },
    { keys: 'Enter', label: 'Open', group, run: () => open() },
    { keys: 'p', label: 'Open at the side', group, run: () => current && (peeked === current.ref ? closePeek() : peek(current.ref)) },
    { keys: 'e', label: 'Edit', group, run: () => open('/edit') },
    ...(mayCreate
      ? [{ keys: 'c', label: `New ${kind.label.toLowerCase()}`, group, run: () => void navigate({ to: `/${kind.plural}/new` }) }]
      : []),
    { keys: '/', label: 'Search in this list', group, run: () => box.current?.focus() },
    {
      keys: 'Escape',
      label: 'Close the side, or clear the selection',
      group,
      run: () => (peeked !== undefined ? closePeek() : selected.size > 0 ? clear() : setCursor(-1)),
    },
  ])
}

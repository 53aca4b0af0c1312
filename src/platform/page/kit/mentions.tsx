import { useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, type RefObject, useId, useState } from 'react'
import { api, type Pointer } from '../api.ts'
import { kindNamed } from '../registry/kinds.ts'
import { Icon } from './icon.tsx'
import classes from './mentions.module.css'

type Asked = Readonly<{ sign: '@' | '#'; words: string; from: number; to: number }>

const askedAt = (text: string, caret: number): Asked | null => {
  const found = /(?:^|[\s(])([@#])([\p{L}\p{N}-]{0,40})$/u.exec(text.slice(0, caret))
  if (!found) return null
  const words = found[2] ?? ''
  return { sign: found[1] === '@' ? '@' : '#', words, from: caret - words.length - 1, to: caret }
}

/** Names that can be written after @ as they are; others are written by their ref. */
const callable = /^\p{L}[\p{L}\p{M}'’.-]*(?: \p{L}[\p{L}\p{M}'’.-]*){0,4}$/u

/** Completion of @people, @teams and #records inside a text area. */
export const useMentions = (area: RefObject<HTMLTextAreaElement | null>, value: string, onChange: (text: string) => void) => {
  const id = useId()
  const [asked, setAsked] = useState<Asked | null>(null)
  const [at, setAt] = useState(0)
  const query = useQuery({
    queryKey: ['mentions', asked?.sign, asked?.words],
    queryFn: async ({ signal }) =>
      (await api.get<{ items: readonly Pointer[] }>('/mentions', { q: `${asked?.sign ?? ''}${asked?.words ?? ''}` }, signal)).items,
    enabled: asked !== null && asked.words.length > 0,
    staleTime: 30_000,
  })
  const items = asked
    ? (query.data ?? []).filter((one) => (asked.sign === '@') === (one.kind === 'person' || one.kind === 'team')).slice(0, 8)
    : []
  const put = (one: Pointer): void => {
    if (!asked) return
    const text = `${asked.sign}${asked.sign === '@' && callable.test(one.title) ? one.title : one.ref} `
    onChange(value.slice(0, asked.from) + text + value.slice(asked.to))
    setAsked(null)
    requestAnimationFrame(() => area.current?.setSelectionRange(asked.from + text.length, asked.from + text.length))
  }
  return {
    look: () =>
      requestAnimationFrame(() => {
        setAsked(area.current ? askedAt(area.current.value, area.current.selectionStart) : null)
        setAt(0)
      }),
    close: () => setTimeout(() => setAsked(null), 150),
    /** True when the key was meant for the list. */
    key: (event: KeyboardEvent): boolean => {
      if (items.length === 0) return false
      const chosen = items[at]
      if (event.key === 'ArrowDown') setAt((at + 1) % items.length)
      else if (event.key === 'ArrowUp') setAt((at + items.length - 1) % items.length)
      else if ((event.key === 'Enter' || event.key === 'Tab') && chosen) put(chosen)
      else if (event.key === 'Escape') setAsked(null)
      else return false
      event.preventDefault()
      event.stopPropagation()
      return true
    },
    aria: items.length > 0 ? { 'aria-autocomplete': 'list' as const, 'aria-controls': id, 'aria-activedescendant': `${id}-${at}` } : {},
    list: { id, items, at, put },
  }
}

export const MentionList = ({
  id,
  items,
  at,
  put,
}: Readonly<{ id: string; items: readonly Pointer[]; at: number; put: (one: Pointer) => void }>) =>
  items.length === 0 ? null : (
    <div role="listbox" id={id} aria-label="People and records" className={classes['list']}>
      {items.map((one, index) => (
        <div
          key={one.id}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === at}
          className={classes['option']}
          onMouseDown={(event) => {
            event.preventDefault()
            put(one)
          }}
        >
          <Icon name={kindNamed(one.kind)?.icon ?? 'point'} size={14} />
          <span>{one.title}</span>
          <small className="rv-dim">{one.ref}</small>
        </div>
      ))}
    </div>
  )

import { Modal } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { IconSearch } from '@tabler/icons-react'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { api, type Found, keys } from '../api.ts'
import { Icon } from '../kit/icon.tsx'
import { useGo } from '../kit/to.tsx'
import { addressOf, kindNamed } from '../registry/kinds.ts'
import { useSession } from '../session/session.ts'
import { type Command, fitting, useCommands, useRecordCommands } from './commands.ts'
import classes from './palette.module.css'
import { recentlySeen } from './recent.ts'
import { useSignOut } from './top-bar.tsx'

const ofFound = (one: Found, go: (to: string) => void, group: string): Command => ({
  id: one.id,
  label: one.title,
  hint: one.ref,
  icon: kindNamed(one.kind)?.icon ?? 'point',
  group,
  run: () => go(addressOf(one)),
})

/** Goes to the record of a ref that search has not answered for yet; to the search when there is none. */
const openRef = async (ref: string, go: (to: string) => void): Promise<void> => {
  try {
    go(addressOf(await api.get<Found>(`/records/${ref}`)))
  } catch {
    go(`/search?q=${encodeURIComponent(ref)}`)
  }
}

/** Ctrl/Cmd+K: go to, create, act on the record on screen, find records. */
export const Palette = ({ close, openKeys }: Readonly<{ close: () => void; openKeys: () => void }>) => (
  <Modal.Root opened onClose={close} size={620} yOffset="12vh" transitionProps={{ duration: 0 }}>
    <Modal.Overlay backgroundOpacity={0.35} />
    <Modal.Content aria-label="Search and commands" radius="md">
      <Inside close={close} openKeys={openKeys} />
    </Modal.Content>
  </Modal.Root>
)

const Inside = ({ close, openKeys }: Readonly<{ close: () => void; openKeys: () => void }>) => {
  const id = useId()
  const session = useSession()
  const to = useGo()
  const signOut = useSignOut()
  const [words, setWords] = useState('')
  const [at, setAt] = useState(0)
  const [settled] = useDebouncedValue(words.trim(), 120)
  const box = useRef<HTMLDivElement>(null)
  const go = (address: string): void => {
    close()
    to(address)
  }
  const found = useQuery({
    queryKey: keys.search(settled, ''),
    queryFn: async ({ signal }) => (await api.get<{ items: readonly Found[] }>('/search', { q: settled, limit: 12 }, signal)).items,
    enabled: settled.length >= 2,
    placeholderData: keepPreviousData,
    staleTime: 15_000,
  })
  const own = useCommands(session, { go, close, openKeys, signOut })
  const here = useRecordCommands()
  const records = words.trim().length >= 2 ? (found.data ?? []).map((one) => ofFound(one, go, 'Records')) : []
  const recent = words === '' ? recentlySeen().map((one) => ofFound(one, go, 'Seen lately')) : []
  const actions = fitting(here, words, words === '' ? 5 : 8).map((one) => ({
    ...one,
    run: () => {
      close()
      one.run()
    },
  }))
  const exact = records.filter((one) => one.hint?.toLowerCase() === words.trim().toLowerCase())
  const whole: readonly Command[] =
    words.trim() === ''
      ? []
      : [
          {
            id: 'all',
            label: `Search everything for “${words.trim()}”`,
            icon: 'search',
            group: 'Search',
            run: () => go(`/search?q=${encodeURIComponent(words.trim())}`),
          },
        ]
  const jump: readonly Command[] =
    exact.length === 0 && /^[a-z]{2,6}-\d{1,9}$/i.test(words.trim())
      ? [
          {
            id: 'ref',
            label: `Open ${words.trim().toUpperCase()}`,
            icon: 'arrow-right',
            group: 'Records',
            run: () => void openRef(words.trim().toUpperCase(), go),
          },
        ]
      : []
  const items = [
    ...exact,
    ...jump,
    ...actions,
    ...recent,
    ...fitting(own, words, words === '' ? 40 : 8),
    ...records.filter((one) => !exact.includes(one)),
    ...whole,
  ]
  useEffect(() => {
    // scrollIntoView gives a promise in newer browsers, which is no way to end an effect
    box.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [at])
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown') setAt(Math.min(at + 1, items.length - 1))
    else if (event.key === 'ArrowUp') setAt(Math.max(at - 1, 0))
    else if (event.key === 'Enter') items[at]?.run()
    else return
    event.preventDefault()
  }
  let group = ''
  return (
    <>
      <div className={classes['top']}>
        <IconSearch size={16} aria-hidden />
        <input
          data-autofocus
          autoFocus
          className={classes['input']}
          placeholder="Go to, create, find INC-1042 …"
          aria-label="Search or go to"
          role="combobox"
          aria-expanded
          aria-controls={id}
          aria-autocomplete="list"
          aria-activedescendant={items[at] ? `${id}-${at}` : undefined}
          value={words}
          onChange={(event) => {
            setWords(event.currentTarget.value)
            setAt(0)
          }}
          onKeyDown={onKey}
        />
        {found.isFetching && <small className="rv-dim">searching…</small>}
      </div>
      <div ref={box} id={id} role="listbox" aria-label="Places, commands and records" className={classes['list']} tabIndex={-1}>
        {items.length === 0 && (
          <div role="option" aria-selected={false} aria-disabled className="rv-pad rv-dim">
            Nothing fits. Try a ref such as INC-12, a name, or “create”.
          </div>
        )}
        {items.map((item, index) => {
          const head = item.group !== group
          group = item.group
          return (
            <div key={`${item.group} ${item.id}`} role="presentation">
              {head && (
                <div className={classes['group']} role="presentation">
                  {item.group}
                </div>
              )}
              {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the box above takes Enter */}
              <div
                id={`${id}-${index}`}
                role="option"
                aria-selected={index === at}
                className={classes['item']}
                onMouseMove={() => index !== at && setAt(index)}
                onClick={item.run}
              >
                <Icon name={item.icon} size={15} />
                <span>{item.label}</span>
                {item.hint && <small className="rv-dim">{item.hint}</small>}
              </div>
            </div>
          )
        })}
      </div>
    </>
  )
}

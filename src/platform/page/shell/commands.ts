import { useEffect, useSyncExternalStore } from 'react'
import type { Session } from '../client/shapes.ts'
import { commandsContributed } from '../registry/contributions.ts'
import { allKinds } from '../registry/kinds.ts'
import { can } from '../session/session.ts'
import { desks, desksOf, listSearch } from './menu.ts'

export type Command = Readonly<{ id: string; label: string; hint?: string; icon: string; group: string; words?: string; run: () => void }>

let ofRecord: readonly Command[] = []
const watchers = new Set<() => void>()
const setOfRecord = (commands: readonly Command[]): void => {
  ofRecord = commands
  for (const watcher of watchers) watcher()
}
const subscribe = (watcher: () => void): (() => void) => {
  watchers.add(watcher)
  return () => watchers.delete(watcher)
}

/** What can be done with the record on screen. */
export const useRecordCommands = (): readonly Command[] => useSyncExternalStore(subscribe, () => ofRecord)

/** Offers commands while a record is on screen. `key` says when they have changed. */
export const useOffer = (commands: readonly Command[], key: string): void => {
  useEffect(() => {
    setOfRecord(commands)
    return () => setOfRecord([])
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- key stands for the commands
  }, [key])
}

type Ways = Readonly<{ go: (to: string) => void; close: () => void; openKeys: () => void; signOut: () => void }>

/** Places and things to create, for this person. */
export const useCommands = (session: Session, { go, close, openKeys, signOut }: Ways): readonly Command[] => {
  const seen = allKinds().filter((kind) => can(session, `${kind.name}.see`) && !kind.quiet)
  const query = (preset: Readonly<Record<string, string>>): string => {
    const text = new URLSearchParams(preset).toString()
    return text ? `?${text}` : ''
  }
  return [
    { id: 'home', label: 'Home', icon: 'home', group: 'Go to', run: () => go('/') },
    { id: 'inbox', label: 'Inbox', icon: 'bell', group: 'Go to', words: 'notifications', run: () => go('/inbox') },
    ...desks
      .filter((desk) => desk.name !== 'admin' && desk.name !== session.desk && desksOf(session).includes(desk.name))
      .map((desk) => ({
        id: `desk ${desk.name}`,
        label: `${desk.label} desk`,
        hint: desk.about,
        icon: desk.icon,
        group: 'Go to',
        run: () => go(`/desk/${desk.name}`),
      })),
    ...seen.map((kind) => ({
      id: `list ${kind.name}`,
      label: kind.labels,
      icon: kind.icon,
      group: 'Go to',
      words: kind.plural,
      run: () => go(`/${kind.plural}${query(listSearch(kind))}`),
    })),
    ...commandsContributed()
      .filter((command) => !command.right || can(session, command.right))
      .map((command) => ({
        id: command.to,
        label: command.label,
        icon: command.icon ?? 'bolt',
        group: 'Go to',
        ...(command.hint ? { hint: command.hint } : {}),
        ...(command.words ? { words: command.words } : {}),
        run: () => go(command.to),
      })),
    ...seen
      .filter((kind) => can(session, `${kind.name}.create`))
      .map((kind) => ({
        id: `new ${kind.name}`,
        label: `Create ${kind.label.toLowerCase()}`,
        icon: 'plus',
        group: 'Create',
        words: `new add ${kind.label}`,
        run: () => go(`/${kind.plural}/new`),
      })),
    ...(can(session, 'audit.read')
      ? [{ id: 'audit', label: 'Audit', icon: 'history', group: 'Go to', words: 'events log', run: () => go('/audit') }]
      : []),
    {
      id: 'settings',
      label: 'Settings',
      icon: 'settings',
      group: 'Go to',
      words: 'password tokens appearance dark density',
      run: () => go('/settings'),
    },
    {
      id: 'keys',
      label: 'Show the keys',
      icon: 'key',
      group: 'Help',
      words: 'shortcuts keyboard',
      run: () => {
        close()
        openKeys()
      },
    },
    { id: 'out', label: 'Sign out', icon: 'arrow-right', group: 'Help', run: signOut },
  ]
}

/** The commands that hold every word, those that begin with them first. */
export const fitting = (commands: readonly Command[], words: string, most: number): readonly Command[] => {
  const parts = words
    .toLowerCase()
    .split(/\s+/)
    .filter((part) => part !== '')
  if (parts.length === 0) return commands.slice(0, most)
  return commands
    .flatMap((command) => {
      const text = `${command.label} ${command.words ?? ''}`.toLowerCase()
      if (!parts.every((part) => text.includes(part))) return []
      return [{ command, rank: text.startsWith(parts[0] ?? '') ? 0 : 1 }]
    })
    .toSorted((a, b) => a.rank - b.rank)
    .slice(0, most)
    .map(({ command }) => command)
}

import { useEffect, useRef, useSyncExternalStore } from 'react'

/** A key, or two pressed after each other: "j", "g s", "mod+k", "shift+x", "Enter". */
export type KeyBinding = Readonly<{ keys: string; label: string; group: string; run: (event: KeyboardEvent) => void; inFields?: boolean }>

let layers: readonly (readonly KeyBinding[])[] = []
let off = false
const watchers = new Set<() => void>()
const changed = (next: readonly (readonly KeyBinding[])[]): void => {
  layers = next
  for (const watcher of watchers) watcher()
}

/** Single keys can be switched off; combinations with Ctrl or Cmd stay. */
export const switchKeys = (isOff: boolean): void => {
  off = isOff
}

const mac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform)
/** How a binding is written for people. */
export const keyText = (keys: string): string =>
  keys
    .replace('mod+', mac ? '⌘' : 'Ctrl ')
    .replace('shift+', 'Shift ')
    .replace(/(^| )k$/, (mod) => (keys.startsWith('mod+') ? mod.toUpperCase() : mod))

const nameOf = (event: KeyboardEvent): string => {
  const mod = event.metaKey || event.ctrlKey ? 'mod+' : ''
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
  const shift = event.shiftKey && (event.key.length > 1 || /[a-z]/i.test(event.key)) ? 'shift+' : ''
  return `${mod}${shift}${key}`
}

const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)
    ? !(target instanceof HTMLInputElement && ['checkbox', 'radio', 'button'].includes(target.type))
    : false)

const covered = (): boolean => document.querySelector('[role="dialog"][aria-modal="true"]:not([data-keys])') !== null

let first: string | null = null
let firstTimer: ReturnType<typeof setTimeout> | undefined

const onKey = (event: KeyboardEvent): void => {
  if (event.defaultPrevented || event.altKey || event.isComposing) return
  const name = nameOf(event)
  const withMod = name.startsWith('mod+')
  if (off && !withMod && name !== 'Escape') return
  const inField = typing(event.target)
  if ((inField && !withMod) || (covered() && !withMod)) return
  // open menus and pop-ups have keys of their own
  if (!withMod && event.target instanceof HTMLElement && event.target.closest('[role="dialog"], [role="menu"], [role="listbox"]')) return
  if (
    !withMod &&
    (name === 'Enter' || name === ' ') &&
    event.target instanceof HTMLElement &&
    event.target.closest('a, button, [role="menuitem"], [role="option"], summary')
  )
    return
  const wanted = first === null ? name : `${first} ${name}`
  const all = layers.toReversed().flat()
  const found =
    all.find((one) => one.keys === wanted && (!inField || one.inFields)) ??
    (first === null ? undefined : all.find((one) => one.keys === name && !inField))
  clearTimeout(firstTimer)
  first = null
  if (found) {
    event.preventDefault()
    found.run(event)
  } else if (!inField && all.some((one) => one.keys.startsWith(`${name} `))) {
    first = name
    firstTimer = setTimeout(() => {
      first = null
    }, 1200)
  }
}

/** Starts listening; called once. */
export const listenToKeys = (): void => document.addEventListener('keydown', onKey)

/** Adds keys while a component is on screen; later ones go before earlier ones. */
export const useKeys = (bindings: readonly KeyBinding[]): void => {
  const latest = useRef(bindings)
  useEffect(() => {
    latest.current = bindings
  })
  const names = bindings.map((one) => `${one.keys}\u0000${one.label}`).join('\u0001')
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- the names say when bindings change; what they run is read when pressed
  useEffect(() => {
    const layer = latest.current.map((one, index): KeyBinding => ({ ...one, run: (event) => latest.current[index]?.run(event) }))
    changed([...layers, layer])
    return () => changed(layers.filter((other) => other !== layer))
  }, [names])
}

const subscribe = (watcher: () => void): (() => void) => {
  watchers.add(watcher)
  return () => watchers.delete(watcher)
}

/** Every key that works now, for the key sheet. */
export const useAllKeys = (): readonly KeyBinding[] => useSyncExternalStore(subscribe, () => layers).flat()

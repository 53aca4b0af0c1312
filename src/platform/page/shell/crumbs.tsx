import { Link } from '@tanstack/react-router'
import { useEffect, useSyncExternalStore } from 'react'
import classes from './shell.module.css'

export type Crumb = Readonly<{ label: string; to?: string }>

let current: readonly Crumb[] = []
const watchers = new Set<() => void>()
const set = (crumbs: readonly Crumb[]): void => {
  current = crumbs
  for (const watcher of watchers) watcher()
}

/** Says where the screen stands; shown in the top bar. */
export const useCrumbs = (crumbs: readonly Crumb[]): void => {
  const text = JSON.stringify(crumbs)
  useEffect(() => {
    set(JSON.parse(text) as Crumb[])
    return () => set([])
  }, [text])
}

const subscribe = (watcher: () => void): (() => void) => {
  watchers.add(watcher)
  return () => watchers.delete(watcher)
}

export const Crumbs = () => {
  const crumbs = useSyncExternalStore(subscribe, () => current)
  if (crumbs.length === 0) return <span className={classes['crumbs']} />
  return (
    <nav aria-label="Where you are" className={classes['crumbs']}>
      <ol>
        {crumbs.map((crumb, index) => (
          <li key={`${index} ${crumb.label}`} {...(index === crumbs.length - 1 ? { 'aria-current': 'page' as const } : {})}>
            {crumb.to && index < crumbs.length - 1 ? <Link to={crumb.to}>{crumb.label}</Link> : <span>{crumb.label}</span>}
          </li>
        ))}
      </ol>
    </nav>
  )
}

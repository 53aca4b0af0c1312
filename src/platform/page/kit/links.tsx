import { Link } from '@tanstack/react-router'
import { createContext, type ReactNode, useContext } from 'react'
import type { Links, Pointer } from '../client/shapes.ts'
import { addressOf, kindNamed } from '../registry/kinds.ts'
import { Icon } from './icon.tsx'
import classes from './kit.module.css'

const LinksContext = createContext<Links>({})

/** Gives the records that an answer named to everything shown inside. */
export const LinksProvider = ({ links, children }: Readonly<{ links: Links; children: ReactNode }>) => {
  const outer = useContext(LinksContext)
  return <LinksContext value={{ ...outer, ...links }}>{children}</LinksContext>
}

export const usePointer = (id: string | null | undefined): Pointer | undefined => {
  const links = useContext(LinksContext)
  return id ? links[id] : undefined
}

const initials = (name: string): string =>
  name
    .split(/\s+/)
    .filter((part) => /^\p{L}/u.test(part))
    .map((part) => part[0])
    .filter((_, index, all) => index === 0 || index === all.length - 1)
    .join('')
    .toUpperCase()

/** A person's initials; decoration beside the name. */
export const Initials = ({ name }: Readonly<{ name: string }>) => (
  <span className={classes['avatar']} aria-hidden>
    {initials(name)}
  </span>
)

type PointerLike = Readonly<{ kind: string; ref: string; title: string; id?: string }>

/** A link to a record: people with initials, others with their title; the ref when asked for. */
export const RecordLink = ({
  to,
  withRef = false,
  withIcon = false,
}: Readonly<{ to: PointerLike; withRef?: boolean; withIcon?: boolean }>) => (
  <Link to={addressOf(to)} className={classes['link']} title={`${to.ref} ${to.title}`} data-record={to.ref}>
    {to.kind === 'person' && <Initials name={to.title} />}
    {withIcon && to.kind !== 'person' && <Icon name={kindNamed(to.kind)?.icon ?? 'point'} size={14} />}
    {withRef && <span className={classes['ref']}>{to.ref}</span>}
    <span className={classes['linkTitle']}>{to.title}</span>
  </Link>
)

/** A link to a record known by id through the nearest LinksProvider. */
export const LinkById = ({ id, withRef = false }: Readonly<{ id: string; withRef?: boolean }>) => {
  const found = usePointer(id)
  return found ? <RecordLink to={found} withRef={withRef} /> : <span className={classes['ref']}>{id.slice(0, 8)}</span>
}

export const Ref = ({ children }: Readonly<{ children: ReactNode }>) => <span className={classes['ref']}>{children}</span>

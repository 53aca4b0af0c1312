import { Tooltip, UnstyledButton } from '@mantine/core'
import { Link, useRouterState } from '@tanstack/react-router'
import { useEffect } from 'react'
import type { Session } from '../client/shapes.ts'
import { Icon } from '../kit/icon.tsx'
import { useViews, viewAddress } from '../list/views.ts'
import { kindNamed } from '../registry/kinds.ts'
import { Wordmark } from './logo.tsx'
import { desks, desksOf, menuOf, type MenuDesk } from './menu.ts'
import classes from './shell.module.css'

const Line = ({
  to,
  search,
  icon,
  label,
  active,
  close,
}: Readonly<{
  to: string
  search?: Readonly<Record<string, string>>
  icon: string
  label: string
  active: boolean
  close: (() => void) | undefined
}>) => (
  <li>
    <Link
      to={to}
      {...(search ? { search: search } : {})}
      className={classes['line']}
      activeOptions={{ exact: true }}
      {...(active ? { 'aria-current': 'page' as const } : {})}
      {...(close ? { onClick: close } : {})}
    >
      <Icon name={icon} />
      <span>{label}</span>
    </Link>
  </li>
)

/** The left menu: the desk, what stands on it, and the views that the person has pinned. */
export const Sidebar = ({
  session,
  desk,
  setDesk,
  close,
}: Readonly<{ session: Session; desk: MenuDesk; setDesk: (desk: MenuDesk) => void; close?: () => void }>) => {
  const path = useRouterState({ select: (state) => state.location.pathname })
  const href = useRouterState({ select: (state) => state.location.href })
  const mine = desksOf(session)
  const pinned = useViews().filter((view) => view.pinned && kindNamed(view.of_kind))
  const groups = menuOf(desk, session)
  const under = (to: string): boolean => path === to || path.startsWith(`${to}/`)
  const lines = groups.flatMap((group) => group.lines)
  const here = lines.filter((line) => under(line.to)).toSorted((a, b) => b.to.length - a.to.length)[0]?.to
  useEffect(() => {
    if (groups.some((group) => group.lines.some((line) => under(line.to)))) return
    const other = mine.find((one) => menuOf(one, session).some((group) => group.lines.some((line) => under(line.to))))
    if (other && other !== desk) setDesk(other)
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- only a new address may turn the desk
  }, [path])
  return (
    <div className={classes['sideInner']}>
      <div className={classes['brand']}>
        <Link to="/" aria-label="Reeve, home" className={classes['brandLink']} {...(close ? { onClick: close } : {})}>
          <Wordmark />
        </Link>
      </div>
      {mine.length > 1 && (
        <div className={classes['desks']} role="group" aria-label="Desk">
          {desks
            .filter((one) => mine.includes(one.name))
            .map((one) => (
              <Tooltip key={one.name} label={one.about}>
                <UnstyledButton className={classes['desk'] ?? ''} aria-pressed={one.name === desk} onClick={() => setDesk(one.name)}>
                  {one.label}
                </UnstyledButton>
              </Tooltip>
            ))}
        </div>
      )}
      <nav aria-label="Main" className={classes['menu']}>
        <ul>
          {desk !== 'admin' && (
            <Line
              to={desk === session.desk ? '/' : `/desk/${desk}`}
              icon="home"
              label="Home"
              active={path === '/' || path === `/desk/${desk}`}
              close={close}
            />
          )}
        </ul>
        {pinned.length > 0 && (
          <>
            <h2>Pinned</h2>
            <ul>
              {pinned.map((view) => (
                <Line
                  key={view.id}
                  {...viewAddress(view)}
                  icon="bookmark"
                  label={view.title}
                  active={href === `${viewAddress(view).to}?${view.query}`}
                  close={close}
                />
              ))}
            </ul>
          </>
        )}
        {groups.map((group) => (
          <div key={group.title}>
            <h2>{group.title}</h2>
            <ul>
              {group.lines.map((line) => (
                <Line
                  key={line.to}
                  to={line.to}
                  {...(line.search ? { search: line.search } : {})}
                  icon={line.icon}
                  label={line.label}
                  active={line.to === here}
                  close={close}
                />
              ))}
            </ul>
          </div>
        ))}
      </nav>
    </div>
  )
}

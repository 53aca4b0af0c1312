import { Drawer } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useQueryClient } from '@tanstack/react-query'
import { Link, Outlet, useNavigate, useRouterState } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { openLive } from '../client/live.ts'
import { KeySheet } from '../keys/key-sheet.tsx'
import { switchKeys, useKeys } from '../keys/keys.ts'
import { Icon } from '../kit/icon.tsx'
import { allKinds } from '../registry/kinds.ts'
import { can, useSession } from '../session/session.ts'
import { goKeys, listSearch, type MenuDesk } from './menu.ts'
import { Palette } from './palette.tsx'
import classes from './shell.module.css'
import { Sidebar } from './sidebar.tsx'
import { TopBar } from './top-bar.tsx'

const sideKey = 'reeve.side'
const readSide = (): boolean => {
  try {
    return localStorage.getItem(sideKey) === 'hidden'
  } catch {
    return false
  }
}

/** The frame of every page behind the sign-in. */
export const Shell = () => {
  const session = useSession()
  const client = useQueryClient()
  const navigate = useNavigate()
  const phone = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false })
  const [desk, setDesk] = useState<MenuDesk>(session.desk === 'portal' ? 'run' : session.desk)
  const [hidden, setHidden] = useState(readSide)
  const [drawer, setDrawer] = useState(false)
  const [search, setSearch] = useState(false)
  const [sheet, setSheet] = useState(false)
  const path = useRouterState({ select: (state) => state.location.pathname })
  useEffect(() => openLive(client), [client])
  useEffect(() => switchKeys(session.preferences?.keys_off === true), [session.preferences?.keys_off])
  const go = (to: string, params?: Readonly<Record<string, string>>): void => void navigate({ to, ...(params ? { search: params } : {}) })
  useKeys([
    { keys: 'mod+k', label: 'Search or go to', group: 'Everywhere', inFields: true, run: () => setSearch(true) },
    { keys: '?', label: 'Show the keys', group: 'Everywhere', run: () => setSheet(true) },
    { keys: 'g h', label: 'Home', group: 'Go to', run: () => go('/') },
    { keys: 'g n', label: 'Inbox', group: 'Go to', run: () => go('/inbox') },
    { keys: 'g q', label: 'Search page', group: 'Go to', run: () => go('/search') },
    ...goKeys(allKinds().filter((kind) => can(session, `${kind.name}.see`))).map(({ letter, kind }) => ({
      keys: `g ${letter}`,
      label: kind.labels,
      group: 'Go to',
      run: () => go(`/${kind.plural}`, listSearch(kind)),
    })),
  ])
  const toggle = (): void => {
    setHidden(!hidden)
    try {
      localStorage.setItem(sideKey, hidden ? 'shown' : 'hidden')
    } catch {
      // kept for this page only
    }
  }
  return (
    <>
      <a href="#main" className="rv-skip">
        Skip to the content
      </a>
      <div className={classes['frame']} data-collapsed={hidden}>
        {session.organisation.sample && (
          <aside className={classes['banner']} aria-label="Sample organisation">
            Sample organisation{phone ? ': all made up' : ': everything here is made up, change what you like'}.
          </aside>
        )}
        {!phone && (
          <aside className={classes['side']} aria-label="Menu">
            <Sidebar session={session} desk={desk} setDesk={setDesk} />
          </aside>
        )}
        <TopBar
          session={session}
          phone={phone}
          openMenu={() => setDrawer(true)}
          toggleSide={toggle}
          openSearch={() => setSearch(true)}
          openKeys={() => setSheet(true)}
        />
        <main id="main" tabIndex={-1} className={classes['main']}>
          <Outlet />
        </main>
        {phone && (
          <nav className={classes['bottom']} aria-label="Short ways">
            <Link to="/" {...(path === '/' ? { 'aria-current': 'page' as const } : {})}>
              <Icon name="home" size={18} /> Home
            </Link>
            <button type="button" onClick={() => setSearch(true)}>
              <Icon name="search" size={18} /> Search
            </button>
            <Link to="/inbox" {...(path === '/inbox' ? { 'aria-current': 'page' as const } : {})}>
              <Icon name="bell" size={18} /> Inbox
              {session.unread > 0 && <span className="rv-hidden">, {session.unread} unread</span>}
            </Link>
            <button type="button" onClick={() => setDrawer(true)}>
              <Icon name="list" size={18} /> Menu
            </button>
          </nav>
        )}
      </div>
      {phone && (
        <Drawer.Root opened={drawer} onClose={() => setDrawer(false)} size={270}>
          <Drawer.Overlay backgroundOpacity={0.35} />
          <Drawer.Content aria-label="Menu">
            <Sidebar session={session} desk={desk} setDesk={setDesk} close={() => setDrawer(false)} />
          </Drawer.Content>
        </Drawer.Root>
      )}
      {search && <Palette close={() => setSearch(false)} openKeys={() => setSheet(true)} />}
      {sheet && <KeySheet close={() => setSheet(false)} />}
    </>
  )
}

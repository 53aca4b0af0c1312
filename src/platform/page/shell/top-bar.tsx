import { ActionIcon, Button, Kbd, Menu, Text, Tooltip, UnstyledButton } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { IconBell, IconChevronDown, IconHelp, IconLayoutSidebar, IconMenu2, IconPlus, IconSearch } from '@tabler/icons-react'
import { api, keys, type Session } from '../api.ts'
import { keyText } from '../keys/keys.ts'
import { Icon } from '../kit/icon.tsx'
import { Initials } from '../kit/links.tsx'
import { complain } from '../kit/notify.tsx'
import { allKinds } from '../registry/kinds.ts'
import { can } from '../session/session.ts'
import { Crumbs } from './crumbs.tsx'
import classes from './shell.module.css'

type Props = Readonly<{
  session: Session
  phone: boolean
  openMenu: () => void
  toggleSide: () => void
  openSearch: () => void
  openKeys: () => void
}>

/** Where one is, search, create, inbox, help and the person. */
export const TopBar = ({ session, phone, openMenu, toggleSide, openSearch, openKeys }: Props) => (
  <section className={classes['top']} aria-label="Top bar">
    <ActionIcon aria-label={phone ? 'Menu' : 'Show or hide the menu'} onClick={phone ? openMenu : toggleSide}>
      {phone ? <IconMenu2 size={18} /> : <IconLayoutSidebar size={17} />}
    </ActionIcon>
    <Crumbs />
    <button type="button" className={classes['search']} onClick={openSearch}>
      <IconSearch size={14} aria-hidden /> Search or go to <Kbd size="xs">{keyText('mod+k')}</Kbd>
    </button>
    {phone && (
      <ActionIcon aria-label="Search" onClick={openSearch}>
        <IconSearch size={18} />
      </ActionIcon>
    )}
    <CreateMenu session={session} phone={phone} />
    <Tooltip label={session.unread > 0 ? `${session.unread} unread` : 'Inbox'}>
      <ActionIcon
        component={Link}
        to="/inbox"
        aria-label={session.unread > 0 ? `Inbox, ${session.unread} unread` : 'Inbox'}
        className={classes['bell'] ?? ''}
      >
        <IconBell size={17} />
        {session.unread > 0 && (
          <span className={classes['count']} aria-hidden>
            {session.unread > 99 ? '99+' : session.unread}
          </span>
        )}
      </ActionIcon>
    </Tooltip>
    {!phone && (
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon aria-label="Help">
            <IconHelp size={17} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={openKeys} rightSection={<Kbd size="xs">?</Kbd>}>
            Keys
          </Menu.Item>
          <Menu.Item component="a" href="/api/openapi.json" target="_blank">
            API description
          </Menu.Item>
          <Menu.Item component={Link} to="/kit">
            Parts of the screens
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    )}
    <PersonMenu session={session} />
  </section>
)

const CreateMenu = ({ session, phone }: Readonly<{ session: Session; phone: boolean }>) => {
  const kinds = allKinds().filter((kind) => !kind.quiet && can(session, `${kind.name}.create`))
  if (kinds.length === 0) return null
  const groups = [...new Set(kinds.map((kind) => kind.menu?.group ?? 'Parts'))]
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        {phone ? (
          <ActionIcon aria-label="Create" variant="filled" color="accent">
            <IconPlus size={17} />
          </ActionIcon>
        ) : (
          <Button leftSection={<IconPlus size={14} />} size="xs">
            Create
          </Button>
        )}
      </Menu.Target>
      <Menu.Dropdown mah={480} className="rv-scroll">
        {groups.map((group) => (
          <div key={group}>
            <Menu.Label>{group}</Menu.Label>
            {kinds
              .filter((kind) => (kind.menu?.group ?? 'Parts') === group)
              .map((kind) => (
                <Menu.Item key={kind.name} component={Link} to={`/${kind.plural}/new`} leftSection={<Icon name={kind.icon} size={15} />}>
                  {kind.label}
                </Menu.Item>
              ))}
          </div>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

/** Ends the session and shows the sign-in. */
export const useSignOut = (): (() => void) => {
  const client = useQueryClient()
  const navigate = useNavigate()
  return () => {
    void api
      .call('DELETE', '/session')
      .then(async () => {
        client.clear()
        client.setQueryData(keys.session, null)
        await navigate({ to: '/sign-in' })
      })
      .catch(complain)
  }
}

const PersonMenu = ({ session }: Readonly<{ session: Session }>) => {
  const signOut = useSignOut()
  return (
    <Menu position="bottom-end" width={230}>
      <Menu.Target>
        <UnstyledButton className="rv-person">
          <Initials name={session.person.title} />
          <span className="rv-hidden">{session.person.title}: settings and sign out</span>
          <IconChevronDown size={12} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <div className="rv-pad">
          <Text fw={600} size="sm">
            {session.person.title}
          </Text>
          <Text size="xs" c="dimmed">
            {session.roles.join(', ') || session.person.email}
          </Text>
        </div>
        <Menu.Divider />
        <Menu.Item component={Link} to={`/people/${session.person.ref}`}>
          My page
        </Menu.Item>
        <Menu.Item component={Link} to="/settings">
          Settings
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item onClick={signOut}>Sign out</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

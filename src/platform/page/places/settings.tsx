import { SegmentedControl, Stack, Switch, Text, useMantineColorScheme } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { useAllKeys } from '../keys/keys.ts'
import { Page } from '../kit/page.tsx'
import { Panel } from '../kit/panel.tsx'
import { Waiting } from '../kit/waiting.tsx'
import { kindNamed } from '../registry/kinds.ts'
import { useCan, usePreferences, useSession } from '../session/session.ts'
import { useDensity } from '../theme/scheme.ts'
import classes from './places.module.css'
import { useRecord } from '../record/use-record.ts'
import { FieldGroups } from '../record/groups.tsx'
import { LinksProvider } from '../kit/links.tsx'

const Security = lazy(async () => import('./settings-security.tsx'))
const Mail = lazy(async () => import('./settings-mail.tsx'))
const Organisation = lazy(async () => import('./settings-organisation.tsx'))
const Tokens = lazy(async () => import('./settings-tokens.tsx'))

const parts = [
  { name: 'profile', label: 'Profile' },
  { name: 'security', label: 'Password and sign-in' },
  { name: 'mail', label: 'Mail' },
  { name: 'tokens', label: 'API tokens' },
  { name: 'appearance', label: 'Appearance' },
  { name: 'keys', label: 'Keys' },
  { name: 'organisation', label: 'Organisation', right: 'organisation.edit' },
] as const

/** What a person sets for themselves, and administrators for the organisation. */
const Settings = ({ part = 'profile' }: Readonly<{ part?: string }>) => {
  const can = useCan()
  const open = parts.filter((one) => !('right' in one) || can(one.right))
  return (
    <Page title="Settings">
      <div className={classes['settings']}>
        <nav aria-label="Settings">
          <ul className={classes['settingsMenu']}>
            {open.map((one) => (
              <li key={one.name}>
                <Link
                  to={`/settings/${one.name}`}
                  activeOptions={{ exact: true }}
                  {...(one.name === part ? { 'aria-current': 'page' as const } : {})}
                >
                  {one.label}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
        <Suspense fallback={<Waiting />}>
          {part === 'security' ? (
            <Security />
          ) : part === 'mail' ? (
            <Mail />
          ) : part === 'organisation' && can('organisation.edit') ? (
            <Organisation />
          ) : part === 'tokens' ? (
            <Tokens />
          ) : part === 'appearance' ? (
            <Appearance />
          ) : part === 'keys' ? (
            <Keys />
          ) : (
            <Profile />
          )}
        </Suspense>
      </div>
    </Page>
  )
}

const Profile = () => {
  const session = useSession()
  const kind = kindNamed('person')
  return (
    <Stack gap="md">
      <Panel title={session.person.title}>
        <Text size="sm">{session.person.email}</Text>
        <Text size="sm" c="dimmed">
          {session.roles.length > 0 ? `Roles: ${session.roles.join(', ')}` : 'No roles yet'}
          {session.person.level ? ` · level of responsibility ${session.person.level}` : ''}
        </Text>
      </Panel>
      {kind && <Own />}
    </Stack>
  )
}

const Own = () => {
  const session = useSession()
  const kind = kindNamed('person')
  if (!kind) return null
  return <OwnFields kindName={kind.name} recordKey={session.person.ref} />
}

const OwnFields = ({ kindName, recordKey }: Readonly<{ kindName: string; recordKey: string }>) => {
  const kind = kindNamed(kindName)
  if (!kind) throw new Error(`No kind ${kindName}.`)
  const { query, record, links, may, change } = useRecord(kind, recordKey)
  if (query.isPending || !record) return null
  return (
    <LinksProvider links={links}>
      <FieldGroups kind={kind} record={record} may={may} change={change} />
    </LinksProvider>
  )
}

const Appearance = () => {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const { density, setDensity } = useDensity()
  const [, prefer] = usePreferences()
  return (
    <Panel title="Appearance">
      <Stack gap="md">
        <div>
          <Text size="sm" fw={500} mb={4}>
            Colours
          </Text>
          <SegmentedControl
            aria-label="Colours"
            value={colorScheme}
            onChange={(chosen) => {
              const scheme = chosen === 'dark' || chosen === 'light' ? chosen : 'auto'
              setColorScheme(scheme)
              prefer({ scheme })
            }}
            data={[
              { value: 'auto', label: 'As the system' },
              { value: 'light', label: 'Light' },
              { value: 'dark', label: 'Dark' },
            ]}
          />
        </div>
        <div>
          <Text size="sm" fw={500} mb={4}>
            Density
          </Text>
          <SegmentedControl
            aria-label="Density"
            value={density}
            onChange={(chosen) => {
              const next = chosen === 'roomy' ? 'roomy' : 'compact'
              setDensity(next)
              prefer({ density: next })
            }}
            data={[
              { value: 'compact', label: 'Compact' },
              { value: 'roomy', label: 'Roomy' },
            ]}
          />
        </div>
      </Stack>
    </Panel>
  )
}

const Keys = () => {
  const [preferences, prefer] = usePreferences()
  const all = useAllKeys()
  return (
    <Panel title="Keys">
      <Switch
        label="Single keys work (such as j, k, c)"
        description="Ctrl or Cmd with K and Escape always work."
        checked={preferences.keys_off !== true}
        onChange={(event) => prefer({ keys_off: !event.currentTarget.checked })}
      />
      <Text size="sm" c="dimmed" mt="md">
        {all.length} keys work on this page; press ? anywhere to see those of the page you are on.
      </Text>
    </Panel>
  )
}

export default Settings

import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { api, keys, problemOf, saying } from '../../../platform/page/api.ts'
import { FieldInput } from '../../../platform/page/fields/input.tsx'
import { usePointers } from '../../../platform/page/fields/pointers.ts'
import { Page } from '../../../platform/page/kit/page.tsx'
import { Panel } from '../../../platform/page/kit/panel.tsx'
import { tell } from '../../../platform/page/kit/notify.tsx'
import { useSession } from '../../../platform/page/session/session.ts'
import { fieldOf } from '../../../platform/records/kind.ts'
import { incident } from '../kind.ts'
import { AlreadyKnown } from './already-known.tsx'
import classes from './incident.module.css'
import { useWords } from '../../../platform/page/kit/address.ts'
import { momentNow } from '../../../platform/page/kit/clock.ts'

type Values = Readonly<Record<string, unknown>>
/** Asked for first, in this order: what most calls are over with. */
const first = ['service', 'title', 'impact', 'urgency', 'description'] as const
const more = [
  'requester',
  'reported_by',
  'channel',
  'customer',
  'component',
  'location',
  'category',
  'subcategory',
  'team',
  'owner',
  'priority',
  'major',
  'parent',
  'opened_at',
  'tags',
] as const
const wide = new Set<string>(['service', 'title', 'description', 'tags'])

const given = (values: Values): Values =>
  Object.fromEntries(
    Object.entries(values).filter(
      ([, value]) => value !== null && value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0),
    ),
  )

/** A report taken on the telephone: five fields and Enter; everything else can wait behind "More". */
const NewIncident = () => {
  const search = useWords()
  const navigate = useNavigate()
  const client = useQueryClient()
  const session = useSession()
  const once = useRef(crypto.randomUUID())
  const begin = Object.entries(search).filter(([name, value]) => value && fieldOf(incident, name) && !fieldOf(incident, name)?.computed)
  const pointers = usePointers(begin.filter(([name]) => fieldOf(incident, name)?.type === 'link').map(([, value]) => String(value)))
  const [typed, setTyped] = useState<Values>({})
  const [all, setAll] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const values: Values = {
    ...(session.desk === 'portal' ? { requester: session.person.id, channel: 'portal' } : {}),
    ...Object.fromEntries(
      begin.map(([name, value]) => [name, fieldOf(incident, name)?.type === 'link' ? (pointers.get(String(value))?.id ?? null) : value]),
    ),
    ...typed,
  }
  const problem = problemOf(error)
  const issueOf = (name: string): string | undefined => problem?.issues.find((issue) => issue.path.split(/[.[]/)[0] === name)?.message
  const send = async (): Promise<void> => {
    setBusy(true)
    setError(undefined)
    try {
      const { item } = await api.create(incident, given({ ...values, opened_at: values['opened_at'] ?? momentNow() }), once.current)
      await client.invalidateQueries({ queryKey: keys.lists(incident.plural) })
      tell(`${item.ref} is opened`)
      await navigate({ to: `/incidents/${item.ref}` })
    } catch (refused) {
      once.current = crypto.randomUUID()
      setError(refused)
      if (problemOf(refused)?.issues.some((issue) => (more as readonly string[]).includes(issue.path))) setAll(true)
    } finally {
      setBusy(false)
    }
  }
  const input = (name: string, focus = false) => {
    const field = fieldOf(incident, name)
    if (!field) return null
    const shown =
      name === 'title'
        ? { ...field, label: 'Summary', help: 'What does not work, where, for whom: one line.' }
        : name === 'opened_at'
          ? { ...field, label: 'Opened', help: 'Empty means now.', required: false }
          : field
    return (
      <div key={name} style={wide.has(name) ? { gridColumn: '1 / -1' } : {}}>
        <FieldInput
          field={shown}
          name={name}
          value={values[name] ?? null}
          draft={values}
          autoFocus={focus}
          error={issueOf(name)}
          onChange={(value) => setTyped((before) => ({ ...before, [name]: value }))}
        />
      </div>
    )
  }
  const service = typeof values['service'] === 'string' ? values['service'] : null
  return (
    <Page title="New incident" crumbs={[{ label: 'Incidents', to: '/incidents' }]}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Ctrl Enter saves from any field */}
      <form
        className={classes['form']}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          if (!busy) void send()
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) {
            event.preventDefault()
            if (!busy) void send()
          }
        }}
      >
        <Stack gap="md">
          <Panel>
            <div className={classes['pair']}>
              {first.map((name, index) => input(name, search['service'] ? name === 'title' : index === 0))}
            </div>
            <Text size="xs" c="dimmed" mt="xs">
              Priority follows from impact and urgency, and the clocks start with “{session.desk === 'portal' ? 'Report' : 'Open incident'}
              ”.
            </Text>
          </Panel>
          {all ? (
            <Panel title="More">
              <div className={classes['pair']}>{more.map((name) => input(name))}</div>
            </Panel>
          ) : (
            <Button variant="default" onClick={() => setAll(true)} style={{ alignSelf: 'flex-start' }}>
              More: caller, place, team, priority …
            </Button>
          )}
          {error !== undefined && (
            <Alert
              color="red"
              role="alert"
              title={problem && problem.issues.length > 0 ? 'Some fields need another look' : 'That was not saved'}
            >
              {saying(error)}
            </Alert>
          )}
          <Group gap="xs" className={classes['foot'] ?? ''}>
            <Button type="submit" loading={busy}>
              {session.desk === 'portal' ? 'Report' : 'Open incident'}
            </Button>
            <Button variant="default" onClick={() => void navigate({ to: session.desk === 'portal' ? '/' : '/incidents' })}>
              Cancel
            </Button>
          </Group>
        </Stack>
        <AlreadyKnown service={service} />
      </form>
    </Page>
  )
}

export default NewIncident

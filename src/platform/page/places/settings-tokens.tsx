import { Alert, Button, CopyButton, Group, Stack, TagsInput, Text, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, problemOf, saying } from '../api.ts'
import { dayText } from '../fields/format.ts'
import { FieldInput } from '../fields/input.tsx'
import { DataTable } from '../kit/data-table.tsx'
import { Moment } from '../kit/moment.tsx'
import { complain, tell } from '../kit/notify.tsx'
import { Panel } from '../kit/panel.tsx'
import { Failure, Waiting } from '../kit/waiting.tsx'
import { allKinds } from '../registry/kinds.ts'
import { can, useSession } from '../session/session.ts'
import classes from './places.module.css'

type Token = Readonly<{
  id: string
  title: string
  rights: readonly string[]
  expires_on: string | null
  last_used_at: string | null
  revoked_at: string | null
}>

/** Keys for programs: what they may do, until when; the text itself is shown once. */
const Tokens = () => {
  const client = useQueryClient()
  const query = useQuery({
    queryKey: ['tokens'],
    queryFn: async ({ signal }) => (await api.get<{ items: readonly Token[] }>('/tokens', undefined, signal)).items,
  })
  const again = async (): Promise<void> => client.invalidateQueries({ queryKey: ['tokens'] })
  const revoke = useMutation({
    mutationFn: async (id: string) => api.call('DELETE', `/tokens/${id}`),
    onSuccess: async () => {
      tell('The token works no longer')
      await again()
    },
    onError: complain,
  })
  return (
    <Stack gap="md">
      <NewToken made={again} />
      <Panel title="Tokens" flush>
        {query.isPending && <Waiting lines={3} />}
        {query.error && <Failure error={query.error} again={() => void query.refetch()} />}
        {query.data && (
          <DataTable
            caption="API tokens"
            rows={query.data.filter((token) => token.revoked_at === null)}
            keyOf={(token) => token.id}
            empty="No tokens yet. Programs and the command line use them to act for you."
            columns={[
              { label: 'Name', cell: (token) => token.title },
              { label: 'Rights', cell: (token) => token.rights.join(', ') },
              { label: 'Until', cell: (token) => (token.expires_on ? dayText(token.expires_on) : 'no end') },
              {
                label: 'Last used',
                cell: (token) => (token.last_used_at ? <Moment at={token.last_used_at} ago /> : 'never'),
                text: (token) => token.last_used_at ?? null,
              },
              {
                label: ' ',
                align: 'right',
                cell: (token) => (
                  <Button size="compact-xs" variant="default" onClick={() => revoke.mutate(token.id)} aria-label={`Revoke ${token.title}`}>
                    Revoke
                  </Button>
                ),
              },
            ]}
          />
        )}
      </Panel>
    </Stack>
  )
}

const inNinetyDays = (): string => new Date(Date.now() + 90 * 86_400_000).toISOString().slice(0, 10)

const NewToken = ({ made }: Readonly<{ made: () => Promise<void> }>) => {
  const session = useSession()
  const [title, setTitle] = useState('')
  const [rights, setRights] = useState<string[]>(['*.see'])
  const [until, setUntil] = useState<string | null>(inNinetyDays)
  const [text, setText] = useState<string | null>(null)
  const offered = [
    '*.see',
    ...allKinds()
      .filter((kind) => !kind.quiet)
      .flatMap((kind) => ['see', 'create', 'edit'].map((verb) => `${kind.name}.${verb}`)),
  ].filter((right) => right.startsWith('*') || can(session, right))
  const create = useMutation({
    mutationFn: async () => api.call<{ token: string }>('POST', '/tokens', { body: { title, rights, expires_on: until } }),
    onSuccess: async ({ token }) => {
      setText(token)
      setTitle('')
      await made()
    },
  })
  const issues = problemOf(create.error)?.issues ?? []
  const issue = (path: string): string | undefined => issues.find((one) => one.path.startsWith(path))?.message
  return (
    <Panel title="New token">
      {text && (
        <Alert color="green" mb="md" title="Copy it now: it is not shown again" role="status">
          <div className={classes['secret']}>{text}</div>
          <CopyButton value={text}>
            {({ copied, copy }) => (
              <Button size="compact-xs" variant="default" mt={6} onClick={copy}>
                {copied ? 'Copied' : 'Copy'}
              </Button>
            )}
          </CopyButton>
        </Alert>
      )}
      <form
        onSubmit={(event) => {
          event.preventDefault()
          create.mutate()
        }}
      >
        <Stack gap="sm">
          <TextInput
            label="Name"
            description="What uses it."
            required
            value={title}
            error={issue('title')}
            onChange={(event) => setTitle(event.currentTarget.value)}
          />
          <TagsInput
            label="Rights"
            description="Never more than your own. A star stands for all: *.see, incident.*"
            data={offered}
            value={rights}
            error={issue('rights')}
            onChange={setRights}
            clearable
            clearButtonProps={{ 'aria-label': 'Clear' }}
          />
          <FieldInput
            field={{ type: 'day', label: 'Works until', required: true }}
            name="expires_on"
            value={until}
            onChange={(day) => setUntil(day as string | null)}
            draft={{}}
            error={issue('expires_on')}
          />
          {create.error && issues.length === 0 && (
            <Alert color="red" role="alert">
              {saying(create.error)}
            </Alert>
          )}
          <Group>
            <Button type="submit" loading={create.isPending}>
              Make a token
            </Button>
          </Group>
          <Text size="xs" c="dimmed">
            Send it as “Authorization: Bearer …”.
          </Text>
        </Stack>
      </form>
    </Panel>
  )
}

export default Tokens

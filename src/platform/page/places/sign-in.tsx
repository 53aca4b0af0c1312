import { Alert, Anchor, Button, Divider, PasswordInput, PinInput, Stack, Text, TextInput, Title, UnstyledButton } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { api, keys, problemOf, saying, type Setup } from '../api.ts'
import { useWords } from '../kit/address.ts'
import { Initials } from '../kit/links.tsx'
import { useTitle } from '../kit/page.tsx'
import { Failure, Waiting } from '../kit/waiting.tsx'
import { setupQuery } from '../session/session.ts'
import { forgetSeen } from '../shell/recent.ts'
import { Wordmark } from '../shell/logo.tsx'
import classes from './door.module.css'

/** Only addresses of this application, so that nobody is sent elsewhere after signing in. */
const safe = (to: string | undefined): string => (to && /^\/(?!\/)/.test(to) && !to.startsWith('/sign-in') ? to : '/')

const useEnter = () => {
  const client = useQueryClient()
  const navigate = useNavigate()
  const search = useWords()
  const to = safe(search['to'])
  return {
    to,
    enter: async () => {
      forgetSeen()
      client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'setup' })
      await client.refetchQueries({ queryKey: keys.session })
      await navigate({ href: to, replace: true } as never)
    },
  }
}

/** The door: password with a code when asked, the organisation's own sign-in, and in the sample organisation a person to be. */
const SignIn = () => {
  useTitle('Sign in')
  const setup = useQuery(setupQuery)
  if (setup.isPending) return <Waiting />
  if (setup.error) return <Failure error={setup.error} again={() => void setup.refetch()} />
  return (
    <main className={classes['door']}>
      <div className={classes['box']}>
        <Wordmark size={28} />
        <Title order={1} mt="md">
          Sign in{setup.data.organisation ? ` to ${setup.data.organisation}` : ''}
        </Title>
        {setup.data.sample && setup.data.people && <SamplePeople setup={setup.data} />}
        {setup.data.providers.length > 0 && <Providers setup={setup.data} />}
        {setup.data.password && <Password open={!setup.data.sample} />}
      </div>
    </main>
  )
}

const SamplePeople = ({ setup }: Readonly<{ setup: Setup }>) => {
  const { enter } = useEnter()
  const go = useMutation({
    mutationFn: async (person: string) => api.call('POST', '/session/continue', { body: { person } }),
    onSuccess: enter,
  })
  return (
    <section aria-label="Sample people">
      <Alert color="yellow" my="sm" title="This is the sample organisation">
        Nobody here is real and no password is needed. Choose whose eyes to look through.
      </Alert>
      <div className={classes['people']}>
        {(setup.people ?? []).map((person) => (
          <UnstyledButton key={person.id} className={classes['person'] ?? ''} onClick={() => go.mutate(person.id)} disabled={go.isPending}>
            <Initials name={person.title} />
            <span>
              <b>Continue as {person.title}</b>
              <Text component="span" display="block" size="xs">
                {person.role}
              </Text>
              <Text component="span" display="block" size="xs" c="dimmed">
                {person.about}
              </Text>
            </span>
          </UnstyledButton>
        ))}
      </div>
      {go.error && <Alert color="red">{saying(go.error)}</Alert>}
    </section>
  )
}

const Providers = ({ setup }: Readonly<{ setup: Setup }>) => {
  const { to } = useEnter()
  return (
    <Stack gap="xs" mt="md">
      {setup.providers.map((provider) => (
        <Button
          key={provider.name}
          component="a"
          href={`/api/v1/oidc/${provider.name}/start?to=${encodeURIComponent(to)}`}
          variant="default"
          size="sm"
        >
          Sign in with {provider.label}
        </Button>
      ))}
    </Stack>
  )
}

const Password = ({ open }: Readonly<{ open: boolean }>) => {
  const { enter } = useEnter()
  const [shown, setShown] = useState(open)
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const go = useMutation({
    mutationFn: async () => api.call('POST', '/session', { body: { email, password, ...(code ? { code } : {}) } }),
    onSuccess: enter,
  })
  const problem = problemOf(go.error)
  const codeAsked = problem?.code === 'code_needed' || code !== ''
  if (!shown)
    return (
      <Anchor component="button" type="button" mt="md" size="sm" onClick={() => setShown(true)}>
        Sign in with an e-mail address and password
      </Anchor>
    )
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        go.mutate()
      }}
    >
      <Divider my="md" label="with e-mail and password" labelPosition="center" />
      <Stack gap="sm">
        <TextInput
          size="sm"
          label="E-mail"
          type="email"
          autoComplete="username"
          required
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <PasswordInput
          size="sm"
          label="Password"
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }}
        />
        {codeAsked && (
          <div>
            <Text size="sm" fw={500}>
              Code from your authenticator app
            </Text>
            <PinInput
              length={6}
              type="number"
              oneTimeCode
              autoFocus
              aria-label="Code"
              value={code}
              onChange={setCode}
              onComplete={() => setTimeout(() => go.mutate())}
            />
          </div>
        )}
        {problem && problem.code !== 'code_needed' && (
          <Alert color="red" role="alert">
            {saying(go.error)}
          </Alert>
        )}
        <Button type="submit" size="sm" loading={go.isPending}>
          Sign in
        </Button>
      </Stack>
    </form>
  )
}

export default SignIn

import { Alert, Button, CopyButton, Group, PasswordInput, Stack, Text, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { encode } from 'uqr'
import { api, problemOf, saying } from '../api.ts'
import { tell } from '../kit/notify.tsx'
import { Panel } from '../kit/panel.tsx'
import classes from './places.module.css'

/** Password and the second step of signing in. */
const Security = () => (
  <Stack gap="md">
    <Password />
    <SecondStep />
  </Stack>
)

const Password = () => {
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const save = useMutation({
    mutationFn: async () => api.call('POST', '/account/password', { body: { current, password: next } }),
    onSuccess: () => {
      tell('The password is changed')
      setCurrent('')
      setNext('')
    },
  })
  const issues = problemOf(save.error)?.issues ?? []
  return (
    <Panel title="Password">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          save.mutate()
        }}
      >
        <Stack gap="sm" maw={340}>
          <PasswordInput
            label="Present password"
            autoComplete="current-password"
            required
            value={current}
            error={issues.find((issue) => issue.path === 'current')?.message}
            onChange={(event) => setCurrent(event.currentTarget.value)}
            visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }}
          />
          <PasswordInput
            label="New password"
            autoComplete="new-password"
            required
            description="At least 12 characters."
            value={next}
            error={issues.find((issue) => issue.path === 'password')?.message}
            onChange={(event) => setNext(event.currentTarget.value)}
            visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }}
          />
          {save.error && issues.length === 0 && (
            <Alert color="red" role="alert">
              {saying(save.error)}
            </Alert>
          )}
          <Group>
            <Button type="submit" loading={save.isPending}>
              Change the password
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  )
}

/** A code to scan: dark squares on white in both colour schemes, with the quiet zone of four squares that scanners ask for. */
const QrCode = ({ text }: Readonly<{ text: string }>) => {
  const { size, data } = useMemo(() => encode(text, { ecc: 'M', border: 4 }), [text])
  const path = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join('')
  return (
    <svg
      className={classes['qr']}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      role="img"
      aria-label="QR code of the secret; the same stands below as text"
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  )
}

type Secret = Readonly<{ secret: string; uri: string }>

const SecondStep = () => {
  const [secret, setSecret] = useState<Secret | null>(null)
  const [code, setCode] = useState('')
  const start = useMutation({ mutationFn: async () => api.call<Secret>('POST', '/account/totp'), onSuccess: setSecret })
  const confirm = useMutation({
    mutationFn: async () => api.call('POST', '/account/totp/confirm', { body: { code } }),
    onSuccess: () => {
      tell('The second step is on')
      setSecret(null)
      setCode('')
    },
  })
  const off = useMutation({
    mutationFn: async () => api.call('DELETE', '/account/totp', { body: { code } }),
    onSuccess: () => {
      tell('The second step is off')
      setCode('')
    },
  })
  const error = start.error ?? confirm.error ?? off.error
  return (
    <Panel title="Second step: authenticator app">
      <Stack gap="sm" maw={440}>
        <Text size="sm" c="dimmed">
          With it, signing in needs a code of six digits from an app on your phone besides the password.
        </Text>
        {secret ? (
          <>
            <Text size="sm">Scan this with your authenticator app, or type the secret into it; then type the code that it shows.</Text>
            <QrCode text={secret.uri} />
            <div className={classes['secret']}>{secret.secret}</div>
            <Group gap="xs">
              <CopyButton value={secret.secret}>
                {({ copied, copy }) => (
                  <Button size="compact-xs" variant="default" onClick={copy}>
                    {copied ? 'Copied' : 'Copy the secret'}
                  </Button>
                )}
              </CopyButton>
              <Button size="compact-xs" variant="default" component="a" href={secret.uri}>
                Open in the app
              </Button>
            </Group>
          </>
        ) : (
          <Group>
            <Button variant="default" loading={start.isPending} onClick={() => start.mutate()}>
              Set up
            </Button>
          </Group>
        )}
        <Group align="flex-end" gap="xs">
          <TextInput
            label="Code"
            inputMode="numeric"
            maxLength={6}
            w={120}
            value={code}
            onChange={(event) => setCode(event.currentTarget.value.replace(/\D/g, ''))}
          />
          {secret ? (
            <Button disabled={code.length !== 6} loading={confirm.isPending} onClick={() => confirm.mutate()}>
              Switch on
            </Button>
          ) : (
            <Button variant="default" disabled={code.length !== 6} loading={off.isPending} onClick={() => off.mutate()}>
              Switch off
            </Button>
          )}
        </Group>
        {error && (
          <Alert color="red" role="alert">
            {saying(error)}
          </Alert>
        )}
      </Stack>
    </Panel>
  )
}

export default Security

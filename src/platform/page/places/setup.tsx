import { Alert, Button, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { api, keys, problemOf, saying } from '../api.ts'
import { useTitle } from '../kit/page.tsx'
import { Wordmark } from '../shell/logo.tsx'
import classes from './door.module.css'

/** The first page of a new installation: the organisation and its first administrator. */
const SetupPage = () => {
  useTitle('Set up')
  const client = useQueryClient()
  const navigate = useNavigate()
  const [values, setValues] = useState({ organisation: '', title: '', email: '', password: '' })
  const go = useMutation({
    mutationFn: async () => api.call('POST', '/setup', { body: values }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.setup })
      await client.refetchQueries({ queryKey: keys.session })
      await navigate({ to: '/' })
    },
  })
  const issues = problemOf(go.error)?.issues ?? []
  const bind = (name: keyof typeof values) => ({
    value: values[name],
    required: true,
    size: 'sm' as const,
    error: issues.find((issue) => issue.path === name)?.message,
    onChange: (event: React.ChangeEvent<HTMLInputElement>) => setValues({ ...values, [name]: event.currentTarget.value }),
  })
  return (
    <main className={classes['door']}>
      <form
        className={classes['box']}
        onSubmit={(event) => {
          event.preventDefault()
          go.mutate()
        }}
      >
        <Wordmark size={28} />
        <Title order={1} mt="md">
          Welcome to Reeve
        </Title>
        <Text c="dimmed" mb="md">
          Name your organisation and make the first administrator. Everything else can be done inside, or imported.
        </Text>
        <Stack gap="sm">
          <TextInput label="Organisation" autoFocus autoComplete="organization" {...bind('organisation')} />
          <TextInput label="Your name" autoComplete="name" {...bind('title')} />
          <TextInput label="E-mail" type="email" autoComplete="username" {...bind('email')} />
          <PasswordInput
            label="Password"
            description="At least 12 characters; a few words are best."
            autoComplete="new-password"
            visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }}
            {...bind('password')}
          />
          {go.error && issues.length === 0 && (
            <Alert color="red" role="alert">
              {saying(go.error)}
            </Alert>
          )}
          <Button type="submit" size="sm" loading={go.isPending}>
            Set up
          </Button>
        </Stack>
      </form>
    </main>
  )
}

export default SetupPage

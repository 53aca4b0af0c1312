import { Alert, Button, Group, Modal, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useBlocker } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { applies, type Field } from '../../records/fields.ts'
import { allFields, type Kind } from '../../records/kind.ts'
import { problemOf, saying } from '../client/problem.ts'
import { FieldInput } from '../fields/input.tsx'
import { textOf } from '../fields/plain.ts'
import { isUnset } from '../fields/value.tsx'
import { Panel } from '../kit/panel.tsx'
import classes from './form.module.css'

export type Values = Readonly<Record<string, unknown>>
type Props = Readonly<{
  kind: Kind
  /** What the form begins with. */
  initial: Values
  submit: (values: Values, reason: string) => Promise<void>
  label: string
  cancel: () => void
  withReason?: boolean
}>

const isAsked = (field: Field | undefined, values: Values, value: unknown): boolean =>
  field !== undefined && !field.computed && (applies(field, values) || !isUnset(value))

const wide = new Set(['markdown', 'structure', 'attributes', 'links'])

/** A form made from a kind: all fields a person may set, in the kind's groups, with the server's complaints at their fields. */
export const RecordForm = ({ kind, initial, submit, label, cancel, withReason = false }: Props) => {
  const [values, setValues] = useState<Values>(initial)
  const [reason, setReason] = useState('')
  const [error, setError] = useState<unknown>()
  const [busy, setBusy] = useState(false)
  const done = useRef(false)
  const form = useRef<HTMLFormElement>(null)
  const fields = allFields(kind)
  const changed = JSON.stringify(values) !== JSON.stringify(initial)
  const leaving = useBlocker({
    shouldBlockFn: () => changed && !done.current,
    enableBeforeUnload: () => changed && !done.current,
    withResolver: true,
  })
  const problem = problemOf(error)
  const issueOf = (name: string): string | undefined =>
    problem?.issues.find((issue) => issue.path === name || issue.path.startsWith(`${name}.`) || issue.path.startsWith(`${name}[`))?.message
  const groups = kind.layout
    .map((group) => ({ title: group.title, names: group.fields.filter((name) => isAsked(fields[name], values, values[name])) }))
    .filter((group) => group.names.length > 0)
  const shown = new Set(['title', 'reason', ...groups.flatMap((group) => group.names)])
  const elsewhere = problem?.issues.filter((issue) => !shown.has(issue.path.split(/[.[]/)[0] ?? '')) ?? []
  useEffect(() => {
    if (problem && problem.issues.length > 0) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [problem])
  const set = (name: string, value: unknown): void => setValues((before) => ({ ...before, [name]: value }))
  const send = async (): Promise<void> => {
    setBusy(true)
    setError(undefined)
    done.current = true
    try {
      await submit(values, reason.trim())
    } catch (refused) {
      done.current = false
      setError(refused)
    } finally {
      setBusy(false)
    }
  }
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Ctrl Enter saves from any field
    <form
      ref={form}
      className="rv-form"
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
      {leaving.status === 'blocked' && <Leaving stay={leaving.reset} leave={leaving.proceed} />}
      <Stack gap="md">
        <TextInput
          size="md"
          label={kind.titled}
          description={kind.titledBy}
          withAsterisk={kind.titledBy === undefined}
          autoFocus
          maxLength={300}
          value={textOf(values['title'])}
          error={issueOf('title')}
          onChange={(event) => set('title', event.currentTarget.value)}
        />
        {groups.map((group) => (
          <Panel key={group.title} title={group.title}>
            <div className={classes['grid']}>
              {group.names.map((name) => {
                const field = fields[name]
                if (!field) return null
                return (
                  <div key={name} className={wide.has(field.type) || (field.type === 'text' && field.multiline) ? classes['wide'] : ''}>
                    <FieldInput
                      field={field}
                      name={name}
                      value={values[name] ?? null}
                      draft={values}
                      error={issueOf(name)}
                      onChange={(value) => set(name, value)}
                    />
                  </div>
                )
              })}
            </div>
          </Panel>
        ))}
        {withReason && (
          <Textarea
            label="Reason for the change"
            description="Kept in the history."
            autosize
            minRows={1}
            value={reason}
            error={issueOf('reason')}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        )}
        {error !== undefined && (
          <Alert
            color="red"
            role="alert"
            title={problem && problem.issues.length > 0 ? 'Some fields need another look' : 'That was not saved'}
          >
            {saying(error)}
            {elsewhere.map((issue) => (
              <div key={`${issue.path} ${issue.message}`}>
                {issue.path}: {issue.message}
              </div>
            ))}
          </Alert>
        )}
        <Group className={classes['foot'] ?? ''} gap="xs">
          <Button type="submit" loading={busy}>
            {label}
          </Button>
          <Button variant="default" onClick={cancel}>
            Cancel
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

const Leaving = ({ stay, leave }: Readonly<{ stay: () => void; leave: () => void }>) => (
  <Modal opened onClose={stay} title="Leave without saving?">
    <Text size="sm">What you typed will be lost.</Text>
    <Group justify="flex-end" mt="md">
      <Button variant="default" onClick={leave}>
        Leave
      </Button>
      <Button onClick={stay} data-autofocus>
        Stay
      </Button>
    </Group>
  </Modal>
)

/** Only what was filled in, for creating. */
export const filled = (values: Values): Values => Object.fromEntries(Object.entries(values).filter(([, value]) => !isUnset(value)))
/** Only what differs, for changing. */
export const differing = (values: Values, before: Values): Values =>
  Object.fromEntries(
    Object.entries(values).filter(([name, value]) => JSON.stringify(value ?? null) !== JSON.stringify(before[name] ?? null)),
  )

import { Alert, Button, Group, Modal, Stack, Text, UnstyledButton } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { formatDuration } from '../../../kernel/duration.ts'
import { api, keys, problemOf, saying } from '../../../platform/page/api.ts'
import { FieldInput } from '../../../platform/page/fields/input.tsx'
import { shareText } from '../../../platform/page/fields/format.ts'
import { tell } from '../../../platform/page/kit/notify.tsx'
import { Panel } from '../../../platform/page/kit/panel.tsx'
import { To } from '../../../platform/page/kit/to.tsx'
import { Failure, Waiting } from '../../../platform/page/kit/waiting.tsx'
import { useCan } from '../../../platform/page/session/session.ts'
import { type AnyRecord, fieldOf, type RecordOf } from '../../../platform/records/kind.ts'
import { promise } from '../kind.ts'
import { isAboutTickets } from '../model/promise.ts'
import classes from './levels.module.css'
import { priorityText } from './promise-words.ts'

type Line = RecordOf<typeof promise>
type Values = Readonly<Record<string, unknown>>
/** What is being edited: a line of the agreement, or a new one for a cell of the table. */
type Edited = Readonly<{ line: Line | null; values: Values }>

const asked = ['measure', 'priority', 'target', 'share', 'calendar', 'warn_at'] as const
/** The measures that a table by priority can hold. */
const ticketMeasure = { ...promise.fields.measure, options: promise.fields.measure.options.filter((one) => isAboutTickets(one.value)) }
const measures = [
  ['response', 'Time to respond'],
  ['resolution', 'Time to resolve'],
] as const

/** What is promised, priority by priority; a click on a cell changes it. */
export const Promises = ({ record }: Readonly<{ record: AnyRecord }>) => {
  const can = useCan()
  const [edited, setEdited] = useState<Edited | null>(null)
  const query = { agreement: record.id, state: 'active', sort: 'ref', limit: 200 }
  const { data, error, isPending, refetch } = useQuery({
    queryKey: keys.about(record.id, 'promises'),
    queryFn: async ({ signal }) => api.list(promise, query, signal),
  })
  const lines = ((data?.items ?? []) as unknown as readonly Line[]).filter((line) => isAboutTickets(line.measure))
  const named = [...new Set(lines.map((line) => line.priority))].sort((a, b) => (a ?? '9').localeCompare(b ?? '9'))
  const rows = named.length === 0 ? ['1', '2', '3', '4'] : named
  const editable = can('promise.create') || can('promise.edit')
  const open = (line: Line | null, measure: string, priority: string | null): void =>
    setEdited({
      line,
      values: line
        ? Object.fromEntries(asked.map((name) => [name, line[name] ?? null]))
        : { measure, priority, target: null, share: null, calendar: null, warn_at: null },
    })
  return (
    <Panel
      flush
      title="Promises"
      right={
        can('promise.create') && (
          <Button size="compact-xs" variant="default" onClick={() => open(null, 'resolution', null)}>
            Add a promise
          </Button>
        )
      }
    >
      {isPending ? (
        <Waiting lines={4} />
      ) : error ? (
        <Failure error={error} again={() => void refetch()} />
      ) : (
        <div className={classes['scroll']} tabIndex={0} role="group" aria-label="Promises by priority">
          <table className={classes['promises']}>
            <caption className="rv-hidden">What is promised, by priority</caption>
            <thead>
              <tr>
                <th scope="col">Priority</th>
                {measures.map(([measure, label]) => (
                  <th key={measure} scope="col">
                    {label}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((priority) => (
                <tr key={priority ?? 'all'}>
                  <th scope="row">{priorityText(priority)}</th>
                  {measures.map(([measure, label]) => {
                    const found = lines.filter((line) => line.measure === measure && line.priority === priority)
                    return (
                      <td key={measure}>
                        {found.map((line) => (
                          <Cell key={line.id} line={line} edit={can('promise.edit') ? () => open(line, measure, priority) : null} />
                        ))}
                        {found.length === 0 &&
                          (editable ? (
                            <UnstyledButton
                              className={classes['empty'] ?? ''}
                              aria-label={`Promise a ${label.toLowerCase()} for ${priorityText(priority)}`}
                              onClick={() => open(null, measure, priority)}
                            >
                              + promise
                            </UnstyledButton>
                          ) : (
                            <span className="rv-dim">–</span>
                          ))}
                      </td>
                    )
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {edited && <EditDialog key={edited.line?.id ?? 'new'} agreement={record} edited={edited} close={() => setEdited(null)} />}
    </Panel>
  )
}

const Cell = ({ line, edit }: Readonly<{ line: Line; edit: (() => void) | null }>) => {
  const words = (
    <>
      <b>{formatDuration(line.target ?? 0)}</b>
      <span className="rv-dim"> for {line.share === null ? 'each one' : `${shareText(line.share)} of them`}</span>
    </>
  )
  return (
    <div className={classes['promise']}>
      {edit ? (
        <UnstyledButton onClick={edit} className={classes['change'] ?? ''}>
          {words}
        </UnstyledButton>
      ) : (
        <span>{words}</span>
      )}
      <To to={`/promises/${line.ref}`} className={`rv-link rv-small ${classes['line']}`} aria-label={`${line.ref}: open`}>
        {line.ref}
      </To>
    </div>
  )
}

const EditDialog = ({ agreement, edited, close }: Readonly<{ agreement: AnyRecord; edited: Edited; close: () => void }>) => {
  const client = useQueryClient()
  const [values, setValues] = useState<Values>(edited.values)
  const { line } = edited
  const done = async (words: string): Promise<void> => {
    tell(words)
    close()
    await Promise.all([
      client.invalidateQueries({ queryKey: keys.aboutAll(agreement.id) }),
      client.invalidateQueries({ queryKey: ['clocks', 'reread'] }),
      client.invalidateQueries({ queryKey: keys.lists('promises') }),
    ])
  }
  const title = `${values['measure'] === 'response' ? 'Respond' : 'Resolve'}${typeof values['target'] === 'number' ? ` within ${formatDuration(values['target'])}` : ''}${typeof values['priority'] === 'string' ? `, ${priorityText(values['priority'])}` : ''}`
  const save = useMutation({
    mutationFn: async () =>
      line
        ? api.change(promise, line.id, line.version, { ...values, title })
        : api.create(promise, {
            ...Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null)),
            agreement: agreement.id,
            title,
          }),
    onSuccess: async () => done('Saved; the clocks are read again'),
  })
  const retire = useMutation({
    mutationFn: async () => (line ? api.move(promise, line.id, line.version, 'retire') : undefined),
    onSuccess: async () => done('The promise is taken back'),
  })
  const error = save.error ?? retire.error
  const issue = (name: string): string | undefined => problemOf(error)?.issues.find((one) => one.path === name)?.message
  return (
    <Modal opened onClose={close} title={line ? `Change ${line.ref}` : 'New promise'}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          save.mutate()
        }}
      >
        <Stack gap="sm">
          {asked.map((name, index) => {
            const field = name === 'measure' ? ticketMeasure : fieldOf(promise, name)
            return (
              field && (
                <FieldInput
                  key={name}
                  field={field}
                  name={name}
                  value={values[name] ?? null}
                  draft={values}
                  autoFocus={line ? name === 'target' : index === 0}
                  error={issue(name)}
                  onChange={(value) => setValues({ ...values, [name]: value })}
                />
              )
            )
          })}
          {error && (
            <Alert color="red" role="alert">
              {saying(error)}
            </Alert>
          )}
          <Text size="xs" c="dimmed">
            Every ticket that it covers is read again, those closed already too.
          </Text>
          <Group justify="space-between">
            {line ? (
              <Button variant="subtle" color="red" loading={retire.isPending} onClick={() => retire.mutate()}>
                Take it back
              </Button>
            ) : (
              <span />
            )}
            <Group gap={8}>
              <Button variant="default" onClick={close}>
                Cancel
              </Button>
              <Button type="submit" loading={save.isPending}>
                Save
              </Button>
            </Group>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

import { ActionIcon, Button, Group, Tooltip } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import { type KeyboardEvent, useId, useRef, useState } from 'react'
import type { Field } from '../../records/fields.ts'
import type { AnyRecord, Kind } from '../../records/kind.ts'
import { problemOf, saying } from '../client/problem.ts'
import { FieldInput } from '../fields/input.tsx'
import { FieldValue } from '../fields/value.tsx'
import classes from './record.module.css'
import type { RecordWays } from './use-record.ts'

type Props = Readonly<{
  kind: Kind
  name: string
  field: Field
  record: AnyRecord
  change: RecordWays['change'] | null
  why: string | null
}>

const wide = new Set<Field['type']>(['markdown', 'structure', 'attributes'])

/** Choices are done with one click: what is chosen is saved at once. */
const atOnce = new Set<Field['type']>(['choice', 'link', 'yes_no', 'day'])

/** One field: its value, and in its place the control when it is clicked. Enter saves, Escape leaves. */
export const FieldRow = ({ kind, name, field, record, change, why }: Props) => {
  const id = useId()
  const back = useRef<HTMLButtonElement>(null)
  const [draft, setDraft] = useState<unknown>()
  const begun = useRef(record)
  const begin = (): void => {
    begun.current = record
    setDraft(record[name] ?? '')
  }
  const [error, setError] = useState<string>()
  const editing = draft !== undefined
  const editable = change !== null && why === null && !field.computed
  const leave = (): void => {
    setDraft(undefined)
    setError(undefined)
    // only when the focus would be lost: the next field may be in work already
    setTimeout(() => {
      if (document.activeElement === document.body || document.activeElement === null) back.current?.focus()
    })
  }
  const save = (value: unknown): void => {
    if (JSON.stringify(value) === JSON.stringify(begun.current[name] ?? null)) {
      leave()
      return
    }
    change?.mutate(
      { values: { [name]: value }, begun: begun.current },
      {
        onSuccess: leave,
        onError: (refused) => {
          const problem = problemOf(refused)
          if (problem?.code === 'stale_version') leave()
          else {
            setDraft(value)
            setError(problem?.issues.find((issue) => issue.path === name)?.message ?? saying(refused))
          }
        },
      },
    )
    if (atOnce.has(field.type)) setDraft(undefined)
  }
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') {
      event.stopPropagation()
      leave()
    } else if (
      event.key === 'Enter' &&
      !event.defaultPrevented &&
      (!(event.target instanceof HTMLTextAreaElement) || event.metaKey || event.ctrlKey) &&
      !atOnce.has(field.type) &&
      !(event.target instanceof HTMLButtonElement)
    ) {
      event.preventDefault()
      save(draft === '' ? null : draft)
    }
  }
  return (
    <div className={classes['field']} data-wide={wide.has(field.type)} data-field={name}>
      <dt id={id} title={field.help}>
        {field.label}
      </dt>
      <dd aria-labelledby={id}>
        {editing ? (
          // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- catches keys of the control inside
          <div onKeyDown={onKey}>
            <FieldInput
              field={field}
              name={name}
              value={draft === '' ? null : draft}
              draft={record}
              bare
              autoFocus
              onChange={(value) => (atOnce.has(field.type) ? save(value) : setDraft(value ?? ''))}
              error={error}
            />
            {!atOnce.has(field.type) && (
              <Group gap={6} mt={6}>
                <Button size="compact-xs" loading={change?.isPending ?? false} onClick={() => save(draft === '' ? null : draft)}>
                  Save
                </Button>
                <Button size="compact-xs" variant="default" onClick={leave}>
                  Cancel
                </Button>
              </Group>
            )}
            {atOnce.has(field.type) && (
              <Button size="compact-xs" variant="subtle" color="gray" mt={4} onClick={leave}>
                Cancel
              </Button>
            )}
          </div>
        ) : (
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions -- the pencil inside does the same by key
          <div
            className={classes['value']}
            data-editable={editable}
            onClick={(event) => {
              if (editable && !(event.target as HTMLElement).closest('a, button, summary') && (window.getSelection()?.isCollapsed ?? true))
                begin()
            }}
          >
            <div className={classes['shown']}>
              <FieldValue kind={kind} name={name} field={field} record={record} />
            </div>
            {editable ? (
              <ActionIcon ref={back} size="xs" className={classes['pencil'] ?? ''} aria-label={`Edit ${field.label}`} onClick={begin}>
                <IconPencil size={12} />
              </ActionIcon>
            ) : (
              why !== null &&
              !field.computed && (
                <Tooltip label={why} w={260}>
                  <span className={classes['locked']} />
                </Tooltip>
              )
            )}
          </div>
        )}
      </dd>
    </div>
  )
}

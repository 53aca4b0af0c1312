import { Alert, Button, Group, Menu, Modal, Stack, Text, Textarea, Tooltip } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { useState } from 'react'
import { type AnyRecord, fieldOf, type Kind, type Move, type Phase, stateOf } from '../../records/kind.ts'
import { problemOf, saying } from '../client/problem.ts'
import type { May } from '../client/shapes.ts'
import { FieldInput } from '../fields/input.tsx'
import { tell } from '../kit/notify.tsx'
import classes from './record.module.css'
import { type RecordWays, whyNot } from './use-record.ts'

/** Moves that lead out of the present state. */
export const movesFrom = (kind: Kind, record: AnyRecord): readonly Move[] =>
  kind.lifecycle.moves.filter((move) => move.from.includes(record.state))

const ranks: Readonly<Record<Phase, number>> = { open: 0, waiting: 1, active: 2, done: 3, closed: 4 }

/** The usual next step stands out; giving up, winding down and closing do not. */
const leadsOn = (kind: Kind, record: AnyRecord, move: Move): boolean => {
  const from = stateOf(kind, record.state)?.phase
  const to = stateOf(kind, move.to)?.phase
  return from !== undefined && to !== undefined && (to === 'active' || to === 'done') && ranks[to] > ranks[from]
}

type Props = Readonly<{
  kind: Kind
  record: AnyRecord
  may: May
  move: RecordWays['move']
  verb: string | null
  setVerb: (verb: string | null) => void
  most?: number
}>

/** What became of a record: "INC-7 is now Resolved". */
const movedWords = (kind: Kind, ref: string, move: Move): string => {
  const state = stateOf(kind, move.to)
  return state ? `${ref} is now “${state.label}”` : `${ref}: ${move.label}`
}

/** The ways on from here as buttons; those that are not open to this person say why. */
export const Moves = ({ kind, record, may, move, verb, setVerb, most = 3 }: Props) => {
  const open = movesFrom(kind, record)
  const chosen = open.find((one) => one.verb === verb)
  const begin = (one: Move): void => {
    if ((one.asks?.length ?? 0) === 0 && one.reason === undefined)
      move.mutate(
        { verb: one.verb, asked: {} },
        { onSuccess: () => tell(movedWords(kind, record.ref, one)), onError: () => setVerb(one.verb) },
      )
    else setVerb(one.verb)
  }
  const allowed = open.filter((one) => whyNot(may.do?.[one.verb]) === null)
  const first = [...allowed, ...open.filter((one) => !allowed.includes(one))].slice(0, most)
  const rest = open.filter((one) => !first.includes(one))
  return (
    <Group gap={6} className={classes['moves'] ?? ''}>
      {first.map((one, index) => {
        const why = whyNot(may.do?.[one.verb])
        return (
          <Tooltip
            key={one.verb}
            label={why ?? `Makes it ${stateOf(kind, one.to)?.label ?? one.to}`}
            w={why ? 260 : 'auto'}
            events={{ hover: true, focus: true, touch: true }}
          >
            <Button
              variant={index === 0 && why === null && leadsOn(kind, record, one) ? 'filled' : 'default'}
              data-disabled={why !== null}
              aria-disabled={why !== null}
              loading={move.isPending && move.variables?.verb === one.verb}
              onClick={(event) => {
                if (why !== null) event.preventDefault()
                else begin(one)
              }}
            >
              {one.label}
            </Button>
          </Tooltip>
        )
      })}
      {rest.length > 0 && (
        <Menu position="bottom-end">
          <Menu.Target>
            <Button variant="default" rightSection={<IconChevronDown size={13} />}>
              More moves
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {rest.map((one) => {
              const why = whyNot(may.do?.[one.verb])
              return (
                <Menu.Item key={one.verb} disabled={why !== null} onClick={() => begin(one)}>
                  {one.label}
                  {why && (
                    <Text size="xs" c="dimmed" maw={240}>
                      {why}
                    </Text>
                  )}
                </Menu.Item>
              )
            })}
          </Menu.Dropdown>
        </Menu>
      )}
      {chosen && <MoveDialog key={chosen.verb} kind={kind} record={record} chosen={chosen} move={move} close={() => setVerb(null)} />}
    </Group>
  )
}

const MoveDialog = ({
  kind,
  record,
  chosen,
  move,
  close,
}: Readonly<{ kind: Kind; record: AnyRecord; chosen: Move; move: RecordWays['move']; close: () => void }>) => {
  const asks = chosen.asks ?? []
  const [values, setValues] = useState<Readonly<Record<string, unknown>>>(() =>
    Object.fromEntries(asks.map((name) => [name, record[name] ?? null])),
  )
  const [reason, setReason] = useState('')
  const problem = problemOf(move.error)
  const issue = (name: string): string | undefined => problem?.issues.find((one) => one.path === name)?.message
  const shown = new Set([...asks, 'reason'])
  return (
    <Modal
      opened
      onClose={() => {
        move.reset()
        close()
      }}
      title={`${chosen.label}: ${record.ref}`}
      size="md"
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          move.mutate(
            { verb: chosen.verb, asked: { ...values, ...(reason.trim() ? { reason: reason.trim() } : {}) } },
            {
              onSuccess: () => {
                tell(movedWords(kind, record.ref, chosen))
                close()
              },
              onError: (error) => problemOf(error)?.code === 'stale_version' && close(),
            },
          )
        }}
      >
        <Stack gap="sm">
          <Text size="sm" c="dimmed">
            {stateOf(kind, record.state)?.label} → <b>{stateOf(kind, chosen.to)?.label}</b>. {stateOf(kind, chosen.to)?.meaning}
          </Text>
          {asks.map((name, index) => {
            const field = fieldOf(kind, name)
            return (
              field && (
                <FieldInput
                  key={name}
                  field={field}
                  name={name}
                  value={values[name] ?? null}
                  draft={values}
                  autoFocus={index === 0}
                  error={issue(name)}
                  onChange={(value) => setValues({ ...values, [name]: value })}
                />
              )
            )
          })}
          {chosen.reason !== undefined && (
            <Textarea
              label="Reason"
              withAsterisk={chosen.reason === 'required'}
              description="Kept in the history."
              autosize
              minRows={2}
              error={issue('reason')}
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
              {...(asks.length === 0 ? { 'data-autofocus': true } : {})}
            />
          )}
          {problem && problem.issues.filter((one) => shown.has(one.path)).length === 0 && (
            <Alert color="red" role="alert">
              {saying(move.error)}
            </Alert>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" loading={move.isPending}>
              {chosen.label}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

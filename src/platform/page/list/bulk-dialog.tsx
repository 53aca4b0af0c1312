import { Alert, Button, Group, List, Loader, Modal, Stack, Text, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { fieldOf, type Kind } from '../../records/kind.ts'
import { api, type BulkAnswer, keys, problemOf, saying, type Selection } from '../api.ts'
import { FieldInput } from '../fields/input.tsx'
import { complain, tell, tellWithUndo } from '../kit/notify.tsx'
import type { Plan } from './plan.ts'

type Values = Readonly<Record<string, unknown>>

/** Changes many records: first what would happen and which ones would refuse, then the deed, which can be undone. */
const BulkDialog = ({
  kind,
  plan,
  select,
  close,
  done,
}: Readonly<{ kind: Kind; plan: Plan; select: Selection; close: () => void; done: () => void }>) => {
  const client = useQueryClient()
  const move = 'verb' in plan ? kind.lifecycle.moves.find((one) => one.verb === plan.verb) : undefined
  const names = 'change' in plan ? [plan.change] : [...(move?.asks ?? [])]
  const [values, setValues] = useState<Values>({})
  const [reason, setReason] = useState('')
  const [looked, setLooked] = useState<BulkAnswer | null>(null)
  const body = (preview: boolean) => {
    const given = Object.fromEntries(
      names.map((name) => [name, values[name] ?? null]).filter(([, value]) => move === undefined || value !== null),
    ) as Values
    return {
      select,
      ...(move ? { do: { verb: move.verb, ...given } } : { change: given }),
      ...(reason.trim() ? { reason: reason.trim() } : {}),
      preview,
    }
  }
  const look = useMutation({ mutationFn: async () => api.bulk(kind, body(true)), onSuccess: setLooked })
  const undo = async (batch: string): Promise<void> => {
    try {
      await api.call('POST', `/batches/${batch}/undo`)
      tell('Undone')
    } catch (error) {
      complain(error)
    }
    await client.invalidateQueries({ queryKey: keys.lists(kind.plural) })
  }
  const act = useMutation({
    mutationFn: async () => api.bulk(kind, body(false)),
    onSuccess: async (answer) => {
      const words = `${answer.changed ?? answer.would_change} ${kind.labels.toLowerCase()} changed${answer.refused.length > 0 ? `, ${answer.refused.length} left as they were` : ''}`
      const { batch } = answer
      if (batch) tellWithUndo(words, () => void undo(batch))
      else tell(words)
      close()
      done()
      await client.invalidateQueries({ queryKey: keys.lists(kind.plural) })
    },
  })
  const issues = problemOf(look.error ?? act.error)?.issues ?? []
  const ready = looked !== null
  return (
    <Modal
      opened
      onClose={close}
      title={move ? `${move.label}: many at once` : `Change ${fieldOf(kind, names[0] ?? '')?.label ?? 'a field'} of many`}
      size="md"
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (ready) act.mutate()
          else look.mutate()
        }}
      >
        <Stack gap="sm">
          {names.map((name) => {
            const field = fieldOf(kind, name)
            return (
              field && (
                <FieldInput
                  key={name}
                  field={field}
                  name={name}
                  value={values[name] ?? null}
                  draft={values}
                  error={issues.find((issue) => issue.path === name || issue.path.endsWith(`.${name}`))?.message}
                  onChange={(value) => {
                    setValues({ ...values, [name]: value })
                    setLooked(null)
                  }}
                />
              )
            )
          })}
          <Textarea
            label="Reason"
            withAsterisk={move?.reason === 'required'}
            autosize
            minRows={2}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          {(look.isPending || act.isPending) && <Loader size="sm" role="status" aria-label="Working" />}
          {(look.error || act.error) && (
            <Alert color="red" role="alert">
              {saying(look.error ?? act.error)}
            </Alert>
          )}
          {looked && <Outcome kind={kind} looked={looked} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" disabled={ready && looked.would_change === 0} loading={look.isPending || act.isPending}>
              {ready ? `Change ${looked.would_change.toLocaleString()}` : 'See what would happen'}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

const Outcome = ({ kind, looked }: Readonly<{ kind: Kind; looked: BulkAnswer }>) => (
  <Alert color={looked.refused.length > 0 ? 'yellow' : 'blue'} role="status">
    <Text size="sm">
      {looked.matched.toLocaleString()} {looked.matched === 1 ? kind.label.toLowerCase() : kind.labels.toLowerCase()} chosen:{' '}
      {looked.would_change.toLocaleString()} would change
      {looked.refused.length > 0 ? `, ${looked.refused.length.toLocaleString()} would stay as they are:` : '.'}
    </Text>
    {looked.refused.length > 0 && (
      <List size="xs" mt={4} mah={180} className="rv-scroll">
        {looked.refused.slice(0, 50).map((one) => (
          <List.Item key={one.ref}>
            {one.ref}: {one.message}
          </List.Item>
        ))}
      </List>
    )}
  </Alert>
)

export default BulkDialog

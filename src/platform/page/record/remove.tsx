import { Alert, Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { AnyRecord, Kind } from '../../records/kind.ts'
import { api, keys, saying } from '../api.ts'
import { tell } from '../kit/notify.tsx'

/** Removes a record for good, with a reason. */
export const RemoveDialog = ({ kind, record, close }: Readonly<{ kind: Kind; record: AnyRecord; close: () => void }>) => {
  const client = useQueryClient()
  const navigate = useNavigate()
  const [reason, setReason] = useState('')
  const remove = useMutation({
    mutationFn: async () => api.remove(kind, record.id, reason.trim()),
    onSuccess: async () => {
      tell(`${record.ref} is removed`)
      await client.invalidateQueries({ queryKey: keys.lists(kind.plural) })
      await navigate({ to: `/${kind.plural}` })
    },
  })
  return (
    <Modal opened onClose={close} title={`Remove ${record.ref}`}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          remove.mutate()
        }}
      >
        <Stack gap="sm">
          <Text size="sm">
            “{record.title}” will be gone from every list. Its history stays in the audit. Often it is better to retire or cancel a record.
          </Text>
          <Textarea
            label="Reason"
            required
            data-autofocus
            autosize
            minRows={2}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          {remove.error && (
            <Alert color="red" role="alert">
              {saying(remove.error)}
            </Alert>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" color="red" loading={remove.isPending} disabled={reason.trim() === ''}>
              Remove
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

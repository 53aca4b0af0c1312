import { Button, Group, Modal, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, keys } from '../../../platform/page/api.ts'
import type { RecordScreenProps } from '../../../platform/page/contribution.ts'
import { dayText } from '../../../platform/page/fields/format.ts'
import { complain, tell } from '../../../platform/page/kit/notify.tsx'
import { dayNow } from '../../../platform/page/kit/clock.ts'

/** The owner says that what stands here is right today. */
const Confirm = ({ kind, record, close }: RecordScreenProps & Readonly<{ close: () => void }>) => {
  const client = useQueryClient()
  const last = typeof record['confirmed_on'] === 'string' ? record['confirmed_on'] : null
  const confirm = useMutation({
    mutationFn: async () => api.change(kind, record.id, record.version, { confirmed_on: dayNow() }),
    onSuccess: async () => {
      tell(`${record.ref} is confirmed`)
      close()
      await Promise.all([
        client.invalidateQueries({ queryKey: keys.record(kind.plural, record.ref) }),
        client.invalidateQueries({ queryKey: keys.aboutAll(record.id) }),
      ])
    },
    onError: complain,
  })
  return (
    <Modal opened onClose={close} title={`Is this entry right?`}>
      <Text size="sm">
        You say that owner, team, purpose, users, supplier and dependencies of {record.title} are right today.{' '}
        {last ? `It was last confirmed on ${dayText(last)}.` : 'Nobody has confirmed it yet.'}
      </Text>
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={close}>
          Not yet
        </Button>
        <Button loading={confirm.isPending} onClick={() => confirm.mutate()} data-autofocus>
          Confirm
        </Button>
      </Group>
    </Modal>
  )
}

export default Confirm

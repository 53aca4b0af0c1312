import { Button, Checkbox, Group, Modal, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { periodOf, previousPeriod } from '../../../kernel/period.ts'
import { api, keys, type OneAnswer } from '../../../platform/page/api.ts'
import type { RecordScreenProps } from '../../../platform/page/contribution.ts'
import { complain, tell } from '../../../platform/page/kit/notify.tsx'
import type { AnyRecord } from '../../../platform/records/kind.ts'
import { PeriodPicker } from './period-picker.tsx'
import { dayNow, useToday } from '../../../platform/page/kit/clock.ts'

type Asked = Readonly<{ service: string; period: string; issue: boolean }>

export const lastMonth = (): string => previousPeriod(periodOf('month', dayNow())).text

/** Makes the draft, or takes the one that is there, and goes to it. */
export const useCreateReport = () => {
  const client = useQueryClient()
  const navigate = useNavigate()
  return useMutation({
    mutationFn: async ({ service, period, issue }: Asked) =>
      api.call<OneAnswer<AnyRecord>>('POST', '/reports/service', { body: { service, period, ...(issue ? { issue: true } : {}) } }),
    onSuccess: async ({ item }, { issue }) => {
      tell(issue ? `${item.ref} is issued` : `${item.ref} is drafted`)
      await client.invalidateQueries({ queryKey: keys.lists('reports') })
      await navigate({ to: `/reports/${item.ref}` })
    },
    onError: complain,
  })
}

/** Asks for the period of a report about a service. */
const CreateReport = ({ record, close }: RecordScreenProps & Readonly<{ close: () => void }>) => {
  const [period, setPeriod] = useState(lastMonth)
  const [issue, setIssue] = useState(false)
  const today = useToday()
  const create = useCreateReport()
  return (
    <Modal opened onClose={close} title={`Report on ${record.title}`}>
      <Stack gap="sm">
        <PeriodPicker value={period} today={today} onChange={setPeriod} />
        <Checkbox
          label="Issue it at once"
          description="Freezes words and figures as they are now. Without it you get a draft to look at first."
          checked={issue}
          onChange={(event) => setIssue(event.currentTarget.checked)}
        />
        <Text size="xs" c="dimmed">
          A draft of the same period is taken up again rather than made twice.
        </Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button loading={create.isPending} onClick={() => create.mutate({ service: record.ref, period, issue }, { onSuccess: close })}>
            {issue ? 'Create and issue' : 'Create draft'}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

export default CreateReport

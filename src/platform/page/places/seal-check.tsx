import { Alert, Button, Stack } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { api } from '../api.ts'
import { complain } from '../kit/notify.tsx'

type Verdict = Readonly<{
  ok: boolean
  blocks: number
  events: number
  unsealed: number
  firstBad?: Readonly<{ block: number; reason: string }>
}>

/** Computes the seal of the whole event log anew and says whether it still fits. */
export const SealCheck = () => {
  const check = useMutation({ mutationFn: async () => api.call<Verdict>('POST', '/events/verify'), onError: complain })
  const found = check.data
  return (
    <Stack gap="xs" align="flex-end">
      <Button variant="default" loading={check.isPending} onClick={() => check.mutate()}>
        Check the seal
      </Button>
      {found && (
        <Alert color={found.ok ? 'green' : 'red'} role="status" maw={420}>
          {found.ok
            ? `Untouched: ${found.events.toLocaleString()} events in ${found.blocks.toLocaleString()} sealed blocks fit together${found.unsealed > 0 ? `; ${found.unsealed.toLocaleString()} newer ones will be sealed soon` : ''}.`
            : `The log was changed from outside: block ${found.firstBad?.block ?? ''} ${found.firstBad?.reason ?? ''}`}
        </Alert>
      )}
    </Stack>
  )
}

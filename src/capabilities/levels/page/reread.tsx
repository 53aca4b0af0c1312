import { Button, Progress, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { api } from '../../../platform/page/api.ts'
import { numberText } from '../../../platform/page/fields/format.ts'
import { Moment } from '../../../platform/page/kit/moment.tsx'
import { complain, tell } from '../../../platform/page/kit/notify.tsx'
import { useCan } from '../../../platform/page/session/session.ts'

/** GET /clocks/reread */
type Reread = Readonly<{
  state: 'waiting' | 'reading' | 'done'
  done: number
  total: number
  started_at: string | null
  finished_at: string | null
}>

const place = ['clocks', 'reread']

/** Has all clocks read again, and shows how far that is. */
export const RereadButton = () => {
  const can = useCan()
  const client = useQueryClient()
  const { data } = useQuery({
    queryKey: place,
    queryFn: async ({ signal }) => api.get<Reread>('/clocks/reread', undefined, signal),
    refetchInterval: ({ state }) => (state.data && state.data.state !== 'done' ? 1000 : false),
    retry: false,
    enabled: can('agreement.see'),
  })
  const ask = useMutation({
    mutationFn: async () => api.call<Reread>('POST', '/clocks/reread'),
    onSuccess: (answer) => client.setQueryData(place, answer),
    onError: complain,
  })
  const going = data !== undefined && data.state !== 'done'
  const was = useRef(false)
  useEffect(() => {
    if (was.current && !going) {
      tell('All clocks are read again')
      void client.invalidateQueries({ queryKey: ['about'] })
      void client.invalidateQueries({ queryKey: ['list', 'incidents'] })
    }
    was.current = going
  }, [going, client])
  return (
    <div>
      {can('level.reread') && (
        <Button variant="default" loading={ask.isPending} disabled={going} onClick={() => ask.mutate()}>
          Read all clocks again
        </Button>
      )}
      <Text size="xs" c="dimmed" mt={6} role="status" aria-live="polite" component="div">
        {going && data ? (
          data.state === 'waiting' ? (
            'Waiting to begin'
          ) : (
            `${numberText(data.done)} of ${numberText(data.total)} tickets are read`
          )
        ) : data?.finished_at ? (
          <>
            Last read <Moment at={data.finished_at} ago />, {numberText(data.done)} tickets
          </>
        ) : (
          'Every clock stands as it was last read.'
        )}
      </Text>
      {going && data && (
        <Progress mt={4} value={data.total > 0 ? (data.done / data.total) * 100 : 100} animated aria-label="Tickets read" />
      )}
    </div>
  )
}

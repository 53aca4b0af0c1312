import { Button, Group, SegmentedControl, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { api, keys, type Notice } from '../api.ts'
import { useWords } from '../kit/address.ts'
import { Empty } from '../kit/empty.tsx'
import { Initials } from '../kit/links.tsx'
import { Moment } from '../kit/moment.tsx'
import { complain } from '../kit/notify.tsx'
import { Page } from '../kit/page.tsx'
import { To } from '../kit/to.tsx'
import { Failure, Waiting } from '../kit/waiting.tsx'
import { addressOf } from '../registry/kinds.ts'
import classes from './places.module.css'

/** What others did that concerns the person: mentions, assignments, changes of what is watched. */
const Inbox = () => {
  const client = useQueryClient()
  const navigate = useNavigate()
  const search = useWords()
  const show = search['show'] ?? 'unread'
  const { data, error, isPending, refetch } = useQuery({
    queryKey: [...keys.notices, show],
    queryFn: async ({ signal }) =>
      api.get<{ items: readonly Notice[]; unread: number }>('/notifications', show === 'unread' ? { state: 'unread' } : undefined, signal),
  })
  const read = useMutation({
    mutationFn: async (body: { ids: readonly string[] } | { all: true }) => api.call('POST', '/notifications/read', { body }),
    onSuccess: async () => {
      await Promise.all([client.invalidateQueries({ queryKey: keys.notices }), client.invalidateQueries({ queryKey: keys.session })])
    },
    onError: complain,
  })
  return (
    <Page
      title="Inbox"
      right={
        <Group gap="xs">
          <SegmentedControl
            aria-label="Show"
            value={show}
            onChange={(chosen) => void navigate({ to: '/inbox', search: { show: chosen }, replace: true })}
            data={[
              { value: 'unread', label: 'Unread' },
              { value: 'all', label: 'All' },
            ]}
          />
          <Button
            variant="default"
            disabled={(data?.unread ?? 0) === 0}
            loading={read.isPending}
            onClick={() => read.mutate({ all: true })}
          >
            Mark all as read
          </Button>
        </Group>
      }
    >
      {isPending && <Waiting />}
      {error && <Failure error={error} again={() => void refetch()} />}
      {data?.items.length === 0 && (
        <Empty icon="inbox" title={show === 'unread' ? 'Nothing unread' : 'Nothing yet'}>
          When somebody mentions you, gives you work, or changes what you watch, it appears here.
        </Empty>
      )}
      <ul className={classes['notices']}>
        {data?.items.map((notice) => (
          <li key={notice.id} data-unread={notice.read_at === null}>
            <Initials name={notice.actor?.title ?? 'Reeve'} />
            <div>
              {notice.record ? (
                <To to={addressOf(notice.record)} onClick={() => notice.read_at === null && read.mutate({ ids: [notice.id] })}>
                  {notice.text}
                </To>
              ) : (
                notice.text
              )}
              <Text size="xs" c="dimmed">
                {notice.record && `${notice.record.ref} ${notice.record.title} · `}
                <Moment at={notice.at} ago />
              </Text>
            </div>
            {notice.read_at === null && (
              <Button size="compact-xs" variant="subtle" onClick={() => read.mutate({ ids: [notice.id] })}>
                Read
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Page>
  )
}

export default Inbox

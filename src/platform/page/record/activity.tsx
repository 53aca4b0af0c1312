import { Button, Group, SegmentedControl, Stack, Text } from '@mantine/core'
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { AnyRecord } from '../../records/kind.ts'
import { api, type Attached, type Happening, keys, type Links, type Remark } from '../api.ts'
import { mergedLinks } from '../kit/address.ts'
import { Initials, LinksProvider } from '../kit/links.tsx'
import { MarkdownEditor } from '../kit/markdown-editor.tsx'
import { Moment } from '../kit/moment.tsx'
import { complain } from '../kit/notify.tsx'
import { Failure, Waiting } from '../kit/waiting.tsx'
import { useSession } from '../session/session.ts'
import { upload } from './files.tsx'
import classes from './record.module.css'
import { RemarkEntry } from './remark.tsx'
import { Changes, saidVerb } from './words.tsx'

type Events = Readonly<{ items: readonly Happening[]; links: Links; next: number | null }>

/** Everything that happened to a record, newest first: changes before → after, and comments. */
export const Activity = ({ record, short = false }: Readonly<{ record: AnyRecord; short?: boolean }>) => {
  const [show, setShow] = useState('all')
  const events = useInfiniteQuery({
    queryKey: keys.about(record.id, 'events'),
    queryFn: async ({ pageParam, signal }) =>
      api.get<Events>(`/records/${record.id}/events`, pageParam ? { after: pageParam } : undefined, signal),
    initialPageParam: 0,
    getNextPageParam: (page) => page.next ?? undefined,
  })
  const remarks = useQuery({
    queryKey: keys.about(record.id, 'comments'),
    queryFn: async ({ signal }) => (await api.get<{ items: readonly Remark[] }>(`/records/${record.id}/comments`, undefined, signal)).items,
  })
  const links = useMemo(() => mergedLinks(events.data?.pages), [events.data])
  const happened = events.data?.pages.flatMap((page) => page.items) ?? []
  const entries = [
    ...(show === 'comments'
      ? []
      : happened
          .filter((event) => !event.verb.startsWith('comment'))
          .map((event) => ({ at: event.occurred_at ?? event.at, id: `event ${event.id}`, event, remark: undefined }))),
    ...(show === 'changes' ? [] : (remarks.data ?? []).map((remark) => ({ at: remark.at, id: remark.id, event: undefined, remark }))),
  ].toSorted((a, b) => (a.at < b.at ? 1 : -1))
  const listed = short ? entries.slice(0, 8) : entries
  if (events.isPending) return <Waiting lines={6} />
  if (events.error) return <Failure error={events.error} again={() => void events.refetch()} />
  return (
    <LinksProvider links={links}>
      <Stack gap="sm">
        <Composer record={record} />
        {!short && (
          <Group>
            <SegmentedControl
              aria-label="Show"
              value={show}
              onChange={setShow}
              data={[
                { value: 'all', label: 'Everything' },
                { value: 'comments', label: 'Comments' },
                { value: 'changes', label: 'Changes' },
              ]}
            />
          </Group>
        )}
        {listed.length === 0 && (
          <Text c="dimmed" size="sm">
            Nothing yet.
          </Text>
        )}
        <ol className={classes['stream']} aria-label="Activity, newest first">
          {listed.map(({ id, event, remark }) => (
            <li key={id} className={classes['entry']}>
              {event ? <EventEntry event={event} short={short} /> : remark ? <RemarkEntry remark={remark} record={record} /> : null}
            </li>
          ))}
        </ol>
        {!short && events.hasNextPage && (
          <Button variant="default" loading={events.isFetchingNextPage} onClick={() => void events.fetchNextPage()}>
            Older
          </Button>
        )}
      </Stack>
    </LinksProvider>
  )
}

const EventEntry = ({ event, short }: Readonly<{ event: Happening; short: boolean }>) => (
  <>
    <Initials name={event.actor?.title ?? 'Reeve'} />
    <div>
      <div className={classes['entryHead']}>
        <b>{event.actor?.title ?? 'Reeve'}</b>
        <span>{saidVerb(event)}</span>
        <span className={classes['when']}>
          <Moment at={event.occurred_at ?? event.at} ago />
          {event.via && event.via !== 'web' ? ` by ${event.via}` : ''}
        </span>
      </div>
      <ul className={classes['changes']}>
        <Changes event={event} most={short ? 4 : 30} />
      </ul>
      {event.reason && <p className={classes['reason']}>{event.reason}</p>}
    </div>
  </>
)

const Composer = ({ record }: Readonly<{ record: AnyRecord }>) => {
  const client = useQueryClient()
  const session = useSession()
  const [text, setText] = useState('')
  const [open, setOpen] = useState(false)
  const send = useMutation({
    mutationFn: async () => api.call('POST', `/records/${record.id}/comments`, { body: { text: text.trim() } }),
    onSuccess: async () => {
      setText('')
      setOpen(false)
      await client.invalidateQueries({ queryKey: keys.aboutAll(record.id) })
    },
    onError: complain,
  })
  const files = async (chosen: readonly File[]): Promise<readonly Attached[]> => {
    try {
      return await upload(record.id, chosen)
    } catch (error) {
      complain(error)
      return []
    } finally {
      await client.invalidateQueries({ queryKey: keys.about(record.id, 'files') })
    }
  }
  if (!open)
    return (
      <button type="button" className="rv-compose rv-no-print" onClick={() => setOpen(true)}>
        <Initials name={session.person.title} /> Write a comment…
      </button>
    )
  return (
    <div className="rv-no-print">
      <MarkdownEditor
        value={text}
        onChange={setText}
        onFiles={files}
        autoFocus
        aria-label="Comment"
        placeholder="What should others know?"
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.metaKey || event.ctrlKey) && text.trim()) send.mutate()
          if (event.key === 'Escape' && text.trim() === '') {
            event.stopPropagation()
            setOpen(false)
          }
        }}
      />
      <Group gap={6} mt={6} justify="flex-end">
        <Button variant="default" onClick={() => setOpen(false)}>
          Cancel
        </Button>
        <Button onClick={() => send.mutate()} loading={send.isPending} disabled={text.trim() === ''}>
          Comment
        </Button>
      </Group>
    </div>
  )
}

import { Button, Group, Select, Text, TextInput } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import { api, type Happening, type Links } from '../api.ts'
import { FieldInput } from '../fields/input.tsx'
import { LinkInput } from '../fields/link-input.tsx'
import { momentText } from '../fields/format.ts'
import { mergedLinks, useWords } from '../kit/address.ts'
import { DataTable } from '../kit/data-table.tsx'
import { LinksProvider, RecordLink } from '../kit/links.tsx'
import { Moment } from '../kit/moment.tsx'
import { Page } from '../kit/page.tsx'
import { Panel } from '../kit/panel.tsx'
import { Failure, Waiting } from '../kit/waiting.tsx'
import { Changes, changedFields, verbText } from '../record/words.tsx'
import { allKinds } from '../registry/kinds.ts'
import { SealCheck } from './seal-check.tsx'
import classes from '../record/record.module.css'

type Events = Readonly<{ items: readonly Happening[]; links: Links; next: number | null }>
/** A day of the address as the moment at which it begins here. */
const startOf = (day: string): string => new Date(`${day}T00:00:00`).toISOString()
const names = ['kind', 'actor', 'verb', 'from', 'to'] as const

/** Every event: who did what to which record, before and after, why and by which way. */
const Audit = () => {
  const search = useWords()
  const navigate = useNavigate()
  const asked = useMemo(
    () => Object.fromEntries(names.flatMap((name) => (search[name] ? [[name, search[name]]] : []))) as Record<string, string>,
    [search],
  )
  const set = (name: string, value: string | null): void => {
    const { [name]: _, ...rest } = asked
    void navigate({ to: '/audit', search: value ? { ...rest, [name]: value } : rest, replace: true })
  }
  const query = useInfiniteQuery({
    queryKey: ['audit', asked],
    queryFn: async ({ pageParam, signal }) =>
      api.get<Events>(
        '/events',
        {
          ...asked,
          ...(asked['from'] ? { from: startOf(asked['from']) } : {}),
          ...(asked['to'] ? { to: startOf(asked['to']) } : {}),
          ...(pageParam ? { after: pageParam } : {}),
        },
        signal,
      ),
    initialPageParam: 0,
    getNextPageParam: (page) => page.next ?? undefined,
  })
  const events = query.data?.pages.flatMap((page) => page.items) ?? []
  const links = useMemo(() => mergedLinks(query.data?.pages), [query.data])
  return (
    <Page title="Audit" wide right={<SealCheck />}>
      <Text c="dimmed" mb="sm" maw={760}>
        Nothing changes without a trace. Events are sealed one after another, so that a changed or missing one shows.
      </Text>
      <Group align="flex-end" gap="sm" className="rv-narrow" mb="md" role="search" aria-label="Filter events">
        <Select
          label="Kind"
          w={190}
          searchable
          clearable
          clearButtonProps={{ 'aria-label': 'Clear' }}
          data={allKinds().map((kind) => ({ value: kind.name, label: kind.labels }))}
          value={asked['kind'] ?? null}
          onChange={(value) => set('kind', value)}
        />
        <LinkInput label="Who" to={['person']} value={asked['actor'] ?? null} onChange={(value) => set('actor', value)} />
        <TextInput
          label="Verb"
          placeholder="create, change, resolve …"
          defaultValue={asked['verb'] ?? ''}
          onBlur={(event) => set('verb', event.currentTarget.value.trim() || null)}
          onKeyDown={(event) => event.key === 'Enter' && set('verb', event.currentTarget.value.trim() || null)}
        />
        <FieldInput
          field={{ type: 'day', label: 'From' }}
          name="from"
          value={asked['from'] ?? null}
          onChange={(day) => set('from', day as string | null)}
          draft={{}}
        />
        <FieldInput
          field={{ type: 'day', label: 'Before' }}
          name="to"
          value={asked['to'] ?? null}
          onChange={(day) => set('to', day as string | null)}
          draft={{}}
        />
      </Group>
      {query.isPending && <Waiting lines={10} />}
      {query.error && <Failure error={query.error} again={() => void query.refetch()} />}
      {query.data && (
        <LinksProvider links={links}>
          <Panel flush>
            <DataTable
              caption="Events"
              rows={events}
              keyOf={(event) => String(event.id)}
              empty="No events fit."
              columns={[
                { label: 'When', cell: (event) => <Moment at={event.at} />, text: (event) => momentText(event.at) },
                { label: 'Who', cell: (event) => event.actor?.title ?? 'Reeve', text: (event) => event.actor?.title ?? 'Reeve' },
                { label: 'What', cell: verbText },
                {
                  label: 'Record',
                  cell: (event) =>
                    event.ref ? <RecordLink to={{ kind: event.kind, ref: event.ref, title: event.title ?? '' }} withRef /> : event.kind,
                  text: (event) => event.ref,
                },
                {
                  label: 'Before → after',
                  cell: (event) => (
                    <ul className={classes['changes']}>
                      <Changes event={event} most={4} />
                    </ul>
                  ),
                  text: (event) => changedFields(event).join(', '),
                },
                { label: 'Why', cell: (event) => event.reason ?? '' },
                { label: 'By way of', cell: (event) => event.via ?? '' },
              ]}
            />
          </Panel>
          {query.hasNextPage && (
            <Button mt="sm" variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
              Older
            </Button>
          )}
        </LinksProvider>
      )}
    </Page>
  )
}

export default Audit

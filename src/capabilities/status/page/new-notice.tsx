import { Alert, Button, Checkbox, Group, Select, Stack, Text, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { api, keys, saying } from '../../../platform/page/api.ts'
import { FieldInput } from '../../../platform/page/fields/input.tsx'
import { useWords } from '../../../platform/page/kit/address.ts'
import { Empty } from '../../../platform/page/kit/empty.tsx'
import { MarkdownEditor } from '../../../platform/page/kit/markdown-editor.tsx'
import { tell } from '../../../platform/page/kit/notify.tsx'
import { Page } from '../../../platform/page/kit/page.tsx'
import { Panel } from '../../../platform/page/kit/panel.tsx'
import { useGo } from '../../../platform/page/kit/to.tsx'
import { Failure, Waiting } from '../../../platform/page/kit/waiting.tsx'
import { isStage, type Stage, stagesOf } from '../kind/notice.ts'
import { statusNotice } from '../kind.ts'
import { stageWords, templateFor } from '../model/words.ts'
import classes from './status.module.css'

type Suggestion = Readonly<{
  notice_type: 'incident' | 'maintenance'
  impact: string
  title: string
  started_at: string
  ended_at: string | null
  pages: readonly Readonly<{
    id: string
    title: string
    items: readonly Readonly<{ id: string; title: string }>[]
    hit: readonly string[]
  }>[]
  incident: string | null
  outages: readonly string[]
  maintenance: string | null
  words: Readonly<Record<Stage, string>>
}>

type Draft = Readonly<{
  page?: string
  type?: 'incident' | 'maintenance'
  stage?: Stage
  items?: readonly string[]
  words?: string
  title?: string
  values?: Readonly<Record<string, unknown>>
}>

const { fields } = statusNotice

/** A notice with its first update, begun from an outage, an incident, a maintenance, or from nothing. */
const Form = ({ begin, page: wished }: Readonly<{ begin: Suggestion; page: string | undefined }>) => {
  const go = useGo()
  const client = useQueryClient()
  const once = useRef(crypto.randomUUID())
  const [draft, setDraft] = useState<Draft>({})
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const set = (change: Draft): void => setDraft((before) => ({ ...before, ...change }))
  const page = begin.pages.find((one) => one.id === (draft.page ?? wished)) ?? begin.pages[0]
  const type = draft.type ?? begin.notice_type
  const stages = stagesOf[type]
  const stage = draft.stage && stages.includes(draft.stage) ? draft.stage : (stages[0] ?? 'investigating')
  const items = draft.items ?? page?.hit ?? []
  const names = (page?.items ?? []).filter((one) => items.includes(one.id)).map((one) => one.title)
  const words = draft.words ?? (draft.items ? templateFor(stage, names) : begin.words[stage])
  const values: Readonly<Record<string, unknown>> = {
    impact: type === 'maintenance' ? 'none' : begin.impact,
    started_at: begin.started_at,
    ended_at: begin.ended_at,
    ...draft.values,
  }
  const title = draft.title ?? begin.title
  if (!page)
    return (
      <Empty
        icon="heartbeat"
        title="No status page is published"
        actions={
          <Button component={Link} to="/status_pages">
            Status pages
          </Button>
        }
      >
        Make a page with its items and publish it: then its readers can be told.
      </Empty>
    )
  const send = async (): Promise<void> => {
    setBusy(true)
    setError(undefined)
    try {
      const { item } = await api.call<Readonly<{ item: Readonly<{ ref: string }> }>>('POST', '/status/notices', {
        key: once.current,
        body: {
          page: page.id,
          title,
          notice_type: type,
          impact: values['impact'],
          items,
          stage,
          words,
          started_at: values['started_at'] ?? undefined,
          ...(type === 'maintenance' && values['ended_at'] ? { ended_at: values['ended_at'] } : {}),
          ...(begin.incident ? { incident: begin.incident } : {}),
          ...(begin.outages.length > 0 ? { outages: begin.outages } : {}),
          ...(begin.maintenance ? { maintenance: begin.maintenance } : {}),
        },
      })
      await client.invalidateQueries({ queryKey: keys.lists(statusNotice.plural) })
      tell(`Readers of ${page.title} are told`)
      go(`/status_notices/${item.ref}`)
    } catch (refused) {
      once.current = crypto.randomUUID()
      setError(refused)
    } finally {
      setBusy(false)
    }
  }
  const input = (name: 'impact' | 'started_at' | 'ended_at', label?: string) => (
    <FieldInput
      field={{ ...fields[name], ...(label ? { label } : {}), required: true }}
      name={name}
      value={values[name] ?? null}
      draft={values}
      onChange={(value) => set({ values: { ...draft.values, [name]: value } })}
    />
  )
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (!busy) void send()
      }}
    >
      <Stack gap="md">
        <Panel>
          <Stack gap="md">
            <div className={classes['pair']}>
              <Select
                label="Page"
                data={begin.pages.map((one) => ({ value: one.id, label: one.title }))}
                value={page.id}
                allowDeselect={false}
                onChange={(value) => value && setDraft(({ items: _, ...before }) => ({ ...before, page: value }))}
              />
              <Select
                label="Type"
                data={fields.notice_type.options.map(({ value, label }) => ({ value, label }))}
                value={type}
                allowDeselect={false}
                onChange={(value) => value && set({ type: value === 'maintenance' ? 'maintenance' : 'incident' })}
              />
            </div>
            <TextInput
              label="Headline for readers"
              description="What they notice, in their words: “E-mail is delayed”. No names of machines, people or firms."
              withAsterisk
              maxLength={300}
              value={title}
              onChange={(event) => set({ title: event.currentTarget.value })}
            />
            <div className={classes['pair']}>
              {type === 'incident' && input('impact')}
              {input('started_at', type === 'incident' ? 'Since' : 'From')}
              {type === 'maintenance' && input('ended_at', 'Until')}
            </div>
            <Checkbox.Group
              label="Affects"
              description="Nothing ticked means the whole page."
              value={[...items]}
              onChange={(chosen) => set({ items: chosen })}
            >
              <div className={classes['boxes']}>
                {page.items.map((one) => (
                  <Checkbox key={one.id} value={one.id} label={one.title} />
                ))}
              </div>
            </Checkbox.Group>
          </Stack>
        </Panel>
        <Panel title="First update">
          <Stack gap="md">
            <Select
              label="Stage"
              data={stages.map((one) => ({ value: one, label: stageWords[one] }))}
              value={stage}
              allowDeselect={false}
              maw={260}
              onChange={(value) => isStage(value) && set({ stage: value })}
            />
            <MarkdownEditor label="Words" withAsterisk minRows={4} value={words} onChange={(text) => set({ words: text })} />
            <Text size="xs" c="dimmed">
              It stands on the page at once, and subscribers get it by mail and webhook within a minute or two.
            </Text>
          </Stack>
        </Panel>
        {error !== undefined && (
          <Alert color="red" role="alert" title="That was not told">
            {saying(error)}
          </Alert>
        )}
        <Group>
          <Button type="submit" loading={busy} disabled={title.trim() === '' || words.trim() === ''}>
            Tell readers
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

const NewNotice = () => {
  const search = useWords()
  const about = search['about']
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['status', 'suggestion', about ?? ''],
    queryFn: async ({ signal }) => api.get<Suggestion>('/status/suggestion', about ? { about } : undefined, signal),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  })
  const wished = search['page']
  const page = useQuery({
    queryKey: ['status', 'page', wished ?? ''],
    enabled: wished !== undefined,
    queryFn: async ({ signal }) => api.get<Readonly<{ id: string }>>(`/records/${wished ?? ''}`, undefined, signal),
  })
  return (
    <Page title="Tell readers" crumbs={[{ label: 'Status notices', to: '/status_notices' }]}>
      {isPending || (wished !== undefined && page.isPending) ? (
        <Waiting lines={8} />
      ) : error ? (
        <Failure error={error} again={() => void refetch()} />
      ) : (
        <Form begin={data} page={page.data?.id} />
      )}
    </Page>
  )
}

export default NewNotice

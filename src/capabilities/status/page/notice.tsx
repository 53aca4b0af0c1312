import { Alert, Button, Group, Select, Stack } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, keys, saying } from '../../../platform/page/api.ts'
import type { RecordScreenProps } from '../../../platform/page/contribution.ts'
import { Markdown } from '../../../platform/page/kit/markdown.tsx'
import { MarkdownEditor } from '../../../platform/page/kit/markdown-editor.tsx'
import { Moment } from '../../../platform/page/kit/moment.tsx'
import { tell } from '../../../platform/page/kit/notify.tsx'
import { Panel } from '../../../platform/page/kit/panel.tsx'
import { ToneBadge } from '../../../platform/page/kit/state-badge.tsx'
import { Failure, Waiting } from '../../../platform/page/kit/waiting.tsx'
import { FieldGroups } from '../../../platform/page/record/groups.tsx'
import { useCan } from '../../../platform/page/session/session.ts'
import { isStage, type Stage, stages, stagesOf } from '../kind/notice.ts'
import { statusNotice, statusUpdate } from '../kind.ts'
import { stageWords, templateFor } from '../model/words.ts'
import classes from './status.module.css'

const toneOf = (stage: string) => stages.find((one) => one.value === stage)?.tone

/** The stage that usually comes next. */
const nextOf = (all: readonly Stage[], now: string): Stage => {
  const at = all.findIndex((one) => one === now)
  return all[Math.min(at + 1, all.length - (all[0] === 'announced' ? 2 : 1))] ?? all[0] ?? 'investigating'
}

const NextUpdate = ({
  record,
  names,
  told,
}: Pick<RecordScreenProps, 'record'> & Readonly<{ names: readonly string[]; told: () => void }>) => {
  const client = useQueryClient()
  const all = stagesOf[record['notice_type'] === 'maintenance' ? 'maintenance' : 'incident']
  const [chosen, setChosen] = useState<Stage>()
  const [typed, setTyped] = useState<string>()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const stage = chosen ?? nextOf(all, record.state)
  const words = typed ?? templateFor(stage, names)
  const send = async (): Promise<void> => {
    setBusy(true)
    setError(undefined)
    try {
      await api.create(statusUpdate, { notice: record.id, stage, words })
      setTyped(undefined)
      setChosen(undefined)
      tell('Readers are told')
      await client.invalidateQueries({ queryKey: keys.records(statusNotice.plural) })
      told()
    } catch (refused) {
      setError(refused)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Panel title="Next update">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (!busy) void send()
        }}
      >
        <Stack gap="sm">
          <Select
            label="Stage"
            data={all.map((one) => ({ value: one, label: stageWords[one] }))}
            value={stage}
            allowDeselect={false}
            maw={260}
            onChange={(value) => isStage(value) && setChosen(value)}
          />
          <MarkdownEditor label="Words" value={words} onChange={setTyped} />
          {error !== undefined && (
            <Alert color="red" role="alert" title="That was not told">
              {saying(error)}
            </Alert>
          )}
          <Group>
            <Button type="submit" loading={busy} disabled={words.trim() === ''}>
              Tell readers
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  )
}

/** What readers were told of a disturbance or planned work, and what to tell them next. */
const Notice = ({ kind, record, links, may }: RecordScreenProps) => {
  const can = useCan()
  const { data, error, isPending, refetch } = useQuery({
    queryKey: keys.about(record.id, 'updates'),
    queryFn: async ({ signal }) => api.list(statusUpdate, { notice: record.id, sort: '-at', limit: 200, state: 'told' }, signal),
  })
  const items = Array.isArray(record['items']) ? record['items'].map(String) : []
  const names = items.flatMap((id) => links[id]?.title ?? [])
  return (
    <div className={classes['column']}>
      {can('status_update.create') && record.state !== 'withdrawn' && (
        <NextUpdate record={record} names={names} told={() => void refetch()} />
      )}
      <Panel title="Told so far">
        {isPending ? (
          <Waiting />
        ) : error ? (
          <Failure error={error} again={() => void refetch()} />
        ) : data.items.length === 0 ? (
          <p className="rv-dim">Nothing yet: readers see the headline alone.</p>
        ) : (
          <ol className={classes['updates']}>
            {data.items.map((one) => (
              <li key={one.id}>
                <div className={classes['head']}>
                  <ToneBadge tone={toneOf(one.stage)}>{stageWords[one.stage]}</ToneBadge>
                  <span className="rv-dim rv-small">
                    <Moment at={one.at} />
                  </span>
                </div>
                <Markdown text={one.words} />
              </li>
            ))}
          </ol>
        )}
      </Panel>
      <FieldGroups kind={kind} record={record} may={may} />
    </div>
  )
}

export default Notice

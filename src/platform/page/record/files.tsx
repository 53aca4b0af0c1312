import { ActionIcon, Button, Group } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { IconTrash } from '@tabler/icons-react'
import { useRef } from 'react'
import type { AnyRecord } from '../../records/kind.ts'
import { api, type Attached, base, keys } from '../api.ts'
import { sizeText } from '../fields/format.ts'
import { DataTable } from '../kit/data-table.tsx'
import { Moment } from '../kit/moment.tsx'
import { complain } from '../kit/notify.tsx'
import { Panel } from '../kit/panel.tsx'
import { Failure, Waiting } from '../kit/waiting.tsx'
import classes from './record.module.css'

/** Sends files to a record. @throws ProblemError when one is too large or not allowed */
export const upload = async (id: string, files: readonly File[]): Promise<readonly Attached[]> => {
  const form = new FormData()
  for (const file of files) form.append('file', file, file.name || 'pasted.png')
  const answer = await api.call<{ items?: readonly Attached[]; item?: Attached }>('POST', `/records/${id}/files`, { form })
  return answer.items ?? (answer.item ? [answer.item] : [])
}

/** The files of a record; dropped anywhere on the page, or chosen here. */
export const Files = ({ record }: Readonly<{ record: AnyRecord }>) => {
  const client = useQueryClient()
  const picker = useRef<HTMLInputElement>(null)
  const query = useQuery({
    queryKey: keys.about(record.id, 'files'),
    queryFn: async ({ signal }) => (await api.get<{ items: readonly Attached[] }>(`/records/${record.id}/files`, undefined, signal)).items,
  })
  const again = async (): Promise<void> => client.invalidateQueries({ queryKey: keys.aboutAll(record.id) })
  const add = useMutation({ mutationFn: async (files: readonly File[]) => upload(record.id, files), onSuccess: again, onError: complain })
  const remove = useMutation({ mutationFn: async (id: string) => api.call('DELETE', `/files/${id}`), onSuccess: again, onError: complain })
  if (query.isPending) return <Waiting lines={4} />
  if (query.error) return <Failure error={query.error} again={() => void query.refetch()} />
  return (
    <Panel
      title="Files"
      flush={query.data.length > 0}
      right={
        <Button size="compact-xs" variant="default" loading={add.isPending} onClick={() => picker.current?.click()}>
          Add files
        </Button>
      }
    >
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        aria-label="Files"
        onChange={(event) => add.mutate([...(event.currentTarget.files ?? [])])}
      />
      {query.data.length === 0 ? (
        <div className={classes['drop']}>Drop files anywhere on this page, or paste a picture into a comment.</div>
      ) : (
        <DataTable
          caption={`Files of ${record.ref}`}
          rows={query.data}
          keyOf={(file) => file.id}
          columns={[
            {
              label: 'Name',
              text: (file) => file.name,
              cell: (file) => (
                <a className="rv-link" href={`${base}/files/${file.id}`} target="_blank" rel="noreferrer">
                  {file.name}
                </a>
              ),
            },
            { label: 'Size', align: 'right', cell: (file) => sizeText(file.size) },
            { label: 'Added', cell: (file) => <Moment at={file.at} ago />, text: (file) => file.at },
            { label: 'By', cell: (file) => file.by?.title ?? '' },
            {
              label: ' ',
              align: 'right',
              cell: (file) => (
                <ActionIcon size="sm" aria-label={`Remove ${file.name}`} onClick={() => remove.mutate(file.id)}>
                  <IconTrash size={14} />
                </ActionIcon>
              ),
            },
          ]}
        />
      )}
      <Group />
    </Panel>
  )
}

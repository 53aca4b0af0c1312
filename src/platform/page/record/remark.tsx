import { ActionIcon, Button, Group, Menu } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { IconDots } from '@tabler/icons-react'
import { useState } from 'react'
import type { AnyRecord } from '../../records/kind.ts'
import { api, keys, type Remark } from '../api.ts'
import { Initials } from '../kit/links.tsx'
import { SafeHtml } from '../kit/markdown.tsx'
import { MarkdownEditor } from '../kit/markdown-editor.tsx'
import { Moment } from '../kit/moment.tsx'
import { complain } from '../kit/notify.tsx'
import { useSession } from '../session/session.ts'
import classes from './record.module.css'

/** A comment; one's own can be edited and taken back. */
export const RemarkEntry = ({ remark, record }: Readonly<{ remark: Remark; record: AnyRecord }>) => {
  const client = useQueryClient()
  const session = useSession()
  const [draft, setDraft] = useState<string | null>(null)
  const mine = remark.author?.id === session.person.id
  const done = async (): Promise<void> => {
    setDraft(null)
    await client.invalidateQueries({ queryKey: keys.aboutAll(record.id) })
  }
  const edit = useMutation({
    mutationFn: async (text: string) => api.call('PATCH', `/comments/${remark.id}`, { body: { text } }),
    onSuccess: done,
    onError: complain,
  })
  const remove = useMutation({ mutationFn: async () => api.call('DELETE', `/comments/${remark.id}`), onSuccess: done, onError: complain })
  const author = remark.author?.title ?? 'Reeve'
  return (
    <>
      <Initials name={author} />
      <div className={classes['remark']}>
        <Group justify="space-between" gap={6}>
          <span className={classes['entryHead']}>
            <b>{author}</b>
            <span className={classes['when']}>
              <Moment at={remark.at} ago />
              {remark.edited_at ? ', edited' : ''}
            </span>
          </span>
          {mine && draft === null && (
            <Menu position="bottom-end">
              <Menu.Target>
                <ActionIcon size={24} aria-label="More about this comment">
                  <IconDots size={13} />
                </ActionIcon>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Item onClick={() => setDraft(remark.text)}>Edit</Menu.Item>
                <Menu.Item color="red" onClick={() => remove.mutate()}>
                  Remove
                </Menu.Item>
              </Menu.Dropdown>
            </Menu>
          )}
        </Group>
        {draft === null ? (
          <SafeHtml html={remark.html} />
        ) : (
          <>
            <MarkdownEditor value={draft} onChange={setDraft} autoFocus aria-label="Comment" />
            <Group gap={6} mt={6}>
              <Button size="compact-xs" loading={edit.isPending} onClick={() => edit.mutate(draft)}>
                Save
              </Button>
              <Button size="compact-xs" variant="default" onClick={() => setDraft(null)}>
                Cancel
              </Button>
            </Group>
          </>
        )}
      </div>
    </>
  )
}

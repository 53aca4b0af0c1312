import { ActionIcon, Input, Textarea } from '@mantine/core'
import { IconEye, IconPaperclip, IconPencil } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import type { Attached } from '../client/shapes.ts'
import classes from '../fields/fields.module.css'
import { Markdown } from './markdown.tsx'
import { MentionList, useMentions } from './mentions.tsx'

type Props = Readonly<{
  value: string
  onChange: (text: string) => void
  label?: string
  description?: string
  error?: string
  'aria-label'?: string
  withAsterisk?: boolean
  placeholder?: string
  minRows?: number
  autoFocus?: boolean
  id?: string
  name?: string
  /** Uploads files that are dropped or pasted; without it files are not taken. */
  onFiles?: (files: readonly File[]) => Promise<readonly Attached[]>
  onKeyDown?: (event: React.KeyboardEvent<HTMLTextAreaElement>) => void
}>

const asMarkdown = (file: Attached): string => `${file.type.startsWith('image/') ? '!' : ''}[${file.name}](/api/v1/files/${file.id})`

/** Text with Markdown: preview, @people and #records completed while typing, files dropped or pasted in. */
export const MarkdownEditor = ({
  value,
  onChange,
  label,
  description,
  error,
  withAsterisk,
  placeholder,
  minRows = 3,
  onFiles,
  onKeyDown,
  ...rest
}: Props) => {
  const [preview, setPreview] = useState(false)
  const [over, setOver] = useState(false)
  const area = useRef<HTMLTextAreaElement>(null)
  const picker = useRef<HTMLInputElement>(null)
  const mentions = useMentions(area, value, onChange)
  const take = async (files: readonly File[]): Promise<void> => {
    if (!onFiles || files.length === 0) return
    const done = await onFiles(files)
    onChange(`${value}${value && !value.endsWith('\n') ? '\n' : ''}${done.map(asMarkdown).join('\n')}\n`)
  }
  return (
    <Input.Wrapper
      label={label}
      description={description}
      error={error}
      withAsterisk={withAsterisk ?? false}
      {...(rest.id ? { id: rest.id } : {})}
    >
      <div
        className={`${classes['editor']} ${over ? classes['over'] : ''}`}
        onDragOver={(event) => {
          if (!onFiles) return
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          if (!onFiles) return
          event.preventDefault()
          event.stopPropagation()
          setOver(false)
          void take([...event.dataTransfer.files])
        }}
      >
        <div className={classes['editorBar']}>
          <small className="rv-dim">Markdown · @ for people · # for records</small>
          <span>
            {onFiles && (
              <>
                <ActionIcon size="sm" aria-label="Attach a file" onClick={() => picker.current?.click()}>
                  <IconPaperclip size={14} />
                </ActionIcon>
                <input
                  ref={picker}
                  type="file"
                  multiple
                  hidden
                  aria-label="Files"
                  onChange={(event) => void take([...(event.currentTarget.files ?? [])])}
                />
              </>
            )}
            <ActionIcon size="sm" aria-label={preview ? 'Write' : 'Preview'} aria-pressed={preview} onClick={() => setPreview(!preview)}>
              {preview ? <IconPencil size={14} /> : <IconEye size={14} />}
            </ActionIcon>
          </span>
        </div>
        {preview ? (
          <div className={classes['preview']}>
            <Markdown text={value || '*Nothing written yet.*'} />
          </div>
        ) : (
          <Textarea
            {...rest}
            ref={area}
            variant="unstyled"
            px={10}
            autosize
            minRows={minRows}
            maxRows={24}
            value={value}
            placeholder={placeholder ?? ''}
            aria-label={rest['aria-label'] ?? label ?? 'Text'}
            {...mentions.aria}
            onChange={(event) => {
              onChange(event.currentTarget.value)
              mentions.look()
            }}
            onKeyDown={(event) => {
              if (!mentions.key(event)) onKeyDown?.(event)
            }}
            onBlur={mentions.close}
            onPaste={(event) => {
              const files = [...event.clipboardData.files]
              if (files.length > 0 && onFiles) {
                event.preventDefault()
                void take(files)
              }
            }}
          />
        )}
        <MentionList {...mentions.list} />
      </div>
    </Input.Wrapper>
  )
}

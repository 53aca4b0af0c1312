import { Alert, Button, Group, Radio, Select, Stack, Text, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { api, saying } from '../../page/api.ts'
import { sizeText } from '../../page/fields/format.ts'
import { Icon } from '../../page/kit/icon.tsx'
import { Page } from '../../page/kit/page.tsx'
import { Panel } from '../../page/kit/panel.tsx'
import { Failure, Waiting } from '../../page/kit/waiting.tsx'
import { accepted, type Chosen, chosenFiles, droppedFiles } from './dropped.ts'
import classes from './imports.module.css'
import { useReaders } from './readers.ts'
import type { ReaderLine } from './shapes.ts'
import { useWords } from '../../page/kit/address.ts'

const isTable = (reader: ReaderLine): boolean => reader.name.startsWith('csv:')

/** Chooses what is read and the files; they are checked before anything is written. */
const NewImport = () => {
  const readers = useReaders()
  return (
    <Page title="New import" crumbs={[{ label: 'Imports', to: '/imports' }]}>
      {readers.isPending ? (
        <Waiting />
      ) : readers.error ? (
        <Failure error={readers.error} again={() => void readers.refetch()} />
      ) : (
        <Form readers={readers.data} />
      )}
    </Page>
  )
}

const Form = ({ readers }: Readonly<{ readers: readonly ReaderLine[] }>) => {
  const search = useWords()
  const navigate = useNavigate()
  const tables = readers.filter(isTable)
  const others = readers.filter((reader) => !isTable(reader))
  const asked = readers.find((reader) => reader.name === search['reader'])
  const [name, setName] = useState<string | null>(asked?.name ?? others[0]?.name ?? null)
  const [source, setSource] = useState('')
  const [files, setFiles] = useState<readonly Chosen[]>([])
  const reader = readers.find((one) => one.name === name)
  const fitting = files.filter((one) => accepted(one.path, reader?.accepts ?? []))
  const send = useMutation({
    mutationFn: async () => {
      const form = new FormData()
      for (const one of fitting) form.append('file', one.file, one.path)
      return api.call<{ id: string }>('POST', '/imports', {
        form,
        query: { reader: name, dry_run: '1', source: source.trim() || undefined },
      })
    },
    onSuccess: async ({ id }) => navigate({ to: `/imports/${id}` }),
  })
  return (
    <form
      className={classes['form']}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (name && fitting.length > 0) send.mutate()
      }}
    >
      <Stack gap="md">
        <Panel title="1. What is in the files?">
          <Radio.Group
            value={reader && isTable(reader) ? 'csv' : name}
            onChange={(value) => setName(value === 'csv' ? (tables[0]?.name ?? null) : value)}
            aria-label="What is in the files"
          >
            <Stack gap={8}>
              {others.map((one) => (
                <Radio key={one.name} value={one.name} label={one.label} description={`${one.about} ${one.accepts.join(', ')}`} />
              ))}
              {tables.length > 0 && (
                <Radio
                  value="csv"
                  label="A table (CSV or Excel)"
                  description="One line a record, columns mapped to fields in the next step."
                />
              )}
            </Stack>
          </Radio.Group>
          {reader && isTable(reader) && (
            <Select
              mt="sm"
              maw={320}
              label="Of which kind are the records?"
              data={tables.map((one) => ({ value: one.name, label: one.label }))}
              value={name}
              onChange={(value) => value && setName(value)}
              searchable
              allowDeselect={false}
            />
          )}
        </Panel>
        <Panel title="2. The files">
          <Drop
            accepts={reader?.accepts ?? []}
            add={(more) => setFiles([...files.filter((one) => !more.some((two) => two.path === one.path)), ...more])}
          />
          {files.length > 0 && (
            <div className={classes['files']}>
              <Group justify="space-between">
                <Text size="sm">
                  {fitting.length} {fitting.length === 1 ? 'file' : 'files'},{' '}
                  {sizeText(fitting.reduce((sum, one) => sum + one.file.size, 0))}
                  {fitting.length < files.length && (
                    <span className="rv-dim"> ({files.length - fitting.length} of another type are left out)</span>
                  )}
                </Text>
                <Button size="compact-xs" variant="default" onClick={() => setFiles([])}>
                  Clear
                </Button>
              </Group>
              <ul className="rv-plain rv-small">
                {fitting.slice(0, 8).map((one) => (
                  <li key={one.path}>
                    <span>{one.path}</span>
                    <span className="rv-dim">{sizeText(one.file.size)}</span>
                  </li>
                ))}
                {fitting.length > 8 && <li className="rv-dim">and {fitting.length - 8} more</li>}
              </ul>
            </div>
          )}
        </Panel>
        <Panel title="3. Where do they come from?">
          <TextInput
            label="Name of the source"
            description="Such as “ServiceNow Larkmere”. The mapping is remembered under it, and a later file of the same source changes its records instead of making new ones."
            placeholder={files[0]?.path ?? ''}
            maxLength={120}
            value={source}
            onChange={(event) => setSource(event.currentTarget.value)}
            maw={480}
          />
        </Panel>
        {send.error && (
          <Alert color="red" role="alert" title="The files were not taken">
            {saying(send.error)}
          </Alert>
        )}
        <Group>
          <Button type="submit" loading={send.isPending} disabled={!name || fitting.length === 0}>
            Check the files
          </Button>
          <Text size="xs" c="dimmed">
            Nothing is written until you apply it.
          </Text>
        </Group>
      </Stack>
    </form>
  )
}

const Drop = ({ accepts, add }: Readonly<{ accepts: readonly string[]; add: (files: readonly Chosen[]) => void }>) => {
  const [over, setOver] = useState(false)
  const files = useRef<HTMLInputElement>(null)
  const folder = useRef<HTMLInputElement>(null)
  return (
    <div
      className={classes['drop']}
      data-over={over}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        void droppedFiles(event.dataTransfer).then(add)
      }}
    >
      <Icon name="upload" size={22} />
      <Text size="sm">Drop files or a folder here</Text>
      <Group gap={6} justify="center">
        <Button variant="default" onClick={() => files.current?.click()}>
          Choose files
        </Button>
        <Button variant="default" onClick={() => folder.current?.click()}>
          Choose a folder
        </Button>
      </Group>
      <input
        ref={files}
        type="file"
        multiple
        hidden
        accept={accepts.join(',')}
        aria-label="Files"
        onChange={(event) => {
          add(chosenFiles(event.currentTarget.files))
          event.currentTarget.value = ''
        }}
      />
      <input
        ref={folder}
        type="file"
        multiple
        hidden
        aria-label="Folder"
        {...{ webkitdirectory: '' }}
        onChange={(event) => {
          add(chosenFiles(event.currentTarget.files))
          event.currentTarget.value = ''
        }}
      />
    </div>
  )
}

export default NewImport

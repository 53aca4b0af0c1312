import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { allFields, type AnyRecord, type Kind } from '../../records/kind.ts'
import { keys } from '../api.ts'
import { LinksProvider } from '../kit/links.tsx'
import { tell } from '../kit/notify.tsx'
import { Page } from '../kit/page.tsx'
import { Failure, Waiting } from '../kit/waiting.tsx'
import { changeUnlessTouched, useRecord } from '../record/use-record.ts'
import { differing, RecordForm, type Values } from './record-form.tsx'

/** All fields of a record at once. */
const EditPage = ({ kind, recordKey }: Readonly<{ kind: Kind; recordKey: string }>) => {
  const { query, record, links } = useRecord(kind, recordKey)
  if (query.isPending) return <Waiting />
  if (!record) return <Failure error={query.error} again={() => void query.refetch()} />
  return (
    <LinksProvider links={links}>
      <EditForm key={record.id} kind={kind} record={record} />
    </LinksProvider>
  )
}

/** The form keeps the record that it began with: a change that comes meanwhile is met when saving. */
const EditForm = ({ kind, record }: Readonly<{ kind: Kind; record: AnyRecord }>) => {
  const navigate = useNavigate()
  const client = useQueryClient()
  const [begun] = useState(record)
  const [initial] = useState(
    (): Values =>
      Object.fromEntries(
        Object.entries(allFields(kind)).flatMap(([name, field]) => (field.computed ? [] : [[name, record[name] ?? null]])),
      ),
  )
  const back = `/${kind.plural}/${record.ref}`
  return (
    <Page
      title={`Edit ${record.ref}`}
      crumbs={[
        { label: kind.labels, to: `/${kind.plural}` },
        { label: `${record.ref} ${record.title}`, to: back },
      ]}
    >
      <RecordForm
        kind={kind}
        initial={initial}
        label="Save"
        withReason
        cancel={() => void navigate({ to: back })}
        submit={async (values, reason) => {
          const change = differing(values, initial)
          if (Object.keys(change).length > 0) {
            await changeUnlessTouched(kind, begun, { ...change, ...(reason ? { reason } : {}) })
            tell('Saved')
            await client.invalidateQueries({ queryKey: keys.records(kind.plural) })
            await client.invalidateQueries({ queryKey: keys.aboutAll(record.id) })
            await client.invalidateQueries({ queryKey: keys.lists(kind.plural) })
          }
          await navigate({ to: back })
        }}
      />
    </Page>
  )
}

export default EditPage

import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import { allFields, type Kind } from '../../records/kind.ts'
import { api, keys } from '../api.ts'
import { LinksProvider } from '../kit/links.tsx'
import { tell } from '../kit/notify.tsx'
import { Page } from '../kit/page.tsx'
import { Failure, Waiting } from '../kit/waiting.tsx'
import { useRecord } from '../record/use-record.ts'
import { differing, RecordForm, type Values } from './record-form.tsx'

/** All fields of a record at once. */
const EditPage = ({ kind, recordKey }: Readonly<{ kind: Kind; recordKey: string }>) => {
  const navigate = useNavigate()
  const client = useQueryClient()
  const { query, record, links } = useRecord(kind, recordKey)
  // the form keeps what it began with; a change that comes meanwhile is met when saving
  // oxlint-disable-next-line react-hooks/exhaustive-deps
  const initial = useMemo(
    (): Values =>
      Object.fromEntries(
        record ? Object.entries(allFields(kind)).flatMap(([name, field]) => (field.computed ? [] : [[name, record[name] ?? null]])) : [],
      ),
    [record?.id],
  )
  const version = useMemo(() => record?.version ?? 0, [record?.id])
  if (query.isPending) return <Waiting />
  if (query.error || !record) return <Failure error={query.error} again={() => void query.refetch()} />
  const back = `/${kind.plural}/${record.ref}`
  return (
    <LinksProvider links={links}>
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
              await api.change(kind, record.id, version, { ...change, ...(reason ? { reason } : {}) })
              tell('Saved')
              await client.invalidateQueries({ queryKey: keys.records(kind.plural) })
              await client.invalidateQueries({ queryKey: keys.aboutAll(record.id) })
              await client.invalidateQueries({ queryKey: keys.lists(kind.plural) })
            }
            await navigate({ to: back })
          }}
        />
      </Page>
    </LinksProvider>
  )
}

export default EditPage

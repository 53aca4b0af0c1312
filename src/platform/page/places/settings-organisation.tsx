import { Alert, Button, Group, Select, Stack, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, keys, problemOf, saying } from '../api.ts'
import { tell } from '../kit/notify.tsx'
import { Panel } from '../kit/panel.tsx'
import { Failure, Waiting } from '../kit/waiting.tsx'

type Organisation = Readonly<{ name: string; time_zone: string | null }>
const place = ['settings', 'organisation'] as const
const path = '/settings/organisation'

/** Name and time zone of the organisation, for administrators. */
const OrganisationSettings = () => {
  const query = useQuery({
    queryKey: place,
    queryFn: async ({ signal }) => (await api.get<{ item: Organisation }>(path, undefined, signal)).item,
  })
  return (
    <Panel title="Organisation">
      {query.isPending ? (
        <Waiting lines={3} />
      ) : query.error ? (
        <Failure error={query.error} again={() => void query.refetch()} />
      ) : (
        <Form there={query.data} />
      )}
    </Panel>
  )
}

const Form = ({ there }: Readonly<{ there: Organisation }>) => {
  const client = useQueryClient()
  const [name, setName] = useState(there.name)
  const [zone, setZone] = useState(there.time_zone)
  const save = useMutation({
    mutationFn: async () => api.call<{ item: Organisation }>('PATCH', path, { body: { name, time_zone: zone } }),
    onSuccess: async ({ item }) => {
      tell('The organisation is saved')
      client.setQueryData(place, item)
      await client.invalidateQueries({ queryKey: keys.session })
    },
  })
  const issues = problemOf(save.error)?.issues ?? []
  const issue = (field: string): string | undefined => issues.find((one) => one.path === field)?.message
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate()
      }}
    >
      <Stack gap="sm" maw={420}>
        <TextInput
          label="Name"
          description="Stands on reports, in mails and on the sign-in page."
          required
          maxLength={200}
          value={name}
          error={issue('name')}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Select
          label="Time zone"
          description="Months and days of reports and desks begin by it. Without one, each service follows the calendar of its agreement. Past days are counted anew the night after a change."
          placeholder="As the agreements say"
          data={Intl.supportedValuesOf('timeZone')}
          searchable
          clearable
          clearButtonProps={{ 'aria-label': 'No time zone' }}
          nothingFoundMessage="No such time zone"
          limit={50}
          value={zone}
          error={issue('time_zone')}
          onChange={setZone}
        />
        {save.error && issues.length === 0 && (
          <Alert color="red" role="alert">
            {saying(save.error)}
          </Alert>
        )}
        <Group>
          <Button type="submit" loading={save.isPending} disabled={name.trim() === '' || (name === there.name && zone === there.time_zone)}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

export default OrganisationSettings

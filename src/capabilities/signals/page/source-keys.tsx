import { Alert, Button, CopyButton, Group, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, keys } from '../../../platform/page/api.ts'
import { DataTable } from '../../../platform/page/kit/data-table.tsx'
import { Moment } from '../../../platform/page/kit/moment.tsx'
import { complain, tell } from '../../../platform/page/kit/notify.tsx'
import { Panel } from '../../../platform/page/kit/panel.tsx'
import { ToneBadge } from '../../../platform/page/kit/state-badge.tsx'
import { Failure, Waiting } from '../../../platform/page/kit/waiting.tsx'
import type { AnyRecord } from '../../../platform/records/kind.ts'
import classes from './screens.module.css'

type Key = Readonly<{ id: string; prefix: string; made_at: string; last_used_at: string | null; revoked_at: string | null }>

/** The key just made, the only time that it is seen. */
const Fresh = ({ value }: Readonly<{ value: string }>) => (
  <Alert color="blue" title="The new key" role="status" mb="sm">
    <Text size="sm">It is shown this once. The lines below have it filled in; keep it where the tool keeps its secrets.</Text>
    <Group gap={8} mt={6}>
      <code className={classes['code']}>{value}</code>
      <CopyButton value={value} timeout={2000}>
        {({ copied, copy }) => (
          <Button size="compact-xs" variant="default" onClick={copy}>
            {copied ? 'Copied' : 'Copy the key'}
          </Button>
        )}
      </CopyButton>
    </Group>
  </Alert>
)

/** The keys of a source: make one, see which are used, take one back. */
export const SourceKeys = ({
  record,
  fresh,
  onMade,
}: Readonly<{ record: AnyRecord; fresh: string | null; onMade: (key: string) => void }>) => {
  const client = useQueryClient()
  const name = keys.about(record.id, 'keys')
  const { data, error, isPending } = useQuery({
    queryKey: name,
    queryFn: async ({ signal }) => (await api.get<{ items: readonly Key[] }>(`/sources/${record.id}/keys`, undefined, signal)).items,
  })
  const again = async (): Promise<void> => await client.invalidateQueries({ queryKey: name })
  const make = useMutation({
    mutationFn: async () => api.call<{ key: string }>('POST', `/sources/${record.id}/keys`, {}),
    onSuccess: async ({ key }) => {
      onMade(key)
      await again()
    },
    onError: complain,
  })
  const revoke = useMutation({
    mutationFn: async (key: Key) => api.call('DELETE', `/sources/${record.id}/keys/${key.id}`),
    onSuccess: async () => {
      tell('The key is taken back: within ten seconds nothing is taken by it any more')
      await again()
    },
    onError: complain,
  })
  return (
    <Panel
      title="Keys"
      right={
        !error && (
          <Button size="compact-xs" loading={make.isPending} onClick={() => make.mutate()}>
            Make a key
          </Button>
        )
      }
    >
      {fresh && <Fresh value={fresh} />}
      {isPending ? (
        <Waiting lines={2} />
      ) : error ? (
        <Failure error={error} />
      ) : (
        <DataTable<Key>
          caption="Keys of the source"
          rows={data}
          keyOf={(one) => one.id}
          empty="No key yet: without one nothing can be sent."
          columns={[
            { label: 'Key', cell: (one) => <code className={classes['code']}>{one.prefix}…</code>, text: (one) => one.prefix },
            { label: 'Made', cell: (one) => <Moment at={one.made_at} ago />, text: (one) => one.made_at },
            {
              label: 'Last used',
              cell: (one) => (one.last_used_at ? <Moment at={one.last_used_at} ago /> : 'never'),
              text: (one) => one.last_used_at ?? 'never',
            },
            {
              label: 'State',
              cell: (one) =>
                one.revoked_at ? (
                  <ToneBadge tone="muted">Taken back</ToneBadge>
                ) : (
                  <Button
                    size="compact-xs"
                    variant="default"
                    aria-label={`Take back ${one.prefix}`}
                    loading={revoke.isPending && revoke.variables.id === one.id}
                    onClick={() => revoke.mutate(one)}
                  >
                    Take back
                  </Button>
                ),
              text: (one) => (one.revoked_at ? 'taken back' : 'valid'),
            },
          ]}
        />
      )}
    </Panel>
  )
}

import { Chip, Group, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { api } from '../../../platform/page/api.ts'
import { DataTable } from '../../../platform/page/kit/data-table.tsx'
import { Empty } from '../../../platform/page/kit/empty.tsx'
import { RecordLink } from '../../../platform/page/kit/links.tsx'
import { Page } from '../../../platform/page/kit/page.tsx'
import { Panel } from '../../../platform/page/kit/panel.tsx'
import { ChoiceValue } from '../../../platform/page/kit/state-badge.tsx'
import { Failure, Waiting } from '../../../platform/page/kit/waiting.tsx'
import { service } from '../kind.ts'
import type { Gaps, GapWord } from './shapes.ts'
import { useWords } from '../../../platform/page/kit/address.ts'
import { useGo } from '../../../platform/page/kit/to.tsx'

const words: Readonly<Record<GapWord, string>> = {
  owner: 'No owner',
  team: 'No supporting team',
  need: 'No need names it',
  agreement: 'No agreement covers it',
  confirmed: 'Not confirmed for a year',
}

const Criticality = ({ value }: Readonly<{ value: string | null | undefined }>) =>
  value ? (
    <ChoiceValue option={service.fields.criticality.options.find((option) => option.value === value)} value={value} />
  ) : (
    <span className="rv-dim">–</span>
  )

/** Services whose entry leaves a question open that somebody will ask. */
const GapsPage = () => {
  const search = useWords()
  const go = useGo()
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['catalogue', 'gaps'],
    queryFn: async ({ signal }) => api.get<Gaps>('/catalogue/gaps', undefined, signal),
  })
  const chosen = search['gap']
  const rows = (data?.items ?? []).filter((item) => !chosen || (item.gaps as readonly string[]).includes(chosen))
  return (
    <Page title="Gaps in the catalogue" crumbs={[{ label: 'Services', to: '/services' }]}>
      {isPending ? (
        <Waiting />
      ) : error ? (
        <Failure error={error} again={() => void refetch()} />
      ) : data.items.length === 0 ? (
        <Empty icon="checklist" title="No gaps">
          {data.services === 0
            ? 'There are no services yet.'
            : `All ${data.services} services have an owner, a team, a need and an agreement, and were confirmed within a year.`}
        </Empty>
      ) : (
        <>
          <Text c="dimmed" mb="sm">
            {data.items.length} of {data.services} services leave a question open that somebody will ask.
          </Text>
          <Group gap={6} mb="sm" role="group" aria-label="Which gap">
            {(Object.keys(words) as GapWord[])
              .filter((word) => data.counts[word] > 0)
              .map((word) => (
                <Chip
                  key={word}
                  size="xs"
                  checked={chosen === word}
                  onChange={(on) => go(`/catalogue/gaps${on ? `?gap=${word}` : ''}`, true)}
                >
                  {words[word]} ({data.counts[word]})
                </Chip>
              ))}
          </Group>
          <Panel flush>
            <DataTable<Gaps['items'][number]>
              caption="Services with gaps"
              rows={rows}
              keyOf={(item) => item.service.id}
              columns={[
                { label: 'Service', cell: (item) => <RecordLink to={item.service} withRef />, text: (item) => item.service.title },
                {
                  label: 'Criticality',
                  cell: (item) => <Criticality value={item.service.criticality} />,
                  text: (item) => item.service.criticality ?? '',
                },
                {
                  label: 'Owner',
                  cell: (item) => {
                    const owner = item.service.owner ? data.links[item.service.owner] : undefined
                    return owner ? <RecordLink to={owner} /> : <span className="rv-dim">nobody</span>
                  },
                  text: (item) => (item.service.owner ? (data.links[item.service.owner]?.title ?? '') : ''),
                },
                { label: 'Gaps', cell: (item) => item.words },
                {
                  label: 'Confirmed',
                  align: 'right',
                  cell: (item) => (item.unconfirmed_days === null ? 'never' : `${item.unconfirmed_days.toLocaleString()} days ago`),
                  text: (item) => item.unconfirmed_days,
                },
              ]}
            />
          </Panel>
        </>
      )}
    </Page>
  )
}

export default GapsPage

import { Group, Text, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { api, type Found, keys } from '../api.ts'
import { useWords } from '../kit/address.ts'
import { Empty } from '../kit/empty.tsx'
import { RecordLink } from '../kit/links.tsx'
import { Page } from '../kit/page.tsx'
import { Panel } from '../kit/panel.tsx'
import { StateBadge } from '../kit/state-badge.tsx'
import { To } from '../kit/to.tsx'
import { Failure, Waiting } from '../kit/waiting.tsx'
import { kindNamed } from '../registry/kinds.ts'

const most = 50

/** Everything that holds the words, by kind. */
const SearchPage = () => {
  const search = useWords()
  const navigate = useNavigate()
  const words = search['q'] ?? ''
  const kinds = search['kinds'] ?? ''
  const [text, setText] = useState(words)
  const later = useDebouncedCallback(
    (q: string) => void navigate({ to: '/search', search: { q, ...(kinds ? { kinds } : {}) }, replace: true }),
    250,
  )
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: [...keys.search(words, kinds), 'page'],
    queryFn: async ({ signal }) =>
      (await api.get<{ items: readonly Found[] }>('/search', { q: words, limit: most, ...(kinds ? { kinds } : {}) }, signal)).items,
    enabled: words.length >= 2,
    placeholderData: keepPreviousData,
  })
  const groups = [...new Set((data ?? []).map((one) => one.kind))]
  return (
    <Page title="Search">
      <TextInput
        size="md"
        aria-label="Words to search for"
        placeholder="Words, a name, or a ref such as INC-12"
        leftSection={<IconSearch size={16} aria-hidden />}
        autoFocus
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value)
          later(event.currentTarget.value)
        }}
      />
      <Text size="sm" c="dimmed" my="xs" role="status">
        {words.length < 2
          ? 'Type at least two letters.'
          : isFetching && !data
            ? 'Searching…'
            : data?.length === most
              ? `The first ${most}; more words find fewer`
              : `${data?.length ?? 0} found`}
      </Text>
      {error && <Failure error={error} again={() => void refetch()} />}
      {words.length >= 2 && !data && !error && <Waiting />}
      {data?.length === 0 && (
        <Empty icon="search" title="Nothing found">
          Fewer or other words may help. Only what you may see is searched.
        </Empty>
      )}
      <div className="rv-grid">
        {groups.map((name) => {
          const kind = kindNamed(name)
          const found = (data ?? []).filter((one) => one.kind === name)
          if (!kind) return null
          return (
            <Panel
              key={name}
              title={`${kind.labels} (${found.length})`}
              right={
                <To className="rv-link rv-small" to={`/${kind.plural}?q=${encodeURIComponent(words)}`}>
                  As a list
                </To>
              }
            >
              <ul className="rv-plain">
                {found.map((one) => (
                  <li key={one.id}>
                    <span className="rv-shrink">
                      <RecordLink to={one} withRef />
                      {one.excerpt && (
                        <Text size="xs" c="dimmed" lineClamp={1}>
                          {one.excerpt}
                        </Text>
                      )}
                    </span>
                    <Group>
                      <StateBadge kind={kind} state={one.state} />
                    </Group>
                  </li>
                ))}
              </ul>
            </Panel>
          )
        })}
      </div>
    </Page>
  )
}

export default SearchPage

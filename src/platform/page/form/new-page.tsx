import { Text } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useMemo, useRef } from 'react'
import { allFields, type Kind } from '../../records/kind.ts'
import { api, keys, type Pointer } from '../api.ts'
import { remember } from '../fields/pointers.ts'
import { useWords } from '../kit/address.ts'
import { LinksProvider } from '../kit/links.tsx'
import { tell } from '../kit/notify.tsx'
import { Page } from '../kit/page.tsx'
import { Waiting } from '../kit/waiting.tsx'
import { useSession } from '../session/session.ts'
import { filled, RecordForm, type Values } from './record-form.tsx'

/** A structure that an address gives as JSON; null when it is none. */
const structureIn = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return null
  }
}

/** A form for a new record. Fields named in the address are filled in: `?service=SVC-3`. */
const NewPage = ({ kind }: Readonly<{ kind: Kind }>) => {
  const search = useWords()
  const navigate = useNavigate()
  const client = useQueryClient()
  const session = useSession()
  const once = useRef(crypto.randomUUID())
  const fields = allFields(kind)
  const given = Object.entries(search).filter(([name, value]) => fields[name] && !fields[name].computed && value)
  const linked = given.filter(([name]) => fields[name]?.type === 'link' || fields[name]?.type === 'links').map(([, value]) => String(value))
  const pointers = useQuery({
    queryKey: ['pointers', ...linked],
    queryFn: async ({ signal }) => {
      const found = await Promise.all(
        linked.map(async (key) => api.get<Pointer>(`/records/${encodeURIComponent(key)}`, undefined, signal).catch(() => null)),
      )
      const links = Object.fromEntries(found.flatMap((one) => (one ? [[one.id, one] as const] : [])))
      remember(links)
      return links
    },
    enabled: linked.length > 0,
  })
  const ready = linked.length === 0 || pointers.data !== undefined
  const initial = useMemo((): Values => {
    const byRef = new Map(
      Object.values(pointers.data ?? {}).flatMap(
        (one) =>
          [
            [one.ref, one.id],
            [one.id, one.id],
          ] as const,
      ),
    )
    const values: Record<string, unknown> = {}
    for (const [name, value] of given) {
      const type = fields[name]?.type
      values[name] =
        type === 'link'
          ? (byRef.get(String(value)) ?? null)
          : type === 'links'
            ? [byRef.get(String(value))].filter((id) => id !== undefined)
            : type === 'structure'
              ? structureIn(String(value))
              : value
    }
    // It begins now, most of the time; when it ends nobody can guess.
    const [begins] = Object.entries(fields).filter(([, field]) => field.type === 'instant' && field.required && !field.computed)
    if (begins && values[begins[0]] === undefined) values[begins[0]] = new Date().toISOString()
    return values
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- read once, when the links are there
  }, [ready, kind])
  return (
    <Page title={`New ${kind.label.toLowerCase()}`} crumbs={[{ label: kind.labels, to: `/${kind.plural}` }]}>
      <Text c="dimmed" mb="md" maw={680}>
        {kind.about}
      </Text>
      {ready ? (
        <LinksProvider links={{ ...pointers.data, [session.person.id]: { ...session.person, kind: 'person', state: 'active' } }}>
          <RecordForm
            key={kind.name}
            kind={kind}
            initial={initial}
            label={`Create ${kind.label.toLowerCase()}`}
            cancel={() => void navigate({ to: `/${kind.plural}` })}
            submit={async (values) => {
              const { item } = await api.create(kind, filled(values), once.current).catch((error: unknown) => {
                once.current = crypto.randomUUID()
                throw error
              })
              await client.invalidateQueries({ queryKey: keys.lists(kind.plural) })
              tell(`${item.ref} is created`)
              await navigate({ to: `/${kind.plural}/${item.ref}` })
            }}
          />
        </LinksProvider>
      ) : (
        <Waiting />
      )}
    </Page>
  )
}

export default NewPage

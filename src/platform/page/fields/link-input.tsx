import { MultiSelect, Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, type Found, keys, type Pointer } from '../api.ts'
import { usePointer } from '../kit/links.tsx'
import { kindNamed } from '../registry/kinds.ts'
import { note, recalled } from './pointers.ts'

type Common = Readonly<{
  to: readonly string[]
  label?: string
  description?: string
  error?: string
  required?: boolean
  'aria-label'?: string
  autoFocus?: boolean
  /** False in forms, where the choices would cover what one is about to read. */
  openOnFocus?: boolean
  placeholder?: string
  id?: string
}>

const useChoices = (to: readonly string[], words: string, open: boolean) => {
  const [settled] = useDebouncedValue(words.trim(), 180)
  return useQuery({
    queryKey: keys.search(settled, to.join(',')),
    queryFn: async ({ signal }): Promise<readonly Pointer[]> => {
      if (settled !== '') {
        const found = (await api.get<{ items: readonly Found[] }>('/search', { q: settled, kinds: to.join(',') }, signal)).items
        found.forEach(note)
        return found
      }
      const lists = await Promise.all(
        to.map(async (name) => {
          const kind = kindNamed(name)
          if (!kind) return []
          const { items } = await api.list(kind, { limit: 20, sort: kind.large ? kind.list.sort : 'title' }, signal)
          return items.map((item): Pointer => ({ id: item.id, kind: name, ref: item.ref, title: item.title, state: item.state }))
        }),
      )
      const all = lists.flat()
      all.forEach(note)
      return all
    },
    enabled: open,
    staleTime: 30_000,
    placeholderData: keepPreviousData,
  })
}

const labelled = (to: readonly string[]) => (one: Pointer) => ({
  value: one.id,
  label: to.length > 1 ? `${one.title} (${kindNamed(one.kind)?.label ?? one.kind})` : one.title,
})
const everything = ({ options }: { options: unknown[] }) => options as never

/** Picks one record of the kinds named, searched on the server while typing. */
export const LinkInput = ({
  to,
  value,
  onChange,
  ...rest
}: Common & Readonly<{ value: string | null; onChange: (value: string | null) => void }>) => {
  const [words, setWords] = useState('')
  const [open, setOpen] = useState(false)
  const current = usePointer(value) ?? (value ? recalled(value) : undefined)
  const typed = current && words === labelled(to)(current).label ? '' : words
  const { data = [], isFetching } = useChoices(to, typed, open)
  const options = current && !data.some((one) => one.id === current.id) ? [current, ...data] : data
  if (current) note(current)
  return (
    <Select
      {...rest}
      data={options.map(labelled(to))}
      value={value}
      onChange={onChange}
      searchable
      clearable={!rest.required}
      clearButtonProps={{ 'aria-label': 'Clear' }}
      searchValue={words}
      onSearchChange={setWords}
      onDropdownOpen={() => setOpen(true)}
      filter={everything}
      nothingFoundMessage={isFetching ? 'Searching…' : 'Nothing found'}
      renderOption={({ option }) => <Option found={recalled(option.value)} label={option.label} />}
      maxDropdownHeight={260}
      comboboxProps={{ withinPortal: true }}
    />
  )
}

const Option = ({ found, label }: Readonly<{ found: Pointer | undefined; label: string }>) => (
  <span>
    {label} {found && <small className="rv-dim">{found.ref}</small>}
  </span>
)

/** Picks several records of the kinds named. */
export const LinksInput = ({
  to,
  value,
  onChange,
  ...rest
}: Common & Readonly<{ value: readonly string[]; onChange: (value: readonly string[]) => void }>) => {
  const [words, setWords] = useState('')
  const [open, setOpen] = useState(false)
  const { data = [], isFetching } = useChoices(to, words, open)
  return (
    <MultiSelect
      {...rest}
      data={[
        ...value.filter((id) => !data.some((one) => one.id === id)).map((id) => ({ value: id, label: recalled(id)?.title ?? id })),
        ...data.map(labelled(to)),
      ]}
      value={[...value]}
      onChange={onChange}
      searchable
      clearButtonProps={{ 'aria-label': 'Clear' }}
      searchValue={words}
      onSearchChange={setWords}
      onDropdownOpen={() => setOpen(true)}
      filter={everything}
      hidePickedOptions
      nothingFoundMessage={isFetching ? 'Searching…' : 'Nothing found'}
      maxDropdownHeight={260}
    />
  )
}

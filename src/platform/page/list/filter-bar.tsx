import { Menu, TextInput, UnstyledButton } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconFilter, IconSearch, IconX } from '@tabler/icons-react'
import { type RefObject, useState } from 'react'
import { fieldOf, type Kind } from '../../records/kind.ts'
import { FilterChip } from './filter-chip.tsx'
import { filterable, filtersOf, type ListSearch, withFilter } from './filters.ts'
import classes from './list.module.css'

type Props = Readonly<{
  kind: Kind
  search: ListSearch
  set: (search: Record<string, string | readonly string[]>) => void
  box: RefObject<HTMLInputElement | null>
}>

/** Search within the list, the kind's usual filters as chips, and every other field behind "Filter". */
export const FilterBar = ({ kind, search, set, box }: Props) => {
  const filters = filtersOf(search)
  const [added, setAdded] = useState<string>()
  const value = (name: string): string | undefined => filters.find((one) => one.name === name)?.value
  const facets = ['state', ...kind.list.facets.filter((name) => name !== 'state')]
  const others = filters.filter(({ name }) => !facets.includes(name) && name !== 'q' && name !== 'phase')
  const put = (name: string, text: string | null): void => {
    setAdded(undefined)
    set(withFilter(search, name, text))
  }
  const more = filterable(kind).filter(([name]) => !facets.includes(name) && !others.some((one) => one.name === name))
  return (
    <div className={classes['bar']} role="search" aria-label={`Filter ${kind.labels.toLowerCase()}`}>
      <QuickSearch kind={kind} value={typeof search['q'] === 'string' ? search['q'] : ''} put={(text) => put('q', text)} box={box} />
      {facets.map((name) =>
        name === 'state' ? (
          <FilterChip
            key={name}
            kind={kind}
            name="state"
            field={undefined}
            value={value('state') ?? ''}
            phase={value('phase') ?? ''}
            put={(text) => put('state', text)}
            putPhase={(text) => set(withFilter(withFilter(search, 'state', null), 'phase', text))}
          />
        ) : (
          <FilterChip
            key={name}
            kind={kind}
            name={name}
            field={fieldOf(kind, name)}
            value={value(name) ?? ''}
            put={(text) => put(name, text)}
          />
        ),
      )}
      {others.map(({ name, value: text }) => (
        <FilterChip key={name} kind={kind} name={name} field={fieldOf(kind, name)} value={text} put={(changed) => put(name, changed)} />
      ))}
      {added && (
        <FilterChip
          key={`new ${added}`}
          kind={kind}
          name={added}
          field={fieldOf(kind, added)}
          value=""
          put={(text) => put(added, text)}
          openAtOnce
        />
      )}
      {more.length > 0 && (
        <Menu withinPortal>
          <Menu.Target>
            <UnstyledButton className={classes['chip'] ?? ''}>
              <IconFilter size={13} aria-hidden /> Filter
            </UnstyledButton>
          </Menu.Target>
          <Menu.Dropdown mah={360} className="rv-scroll">
            {more.map(([name, field]) => (
              <Menu.Item key={name} onClick={() => setAdded(name)}>
                {field.label}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      {filters.length > 0 && (
        <UnstyledButton
          className="rv-link rv-small"
          onClick={() => set(typeof search['sort'] === 'string' ? { sort: search['sort'] } : {})}
        >
          Clear
        </UnstyledButton>
      )}
    </div>
  )
}

const QuickSearch = ({
  kind,
  value,
  put,
  box,
}: Readonly<{ kind: Kind; value: string; put: (text: string) => void; box: RefObject<HTMLInputElement | null> }>) => {
  const [typed, setText] = useState<string | null>(null)
  const later = useDebouncedCallback((words: string) => {
    put(words)
    setText(null)
  }, 260)
  const text = typed ?? value
  return (
    <TextInput
      ref={box}
      size="xs"
      w={190}
      aria-label={`Search in ${kind.labels.toLowerCase()}`}
      placeholder="Search in this list"
      leftSection={<IconSearch size={13} aria-hidden />}
      rightSection={
        text ? (
          <button
            type="button"
            className="rv-x"
            aria-label="Clear the search"
            onClick={() => {
              setText('')
              put('')
            }}
          >
            <IconX size={12} />
          </button>
        ) : undefined
      }
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value)
        later(event.currentTarget.value.trim())
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') event.currentTarget.blur()
      }}
    />
  )
}

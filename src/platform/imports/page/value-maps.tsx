import { Select, Text } from '@mantine/core'
import classes from './imports.module.css'
import type { Mapping, RunPage } from './shapes.ts'

type Option = Readonly<{ value: string; label: string }>
type Props = Readonly<{
  run: RunPage
  mapping: Mapping
  optionsOf: (field: string) => readonly Option[]
  labelOf: (field: string) => string
  set: (change: Partial<Mapping>) => void
}>

const wordsFor = (run: RunPage, mapping: Mapping, field: string): readonly string[] => {
  const columns = Object.entries(mapping.columns)
    .filter(([, to]) => to === field)
    .map(([column]) => column)
  const seen = columns.flatMap((column) => run.samples?.[column] ?? [])
  return [...new Set([...Object.keys(mapping.values[field] ?? {}), ...seen])].filter(
    (word) => word !== '' && !mapping.missing.includes(word),
  )
}

/** For fields with set values: which word of the source means which value. */
export const ValueMaps = ({ run, mapping, optionsOf, labelOf, set }: Props) => {
  const fields = [...new Set(Object.values(mapping.columns))].filter(
    (field) => field !== '' && (optionsOf(field).length > 0 || Object.keys(mapping.values[field] ?? {}).length > 0),
  )
  const shown = fields
    .map((field) => ({ field, words: wordsFor(run, mapping, field), options: optionsOf(field) }))
    .filter(({ words }) => words.length > 0)
  if (shown.length === 0) return null
  return (
    <div className={classes['maps']}>
      <Text size="sm" fw={600}>
        Words and values
      </Text>
      <div className={classes['mapGrid']}>
        {shown.map(({ field, words, options }) => (
          <section key={field} aria-label={labelOf(field)}>
            <Text size="xs" c="dimmed">
              {labelOf(field)}
            </Text>
            {words.slice(0, 40).map((word) => {
              const now = mapping.values[field]?.[word]
              const same = options.find(
                (option) => option.value === word.toLowerCase() || option.label.toLowerCase() === word.toLowerCase(),
              )
              const listed = now && !options.some((option) => option.value === now) ? [...options, { value: now, label: now }] : options
              return (
                <div key={word} className={classes['map']}>
                  <span title={word}>{word}</span>
                  <Select
                    aria-label={`${word} means`}
                    data={[{ value: '', label: 'Nothing' }, ...listed]}
                    value={now ?? null}
                    placeholder={same ? same.label : 'As it is'}
                    clearable
                    clearButtonProps={{ 'aria-label': 'As it is' }}
                    onChange={(value) => {
                      const { [word]: _, ...rest } = mapping.values[field] ?? {}
                      set({ values: { ...mapping.values, [field]: value === null ? rest : { ...rest, [word]: value } } })
                    }}
                  />
                </div>
              )
            })}
          </section>
        ))}
      </div>
    </div>
  )
}

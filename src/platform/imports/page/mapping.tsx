import { Button, Group, Select, Switch, TagsInput, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../page/api.ts'
import { complain, tell } from '../../page/kit/notify.tsx'
import { Panel } from '../../page/kit/panel.tsx'
import { kindNamed } from '../../page/registry/kinds.ts'
import { fieldOf } from '../../records/kind.ts'
import classes from './imports.module.css'
import type { Mapping, RunPage, Target } from './shapes.ts'
import { ValueMaps } from './value-maps.tsx'

const formats = [
  { value: 'iso', label: '2016-03-31 (year first)' },
  { value: 'd/m/y', label: '31/03/2016 (day first)' },
  { value: 'm/d/y', label: '03/31/2016 (month first)' },
  { value: 'y/m/d', label: '2016/03/31' },
]

/** The fields of a table's kind when the server does not list what may be mapped to. */
const targetsOf = (run: RunPage): readonly Target[] => {
  if (run.fields && run.fields.length > 0) return run.fields
  const kind = kindNamed(run.reader.replace(/^csv:/, ''))
  return kind
    ? Object.entries(kind.fields)
        .filter(([, field]) => !field.computed)
        .map(([name, field]) => ({ name, label: field.label, type: field.type, ...(field.required ? { required: true } : {}) }))
    : []
}

/** Which column is which field, which word which value, how dates are written. Kept with the name of the source. */
export const MappingPanel = ({ run, editable, open }: Readonly<{ run: RunPage; editable: boolean; open: boolean }>) => {
  const client = useQueryClient()
  const [shown, setShown] = useState(open || run.state === 'checked')
  const [mapping, setMapping] = useState<Mapping>(run.mapping)
  const targets = targetsOf(run)
  const changed = JSON.stringify(mapping) !== JSON.stringify(run.mapping)
  const put = useMutation({
    mutationFn: async () => {
      const { columns, values, date_format, zone, missing, defaults, key, decimal, keep_valid } = mapping
      return api.call('PUT', `/imports/${run.id}/mapping`, {
        body: {
          columns,
          values,
          zone,
          missing,
          defaults,
          keep_valid,
          ...(date_format ? { date_format } : {}),
          ...(key ? { key } : {}),
          ...(decimal ? { decimal } : {}),
        },
      })
    },
    onSuccess: async () => {
      tell(`Remembered for “${run.source}”; the files are read again`)
      await client.invalidateQueries({ queryKey: ['imports', run.id] })
    },
    onError: complain,
  })
  const mapped = Object.values(mapping.columns).filter((to) => to !== '')
  const lacking = targets.filter((target) => target.required && !mapped.includes(target.name) && !mapping.defaults[target.name])
  const set = (change: Partial<Mapping>): void => setMapping({ ...mapping, ...change })
  return (
    <Panel
      flush={!shown}
      title="How it is read"
      right={
        <Group gap={8}>
          <Text size="xs" c="dimmed">
            {mapped.length} of {run.columns.length} columns are used
          </Text>
          <Button size="compact-xs" variant="default" aria-expanded={shown} onClick={() => setShown(!shown)}>
            {shown ? 'Hide' : 'Show'}
          </Button>
        </Group>
      }
    >
      {shown && (
        <>
          <fieldset disabled={!editable} className={classes['bare']}>
            <legend className="rv-hidden">How the columns are read</legend>
            <div className={classes['options']}>
              <Select
                label="Dates are written"
                data={formats}
                value={mapping.date_format ?? null}
                placeholder="Found by itself"
                clearable
                clearButtonProps={{ 'aria-label': 'Clear' }}
                onChange={(value) => setMapping(({ date_format: _, ...rest }) => (value ? { ...rest, date_format: value } : rest))}
              />
              <Select
                label="Time zone of the times"
                data={[
                  ...Intl.supportedValuesOf('timeZone'),
                  ...(Intl.supportedValuesOf('timeZone').includes(mapping.zone) ? [] : [mapping.zone]),
                ]}
                value={mapping.zone}
                searchable
                limit={60}
                allowDeselect={false}
                onChange={(value) => value && set({ zone: value })}
              />
              {run.reader.startsWith('csv:') && (
                <Select
                  label="A line is found again by"
                  data={[...new Set(mapped)].map((name) => ({
                    value: name,
                    label: targets.find((target) => target.name === name)?.label ?? name,
                  }))}
                  value={mapping.key ?? null}
                  placeholder="Nothing: every line is new"
                  clearable
                  clearButtonProps={{ 'aria-label': 'Clear' }}
                  onChange={(value) => setMapping(({ key: _, ...rest }) => (value ? { ...rest, key: value } : rest))}
                />
              )}
              <TagsInput
                label="Words that mean nothing"
                value={mapping.missing.filter((word) => word !== '')}
                onChange={(missing) => set({ missing: ['', ...missing] })}
                description="Besides empty cells"
              />
              <Switch
                label="Write good lines even when others are refused"
                checked={mapping.keep_valid}
                onChange={(event) => set({ keep_valid: event.currentTarget.checked })}
                className={classes['switch'] ?? ''}
              />
            </div>
            {lacking.length > 0 && (
              <Text size="sm" c="red" role="alert" mt="sm">
                Nothing is mapped to {lacking.map((target) => target.label).join(', ')}, which every record needs.
              </Text>
            )}
            <Columns run={run} mapping={mapping} targets={targets} set={set} />
            <ValueMaps
              run={run}
              mapping={mapping}
              optionsOf={(name) => optionsOf(run, name)}
              labelOf={(name) => targets.find((target) => target.name === name)?.label ?? name}
              set={set}
            />
          </fieldset>
          {editable && (
            <Group mt="md">
              <Button loading={put.isPending} disabled={!changed} onClick={() => put.mutate()}>
                Save and read again
              </Button>
              {changed && (
                <Button variant="default" onClick={() => setMapping(run.mapping)}>
                  Put back
                </Button>
              )}
            </Group>
          )}
        </>
      )}
    </Panel>
  )
}

const optionsOf = (run: RunPage, name: string): readonly Readonly<{ value: string; label: string }>[] => {
  const kind = kindNamed(run.reader.startsWith('csv:') ? run.reader.slice(4) : 'incident')
  if (!kind) return []
  if (name === 'state') return kind.lifecycle.states.map((state) => ({ value: state.name, label: state.label }))
  const field = fieldOf(kind, name)
  if (field?.type === 'choice') return field.options.map(({ value, label }) => ({ value, label }))
  if (field?.type === 'choices' && field.options !== 'open') return field.options.map(({ value, label }) => ({ value, label }))
  return []
}

const Columns = ({
  run,
  mapping,
  targets,
  set,
}: Readonly<{ run: RunPage; mapping: Mapping; targets: readonly Target[]; set: (change: Partial<Mapping>) => void }>) => {
  const options = [
    { value: '', label: 'Left out' },
    ...targets.map((target) => ({ value: target.name, label: target.required ? `${target.label} (needed)` : target.label })),
  ]
  return (
    <div className={classes['scroll']} tabIndex={0} role="group" aria-label="Columns">
      <table className={classes['columns']}>
        <thead>
          <tr>
            <th scope="col">Column</th>
            <th scope="col">Some of its values</th>
            <th scope="col">Is</th>
          </tr>
        </thead>
        <tbody>
          {run.columns.map((column) => {
            const to = mapping.columns[column] ?? ''
            return (
              <tr key={column} data-out={to === ''}>
                <th scope="row">{column}</th>
                <td className={classes['samples']}>{(run.samples?.[column] ?? []).slice(0, 4).join(' · ')}</td>
                <td>
                  <Select
                    aria-label={`${column} is`}
                    data={options.some((option) => option.value === to) ? options : [...options, { value: to, label: to }]}
                    value={to}
                    searchable
                    allowDeselect={false}
                    onChange={(value) => set({ columns: { ...mapping.columns, [column]: value ?? '' } })}
                  />
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

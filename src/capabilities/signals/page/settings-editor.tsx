import { Select, Switch, TextInput } from '@mantine/core'
import type { StructureEditorProps } from '../../../platform/page/fields/structures.ts'
import { PairsInput } from './pairs-input.tsx'
import classes from './screens.module.css'
import { kept, settingsOf, severities } from './settings.ts'
import { TextsInput } from './texts-input.tsx'

const words = { critical: 'Critical', error: 'Error', warning: 'Warning', info: 'Info' } as const

/** Settings of a source: only those that its type reads. */
const SettingsEditor = ({ value, onChange, labelledBy, draft }: StructureEditorProps) => {
  const now = settingsOf(value)
  const type = draft?.['source_type']
  const isIn = (...types: readonly string[]): boolean => types.includes(String(type))
  const set = (change: Readonly<Record<string, unknown>>): void => onChange(kept({ ...now, ...change }))
  if (!isIn('mqtt', 'promql', 'alertmanager', 'pagerduty'))
    return <span className="rv-dim">{type ? 'A source of this type needs none.' : 'Choose the type of the source first.'}</span>
  return (
    <div role="group" aria-labelledby={labelledBy} className={classes['fields']}>
      {isIn('mqtt') && (
        <>
          <TextsInput
            label="Topics"
            help="+ stands for one level, # at the end for all that follow; a word behind them names a label: building/+room/+sensor."
            texts={now.topics ?? []}
            onChange={(topics) => set({ topics })}
          />
          <TextInput
            label="Where the number stands"
            description="In a JSON payload, such as $.temperature. Empty when the payload is the number."
            value={now.path ?? ''}
            onChange={(event) => set({ path: event.currentTarget.value })}
          />
        </>
      )}
      {isIn('mqtt', 'promql') && (
        <>
          <div className={classes['halves']}>
            <TextInput
              label="User"
              value={now.user ?? ''}
              onChange={(event) => set({ user: event.currentTarget.value })}
              autoComplete="off"
            />
            <TextInput
              label="Secret"
              description="Its name; the operator sets REEVE_SECRET_ and that name."
              placeholder="BROKER"
              value={now.secret ?? ''}
              onChange={(event) => set({ secret: event.currentTarget.value.toUpperCase() })}
              autoComplete="off"
            />
          </div>
          <Switch
            label="May reach into private networks"
            checked={now.private === true}
            onChange={(event) => set({ private: event.currentTarget.checked })}
          />
        </>
      )}
      {isIn('promql') && (
        <PairsInput
          label="Headers sent along"
          pairs={now.headers ?? {}}
          onChange={(headers) => set({ headers })}
          words={{ name: 'Header', text: 'Value', add: 'Add a header' }}
        />
      )}
      {isIn('alertmanager', 'pagerduty') && (
        <div className={classes['halves']}>
          {severities.map((severity) => (
            <Select
              key={severity}
              label={`${words[severity]} alerts`}
              placeholder="Open no outage"
              clearable
              clearButtonProps={{ 'aria-label': `Clear ${words[severity]}` }}
              data={[
                { value: 'down', label: 'Open an outage: down' },
                { value: 'degraded', label: 'Open an outage: degraded' },
              ]}
              value={now.outages?.[severity] ?? null}
              onChange={(how) => set({ outages: kept({ ...now.outages, [severity]: how ?? undefined }) ?? {} })}
            />
          ))}
        </div>
      )}
    </div>
  )
}

export default SettingsEditor

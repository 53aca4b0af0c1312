import { Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { StructureEditorProps } from '../../../platform/page/fields/structures.ts'
import type { Selector } from '../model/feeds.ts'
import { PairsInput } from './pairs-input.tsx'
import classes from './screens.module.css'
import { selectorIn, selectorOf, selectorWords } from './selector.ts'

/** A series: its name, and labels that must be so. What is pasted as name{label="value"} is taken apart. */
const SelectorEditor = ({ value, onChange, labelledBy }: StructureEditorProps) => {
  const selector = selectorOf(value) ?? { name: '', labels: {} }
  const [pasted, setPasted] = useState(0)
  const set = ({ name, labels = {} }: Selector): void =>
    onChange(name === '' && Object.keys(labels).length === 0 ? null : { name, ...(Object.keys(labels).length > 0 ? { labels } : {}) })
  return (
    <div role="group" aria-labelledby={labelledBy} className={classes['fields']}>
      <TextInput
        label="Name"
        description="A * at its end stands for any rest."
        placeholder="http_requests_total"
        value={selector.name}
        onChange={(event) => {
          const typed = event.currentTarget.value
          const whole = typed.includes('{') ? selectorIn(typed) : null
          if (whole) setPasted(pasted + 1)
          set(whole ?? { ...selector, name: typed })
        }}
      />
      <PairsInput
        key={pasted}
        label="Labels that must be so"
        help="A * at the end stands for any rest."
        pairs={selector.labels ?? {}}
        onChange={(labels) => set({ ...selector, labels })}
        words={{ name: 'Label', text: 'Value', add: 'Add a label' }}
      />
      {selector.name !== '' && (
        <Text size="xs" c="dimmed">
          <code className={classes['code']}>{selectorWords(selector)}</code>
        </Text>
      )}
    </div>
  )
}

export default SelectorEditor

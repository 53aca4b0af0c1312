import { Button, Menu, Text } from '@mantine/core'
import { lazy, Suspense, useState } from 'react'
import { allFields, type Kind } from '../../records/kind.ts'
import { queryText } from '../client/request.ts'
import type { Count } from '../client/shapes.ts'
import { useCan } from '../session/session.ts'
import type { Selection } from '../api.ts'
import { askOf, type ListSearch } from './filters.ts'
import classes from './list.module.css'
import type { Plan } from './plan.ts'

const BulkDialog = lazy(async () => import('./bulk-dialog.tsx'))

const unfit = new Set(['structure', 'attributes', 'markdown'])

/** What can be done with the rows selected: change one field, or move them on. */
const BulkBar = ({
  kind,
  ids,
  search,
  count,
  clear,
}: Readonly<{ kind: Kind; ids: readonly string[]; search: ListSearch; count: Count | null; clear: () => void }>) => {
  const can = useCan()
  const [plan, setPlan] = useState<Plan | null>(null)
  const [every, setEvery] = useState(false)
  const fields = Object.entries(allFields(kind)).filter(
    ([name, field]) => !field.computed && !unfit.has(field.type) && name !== 'title' && !field.unique,
  )
  const { sort: _, ...filters } = askOf(search)
  const select: Selection = every ? { filter: queryText(filters).replace(/^\?/, '') } : { ids }
  const number = every ? (count?.value ?? ids.length) : ids.length
  return (
    <div className={classes['bulk']} role="region" aria-label="Selection">
      <Text size="sm" fw={600}>
        {every && count && !count.exact ? 'All' : number.toLocaleString()} selected
      </Text>
      {!every && count && count.value > ids.length && (
        <Button size="compact-xs" variant="subtle" onClick={() => setEvery(true)}>
          Select all {count.exact ? count.value.toLocaleString() : ''} that fit
        </Button>
      )}
      {can(`${kind.name}.edit`) && (
        <Menu>
          <Menu.Target>
            <Button variant="default">Change a field…</Button>
          </Menu.Target>
          <Menu.Dropdown mah={340} className="rv-scroll">
            {fields.map(([name, field]) => (
              <Menu.Item key={name} onClick={() => setPlan({ change: name })}>
                {field.label}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      {kind.lifecycle.moves.length > 0 && can(`${kind.name}.edit`) && (
        <Menu>
          <Menu.Target>
            <Button variant="default">Move…</Button>
          </Menu.Target>
          <Menu.Dropdown>
            {kind.lifecycle.moves.map((move) => (
              <Menu.Item key={move.verb} onClick={() => setPlan({ verb: move.verb })}>
                {move.label}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      <Button variant="subtle" color="gray" onClick={clear}>
        Clear
      </Button>
      {plan && (
        <Suspense fallback={null}>
          <BulkDialog kind={kind} plan={plan} select={select} close={() => setPlan(null)} done={clear} />
        </Suspense>
      )}
    </div>
  )
}

export default BulkBar

import { type ReactNode, useState } from 'react'
import { fieldOf, type Kind, stateOf } from '../../records/kind.ts'
import type { Happening } from '../client/shapes.ts'
import { isUnset, Plain } from '../fields/value.tsx'
import { kindNamed } from '../registry/kinds.ts'

const quiet = new Set(['id', 'version', 'changed_at', 'changed_by', 'created_at', 'created_by', 'ref'])

/** The verb of an event in words: "created it", "resolved it". */
export const verbText = (event: Happening): string => {
  const kind = kindNamed(event.kind)
  const move = kind?.lifecycle.moves.find((one) => one.verb === event.verb)
  if (move) return move.label
  const known: Readonly<Record<string, string>> = {
    create: 'Created',
    created: 'Created',
    change: 'Changed',
    changed: 'Changed',
    edit: 'Changed',
    remove: 'Removed',
    removed: 'Removed',
    comment: 'Commented',
    import: 'Imported',
    attach: 'Attached a file',
    detach: 'Took a file away',
    undo: 'Undone',
  }
  return known[event.verb] ?? event.verb.replaceAll('_', ' ').replace(/^./, (first) => first.toUpperCase())
}

/** The verb after a person's name: “changed”, “chose “Resolve””. */
export const saidVerb = (event: Happening): string => {
  const move = kindNamed(event.kind)?.lifecycle.moves.find((one) => one.verb === event.verb)
  return move ? `chose “${move.label}”` : verbText(event).toLowerCase()
}

/** The names of the fields that an event changed. */
export const changedFields = (event: Happening): readonly string[] =>
  [...new Set([...Object.keys(event.before ?? {}), ...Object.keys(event.after ?? {})])].filter(
    (name) => !quiet.has(name) && JSON.stringify(event.before?.[name] ?? null) !== JSON.stringify(event.after?.[name] ?? null),
  )

const shown = (kind: Kind | undefined, name: string, record: Readonly<Record<string, unknown>>): ReactNode => {
  const value = record[name]
  if (isUnset(value)) return 'nothing'
  if (kind && name === 'state') return stateOf(kind, String(value))?.label ?? String(value)
  const field = kind ? fieldOf(kind, name) : undefined
  if (!field) return typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value)
  if (field.type === 'markdown' || field.type === 'structure' || field.type === 'attributes')
    return <Plain field={field} value={value} record={record} short />
  return <Plain field={field} value={value} record={record} />
}

/** "Priority: 3 → 2" for each field an event changed. */
export const Changes = ({ event, most = 12 }: Readonly<{ event: Happening; most?: number }>) => {
  const kind = kindNamed(event.kind)
  const names = changedFields(event)
  const created = event.before === null || Object.keys(event.before).length === 0
  const [open, setOpen] = useState(false)
  const bound = open ? names.length : created ? Math.min(most, 5) : most
  return (
    <>
      {names.slice(0, bound).map((name) => (
        <li key={name}>
          {(kind ? fieldOf(kind, name)?.label : undefined) ?? name.replaceAll('_', ' ')}:{' '}
          {!created && (
            <>
              <del>{shown(kind, name, event.before ?? {})}</del> <span aria-hidden>→</span>
              <span className="rv-hidden">became</span>{' '}
            </>
          )}
          <ins>{shown(kind, name, event.after ?? {})}</ins>
        </li>
      ))}
      {names.length > bound && (
        <li>
          <button type="button" className="rv-more" onClick={() => setOpen(true)}>
            and {names.length - bound} more
          </button>
        </li>
      )}
    </>
  )
}

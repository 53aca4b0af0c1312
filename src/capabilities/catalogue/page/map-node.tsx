import { createContext, useContext } from 'react'
import type { Tone } from '../../../platform/records/fields.ts'
import { stateOf } from '../../../platform/records/kind.ts'
import { Icon } from '../../../platform/page/kit/icon.tsx'
import { kindNamed } from '../../../platform/page/registry/kinds.ts'
import classes from './map.module.css'
import type { MapNode } from './shapes.ts'

export const toneOfNode = (node: MapNode): Tone => {
  const kind = kindNamed(node.kind)
  return (kind ? stateOf(kind, node.state)?.tone : undefined) ?? 'neutral'
}

export const stateWord = (node: Pick<MapNode, 'kind' | 'state'>): string => {
  const kind = kindNamed(node.kind)
  return (kind ? stateOf(kind, node.state)?.label : undefined) ?? node.state
}

/** Opens a record by its ref. */
export const MapOpen = createContext<(ref: string) => void>(() => undefined)

/** A record on the map: its kind gives the shape, its state the colour and the word. A click or Enter opens it. */
export const NodeBox = ({ node }: Readonly<{ node: MapNode }>) => {
  const open = useContext(MapOpen)
  const look = {
    'data-kind': node.kind,
    'data-tone': toneOfNode(node),
    'data-focus': node.focus,
    style: { width: node.width, height: node.height },
  }
  if (node.more !== null || node.ref === '')
    return (
      <div className={classes['node']} {...look}>
        <span className={classes['nodeTitle']}>{node.title}</span>
      </div>
    )
  return (
    <button type="button" className={`${classes['node']} nopan`} {...look} onClick={() => open(node.ref)}>
      <span className={classes['nodeTop']}>
        <Icon name={kindNamed(node.kind)?.icon ?? 'point'} size={12} /> <span className="rv-hidden">{kindNamed(node.kind)?.label} </span>
        {node.ref}
        {node.criticality === 'vital' && (
          <b title="Vital">
            <span aria-hidden>▲</span>
            <span className="rv-hidden">, vital, </span>
          </b>
        )}
        <span className={classes['nodeState']}>{stateWord(node)}</span>
      </span>
      <span className={classes['nodeTitle']}>{node.title}</span>
    </button>
  )
}

const shown = ['service', 'offering', 'component'] as const

/** What the shapes mean. */
export const Legend = () => (
  <ul className={classes['legend']} aria-label="Shapes">
    {shown.map((name) => {
      const kind = kindNamed(name)
      return kind ? (
        <li key={name}>
          <span className={classes['sample']} data-kind={name} aria-hidden />
          {kind.label}
        </li>
      ) : null
    })}
    <li>▲ vital</li>
    <li>
      <span className={classes['lineSample']} data-means="requires" aria-hidden /> requires, runs on
    </li>
    <li>
      <span className={classes['lineSample']} data-means="uses" aria-hidden /> uses, works worse without
    </li>
  </ul>
)

import { UnstyledButton } from '@mantine/core'
import { DataTable } from '../../../platform/page/kit/data-table.tsx'
import { Panel } from '../../../platform/page/kit/panel.tsx'
import { StateBadge } from '../../../platform/page/kit/state-badge.tsx'
import { kindNamed } from '../../../platform/page/registry/kinds.ts'
import { stateWord } from './map-node.tsx'
import type { MapEdge, MapNode, ServiceMap } from './shapes.ts'

type Row = Readonly<{ edge: MapEdge; from: MapNode; to: MapNode }>

const State = ({ node }: Readonly<{ node: MapNode }>) => {
  const kind = kindNamed(node.kind)
  return kind ? <StateBadge kind={kind} state={node.state} /> : <>{node.state}</>
}

/** The same as the picture, in words: what it needs, what needs it, and what lies beyond. */
export const MapList = ({ map, focus, open }: Readonly<{ map: ServiceMap; focus: string; open: (ref: string) => void }>) => {
  const byId = new Map(map.nodes.map((node) => [node.id, node]))
  const rows = map.edges.flatMap((edge): readonly Row[] => {
    const [from, to] = [byId.get(edge.from), byId.get(edge.to)]
    return from && to ? [{ edge, from, to }] : []
  })
  const name = (node: MapNode) =>
    node.ref === '' ? (
      <span className="rv-dim">{node.title}</span>
    ) : node.focus ? (
      <b>{node.title}</b>
    ) : (
      <UnstyledButton className="rv-link" onClick={() => open(node.ref)}>
        {node.title}
      </UnstyledButton>
    )
  const group = (title: string, shown: readonly Row[], other: 'from' | 'to' | null) => (
    <Panel flush title={`${title} (${shown.length})`}>
      <DataTable<Row>
        caption={title}
        rows={shown}
        keyOf={(row, index) => `${row.edge.from} ${row.edge.to} ${index}`}
        empty="Nothing."
        columns={[
          ...(other === 'to'
            ? []
            : [{ label: other === 'from' ? 'Name' : 'This', cell: (row: Row) => name(row.from), text: (row: Row) => row.from.title }]),
          ...(other === null ? [{ label: 'How', cell: (row: Row) => how(row.edge), text: (row: Row) => how(row.edge) }] : []),
          ...(other === 'from'
            ? []
            : [{ label: other === 'to' ? 'Name' : 'Needs', cell: (row: Row) => name(row.to), text: (row: Row) => row.to.title }]),
          ...(other === null ? [] : [{ label: 'How', cell: (row: Row) => how(row.edge), text: (row: Row) => how(row.edge) }]),
          { label: 'Kind', cell: (row) => kindNamed(row[other ?? 'to'].kind)?.label ?? '', text: (row) => row[other ?? 'to'].kind },
          {
            label: 'State',
            cell: (row) => (row[other ?? 'to'].ref === '' ? '' : <State node={row[other ?? 'to']} />),
            text: (row) => stateWord(row[other ?? 'to']),
          },
        ]}
      />
    </Panel>
  )
  const needs = rows.filter((row) => row.from.focus)
  const needed = rows.filter((row) => row.to.focus)
  const beyond = rows.filter((row) => !row.from.focus && !row.to.focus)
  return (
    <div style={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: 14 }}>
      {group(`${focus} needs`, needs, 'to')}
      {group(`Needs ${focus}`, needed, 'from')}
      {beyond.length > 0 && group('One step further', beyond, null)}
    </div>
  )
}

const words: Readonly<Record<string, string>> = { requires: 'requires', runs_on: 'runs on', uses: 'uses', part_of: 'is part of', more: '' }
const how = (edge: MapEdge): string =>
  `${words[edge.means] ?? edge.means}${edge.needs ? `, ${edge.needs.k} of ${edge.needs.of} must work` : ''}`

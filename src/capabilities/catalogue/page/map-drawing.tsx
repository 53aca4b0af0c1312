import '@xyflow/react/dist/base.css'
import {
  BaseEdge,
  Controls,
  type Edge,
  EdgeLabelRenderer,
  type EdgeProps,
  Handle,
  MarkerType,
  type Node,
  type NodeProps,
  Position,
  ReactFlow,
} from '@xyflow/react'
import { useComputedColorScheme } from '@mantine/core'
import { useMemo } from 'react'
import { MapOpen, NodeBox } from './map-node.tsx'
import classes from './map.module.css'
import type { MapEdge, MapNode, ServiceMap } from './shapes.ts'

type BoxNode = Node<{ node: MapNode }, 'box'>
type LineEdge = Edge<{ edge: MapEdge }, 'line'>

const Box = ({ data }: NodeProps<BoxNode>) => (
  <>
    <Handle type="target" position={Position.Left} isConnectable={false} className={classes['handle'] ?? ''} />
    <NodeBox node={data.node} />
    <Handle type="source" position={Position.Right} isConnectable={false} className={classes['handle'] ?? ''} />
  </>
)

/** A line through the points that the server has laid out, with rounded corners. */
const pathOf = (points: MapEdge['points'], props: EdgeProps<LineEdge>): string => {
  const all =
    points.length > 1
      ? points
      : [
          { x: props.sourceX, y: props.sourceY },
          { x: props.targetX, y: props.targetY },
        ]
  const [first, ...rest] = all
  if (!first) return ''
  return rest.reduce((path, point, index) => {
    const next = rest[index + 1]
    if (!next) return `${path} L ${point.x} ${point.y}`
    const before = all[index] ?? first
    const near = (from: Readonly<{ x: number; y: number }>) => {
      const length = Math.hypot(from.x - point.x, from.y - point.y) || 1
      const r = Math.min(8, length / 2)
      return `${point.x + ((from.x - point.x) / length) * r} ${point.y + ((from.y - point.y) / length) * r}`
    }
    return `${path} L ${near(before)} Q ${point.x} ${point.y} ${near(next)}`
  }, `M ${first.x} ${first.y}`)
}

const middleOf = (points: MapEdge['points'], props: EdgeProps<LineEdge>): Readonly<{ x: number; y: number }> => {
  const all =
    points.length > 1
      ? points
      : [
          { x: props.sourceX, y: props.sourceY },
          { x: props.targetX, y: props.targetY },
        ]
  const at = Math.floor((all.length - 1) / 2)
  const [a, b] = [all[at], all[at + 1]]
  return a && b ? { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 } : { x: 0, y: 0 }
}

const Line = (props: EdgeProps<LineEdge>) => {
  const { data, id, markerEnd } = props
  const points = data?.edge.points ?? []
  const middle = middleOf(points, props)
  return (
    <>
      <BaseEdge
        id={id}
        path={pathOf(points, props)}
        {...(markerEnd ? { markerEnd } : {})}
        className={`${classes['line']} ${data?.edge.means === 'uses' ? classes['weak'] : ''} ${data?.edge.means === 'more' ? classes['rest'] : ''}`}
      />
      {data?.edge.needs && (
        <EdgeLabelRenderer>
          <span className={classes['needs']} style={{ transform: `translate(-50%, -50%) translate(${middle.x}px, ${middle.y}px)` }}>
            {data.edge.label}
          </span>
        </EdgeLabelRenderer>
      )}
    </>
  )
}

const nodeTypes = { box: Box }
const edgeTypes = { line: Line }

/** The map as the server has laid it out: moved and zoomed, not rearranged. */
const MapDrawing = ({ map, label, open }: Readonly<{ map: ServiceMap; label: string; open: (ref: string) => void }>) => {
  const scheme = useComputedColorScheme('light')
  const nodes = useMemo(
    (): BoxNode[] =>
      map.nodes.map((node) => ({
        id: node.id,
        type: 'box',
        position: { x: node.x, y: node.y },
        data: { node },
        width: node.width,
        height: node.height,
        draggable: false,
        connectable: false,
      })),
    [map],
  )
  const edges = useMemo(
    (): LineEdge[] =>
      map.edges.map((edge, index) => ({
        id: `${edge.from} ${edge.to} ${index}`,
        source: edge.from,
        target: edge.to,
        type: 'line',
        data: { edge },
        focusable: false,
        selectable: false,
        ...(edge.means === 'more'
          ? {}
          : { markerEnd: { type: MarkerType.ArrowClosed, width: 14, height: 14, color: scheme === 'dark' ? '#7d8087' : '#9b9da3' } }),
      })),
    [map, scheme],
  )
  return (
    <MapOpen value={open}>
      <div className={classes['canvas']} style={{ height: Math.min(640, Math.max(320, map.height + 80)) }} role="region" aria-label={label}>
        <ReactFlow
          key={`${map.width} ${map.height} ${map.nodes.length}`}
          nodes={nodes}
          edges={edges}
          nodeTypes={nodeTypes}
          edgeTypes={edgeTypes}
          colorMode={scheme}
          fitView
          fitViewOptions={{ padding: 0.06, minZoom: 0.62, maxZoom: 1 }}
          minZoom={0.2}
          maxZoom={1.6}
          nodesDraggable={false}
          nodesConnectable={false}
          edgesFocusable={false}
          deleteKeyCode={null}
          zoomOnScroll={false}
          preventScrolling={false}
          elementsSelectable={false}
          nodesFocusable={false}
          disableKeyboardA11y
          proOptions={{ hideAttribution: true }}
        >
          <Controls showInteractive={false} />
        </ReactFlow>
      </div>
    </MapOpen>
  )
}

export default MapDrawing

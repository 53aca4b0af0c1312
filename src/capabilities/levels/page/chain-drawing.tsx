import '@xyflow/react/dist/base.css'
import { BaseEdge, Controls, type Edge, type EdgeProps, Handle, type Node, type NodeProps, Position, ReactFlow } from '@xyflow/react'
import { useComputedColorScheme } from '@mantine/core'
import { createContext, useContext, useMemo } from 'react'
import { Icon } from '../../../platform/page/kit/icon.tsx'
import { kindNamed } from '../../../platform/page/registry/kinds.ts'
import type { ChainPart, PictureLine, PictureNode, PromiseChain } from '../model/composition/answer.ts'
import { minutesText } from '../model/composition/words.ts'
import { lossOf, shareWords, sourceWords } from './chain-words.ts'
import classes from './chain.module.css'

type Shown = Readonly<{
  node: PictureNode
  source: ChainPart['source'] | 'inner'
  kind: string
  /** Of the worst one when the box stands for several. */
  ref: string
  count: number
  title: string
  share: string
  /** Minutes of the period that it costs, and that as a share of the worst box's. */
  loss: number
  heat: number
}>
type BoxNode = Node<{ shown: Shown }, 'box'>
type LineEdge = Edge<{ line: PictureLine }, 'line'>

const Choosing = createContext<Readonly<{ chosen: string; choose: (ref: string) => void }>>({ chosen: '', choose: () => undefined })

const GroupBox = ({ node }: Readonly<{ node: PictureNode }>) => (
  <div
    className={`${classes['node']} ${classes['group']}`}
    style={{ width: node.width, height: node.height }}
    title={`${node.group?.k} of ${node.group?.of} of ${node.group?.name} must work`}
  >
    <span className={classes['title']}>
      {node.group?.k} of {node.group?.of}
    </span>
    <span className={classes['share']}>{shareWords(node.share)}</span>
  </div>
)

const PartBox = ({ shown }: Readonly<{ shown: Shown }>) => {
  const { chosen, choose } = useContext(Choosing)
  const { node, source, kind, ref, count, title, share, loss, heat } = shown
  const isChosen = ref !== '' && ref === chosen
  return (
    <button
      type="button"
      className={`${classes['node']} nopan ${count > 1 ? classes['several'] : ''}`}
      style={{ width: node.width, height: node.height }}
      data-source={source}
      data-focus={node.focus}
      data-chosen={isChosen}
      disabled={ref === '' || node.focus}
      aria-pressed={isChosen}
      onClick={() => choose(ref)}
    >
      <span className={classes['top']}>
        <Icon name={kindNamed(kind)?.icon ?? 'point'} size={12} /> {count > 1 ? `${count} alike, worst ${ref}` : ref}
        <span>{node.focus ? 'may be promised' : sourceWords[source]}</span>
      </span>
      <span className={classes['title']} title={title}>
        {title}
      </span>
      <span className={classes['share']}>
        <span>{share}</span> {loss > 0 && <small>costs {minutesText(loss)}</small>}
      </span>
      {heat > 0 && <span className={classes['loss']} style={{ width: `${Math.round(heat * 100)}%` }} aria-hidden />}
    </button>
  )
}

const Box = ({ data: { shown } }: NodeProps<BoxNode>) => (
  <>
    <Handle type="target" position={Position.Left} isConnectable={false} className={classes['handle'] ?? ''} />
    {shown.node.group ? <GroupBox node={shown.node} /> : <PartBox shown={shown} />}
    <Handle type="source" position={Position.Right} isConnectable={false} className={classes['handle'] ?? ''} />
  </>
)

/** From the right side of one box to the left side of the next, through the bends that the server laid out. */
const Line = ({ id, data, sourceX, sourceY, targetX, targetY }: EdgeProps<LineEdge>) => {
  const bends = (data?.line.points ?? []).slice(1, -1)
  const stops = [{ x: sourceX, y: sourceY }, ...bends, { x: targetX, y: targetY }]
  const path = stops.slice(1).reduce((drawn, to, index) => {
    const from = stops[index] ?? to
    const half = (to.x - from.x) / 2
    return `${drawn} C ${from.x + half} ${from.y}, ${to.x - half} ${to.y}, ${to.x} ${to.y}`
  }, `M ${sourceX} ${sourceY}`)
  return <BaseEdge id={id} path={path} className={classes['line'] ?? ''} />
}

const nodeTypes = { box: Box }
const edgeTypes = { line: Line }

/** The lowest of several, and whether the others are better. */
const lowestText = (parts: readonly ChainPart[]): string => {
  const known = parts.flatMap((part) => part.share ?? [])
  if (known.length === 0) return shareWords(null)
  const low = Math.min(...known)
  return known.every((share) => share === low) ? shareWords(low) : `from ${shareWords(low)}`
}

const several = (node: PictureNode, members: readonly ChainPart[], chain: PromiseChain): Omit<Shown, 'heat'> => {
  const [worst] = [...members].sort((a, b) => lossOf(b, chain) - lossOf(a, chain))
  return {
    node,
    source: worst?.source ?? 'none',
    kind: worst?.kind ?? '',
    ref: worst?.ref ?? '',
    count: members.length,
    title: (worst?.title ?? '').replace(/\s*\d+$/, ''),
    share: lowestText(members),
    loss: members.reduce((sum, part) => sum + lossOf(part, chain), 0),
  }
}

const shownNodes = (chain: PromiseChain): readonly Shown[] => {
  const parts = new Map(chain.parts.map((part) => [part.id, part]))
  const inner = new Map(chain.inner.map((one) => [one.id, one]))
  const boxes = chain.picture.nodes.map((node): Omit<Shown, 'heat'> => {
    if (node.members.length > 0)
      return several(
        node,
        node.members.flatMap((id) => parts.get(id) ?? []),
        chain,
      )
    const part = parts.get(node.part ?? '')
    const named = node.focus ? { ...chain.service, kind: 'service' } : (part ?? inner.get(node.part ?? ''))
    return {
      node,
      source: part?.source ?? 'inner',
      kind: named?.kind ?? '',
      ref: named?.ref ?? '',
      count: 1,
      title: named?.title ?? '',
      share: shareWords(part ? part.share : node.share),
      loss: part ? lossOf(part, chain) : 0,
    }
  })
  const worst = Math.max(0, ...boxes.map((one) => one.loss))
  return boxes.map((one) => ({ ...one, heat: worst > 0 ? one.loss / worst : 0 }))
}

/** The chain as the server laid it out: the service at the left, what it needs to the right, redundant groups as pills between. */
const ChainDrawing = ({ chain, chosen, choose }: Readonly<{ chain: PromiseChain; chosen: string; choose: (ref: string) => void }>) => {
  const scheme = useComputedColorScheme('light')
  const { picture } = chain
  const nodes = useMemo(
    (): BoxNode[] =>
      shownNodes(chain).map((shown) => ({
        id: shown.node.key,
        type: 'box',
        position: { x: shown.node.x, y: shown.node.y },
        data: { shown },
        width: shown.node.width,
        height: shown.node.height,
        draggable: false,
        connectable: false,
      })),
    [chain],
  )
  const edges = useMemo(
    (): LineEdge[] =>
      picture.lines.map((line) => ({
        id: `${line.from} ${line.to}`,
        source: line.from,
        target: line.to,
        type: 'line',
        data: { line },
        focusable: false,
        selectable: false,
      })),
    [picture],
  )
  const choosing = useMemo(() => ({ chosen, choose }), [chosen, choose])
  return (
    <Choosing value={choosing}>
      <div
        className={classes['canvas']}
        style={{ height: Math.min(680, Math.max(300, picture.height + 60)) }}
        role="region"
        aria-label={`Promise chain of ${chain.service.title}`}
      >
        <ReactFlow
          key={`${picture.width} ${picture.height} ${picture.nodes.length}`}
          nodes={nodes}
          edges={edges}
          nodeTypes={nodeTypes}
          edgeTypes={edgeTypes}
          colorMode={scheme}
          fitView
          fitViewOptions={{ padding: 0.05, minZoom: 0.55, maxZoom: 1 }}
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
    </Choosing>
  )
}

export default ChainDrawing

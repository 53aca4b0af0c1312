import type { Phase } from '../../../platform/records/kind.ts'

/** GET /{services|offerings|components}/:key/map. Lengths are pixels; x and y are of the upper left corner. An edge runs from what needs to what is needed. */
export type MapNode = Readonly<{
  id: string
  kind: string
  ref: string
  title: string
  state: string
  phase: Phase | null
  criticality: string | null
  x: number
  y: number
  width: number
  height: number
  focus: boolean
  more: number | null
}>
export type MapEdge = Readonly<{
  from: string
  to: string
  label: string
  means: string
  needs: Readonly<{ k: number; of: number }> | null
  points: readonly Readonly<{ x: number; y: number }>[]
}>
export type ServiceMap = Readonly<{ nodes: readonly MapNode[]; edges: readonly MapEdge[]; width: number; height: number }>

export type Card = Readonly<{ id: string; kind: string; ref: string; title: string; state: string; criticality?: string | null }>
export type Effect = 'down' | 'degraded' | 'at_risk'
/** GET /records/:key/impact */
export type Impact = Readonly<{
  items: readonly Readonly<{ record: Card; effect: Effect; why: string; path: readonly string[] }>[]
  links: Readonly<Record<string, Card>>
  counts?: Readonly<Record<Effect, number>>
  more?: number
}>

export type GapWord = 'owner' | 'team' | 'need' | 'agreement' | 'confirmed'
/** GET /catalogue/gaps */
export type Gaps = Readonly<{
  items: readonly Readonly<{
    service: Card & Readonly<{ owner: string | null }>
    gaps: readonly GapWord[]
    words: string
    unconfirmed_days: number | null
  }>[]
  counts: Readonly<Record<GapWord, number>>
  services: number
  links: Readonly<Record<string, Card>>
}>

import type { ComponentType } from 'react'
import type { AnyRecord, Kind } from '../records/kind.ts'
import type { Desk, Links, May } from './client/shapes.ts'

/** A component in a file of its own, fetched when it is first shown. */
export type Load<P> = () => Promise<Readonly<{ default: ComponentType<P> }>>

/** What a screen on a record's page is given. */
export type RecordScreenProps = Readonly<{ kind: Kind; record: AnyRecord; links: Links; may: May }>

/**
 * A screen with its own address. `path` is the router's: "/imports", "/imports/$id". Read parameters with `useParams({ strict: false })`
 * and the address's query with `useSearch({ strict: false })` of @tanstack/react-router.
 */
export type RouteContribution = Readonly<{ path: string; title: string; load: Load<object> }>

/** A tab on the page of every record of a kind. A tab named "overview" takes the place of the generic one. */
export type TabContribution = Readonly<{
  kind: string
  name: string
  label: string
  /** Tabs stand in rising order: overview 0, activity 50, related 60, files 70, history 80. */
  order?: number
  load: Load<RecordScreenProps>
  /** Shown only when this holds for the record. */
  when?: (record: AnyRecord) => boolean
}>

/** A button or menu line in the header of every record of a kind. */
export type ActionContribution = Readonly<{
  kind: string
  name: string
  label: string
  icon?: string
  load: Load<RecordScreenProps & { readonly close: () => void }>
}>

/** What stands first when a record of a kind is opened beside its list. */
export type PeekContribution = Readonly<{ kind: string; load: Load<RecordScreenProps> }>

/** A line in the left menu. */
export type MenuContribution = Readonly<{
  desk: 'run' | 'plan' | 'steer' | 'admin'
  group: string
  label: string
  icon: string
  to: string
  right?: string
  order?: number
}>

/** A line in the command palette. */
export type CommandContribution = Readonly<{ label: string; hint?: string; icon?: string; to: string; right?: string; words?: string }>

export type PageContribution = Readonly<{
  routes?: readonly RouteContribution[]
  tabs?: readonly TabContribution[]
  actions?: readonly ActionContribution[]
  peeks?: readonly PeekContribution[]
  /** The home of each desk. */
  desk?: Readonly<Partial<Record<Desk, Load<object>>>>
  menu?: readonly MenuContribution[]
  commands?: readonly CommandContribution[]
  /** Run once at start: registers editors and views of structure fields (fields/structures.ts). Keep it light. */
  setup?: () => void
}>

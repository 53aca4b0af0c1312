import type { PersonKey, SupplierKey, TeamKey, UnitKey } from '../cast.ts'

/**
 * Components of one sort under a service: type, name, how many, how many of them must work (all when absent), and on which other component they run.
 * Several are numbered: "name 1", "name 2".
 */
export type Parts = readonly [type: string, name: string, count: number, k?: number | null, on?: string]

export type Hours = 'always' | 'office' | 'theatres' | 'plant'

/** A service of the sample as it is written down; `samples/catalogue.ts` makes records of it. */
export type Entry = Readonly<{
  key: string
  title: string
  kind: 'infrastructure' | 'audio_visual' | 'end_user' | 'application' | 'facilities' | 'communications' | 'industrial_control'
  criticality: 'vital' | 'high' | 'medium' | 'low'
  purpose: string
  unit: UnitKey
  team: TeamKey | null
  owner: PersonKey | null
  supplier?: SupplierKey
  delivery?: 'in_house' | 'supplier' | 'mixed'
  group: string
  consumers: readonly UnitKey[]
  attributes?: Readonly<Record<string, string | number | boolean>>
  /** Keys of services that it needs; one that begins with ~ only makes it better. */
  needs?: readonly string[]
  parts?: readonly Parts[]
  hours: Hours
  /** Incidents a year in the small sample, about. */
  incidents: number
  state?: 'proposed' | 'in_design' | 'live' | 'retiring' | 'retired'
  /** Days since somebody last confirmed the entry; absent means lately. */
  confirmed?: number | null
  /** Where reports come from, for the words of incidents. */
  place: 'ward' | 'theatre' | 'clinic' | 'office' | 'room' | 'site'
}>

export const clinical: readonly UnitKey[] = ['medicine', 'surgery', 'diagnostics', 'family', 'outpatients']
export const everyone: readonly UnitKey[] = ['trust']

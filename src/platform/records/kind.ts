import { choices, type Field, type Fields, instant, link, number, text, type Tone, type ValueOf } from './fields.ts'

/**
 * How far a record's life has come, whatever its states are called: lists, boards and clocks of every kind read this.
 * - open: exists, nobody works on it yet; active: in use or worked on; waiting: held by something outside; done: the outcome is there; closed: nothing more will happen.
 */
export type Phase = 'open' | 'active' | 'waiting' | 'done' | 'closed'

export type State = Readonly<{
  name: string
  label: string
  phase: Phase
  /** What it means that a record is in this state. */
  meaning: string
  /** What must be so before it leaves this state. */
  exit: string
  tone?: Tone
}>

/** A named way from one state to another. `asks` are fields that the person is asked for; a required one must be set afterwards. */
export type Move = Readonly<{
  verb: string
  label: string
  from: readonly string[]
  to: string
  asks?: readonly string[]
  reason?: 'required' | 'optional'
}>

export type Lifecycle = Readonly<{ initial: string; states: readonly State[]; moves: readonly Move[] }>

/** Which fields tie a record to a unit, a service or a person, for rights that reach only so far. 'id' means the record itself. */
export type Scope = Readonly<{
  unit?: string
  service?: string
  own?: readonly string[]
  /** A yes/no field: records where it is true are seen by everybody who sees any of the kind. */
  open?: string
}>

export type Kind<F extends Fields = Fields> = Readonly<{
  name: string
  plural: string
  /** Refs are `PREFIX-1042`. */
  prefix: string
  label: string
  labels: string
  /** One sentence: what such a record is. */
  about: string
  /** How the first ones come about, for an empty list: a sentence that says what to do. */
  begins?: string
  /** What the title is called on screens ("Name", "Summary"). */
  titled: string
  /** What the title is made of when nobody gives one; without this somebody must. */
  titledBy?: string
  icon: string
  /** The desk and heading under which the list stands in the menu; absent = reached from other records only. */
  menu?: Readonly<{ desk: 'run' | 'plan' | 'steer' | 'admin'; group: string }>
  fields: F
  lifecycle: Lifecycle
  scope: Scope
  /** Text fields that full-text search reads besides title and ref. */
  search: readonly (keyof F & string)[]
  list: Readonly<{
    columns: readonly string[]
    sort: string
    /** A required field: the order of rows that are alike in the state, choice or link by which a list is sorted. The indexes of a large kind go on with it. */
    within?: string
    facets: readonly string[]
    preset?: Readonly<Record<string, string>>
  }>
  /** Groups of fields in forms and on the detail page. A field that no group names stands in none (set by actions only). */
  layout: readonly Readonly<{ title: string; fields: readonly string[] }>[]
  /** Tables that grow without bound: only indexed fields may be sorted and filtered on. */
  large?: boolean
  /** Not searched and not listed in "everything": bookkeeping kinds. */
  quiet?: boolean
}>

/** The simplest life: a thing is in use until it is retired. */
export const inUse: Lifecycle = {
  initial: 'active',
  states: [
    { name: 'active', label: 'Active', phase: 'active', tone: 'good', meaning: 'In use.', exit: 'Retired when nothing needs it any more.' },
    {
      name: 'retired',
      label: 'Retired',
      phase: 'closed',
      tone: 'muted',
      meaning: 'Kept for its history, offered nowhere.',
      exit: 'Can be brought back.',
    },
  ],
  moves: [
    { verb: 'retire', label: 'Retire', from: ['active'], to: 'retired', reason: 'optional' },
    { verb: 'reinstate', label: 'Bring back', from: ['retired'], to: 'active' },
  ],
}

/** Describes a kind. Only checks what types cannot: that names which must exist do. */
export const kind = <const F extends Fields>(
  spec: Omit<Kind<F>, 'lifecycle' | 'scope' | 'search'> & Partial<Pick<Kind<F>, 'lifecycle' | 'scope' | 'search'>>,
): Kind<F> => {
  const made: Kind<F> = { lifecycle: inUse, scope: {}, search: [], ...spec }
  const known = new Set([...Object.keys(made.fields), ...Object.keys(commonFields)])
  const named = [
    ...made.list.columns,
    ...made.list.facets,
    made.list.sort.replace(/^-/, ''),
    ...made.layout.flatMap((group) => group.fields),
    ...made.lifecycle.moves.flatMap((move) => move.asks ?? []),
  ]
  for (const name of named) if (!known.has(name)) throw new Error(`kind ${made.name}: no field is called ${name}`)
  for (const name of made.search)
    if (made.fields[name]?.see) throw new Error(`kind ${made.name}: ${name} needs a right to be seen, so search must not read it`)
  for (const name of Object.keys(made.fields))
    if (name in commonFields) throw new Error(`kind ${made.name}: every kind has the field ${name} already`)
  for (const [name, { when }] of Object.entries<Field>(made.fields))
    if (when && made.fields[when.field]?.type !== 'choice')
      throw new Error(`kind ${made.name}: ${name} depends on ${when.field}, which is no choice`)
  const states = new Set(made.lifecycle.states.map((state) => state.name))
  for (const move of made.lifecycle.moves)
    for (const name of [...move.from, move.to])
      if (!states.has(name)) throw new Error(`kind ${made.name}: move ${move.verb} names the unknown state ${name}`)
  return made
}

/** What every record has, of whatever kind. */
export const commonFields = {
  id: text({ label: 'Id', computed: true, required: true, indexed: true }),
  ref: text({ label: 'Ref', help: 'The short name for people, such as INC-1042.', computed: true, required: true, indexed: true }),
  title: text({ label: 'Title', required: true, max: 300 }),
  state: text({ label: 'State', computed: true, required: true, indexed: true }),
  owner: link({ label: 'Owner', help: 'The person who answers for this record.', to: ['person'], back: 'Owns' }),
  tags: choices({ label: 'Tags', options: 'open' }),
  version: number({
    label: 'Version',
    help: 'Rises by one with each change; send it back in If-Match.',
    computed: true,
    required: true,
    integer: true,
  }),
  created_at: instant({ label: 'Created', computed: true, required: true, indexed: true }),
  created_by: link({ label: 'Created by', to: ['person'], computed: true }),
  changed_at: instant({ label: 'Changed', computed: true, required: true, indexed: true }),
  changed_by: link({ label: 'Changed by', to: ['person'], computed: true }),
} as const satisfies Fields

/** A stored record of a kind: shapes as in fields.ts, links as ids. */
export type RecordOf<K extends Kind> = { readonly [N in keyof typeof commonFields]: ValueOf<(typeof commonFields)[N]> } & {
  readonly [N in keyof K['fields']]: K['fields'][N] extends Field ? ValueOf<K['fields'][N]> : never
}

/** A record whose kind is known at run time only. */
export type AnyRecord = Readonly<Record<string, unknown>> &
  Readonly<{
    id: string
    ref: string
    title: string
    state: string
    version: number
    owner: string | null
    tags: readonly string[]
    created_at: string
    changed_at: string
  }>

export const allFields = (of: Kind): Fields => ({ ...commonFields, title: { ...commonFields.title, label: of.titled }, ...of.fields })

export const fieldOf = (of: Kind, name: string): Field | undefined => allFields(of)[name]

export const stateOf = (of: Kind, name: string): State | undefined => of.lifecycle.states.find((state) => state.name === name)

/** States whose phase is one of these. */
export const statesIn = (of: Kind, ...phases: readonly Phase[]): readonly string[] =>
  of.lifecycle.states.filter((state) => phases.includes(state.phase)).map((state) => state.name)

/** A record as other records point to it. */
export type Pointer = Readonly<{ id: string; kind: string; ref: string; title: string; state: string }>
export type Links = Readonly<Record<string, Pointer>>
/** Query parameters; several values of one name are sent one by one. Empty ones are left out. */
export type Query = Readonly<Record<string, string | number | boolean | readonly string[] | null | undefined>>
export type Count = Readonly<{ value: number; exact: boolean }>
export type ListAnswer<R> = Readonly<{ items: readonly R[]; links: Links; next: string | null; count?: Count }>
export type Why = true | Readonly<{ why: string; right?: string; holders?: readonly Readonly<{ ref: string; title: string }>[] }>
export type May = Readonly<{ edit?: Why | false; remove?: Why | false; do?: Readonly<Record<string, Why>> }>
export type OneAnswer<R> = Readonly<{ item: R; links: Links; may?: May; watching?: boolean }>

export type Person = Readonly<{ id: string; ref: string; title: string; email: string; level: number | string | null }>
export type Reach = 'all' | 'own' | Readonly<{ units?: readonly string[]; services?: readonly string[]; own?: boolean }>
export type Grant = Readonly<{ right: string; reach: Reach }>
export type Desk = 'run' | 'plan' | 'steer' | 'portal'
export type Preferences = Readonly<{
  scheme?: 'auto' | 'light' | 'dark'
  density?: 'compact' | 'roomy'
  keys_off?: boolean
  columns?: Readonly<Record<string, readonly string[]>>
  pinned?: readonly string[]
  mail?: 'off' | 'digest' | 'each'
  /** Times of day as HH:MM; mails wait in between. */
  quiet?: Readonly<{ from: string; to: string }> | null
}>
export type Session = Readonly<{
  person: Person
  roles: readonly string[]
  desk: Desk
  rights: readonly Grant[]
  organisation: Readonly<{ name: string; sample: boolean }>
  unread: number
  preferences: Preferences
}>
export type Setup = Readonly<{
  needed: boolean
  sample: boolean
  organisation: string
  people?: readonly Readonly<{ id: string; title: string; role: string; about: string; desk: Desk }>[]
  providers: readonly Readonly<{ name: string; label: string }>[]
  password: boolean
}>
export type Happening = Readonly<{
  id: number
  at: string
  occurred_at: string | null
  actor: Readonly<{ id: string; title: string }> | null
  verb: string
  kind: string
  record_id: string
  ref: string | null
  title: string | null
  before: Readonly<Record<string, unknown>> | null
  after: Readonly<Record<string, unknown>> | null
  reason: string | null
  via: string | null
  batch: string | null
}>
export type Remark = Readonly<{
  id: string
  at: string
  author: Readonly<{ id: string; title: string }> | null
  text: string
  html: string
  edited_at?: string | null
  mine?: boolean
}>
export type Attached = Readonly<{
  id: string
  name: string
  size: number
  type: string
  at: string
  by: Readonly<{ id: string; title: string }> | null
}>
export type RelatedGroup = Readonly<{
  kind: string
  field: string
  label: string
  count: number
  exact?: boolean
  items: readonly Pointer[]
}>
export type Notice = Readonly<{
  id: string
  at: string
  text: string
  record: Omit<Pointer, 'state'> | null
  actor: Readonly<{ id: string; title: string }> | null
  read_at: string | null
}>
export type Found = Pointer & Readonly<{ excerpt?: string }>
export type BulkAnswer = Readonly<{
  matched: number
  would_change: number
  refused: readonly Readonly<{ ref: string; message: string }>[]
  changed?: number
  batch?: string
}>
export type LiveChange = Readonly<{ kind: string; id: string; ref: string; verb: string; version: number; actor: string | null }>

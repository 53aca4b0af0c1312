/**
 * The types of field a kind may have. A field says everything that table, validation, API, form, list, search, import and export need to know.
 * These are plain data: the browser, the server and the CLI read the same objects.
 */

/** Colour role of a state or a choice; always shown together with words. */
export type Tone = 'neutral' | 'info' | 'good' | 'warn' | 'bad' | 'muted'

export type Choice = Readonly<{ value: string; label: string; hint?: string; tone?: Tone }>

type Base = Readonly<{
  label: string
  /** One sentence shown beside the field in forms and in the API description. */
  help?: string
  required?: boolean
  /** Set by Reeve itself, never by a form or the API. */
  computed?: boolean
  /** A right that is needed to see (or set) this field beyond seeing (or editing) the record. */
  see?: string
  set?: string
  unique?: boolean
  /** Belongs to records whose other field, a choice, has one of these values: forms and pages leave it out of others, unless it is filled all the same. */
  when?: Readonly<{ field: string; is: readonly string[] }>
  /** May be sorted by and filtered on in lists: the table has an index that begins with it. */
  indexed?: boolean
}>

export type TextField = Base &
  Readonly<{ type: 'text'; max?: number; multiline?: boolean; format?: 'email' | 'url' | 'phone' | 'zone' | 'colour' }>
export type MarkdownField = Base & Readonly<{ type: 'markdown' }>
export type NumberField = Base & Readonly<{ type: 'number'; unit?: string; integer?: boolean; min?: number; max?: number }>
/** A decimal amount as text ("1200.50"); its currency stands in the sibling field that `currency` names. */
export type MoneyField = Base & Readonly<{ type: 'money'; currency: string }>
/** A share between 0 and 1, shown as per cent. */
export type ShareField = Base & Readonly<{ type: 'share' }>
/** Whole seconds, typed and shown as "1 d 4 h". */
export type DurationField = Base & Readonly<{ type: 'duration' }>
export type YesNoField = Base & Readonly<{ type: 'yes_no' }>
/** A calendar day, YYYY-MM-DD. */
export type DayField = Base & Readonly<{ type: 'day' }>
/** A moment, ISO 8601 in UTC. */
export type InstantField = Base & Readonly<{ type: 'instant' }>
export type ChoiceField = Base & Readonly<{ type: 'choice'; options: readonly Choice[] }>
export type ChoicesField = Base & Readonly<{ type: 'choices'; options: readonly Choice[] | 'open' }>
/** One other record of one of the kinds named. `back` labels the list of these records on the other one's page. */
export type LinkField = Base & Readonly<{ type: 'link'; to: readonly string[]; back?: string }>
export type LinksField = Base & Readonly<{ type: 'links'; to: readonly string[]; back?: string }>
/** A structured value with its own editor; `shape` names the validator that the capability registers. */
export type StructureField = Base & Readonly<{ type: 'structure'; shape: string }>
/** Fields that depend on the value of another field: each kind of service brings its own. */
export type AttributesField = Base &
  Readonly<{ type: 'attributes'; by: string; variants: Readonly<Record<string, Readonly<Record<string, SimpleField>>>> }>

/** Fields that may stand inside attributes. */
export type SimpleField = TextField | NumberField | YesNoField | DayField | ChoiceField | ShareField | DurationField
export type Field =
  | SimpleField
  | MarkdownField
  | MoneyField
  | InstantField
  | ChoicesField
  | LinkField
  | LinksField
  | StructureField
  | AttributesField

export type Fields = Readonly<Record<string, Field>>

/** Whether a field belongs to a record as it is. */
export const applies = ({ when }: Pick<Base, 'when'>, record: Readonly<Record<string, unknown>>): boolean =>
  when === undefined || when.is.includes(String(record[when.field]))

type Raw<F extends Field> = F extends { type: 'number' | 'share' | 'duration' }
  ? number
  : F extends { type: 'yes_no' }
    ? boolean
    : F extends { type: 'choices' | 'links' }
      ? readonly string[]
      : F extends { type: 'structure' }
        ? unknown
        : F extends { type: 'attributes' }
          ? Readonly<Record<string, unknown>>
          : F extends { type: 'choice'; options: readonly { value: infer V }[] }
            ? V
            : string

/** The value of a field in a record: null when it is not set and not required. */
export type ValueOf<F extends Field> = F extends { required: true }
  ? Raw<F>
  : F extends { type: 'choices' | 'links' }
    ? Raw<F>
    : Raw<F> | null

type Spec<T extends Field> = Omit<T, 'type'>

export const text = <const S extends Spec<TextField>>(spec: S): S & { type: 'text' } => ({ ...spec, type: 'text' })
export const markdown = <const S extends Spec<MarkdownField>>(spec: S): S & { type: 'markdown' } => ({ ...spec, type: 'markdown' })
export const number = <const S extends Spec<NumberField>>(spec: S): S & { type: 'number' } => ({ ...spec, type: 'number' })
export const money = <const S extends Spec<MoneyField>>(spec: S): S & { type: 'money' } => ({ ...spec, type: 'money' })
export const share = <const S extends Spec<ShareField>>(spec: S): S & { type: 'share' } => ({ ...spec, type: 'share' })
export const duration = <const S extends Spec<DurationField>>(spec: S): S & { type: 'duration' } => ({ ...spec, type: 'duration' })
export const yesNo = <const S extends Spec<YesNoField>>(spec: S): S & { type: 'yes_no' } => ({ ...spec, type: 'yes_no' })
export const day = <const S extends Spec<DayField>>(spec: S): S & { type: 'day' } => ({ ...spec, type: 'day' })
export const instant = <const S extends Spec<InstantField>>(spec: S): S & { type: 'instant' } => ({ ...spec, type: 'instant' })
export const choice = <const S extends Spec<ChoiceField>>(spec: S): S & { type: 'choice' } => ({ ...spec, type: 'choice' })
export const choices = <const S extends Spec<ChoicesField>>(spec: S): S & { type: 'choices' } => ({ ...spec, type: 'choices' })
export const link = <const S extends Spec<LinkField>>(spec: S): S & { type: 'link' } => ({ ...spec, type: 'link' })
export const links = <const S extends Spec<LinksField>>(spec: S): S & { type: 'links' } => ({ ...spec, type: 'links' })
export const structure = <const S extends Spec<StructureField>>(spec: S): S & { type: 'structure' } => ({ ...spec, type: 'structure' })
export const attributes = <const S extends Spec<AttributesField>>(spec: S): S & { type: 'attributes' } => ({ ...spec, type: 'attributes' })

/** The ISO 4217 currencies offered in forms; any three-letter code is accepted. */
export const currency = (spec: Spec<TextField> = { label: 'Currency' }): TextField => ({
  help: 'Three letters, ISO 4217: GBP, EUR, USD.',
  max: 3,
  ...spec,
  type: 'text',
})

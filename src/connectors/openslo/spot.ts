import type { Found, OpenSloIssue } from './yaml.ts'

/** A value of a document with the place where it stands, so that every rule names its line. `issues`: what was told of the document so far. */
export type Spot = Readonly<{ found: Found; path: readonly (string | number)[]; value: unknown; issues: OpenSloIssue[] }>

export type Part = Readonly<Record<string, unknown>>

const isPart = (value: unknown): value is Part => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Of one document no more than this is told: who has so many has the wrong file. */
const mostIssues = 500
const mostWarnings = 100

const tell = (spot: Spot, severity: OpenSloIssue['severity'], rule: string, message: string): null => {
  if (spot.issues.length >= (severity === 'warning' ? mostWarnings : mostIssues)) return null
  const path = spot.path.join('.')
  spot.issues.push({
    severity,
    file: spot.found.file,
    line: spot.found.line(spot.path),
    ...(path === '' ? {} : { path }),
    rule,
    message,
  })
  return null
}

export const refuse = (spot: Spot, rule: string, message: string): null => tell(spot, 'refused', rule, message)
export const warn = (spot: Spot, rule: string, message: string): null => tell(spot, 'warning', rule, message)

export const nameOf = (spot: Spot): string => String(spot.path.at(-1) ?? 'this')

export const isThere = (spot: Spot): boolean => spot.value !== undefined && spot.value !== null

/** A field of a mapping; a spot without a value when it is not there. */
export const at = (spot: Spot, key: string): Spot => ({
  ...spot,
  path: [...spot.path, key],
  value: isPart(spot.value) && Object.hasOwn(spot.value, key) ? spot.value[key] : undefined,
})

/** What a value looks like, short, for a sentence. */
export const shown = (value: unknown): string => {
  const text = typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : 'a structure'
  return text.length > 60 ? `${text.slice(0, 60)}...` : text
}

/** A mapping; keys other than the known ones are told, since a slip of the pen would otherwise go unseen. */
export const partOf = (spot: Spot, known: readonly string[]): Part | null => {
  if (!isPart(spot.value)) return refuse(spot, 'type', `${nameOf(spot)} must be a mapping of fields.`)
  for (const key of Object.keys(spot.value))
    if (!known.includes(key)) warn(at(spot, key), 'unknown_field', `“${shown(key)}” is not a field of OpenSLO here and was left out.`)
  return spot.value
}

/** Any mapping. */
export const anyPart = (spot: Spot): Part | null =>
  isPart(spot.value) ? spot.value : refuse(spot, 'type', `${nameOf(spot)} must be a mapping of fields.`)

export const required = (spot: Spot): null => refuse(spot, 'required', `${nameOf(spot)} is missing.`)

/** Text; numbers and yes/no are taken as they are written. Null when it is not there. */
export const textAt = (spot: Spot): string | null => {
  if (!isThere(spot)) return null
  const { value } = spot
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return refuse(spot, 'type', `${nameOf(spot)} must be text.`)
}

export const requiredText = (spot: Spot): string | null => {
  if (!isThere(spot) || spot.value === '') return required(spot)
  return textAt(spot)
}

export const numberAt = (spot: Spot): number | null => {
  if (!isThere(spot)) return null
  const { value } = spot
  return typeof value === 'number' && Number.isFinite(value)
    ? value
    : refuse(spot, 'type', `${nameOf(spot)} must be a number, not “${shown(value)}”.`)
}

export const flagAt = (spot: Spot): boolean | null => {
  if (!isThere(spot)) return null
  return typeof spot.value === 'boolean' ? spot.value : refuse(spot, 'type', `${nameOf(spot)} must be true or false.`)
}

/** The parts of a list, each with its own place; none when it is not there. */
export const listAt = (spot: Spot): readonly Spot[] => {
  if (!isThere(spot)) return []
  if (!Array.isArray(spot.value)) {
    refuse(spot, 'type', `${nameOf(spot)} must be a list.`)
    return []
  }
  return spot.value.map((value: unknown, index) => ({ ...spot, path: [...spot.path, index], value }))
}

export const wordAt = <W extends string>(spot: Spot, words: readonly W[]): W | null => {
  const text = textAt(spot)
  if (text === null) return null
  return words.find((one) => one === text) ?? refuse(spot, 'word', `${nameOf(spot)} is one of ${words.join(', ')}, not “${shown(text)}”.`)
}

import { formatDuration } from '../../../../kernel/duration.ts'
import type { Millis } from '../../../../kernel/instant.ts'
import type { Severity } from './telling.ts'

/** Something of the reader's that a cause hits; `severity` is not known any more once it is over. */
export type Theirs = Readonly<{ title: string; severity?: Severity }>

const mostNamed = 5

const listed = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`

const counted = (count: number, one: string, many: string): readonly string[] =>
  count === 0 ? [] : [`${count.toLocaleString('en')} ${count === 1 ? one : many}`]

/** "Portal (down), Record (degraded) and 3 other services"; empty when nothing is hit. */
const hitWords = (theirs: readonly Theirs[], others: number): string => {
  const named = theirs.slice(0, mostNamed).map(({ title, severity }) => (severity ? `${title} (${severity})` : title))
  const more = counted(theirs.length - named.length, 'more of yours', 'more of yours')
  const rest = theirs.length === 0 ? counted(others, 'service', 'services') : counted(others, 'other service', 'other services')
  return listed([...named, ...more, ...rest])
}

/** What is told instead of the name of a cause that the reader may not see. */
export const unnamed = 'Something you may not see'

const lasted = (ms: Millis): string => formatDuration(Math.max(0, Math.round(ms / 1000)), { days: true })

/** Until then it goes without saying that it just began. */
const fresh = 300_000

export type Begin = Readonly<{
  /** Null where the reader may not see it. */
  title: string | null
  severity: Severity
  /** It was told to be degraded before. */
  worse: boolean
  /** Milliseconds that it has lasted. */
  for: Millis
  times: number
  theirs: readonly Theirs[]
  others: number
}>

/** "Array A is down. It hits Portal (down), Record (degraded) and 3 other services." */
export const beginWords = ({ title, severity, worse, for: ms, times, theirs, others }: Begin): string => {
  const hits = hitWords(theirs, others)
  const how = worse ? `is ${severity} now, it was degraded before` : `is ${severity}${ms < fresh ? '' : `, for ${lasted(ms)} now`}`
  const again = times > 1 && !worse ? ` It has failed ${times} times lately.` : ''
  return `${title ?? unnamed} ${how}.${hits === '' ? '' : ` It hits ${hits}.`}${again}`
}

export type Over = Readonly<{
  title: string | null
  severity: Severity
  lasted: Millis
  times: number
  how: 'ended' | 'dismissed' | 'unwatched'
  theirs: readonly Theirs[]
  others: number
}>

/** "Over after 23 min: Array A was down. It hit Portal, Record and 3 other services." */
export const overWords = ({ title, severity, lasted: ms, times, how, theirs, others }: Over): string => {
  const hits = hitWords(theirs, others)
  if (how === 'dismissed')
    return `A false alarm: that ${title ?? unnamed.toLowerCase()} was ${severity}${hits === '' ? '' : ` and hit ${hits}`}.`
  const first = how === 'unwatched' ? `Not watched any more, after ${lasted(ms)}` : `Over after ${lasted(ms)}`
  return `${first}: ${title ?? unnamed} was ${severity}.${hits === '' ? '' : ` It hit ${hits}.`}${times > 1 ? ` It failed ${times} times.` : ''}`
}

/** Several causes that a person hears of at once, in one sentence. @param first what some of them are told to be */
export const manyWords = (first: readonly Readonly<{ title: string | null; severity: Severity }>[], all: number, hit: number): string => {
  const named = first.slice(0, mostNamed).map(({ title, severity }) => `${title ?? unnamed.toLowerCase()} is ${severity}`)
  return `${all} causes at once: ${listed([...named, ...counted(all - named.length, 'more', 'more')])}. They hit ${counted(hit, 'other service', 'other services').join('') || 'no other service'}.`
}

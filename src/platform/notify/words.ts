import type { Change } from '../records/context.ts'
import { allFields, type Kind, stateOf } from '../records/kind.ts'

const irregular: Readonly<Record<string, string>> = {
  begin: 'began',
  bring: 'brought',
  build: 'built',
  do: 'did',
  give: 'gave',
  go: 'went',
  hold: 'held',
  keep: 'kept',
  leave: 'left',
  let: 'let',
  make: 'made',
  put: 'put',
  quit: 'quit',
  send: 'sent',
  set: 'set',
  shut: 'shut',
  split: 'split',
  take: 'took',
  undo: 'undid',
  wind: 'wound',
  withdraw: 'withdrew',
  write: 'wrote',
}
/** Short verbs that double their last letter before -ed. */
const doubling = /^(?:[^aeiou]*[aeiou][bdgklmnprt]|.*(?:mit|fer|[cp]el))$/

const pastOf = (verb: string): string => {
  if (irregular[verb]) return irregular[verb]
  if (verb.endsWith('e')) return `${verb}d`
  if (/[^aeiou]y$/.test(verb)) return `${verb.slice(0, -1)}ied`
  return doubling.test(verb) ? `${verb}${verb.at(-1) ?? ''}ed` : `${verb}ed`
}

/**
 * A move's verb when it says by itself what was done to the record: "resolve" -> "resolved". Verbs of several words, and those that the
 * record itself does ("wait", "lapse"), do not: then the state that it came to is named.
 */
const saysItself = new Set([
  'accept',
  'activate',
  'approve',
  'archive',
  'assign',
  'cancel',
  'close',
  'complete',
  'confirm',
  'decline',
  'drop',
  'end',
  'finish',
  'install',
  'issue',
  'open',
  'pause',
  'plan',
  'publish',
  'reinstate',
  'reject',
  'release',
  'remove',
  'renew',
  'reopen',
  'replace',
  'resolve',
  'restate',
  'resume',
  'retire',
  'schedule',
  'send',
  'start',
  'submit',
  'suspend',
  'terminate',
  'verify',
  'withdraw',
])

const named = (labels: readonly string[]): string => {
  const [first = '', second = ''] = labels
  if (labels.length <= 1) return first
  return labels.length === 2 ? `${first} and ${second}` : `${first}, ${second} and ${labels.length - 2} more`
}

/** Fields that a person changed and that everybody who sees the record may see. */
export const changedLabels = (kind: Kind, changed: ReadonlySet<string>): readonly string[] => {
  const fields = allFields(kind)
  return [...changed].flatMap((name) => {
    const field = fields[name]
    return field && name !== 'state' && field.computed !== true && field.see === undefined ? [field.label] : []
  })
}

const callOf = ({ after }: Change): string => `${after.ref} ${after.title}`

/** "Ada Moss resolved INC-7 Printer on ward 7". Null when nothing happened that is worth anybody's attention. */
export const sentenceOf = (actor: string, change: Change): string | null => {
  const { kind, verb, after, before } = change
  if (verb === 'create') return `${actor} created ${callOf(change)}`
  if (before && before.state !== after.state) {
    const label = stateOf(kind, after.state)?.label ?? after.state
    return saysItself.has(verb) ? `${actor} ${pastOf(verb)} ${callOf(change)}` : `${actor} moved ${callOf(change)} to “${label}”`
  }
  const labels = changedLabels(kind, change.changed)
  return labels.length === 0 ? null : `${actor} changed ${named(labels)} of ${callOf(change)}`
}

/** The first words of a comment, on one line. */
export const excerpt = (text: string, most = 120): string => {
  const line = text.replaceAll(/\s+/g, ' ').trim()
  return line.length <= most ? line : `${line.slice(0, most).replace(/\s+\S*$/, '')}…`
}

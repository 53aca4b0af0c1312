import { Refusal } from '../../kernel/refusal.ts'

/** A topic pattern such as `building/+room/+sensor`: as a broker takes it, and what its places are called. */
export type Pattern = Readonly<{ filter: string; levels: readonly string[] }>

const wrong = (message: string): Refusal => new Refusal('invalid', 'topic', message, [{ path: 'topic', message, rule: 'topic' }])

/**
 * Reads a pattern. `+` stands for one level of the topic and `#`, at the end, for all that follow; a word behind either names the label that they become.
 * @throws Refusal `topic`
 */
export const patternOf = (text: string): Pattern => {
  const levels = text.split('/')
  if (text === '' || text.length > 1000 || text.includes('\u0000')) throw wrong('Write a topic such as building/+room/+sensor.')
  for (const [index, level] of levels.entries()) {
    if (/[+#]/.test(level.slice(1))) throw wrong(`“${level.slice(0, 60)}”: + and # begin a level, the label's name follows.`)
    if (level.startsWith('#') && index < levels.length - 1) throw wrong('# stands at the end of a topic.')
  }
  return { filter: levels.map((level) => (/^[+#]/.test(level) ? level.slice(0, 1) : level)).join('/'), levels }
}

/** The labels that a topic gives under a pattern, none for places without a name; null when it does not fit. */
export const labelsOfTopic = (pattern: Pattern, topic: string): Readonly<Record<string, string>> | null => {
  const given = topic.split('/')
  const { levels } = pattern
  const last = levels.at(-1) ?? ''
  const isOpen = last.startsWith('#')
  if (isOpen ? given.length < levels.length - 1 : given.length !== levels.length) return null
  const labels: [string, string][] = []
  for (const [index, level] of levels.entries()) {
    const value = level.startsWith('#') ? given.slice(index).join('/') : given[index]
    if (/^[+#]/.test(level)) {
      const name = level.slice(1)
      if (name !== '' && value) labels.push([name, value])
    } else if (level !== value) return null
  }
  return Object.fromEntries(labels)
}

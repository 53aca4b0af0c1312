import type { Distribution, Reading, Sample } from '../capabilities/signals/index.ts'

/** How much one series may carry: labels, signs of a name (its own or a label's), signs of a label's value. */
export const mostLabels = 64
export const longestName = 200
export const longestValue = 1024

/** Examples kept of all that one message holds, and of one reason. */
const mostExamples = 20
const mostExamplesOfReason = 5
/** Of so many of one reason the examples are looked at, whether they tell something new. */
const mostLooks = 50
/** The last millisecond of ECMAScript's time, either way from 1970. */
const farthest = 8_640_000_000_000_000

type Refused = { reason: string; count: number; examples: string[] }

/** What a reader has taken and refused so far. `refuse` takes its example as a function, called for the few that are kept. */
export type Gathering = Readonly<{
  samples: Sample[]
  distributions: Distribution[]
  refuse: (reason: string, example: () => string, count?: number) => void
  reading: () => Reading
}>

const cut = (text: string): string => {
  const whole = text.toWellFormed().replaceAll('\u0000', '\ufffd')
  return whole.length > 200 ? `${whole.slice(0, 200).toWellFormed()}…` : whole
}

export const gathering = (): Gathering => {
  const samples: Sample[] = []
  const distributions: Distribution[] = []
  const refused = new Map<string, Refused>()
  let examples = 0
  return {
    samples,
    distributions,
    refuse: (reason, example, count = 1) => {
      const of = refused.get(reason) ?? { reason, count: 0, examples: [] }
      refused.set(reason, of)
      of.count += count
      if (of.examples.length >= mostExamplesOfReason || examples >= mostExamples || of.count > mostLooks) return
      const said = cut(example())
      if (of.examples.includes(said)) return
      examples++
      of.examples.push(said)
    },
    reading: () => ({
      samples,
      distributions,
      refused: [...refused.values()].map(({ reason, count, examples: kept }) => ({
        reason,
        count,
        ...(kept.length > 0 ? { example: kept.join('; ') } : {}),
      })),
    }),
  }
}

const isText = (text: string): boolean => text.isWellFormed() && !text.includes('\u0000')

/** Sets a label, also one of the name `__proto__`, which an assignment would lose without a word; `seriesFault` then refuses it. */
export const setLabel = (labels: Record<string, string>, name: string, value: string): void => {
  if (name === '__proto__') Object.defineProperty(labels, name, { value, enumerable: true, configurable: true, writable: true })
  else labels[name] = value
}

/** What is wrong with one label, or null. */
export const labelFault = (name: string, value: string): string | null => {
  if (name === '' || name === '__proto__' || !isText(name) || !isText(value)) return 'a label is not readable text'
  if (name.length > longestName) return `a label's name is longer than ${longestName} signs`
  if (value.length > longestValue) return `a label's value is longer than ${longestValue} signs`
  return null
}

/** What is wrong with a series' name or its number of labels, or null. */
export const nameFault = (name: string, labels: number): string | null => {
  if (name === '') return 'a series has no name'
  if (!isText(name)) return "a series' name is not readable text"
  if (name.length > longestName) return `a series' name is longer than ${longestName} signs`
  return labels > mostLabels ? `a series has more than ${mostLabels} labels` : null
}

/** Why a series cannot be taken, in words, or null. */
export const seriesFault = (name: string, labels: Readonly<Record<string, string>>): string | null => {
  let count = 0
  for (const key in labels) {
    count++
    const wrong = labelFault(key, labels[key] ?? '')
    if (wrong) return wrong
  }
  return nameFault(name, count)
}

export const notFinite = 'the value is not a finite number'
export const notInTime = 'the time cannot be read'

/** Why a number at a moment cannot be taken, or null. */
export const valueFault = (value: number, at: number | null): string | null => {
  if (!Number.isFinite(value)) return notFinite
  return at !== null && !(Math.abs(at) <= farthest) ? notInTime : null
}

/** Takes a sample, or refuses it; `where` says for a person where it stands in the message. */
export const take = (into: Gathering, sample: Sample, where: () => string): void => {
  const fault = valueFault(sample.value, sample.at) ?? seriesFault(sample.name, sample.labels)
  if (fault) into.refuse(fault, where)
  else into.samples.push(sample)
}

const counters = /_(?:total|count|sum|bucket)$/

/** What a series of Prometheus means when nobody says its type: its counters end in _total, _count, _sum and _bucket. */
export const meansByName = (name: string): 'total' | 'gauge' => (counters.test(name) ? 'total' : 'gauge')

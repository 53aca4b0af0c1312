import { signed } from './compare.ts'
import type { HandsFacts, Part, PromiseFacts, ReportFacts, TimesFacts } from './facts.ts'
import type { Figure, Sentence } from './figure.ts'
import { countText, durationText, listText, numberText, percentText } from './words.ts'

type Drawn = Omit<ReportFacts, 'summary' | 'actions'>

const size = (share: number | null): string => (share === null ? '' : ` by ${signed(share).replace(/^[+−±]/, '')}`)

/** The part that explains most of a rise or fall: at least a third of it, and more than chance in itself. */
export const driverOf = (parts: readonly Part[], whole: Figure): Part | null => {
  const total = whole.change?.difference ?? 0
  const moved = (part: Part): number => (part.figure.change?.difference ?? 0) * Math.sign(total)
  const [first] = parts
    .filter((part) => part.name !== null && part.figure.change?.news === true && moved(part) * 3 >= Math.abs(total))
    .toSorted((a, b) => moved(b) - moved(a))
  return first ?? null
}

const plus = (difference: number): string => `${difference > 0 ? '+' : '−'}${Math.abs(difference)}`

const openedSentence = (facts: Drawn): Sentence => {
  const { opened } = facts.volumes
  const { change } = opened
  const [before, now] = [opened.previous ?? 0, opened.value ?? 0]
  if (now === 0 && before === 0)
    return {
      tone: 'muted',
      text: `No incident was opened in ${facts.period.label}, nor in ${facts.previous.label}.`,
      figures: [opened.key],
    }
  if (!facts.period.over)
    return {
      tone: 'info',
      text: `${countText(now, 'incident')} ${now === 1 ? 'was' : 'were'} opened so far: ${change?.words ?? ''}${change?.news === true ? '' : ', which chance alone may explain'}.`,
      figures: [opened.key],
    }
  if (change?.news !== true)
    return {
      tone: 'neutral',
      text: `Opened incidents moved no more than chance explains (${numberText(before)} > ${numberText(now)}).`,
      figures: [opened.key],
    }
  const up = now > before
  const driver = driverOf(facts.by_category, opened) ?? driverOf(facts.by_priority, opened) ?? driverOf(facts.by_channel, opened)
  const why = driver
    ? `; most of the ${up ? 'rise' : 'fall'} is ${driver.label} (${plus(driver.figure.change?.difference ?? 0)})`
    : '; no single category, priority or channel explains it'
  const most =
    driver && Math.abs(driver.figure.change?.difference ?? 0) * 2 < Math.abs(change.difference)
      ? why.replace('most of the', 'the largest part of the')
      : why
  return {
    tone: up ? 'warn' : 'good',
    text: `Opened incidents ${up ? 'rose' : 'fell'}${size(change.share)} (${numberText(before)} > ${numberText(now)})${most}.`,
    figures: [opened.key, ...(driver ? [driver.figure.key] : [])],
  }
}

const promiseSentences = (promises: readonly PromiseFacts[]): readonly Sentence[] => {
  const decided = promises.filter((one) => one.reached.share !== null)
  const missed = decided.filter((one) => one.verdict.word === 'missed')
  const kept = decided.length > 0 && missed.length === 0
  const overall: Sentence[] =
    decided.length === 0
      ? [{ tone: 'muted', text: 'No clock of a promise was decided.', figures: [] }]
      : kept
        ? [
            {
              tone: 'good',
              text:
                decided.length === 1
                  ? 'The one promise that was called upon was kept.'
                  : `All ${decided.length} promises that were called upon were kept${decided.some((one) => one.verdict.word === 'too_few') ? ', or missed by so few tickets that chance may explain it' : ''}.`,
              figures: decided.map((one) => one.share.key),
            },
          ]
        : [
            {
              tone: 'bad',
              text: `${missed.length} of ${countText(decided.length, 'promise')} ${missed.length === 1 ? 'was' : 'were'} missed: ${listText(missed.slice(0, 4).map((one) => `${one.share.label} (${one.verdict.text})`))}.`,
              figures: missed.map((one) => one.share.key),
            },
          ]
  const moved = decided
    .filter((one) => one.share.change?.news === true)
    .toSorted((a, b) => Math.abs(b.share.change?.difference ?? 0) - Math.abs(a.share.change?.difference ?? 0))
    .slice(0, 2)
    .map((one): Sentence => {
      const up = (one.share.change?.difference ?? 0) > 0
      return {
        tone: up ? 'good' : 'bad',
        text: `${one.share.label}: the share kept ${up ? 'rose' : 'fell'} from ${percentText(one.previous.share ?? 0)} to ${percentText(one.reached.share ?? 0)}.`,
        figures: [one.share.key],
      }
    })
  return [...overall, ...moved]
}

export type Behind = Readonly<{ title: string; type: 'ola' | 'underpinning'; kept: number; missed: number; worst: PromiseFacts }>

/** Agreements of teams and suppliers that were missed, the most often missed first. */
export const missedBehind = (promises: readonly PromiseFacts[]): readonly Behind[] =>
  [...Map.groupBy(promises, (one) => one.agreement.id).values()]
    .flatMap((some): Behind[] => {
      const [worst] = some.filter((one) => one.verdict.word === 'missed').toSorted((a, b) => b.reached.missed - a.reached.missed)
      if (!worst || worst.agreement_type === 'sla') return []
      return [
        {
          title: worst.agreement.title,
          type: worst.agreement_type,
          kept: some.reduce((sum, one) => sum + one.reached.kept, 0),
          missed: some.reduce((sum, one) => sum + one.reached.missed, 0),
          worst,
        },
      ]
    })
    .toSorted((a, b) => b.missed - a.missed)

const behindSentences = (promises: readonly PromiseFacts[]): readonly Sentence[] => {
  const missed = missedBehind(promises).slice(0, 3)
  if (missed.length === 0) return []
  return [
    {
      tone: 'warn',
      text: `Behind them, clocks ran out of ${listText(missed.map((one) => `${one.title} (${one.missed} of ${one.kept + one.missed})`))}.`,
      figures: missed.map((one) => one.worst.missed.key),
    },
  ]
}

const backlogSentence = ({ volumes, period }: Drawn): readonly Sentence[] => {
  const { backlog_start: start, backlog_end: end, opened, resolved } = volumes
  if (end.change?.news !== true) return []
  const up = (end.value ?? 0) > (start.value ?? 0)
  const gap = Math.abs((opened.value ?? 0) - (resolved.value ?? 0))
  return [
    {
      tone: up ? 'warn' : 'good',
      text: `Open work ${up ? 'grew' : 'shrank'} from ${numberText(start.value ?? 0)} to ${numberText(end.value ?? 0)}${period.over ? '' : ' so far'}: ${numberText(gap)} ${up ? 'more were opened than resolved' : 'more were resolved than opened'}.`,
      figures: [start.key, end.key],
    },
  ]
}

/** The holder in whose hands a larger part of the time lies than before; a tenth of the whole is the least that is told. */
const handsWhy = (hands: readonly HandsFacts[]): Readonly<{ text: string; key: string }> | null => {
  const before = hands.reduce((sum, one) => sum + (one.wall.previous ?? 0), 0)
  if (before === 0) return null
  const [first] = hands
    .map((one) => ({ one, was: (one.wall.previous ?? 0) / before, is: one.share ?? 0 }))
    .toSorted((a, b) => b.is - b.was - (a.is - a.was))
  if (!first || first.is - first.was < 0.1) return null
  return {
    text: `; ${first.one.label.toLowerCase()} had them in hand ${percentText(first.is)} of the time (before ${percentText(first.was)})`,
    key: first.one.wall.key,
  }
}

const timeSentence = (times: readonly TimesFacts[], hands: readonly HandsFacts[]): readonly Sentence[] => {
  const all = times.find((one) => one.measure === 'resolution' && one.priority === null)
  const { change, value, previous } = all?.wall_median ?? { change: null, value: null, previous: null }
  if (!all || change?.news !== true || value === null || previous === null) return []
  const up = value > previous
  const why = up ? handsWhy(hands) : null
  return [
    {
      tone: up ? 'warn' : 'good',
      text: `Half of all incidents were resolved within ${durationText(value)}, before within ${durationText(previous)}${why?.text ?? ''}.`,
      figures: [all.wall_median.key, ...(why ? [why.key] : [])],
    },
  ]
}

const reopenedSentence = ({ volumes: { reopened } }: Drawn): readonly Sentence[] =>
  reopened.change?.news === true && (reopened.change.difference ?? 0) > 0
    ? [
        {
          tone: 'warn',
          text: `Resolved incidents came back more often (${numberText(reopened.previous ?? 0)} > ${numberText(reopened.value ?? 0)} times).`,
          figures: [reopened.key],
        },
      ]
    : []

const majorSentence = ({ majors }: Drawn): readonly Sentence[] => {
  const [first] = majors.toSorted((a, b) => (b.wall_s ?? Infinity) - (a.wall_s ?? Infinity))
  if (!first) return []
  const lasted = first.wall_s === null ? 'is still open' : `lasted ${durationText(first.wall_s)}`
  return [
    {
      tone: 'bad',
      text:
        majors.length === 1
          ? `One major incident: ${first.ticket.ref} ${lasted}.`
          : `${majors.length} major incidents; the longest, ${first.ticket.ref}, ${lasted}.`,
      figures: [],
    },
  ]
}

/** What changed and why, most important first. Moves that chance explains are not told as news. */
export const summaryOf = (facts: Drawn): readonly Sentence[] => [
  ...majorSentence(facts),
  ...promiseSentences(facts.promises.filter((one) => one.agreement_type === 'sla')),
  ...behindSentences(facts.promises),
  openedSentence(facts),
  ...backlogSentence(facts),
  ...timeSentence(facts.times, facts.hands),
  ...reopenedSentence(facts),
]

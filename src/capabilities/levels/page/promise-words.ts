import { durationText } from '../../../platform/page/fields/format.ts'
import { formatDuration } from '../../../kernel/duration.ts'
import { priorities } from '../kind.ts'

export const priorityText = (priority: string | null): string =>
  priority === null ? 'All priorities' : (priorities.find((one) => one.value === priority)?.label ?? priority)

/** "Resolve within 4 h, 1 - Critical"; empty when it is not known what is promised. */
export const promiseText = (measure: string, target: number | null, priority: string | null): string =>
  target === null
    ? ''
    : `${measure === 'response' ? 'Respond' : 'Resolve'} within ${formatDuration(target)}${priority === null ? '' : `, ${priorityText(priority)}`}`

type Named = Readonly<{ id: string; ref: string; title: string }>

/** GET /promises/:key/times */
export type Times = Readonly<{
  counts: Readonly<{ services: number; underpinned: number; short: number; bare: number }>
  items: readonly Readonly<{ service: Named; sum_s: number; slack_s: number; uncovered_hours: number; underpinned: boolean | null }>[]
}>

type Stands = Readonly<{ underpinned: boolean | null; slack_s: number; uncovered_hours: number }>

/** Whether those beneath, one after the other, leave enough time, in the hours in which we promise. */
export const timesVerdict = ({ underpinned, slack_s, uncovered_hours }: Stands) =>
  underpinned === null
    ? ({ tone: 'warn', word: 'Nobody beneath promises it' } as const)
    : underpinned
      ? ({ tone: 'good', word: 'Underpinned' } as const)
      : slack_s < 0
        ? ({ tone: 'bad', word: `${durationText(-slack_s)} too long` } as const)
        : ({ tone: 'warn', word: `${Math.round(uncovered_hours)} h a week not covered` } as const)

export const timesSentence = ({ services, underpinned, short, bare }: Times['counts']): string =>
  `Of ${services === 1 ? 'one service' : `${services} services`} it is underpinned for ${underpinned}, takes too long or is not covered in all our hours for ${short}, and nobody beneath promises it for ${bare}.`

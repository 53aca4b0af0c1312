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
  counts: Readonly<{ services: number; underpinned: number; too_long: number; bare: number }>
  items: readonly Readonly<{ service: Named; sum_s: number; slack_s: number; underpinned: boolean | null }>[]
}>

/** Whether those beneath, one after the other, leave enough time. */
export const timesVerdict = ({ underpinned, slack_s }: Readonly<{ underpinned: boolean | null; slack_s: number }>) =>
  underpinned === null
    ? ({ tone: 'warn', word: 'Nobody beneath promises it' } as const)
    : underpinned
      ? ({ tone: 'good', word: 'Underpinned' } as const)
      : ({ tone: 'bad', word: `${durationText(-slack_s)} too long` } as const)

export const timesSentence = ({ services, underpinned, too_long, bare }: Times['counts']): string =>
  `Of ${services === 1 ? 'one service' : `${services} services`} it is underpinned for ${underpinned}, takes too long beneath for ${too_long}, and nobody beneath promises it for ${bare}.`

import { formatDuration } from '../../../kernel/duration.ts'
import { priorities } from '../kind.ts'

export const priorityText = (priority: string | null): string =>
  priority === null ? 'All priorities' : (priorities.find((one) => one.value === priority)?.label ?? priority)

/** "Resolve within 4 h, 1 - Critical"; empty when it is not known what is promised. */
export const promiseText = (measure: string, target: number | null, priority: string | null): string =>
  target === null
    ? ''
    : `${measure === 'response' ? 'Respond' : 'Resolve'} within ${formatDuration(target)}${priority === null ? '' : `, ${priorityText(priority)}`}`

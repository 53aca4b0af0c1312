import { calendarFile } from '../../../../kernel/icalendar.ts'
import type { NoticeView, StatusView } from '../view.ts'

const describe = (notice: NoticeView): string => [notice.names.join(', '), notice.updates[0]?.words ?? ''].filter(Boolean).join('\n')

/** Planned work as a calendar to subscribe to. A notice keeps its UID. */
export const calendarOf = (view: StatusView, base: string): string => {
  const here = `${base}/status/${view.page.slug}`
  return calendarFile(
    'Status page',
    view.page.title,
    view.notices
      .filter((one) => one.type === 'maintenance')
      .map((one) => ({
        uid: `${one.id}@reeve`,
        from: one.from,
        to: one.to,
        title: one.title,
        description: describe(one),
        sequence: one.version,
        changed: one.changed,
        cancelled: one.stage === 'cancelled',
        ...(here.startsWith('http') ? { url: here } : {}),
      })),
  )
}

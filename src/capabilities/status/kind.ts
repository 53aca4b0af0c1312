import { statusNotice, statusUpdate } from './kind/notice.ts'
import { statusItem, statusPage } from './kind/page.ts'

export { statusItem, statusNotice, statusPage, statusUpdate }

export const kinds = [statusPage, statusItem, statusNotice, statusUpdate] as const

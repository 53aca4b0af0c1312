import type { Capability } from '../../platform/capability.ts'
import { pageRoutes, reportRoutes } from './api.ts'
import { kinds } from './kind.ts'
import { behaviours, jobs } from './reactions.ts'

export { followServiceDays, rebuildServiceDays } from './actions/days.ts'

/** Reports, the page of a service and the desks: everything that is read across capabilities. */
export const reports: Capability = {
  name: 'reports',
  kinds,
  behaviours,
  jobs,
  routes: [...reportRoutes, ...pageRoutes],
  migrations: new URL('./migrations', import.meta.url).pathname,
}

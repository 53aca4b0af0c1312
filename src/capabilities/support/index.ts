import type { Capability } from '../../platform/capability.ts'
import { routes } from './api.ts'
import { kinds } from './kind.ts'
import { behaviours, jobs } from './reactions.ts'

export { closeAfterSetting, closeResolved } from './actions/close.ts'
export { loadIncidents } from './actions/load.ts'
export { rereadIncidents } from './actions/reread.ts'
export { incidentFigures } from './questions/figures.ts'
export { promiseCells, ticketCells, ticketDays } from './questions/report-days.ts'
export {
  disturbancesOf,
  longestMissedOf,
  majorsSince,
  type MyWork,
  nextDueOf,
  openByPriority,
  openByService,
  openClocks,
  resolvedIds,
  type UrgentRow,
  urgentOf,
  workOf,
} from './questions/report-open.ts'
export { momentsOf, ticketsDuring } from './questions/report-tickets.ts'

/** Incidents: reported, worked on, resolved. */
export const support: Capability = {
  name: 'support',
  kinds,
  migrations: new URL('./migrations', import.meta.url).pathname,
  behaviours,
  routes,
  jobs,
}

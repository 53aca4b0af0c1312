import type { Capability } from '../../platform/capability.ts'
import { routes } from './api.ts'
import { kinds } from './kind.ts'
import { behaviours, jobs } from './reactions.ts'

export { closeAfterSetting, closeResolved } from './actions/close.ts'
export { loadIncidents } from './actions/load.ts'
export { type IncidentFigures, incidentFigures } from './questions/figures.ts'
export { type Cell, ticketCells, ticketDays } from './questions/report-days.ts'
export {
  longestMissedOf,
  type MajorRow,
  majorsSince,
  type MyWork,
  nextDueOf,
  type OpenByPriority,
  openByPriority,
  openByService,
  type OpenClock,
  openClocks,
  type OpenOfService,
  resolvedIds,
  type UrgentRow,
  urgentOf,
  workOf,
} from './questions/report-open.ts'
export { momentsOf, type ReportTicket, type TicketMoments, ticketsDuring } from './questions/report-tickets.ts'

/** Incidents: reported, worked on, resolved. */
export const support: Capability = { name: 'support', kinds, migrations: new URL('./migrations', import.meta.url).pathname, behaviours, routes, jobs }

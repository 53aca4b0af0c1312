import { isoOf, millisOf } from '../../../kernel/instant.ts'
import type { Named } from './figure.ts'

/** GET /desks/portal: whether the services that a person may see work, without anything of the tickets behind it. */
export type PortalDesk = Readonly<{ desk: 'portal'; as_of: string; services: readonly Working[] }>

/** `since` (ISO): when the oldest incident that is still open was reported; null when it works. */
export type Working = Readonly<{ service: Named; state: 'working' | 'degraded' | 'down'; text: string; since: string | null }>

/** Open incidents of a service and priority 1 or 2, added up. `taken_up`: somebody works on at least one of them. */
export type OpenIncidents = Readonly<{ priority: string | null; count: number; since: string; taken_up: boolean }>

/** How a service stands for those who use it: down while an incident of priority 1 is open, degraded while one of priority 2 is. */
export const workingOf = (service: Named, incidents: readonly OpenIncidents[]): Working => {
  const worst = incidents.filter((one) => one.priority === '1')
  const counted = worst.length > 0 ? worst : incidents.filter((one) => one.priority === '2')
  if (counted.length === 0) return { service, state: 'working', text: '', since: null }
  const count = counted.reduce((sum, one) => sum + one.count, 0)
  const grave = worst.length > 0 ? 'critical' : 'serious'
  const known = count === 1 ? `A ${grave} incident is known` : `${count} ${grave} incidents are known`
  return {
    service,
    state: worst.length > 0 ? 'down' : 'degraded',
    text: `${known}${counted.some((one) => one.taken_up) ? ' and being worked on' : ''}.`,
    since: isoOf(Math.min(...counted.map((one) => millisOf(one.since)))),
  }
}

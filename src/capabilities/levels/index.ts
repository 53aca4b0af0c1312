import type { Capability } from '../../platform/capability.ts'
import { routesOf } from './api.ts'
import { kinds } from './kind.ts'
import { behavioursOf, jobsOf, type LevelsHooks } from './reactions.ts'
import { shapes } from './shapes.ts'

export { adopt, type Arrival, follow, following, foresee, type Foreseen, forget, readArrivals } from './actions/follow.ts'
export { computeCredits } from './actions/credits.ts'
export { freezeScorecards } from './actions/scorecard.ts'
export { ringDue } from './actions/due.ts'
export { evaluateAll, evaluateChanged, evaluateSince } from './actions/evaluate.ts'
export { burnTable as usualBurnTable } from './model/slo/alert-table.ts'
export type { Line as JudgedLine } from './model/standing/line.ts'
export { judgedLines } from './questions/judged.ts'
export { rereadAll } from './actions/reread.ts'
export type { Ticket } from './model/book.ts'
export { type Custody, type CustodyChange, type CustodyFacts, custodyOf, type Holder } from './model/custody.ts'
export type { Reading } from './model/reading.ts'
export { workingDaysSince } from './questions/calendar.ts'
export { custodyPage } from './questions/custody.ts'
export { agreementPerformance } from './questions/performance.ts'
export { type PromisedToCustomers, promisedToCustomers } from './questions/standings.ts'
export {
  chainsOf,
  clocksOf,
  customerPromises,
  decisionsOf,
  keptDay,
  keptDays,
  promiseMonths,
  promisesWithin,
} from './questions/report-clocks.ts'
export {
  customerTargets,
  promisesOf,
  rereadVersion,
  serviceTerms,
  zonesOfServices,
} from './questions/report-terms.ts'
export { type LevelsHooks } from './reactions.ts'
export { countClocks } from './store/performance.ts'

/** Agreements, their calendars and promises, and the clocks of tickets. */
export const makeLevels = (hooks: LevelsHooks = {}): Capability => ({
  name: 'levels',
  kinds,
  migrations: new URL('./migrations', import.meta.url).pathname,
  behaviours: behavioursOf(hooks),
  shapes,
  routes: routesOf(() => hooks.wake?.('levels.reread')),
  jobs: jobsOf(hooks),
})

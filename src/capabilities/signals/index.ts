import type { Capability } from '../../platform/capability.ts'
import { routes } from './api.ts'
import { kinds } from './kind.ts'
import type { SignalsHooks } from './actions/tell-causes.ts'
import { behaviours, jobs, loopsWith } from './reactions.ts'
import { shapes } from './shapes.ts'

export { never, restRuns } from './store/checks.ts'
export { sourceOfKey } from './actions/keys.ts'
export { countDrop } from './actions/drop.ts'
export { cameTwice } from './model/intake.ts'
export type { SourceRow } from './store/intake.ts'
export type { SignalsHooks } from './actions/tell-causes.ts'
export { takeAlerts } from './actions/take-alerts.ts'
export { minutesKept } from './actions/roll.ts'
export { openSource, type Taken, takeReadings } from './actions/take.ts'
export { downtimeFigures } from './questions/downtime.ts'
export { type Rollup, valueOf } from './model/rollup.ts'
export { bySteps, countsOver, type GoodOfAll, overSpans } from './store/rollups.ts'
export type { AlertNews, Distribution, Reading, Sample } from './model/sample.ts'
export {
  correctionsOf,
  maintenanceOf,
  outagesCausedBy,
  outagesOf,
} from './store/outages.ts'
export { forgetTouched, readTouched, type Touched } from './store/touched.ts'
export { slicesOf, slicesOver } from './store/slices.ts'

export { type Pulled, pulledMeasures, type Subscribed, subscribedSources } from './store/pulled.ts'
export { openAlert, subjectsOfMeasures, watchedSince } from './store/watched.ts'

/** Measurements, checks, alerts, outages and maintenance, and who is told of them. */
export const makeSignals = (hooks: SignalsHooks = {}): Capability => ({
  name: 'signals',
  kinds,
  migrations: new URL('./migrations', import.meta.url).pathname,
  behaviours,
  shapes,
  routes,
  jobs,
  loops: loopsWith(hooks),
})

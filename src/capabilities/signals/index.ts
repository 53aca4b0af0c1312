import type { Capability } from '../../platform/capability.ts'
import { routes } from './api.ts'
import { kinds } from './kind.ts'
import { behaviours, jobs } from './reactions.ts'
import { shapes } from './shapes.ts'

export { sourceOfKey } from './actions/keys.ts'
export { rollHours } from './actions/roll.ts'
export { type Message, openSource, type Taken, takeReadings } from './actions/take.ts'
export { type Aggregation, type Rollup, valueOf } from './model/rollup.ts'
export { quantileOf } from './model/sketch.ts'
export { bySteps, overSpans, type Piece } from './store/rollups.ts'
export type { AlertNews, Distribution, Reading, Sample, Series } from './model/sample.ts'
export { type CorrectionSpan, correctionsOf, maintenanceOf, type MaintenanceSpan, outagesOf, type OutageSpan } from './store/outages.ts'
export { forgetTouched, readTouched, type Touched, touch } from './store/touched.ts'

export { openAlert, subjectsOfMeasures, watchedSince } from './store/watched.ts'

/** Measurements, checks, alerts, outages and maintenance. */
export const signals: Capability = {
  name: 'signals',
  kinds,
  migrations: new URL('./migrations', import.meta.url).pathname,
  behaviours,
  shapes,
  routes,
  jobs,
}

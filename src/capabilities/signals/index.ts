import type { Capability } from '../../platform/capability.ts'
import { kinds } from './kind.ts'
import { behaviours, jobs } from './reactions.ts'
import { shapes } from './shapes.ts'

export type { AlertNews, Distribution, Reading, Sample, Series } from './model/sample.ts'
export { type CorrectionSpan, correctionsOf, maintenanceOf, type MaintenanceSpan, outagesOf, type OutageSpan } from './store/outages.ts'
export { forgetTouched, readTouched, type Touched, touch } from './store/touched.ts'

/** Measurements, checks, alerts, outages and maintenance. */
export const signals: Capability = {
  name: 'signals',
  kinds,
  migrations: new URL('./migrations', import.meta.url).pathname,
  behaviours,
  shapes,
  jobs,
}

import type { Method } from './method.ts'
import { availabilityMethods, sloMethods } from './methods-levels.ts'
import { compositionMethods } from './methods-composition.ts'
import { intervalMethods, timeMethods } from './methods-time.ts'

/** Every method of the vector files that Reeve computes, by its name there. A name that is not here is skipped, and counted as skipped. */
export const registry: Readonly<Record<string, Method>> = {
  ...timeMethods,
  ...intervalMethods,
  ...availabilityMethods,
  ...sloMethods,
  ...compositionMethods,
}

import type { Capability } from '../../platform/capability.ts'
import { routes } from './api.ts'
import { kinds } from './kind.ts'
import { behaviours } from './reactions.ts'

/** What parts of the organisation must be able to do, and which services meet it. */
export const capability: Capability = {
  name: 'needs',
  kinds,
  behaviours,
  routes,
  migrations: new URL('./migrations', import.meta.url).pathname,
}

export { whyUnmet } from './model.ts'

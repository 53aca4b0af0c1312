import type { Capability } from '../../platform/capability.ts'
import { routes } from './api.ts'
import { kinds } from './kind.ts'
import { behaviours, jobsWith, type SuppliersHooks } from './reactions.ts'

/** Suppliers and contracts, with their notice days. */
export const makeSuppliers = (hooks: SuppliersHooks = {}): Capability => ({
  name: 'suppliers',
  kinds,
  behaviours,
  routes,
  jobs: jobsWith(hooks),
  migrations: new URL('./migrations', import.meta.url).pathname,
})

export { noticeOf } from './model/term.ts'

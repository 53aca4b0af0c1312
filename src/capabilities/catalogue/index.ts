import type { Capability } from '../../platform/capability.ts'
import { routes } from './api.ts'
import { kinds } from './kind.ts'
import { behaviours } from './reactions.ts'

/** Services of every kind, their offerings, the components beneath, and what needs what. */
export const capability: Capability = {
  name: 'catalogue',
  kinds,
  behaviours,
  routes,
  migrations: new URL('./migrations', import.meta.url).pathname,
}

export { completenessOf } from './model/completeness.ts'
export { type ServiceCard, serviceCards, servicesInUse, type UsedService } from './questions/report-services.ts'
export { layoutOf } from './model/layout.ts'
export { type Card, cardsOf, graph } from './store.ts'

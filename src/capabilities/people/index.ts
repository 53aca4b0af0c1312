import type { Capability } from '../../platform/capability.ts'
import { behaviours } from './reactions.ts'
import { kinds } from './kind.ts'

export { firstAdministrator, seedRoles } from './actions.ts'
export { actorOf, profileOf, whoMay } from './questions.ts'
export { addressesOf, onePerRole, peopleBehind, peopleByEmail } from './store.ts'
export { builtInRoles } from './model/roles.ts'

export const people: Capability = { name: 'people', kinds, behaviours, migrations: new URL('./migrations', import.meta.url).pathname }

import { newId } from '../../../kernel/id.ts'
import type { Loop } from '../../../platform/capability.ts'
import { holdLease, releaseLease } from '../../../platform/jobs/lease.ts'
import { anythingToTell } from '../store/told.ts'
import { type SignalsHooks, tellCauses } from './tell-causes.ts'

const leaseName = 'signals.tell'
const leaseMs = 60_000

/** Tells people of causes; one process of the cluster does at a time, another takes over within a minute. None where the house tells nobody. */
export const tellLoops = ({ tell, actor }: SignalsHooks): readonly Loop[] => {
  if (!tell || !actor) return []
  const holder = newId()
  const watched = new WeakSet<AbortSignal>()
  return [
    {
      name: 'signals.tell',
      every: 10_000,
      about: 'Tells people once of each cause that makes something of theirs fail, and once when it is over.',
      run: async (db, registry, now, signal) => {
        if (!watched.has(signal)) {
          watched.add(signal)
          signal.addEventListener('abort', () => void releaseLease(db, leaseName, holder).catch(() => undefined), { once: true })
        }
        if ((await anythingToTell(db)) && (await holdLease(db, leaseName, holder, now(), leaseMs)))
          await tellCauses(db, registry, now(), { tell, actor })
      },
    },
  ]
}

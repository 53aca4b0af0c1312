import type { Capability } from '../capability.ts'
import { eventRoutes } from './routes.ts'
import { seal } from './seal.ts'

export const events: Capability = {
  name: 'events',
  routes: eventRoutes,
  jobs: [
    {
      name: 'events.seal',
      cron: '* * * * *',
      about: 'Seals new events into the hash chain.',
      run: async (db, _registry, _data, now) => void (await seal(db, now)),
    },
  ],
}

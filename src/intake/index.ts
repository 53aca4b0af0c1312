import type { Capability } from '../platform/capability.ts'
import { type JudgeBroker, mqttLoop } from './mqtt.ts'
import { pullAll, type Reaching, type Secret } from './pull.ts'
import { intakeRoutes, type TakeAlerts } from './routes.ts'

export type { Reaching, Secret } from './pull.ts'

export type IntakeParts = Readonly<{ takeAlerts: TakeAlerts; reaching: Reaching; secret: Secret; judgeBroker: JudgeBroker }>

/** Where other tools' signals come in, in their own formats, and where they are asked for. */
export const makeIntake = ({ takeAlerts, reaching, secret, judgeBroker }: IntakeParts): Capability => ({
  name: 'intake',
  routes: intakeRoutes(takeAlerts),
  loops: [mqttLoop({ judge: judgeBroker, secret })],
  jobs: [
    {
      name: 'signals.pull',
      cron: '* * * * *',
      about: 'Asks PromQL servers for what their measures have become.',
      run: async (db, _registry, _data, now) => void (await pullAll(db, reaching, secret, now)),
    },
  ],
})

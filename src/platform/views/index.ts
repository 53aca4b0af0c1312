import type { Capability } from '../capability.ts'
import { view } from './kind.ts'

export const views: Capability = {
  name: 'views',
  kinds: [view],
  behaviours: [
    {
      kind: 'view',
      behaviour: {
        prepare: (_tx, ctx, draft, before) => {
          draft['made_by'] = before ? before['made_by'] : ctx.actor.id
        },
      },
    },
  ],
}

import { utcDay } from '../../kernel/day.ts'
import type { Behaviour } from '../../platform/records/context.ts'
import { confirmation } from './model.ts'

const need: Behaviour = {
  prepare: (_tx, ctx, draft, before, verb) => {
    if (verb === 'confirm')
      Object.assign(draft, confirmation(draft['confirmed_on'], before?.['confirmed_on'], utcDay(ctx.now), ctx.actor.id))
  },
}

export const behaviours = [{ kind: 'need', behaviour: need }] as const

import type { Context } from '../../../platform/records/context.ts'
import { system } from '../../../platform/rights/grants.ts'

/** What follows from a person's act is done in their name, whatever they may do by themselves. */
export const onBehalf = (ctx: Context): Context => ({ ...ctx, actor: { ...ctx.actor, grants: system.grants } })

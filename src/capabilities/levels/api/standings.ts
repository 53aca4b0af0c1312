import { z } from 'zod'
import { type Route, route } from '../../../platform/http/contract.ts'
import { standingMeasures, standings, standingStateNames } from '../questions/standings.ts'

const stateList = z
  .string()
  .max(60)
  .transform((text, check) => {
    const asked = text.split(',').filter((one) => one !== '')
    const states = standingStateNames.filter((one) => asked.includes(one))
    if (states.length > 0 && states.length === new Set(asked).size) return states
    check.addIssue({ code: 'custom', message: `A state is one of: ${standingStateNames.join(', ')}; several are separated by commas.` })
    return z.NEVER
  })

export const standingRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/standings',
    tag: 'Levels',
    summary: 'How promises about availability and indicators stand, the worst first, with the outage that ate most',
    query: z.object({
      state: stateList.optional(),
      subject: z.string().max(60).optional(),
      agreement: z.string().max(60).optional(),
      type: z.enum(['sla', 'ola', 'underpinning'], { error: 'type is sla, ola or underpinning.' }).optional(),
      measure: z.enum(standingMeasures, { error: `measure is one of ${standingMeasures.join(', ')}.` }).optional(),
      window: z.string().max(20).optional(),
      limit: z.coerce.number().int().min(1).max(200).optional(),
      after: z.string().max(400).optional(),
    }),
    handle: async ({ db, ctx, query: { state, ...asked } }) =>
      await standings(db, ctx, {
        ...Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined)),
        ...(state ? { states: state } : {}),
      }),
  }),
]

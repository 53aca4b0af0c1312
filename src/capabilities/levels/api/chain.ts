import { z } from 'zod'
import { type Route, route } from '../../../platform/http/contract.ts'
import { timesOfPromise } from '../questions/chain-times.ts'
import { promiseChain } from '../questions/promise-chain.ts'

/** Numbers by ref, as in SVC-3:0.999,CMP-12:0.9995. */
const numbersByRef = (what: string, most: number) =>
  z
    .string()
    .max(4000)
    .transform((text, check) => {
      const entries = text.split(',').flatMap((pair) => (pair.trim() === '' ? [] : [pair.split(':').map((one) => one.trim())]))
      const numbers = entries.map(([ref, value]) => [ref ?? '', value ? Number(value) : Number.NaN] as const)
      if (entries.every((pair) => pair.length === 2 && pair[0] !== '') && numbers.every(([, value]) => value >= 0 && value <= most))
        return Object.fromEntries(numbers)
      check.addIssue({ code: 'custom', message: `Write ${what}, such as CMP-12:0.999; several are separated by commas.` })
      return z.NEVER
    })

const sharesByRef = numbersByRef('a part’s ref, a colon and its availability as a share between 0 and 1', 1)
const pricesByRef = numbersByRef('a part’s ref, a colon and what a minute less of downtime costs', 1e12)

export const chainRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/promises/:key/times',
    tag: 'Levels',
    summary: 'Whether a promise about tickets is underpinned by what teams and suppliers promise in turn, service by service',
    handle: async ({ db, ctx, params }) => await timesOfPromise(db, ctx, params['key'] ?? ''),
  }),
  route({
    method: 'GET',
    path: '/services/:key/promise-chain',
    tag: 'Levels',
    summary: 'What may be promised for a service, composed from its parts, against what was promised',
    query: z.object({
      assume: sharesByRef.optional(),
      basis: z.enum(['promised', 'measured'], 'basis is promised or measured: which figure counts where there are both.').optional(),
      beta: z.coerce.number('beta is a share between 0 and 1.').min(0).max(1).optional(),
      price: pricesByRef.optional(),
      period: z.string().optional(),
    }),
    handle: async ({ db, ctx, params, query }) => {
      const { assume, basis, beta, price, period } = query
      return await promiseChain(db, ctx, params['key'] ?? '', {
        ...(assume ? { assume } : {}),
        ...(basis ? { basis } : {}),
        ...(price ? { prices: price } : {}),
        ...(beta === undefined ? {} : { beta }),
        ...(period === undefined ? {} : { period }),
      })
    },
  }),
]

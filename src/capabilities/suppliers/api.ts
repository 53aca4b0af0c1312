import { type Route, route } from '../../platform/http/contract.ts'
import { comingNotices, contractCalendar, supplierOverview } from './questions.ts'

const tag = 'Suppliers'

export const routes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/contracts/notice',
    tag,
    summary: 'Notice days of the next twelve months, missed ones first',
    handle: async ({ db, ctx }) => await comingNotices(db, ctx),
  }),
  route({
    method: 'GET',
    path: '/contracts/calendar.ics',
    tag,
    summary: 'Notice and end days of contracts as an iCalendar feed',
    handle: async ({ db, ctx, reply }) => {
      const file = await contractCalendar(db, ctx)
      await reply
        .header('content-type', 'text/calendar; charset=utf-8')
        .header('content-disposition', 'inline; filename="contracts.ics"')
        .send(file)
      return null
    },
  }),
  route({
    method: 'GET',
    path: '/suppliers/:key/overview',
    tag,
    summary: 'A supplier with contracts, cost, services and the next notice day',
    handle: async ({ db, ctx, params }) => await supplierOverview(db, ctx, params['key'] ?? ''),
  }),
]

import { z } from 'zod'
import { isZone } from '../../../kernel/calendar/zone.ts'
import type { Db } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'
import { append } from '../../events/append.ts'
import { type Route, route } from '../../http/contract.ts'
import { needEverywhere } from '../../rights/grants.ts'
import { organisationOf, type Organisation, setSetting } from '../../settings.ts'
import { needPerson } from '../parts.ts'
import { nameText } from './shapes.ts'

const body = z.object({
  name: nameText.optional(),
  time_zone: z
    .string()
    .max(60)
    .refine(isZone, { error: 'This time zone is not known. Name it as in the IANA list, such as Europe/London.' })
    .nullable()
    .optional(),
})

const shown = ({ name, time_zone, sample }: Organisation) => ({ name, time_zone: time_zone ?? null, sample })
const answer = async (db: Db) => ({ item: shown(await organisationOf(db)) })
const right = 'organisation.edit'

export const organisationRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/settings/organisation',
    summary: 'Name and time zone of the organisation; time_zone null: months are counted by the calendars of the agreements',
    tag: 'Settings',
    handle: async ({ ctx, db }) => {
      needPerson(ctx)
      return await answer(db)
    },
  }),
  route({
    method: 'PATCH',
    path: '/settings/organisation',
    summary: 'Changes name or time zone of the organisation',
    tag: 'Settings',
    body,
    handle: async ({ ctx, db, body: asked }) => {
      const person = needPerson(ctx)
      needEverywhere(ctx.actor, right, 'change the organisation')
      await db.transaction(async (tx) => {
        // one at a time, so that the event tells what was there before
        await tx.run(sql`select from setting where name = 'organisation' for update`)
        const before = await organisationOf(tx)
        const { name = before.name, time_zone = before.time_zone ?? null } = asked
        const after = { ...before, name, time_zone }
        if (JSON.stringify(shown(before)) === JSON.stringify(shown(after))) return
        await setSetting(tx, 'organisation', after)
        const [was, is] = [shown(before), shown(after)]
        await append(tx, ctx, {
          verb: 'organisation_changed',
          kind: 'person',
          record: person,
          version: null,
          before: { name: was.name, time_zone: was.time_zone },
          after: { name: is.name, time_zone: is.time_zone },
        })
      })
      return await answer(db)
    },
  }),
]

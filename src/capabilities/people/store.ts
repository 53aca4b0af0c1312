import type { Db } from '../../platform/db/database.ts'
import { sql } from '../../platform/db/sql.ts'
import type { Holding } from './model/rights.ts'

type HeldRow = Readonly<{
  rights: string[]
  for_unit: string | null
  for_services: string[]
  units: string[] | null
  role: string
  desk: string | null
}>

export type Held = Holding & Readonly<{ role: string; desk: string | null }>

/** The roles that a person holds on a day, units widened to all below them. */
export const holdingsOf = async (db: Db, person: string, today: string): Promise<readonly Held[]> => {
  const rows = await db.rows<HeldRow>(sql`
    select role.rights, holding.for_unit, holding.for_services, role.title as role, role.desk,
      (with recursive below as (
        select unit.id from unit where unit.id = holding.for_unit
        union select unit.id from unit join below on unit.parent = below.id
      ) select array_agg(id) from below) as units
    from role_holding holding join role on role.id = holding.role
    where holding.person = ${person} and holding.state = 'active' and role.state = 'active'
      and coalesce(holding.from_day, ${today}::date) <= ${today}::date and coalesce(holding.until_day, ${today}::date) >= ${today}::date
    order by holding.created_at, holding.id`)
  return rows.map((row) => ({
    rights: row.rights,
    units: row.for_services.length > 0 ? [] : (row.units ?? []),
    services: row.for_services,
    limited: row.for_unit !== null || row.for_services.length > 0,
    role: row.role,
    desk: row.desk,
  }))
}

export type PersonRow = Readonly<{ id: string; ref: string; title: string; email: string | null; level: string | null; state: string }>

export const personById = async (db: Db, id: string): Promise<PersonRow | undefined> =>
  await db.first<PersonRow>(sql`select id, ref, title, email, level, state from person where id = ${id}`)

/** People with this address, whatever its case. */
export const peopleByEmail = async (db: Db, email: string): Promise<readonly PersonRow[]> =>
  await db.rows<PersonRow>(sql`select id, ref, title, email, level, state from person where email = ${email.trim().toLowerCase()}`)

export const teamsOf = async (db: Db, person: string): Promise<readonly string[]> =>
  (await db.rows<{ id: string }>(sql`select id from team where members @> array[${person}::uuid] and state = 'active'`)).map(
    (row) => row.id,
  )

/** People who hold a role with one of these rights everywhere, for "ask X". */
export const holdersOfRights = async (
  db: Db,
  rights: readonly string[],
  today: string,
): Promise<readonly Readonly<{ ref: string; title: string }>[]> =>
  await db.rows(sql`
    select person.ref, person.title from person
    where person.state = 'active' and exists (
      select 1 from role_holding holding join role on role.id = holding.role
      where holding.person = person.id and holding.state = 'active' and role.state = 'active' and holding.for_unit is null and holding.for_services = '{}'
        and coalesce(holding.until_day, ${today}::date) >= ${today}::date and role.rights && ${[...rights]}::text[])
    order by person.level nulls last, person.title limit 5`)

/** Whether a unit stands somewhere above another one. */
export const isAbove = async (db: Db, unit: string, other: string): Promise<boolean> => {
  const row = await db.first<{ found: boolean }>(sql`
    with recursive above as (select parent from unit where id = ${other} union select unit.parent from unit join above on unit.id = above.parent)
    select exists (select 1 from above where parent = ${unit}) as found`)
  return row?.found ?? false
}

/** One person per role for the sample organisation's sign-in page. */
export const onePerRole = async (
  db: Db,
): Promise<readonly Readonly<{ id: string; title: string; role: string; about: string; desk: string }>[]> =>
  await db.rows(sql`
    select distinct on (role.title) person.id, person.title, role.title as role, coalesce(role.about, '') as about, coalesce(role.desk, 'run') as desk
    from role_holding holding join role on role.id = holding.role join person on person.id = holding.person
    where holding.state = 'active' and person.state = 'active' order by role.title, holding.id`)

/** The people behind ids of people and teams: a team stands for its members. */
export const peopleBehind = async (db: Db, ids: readonly string[]): Promise<readonly string[]> =>
  (
    await db.rows<{ id: string }>(sql`
      select id from person where id = any(${[...ids]}::uuid[]) and state = 'active'
      union select unnest(members) from team where id = any(${[...ids]}::uuid[])`)
  ).map((row) => row.id)

/** Where mail reaches people, and in which zone their day runs. */
export const addressesOf = async (
  db: Db,
  ids: readonly string[],
): Promise<readonly Readonly<{ id: string; email: string | null; time_zone: string | null }>[]> =>
  await db.rows(sql`select id, email, time_zone from person where id = any(${[...ids]}::uuid[]) and state = 'active'`)

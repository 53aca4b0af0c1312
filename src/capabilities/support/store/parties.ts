import type { Db } from '../../../platform/db/database.ts'
import { sql } from '../../../platform/db/sql.ts'
import type { Fields, Parties } from '../model/facts.ts'

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

type Row = Readonly<{
  team: string | null
  customer: string | null
  team_supplier: string | null
  component_supplier: string | null
  service_supplier: string | null
  titles: Readonly<Record<string, string>> | null
}>

export type Named = Readonly<{ team: string | null; customer: string | null; parties: Parties }>

const partiesOf = (suppliers: ReadonlyMap<string, string | null>, titles: ReadonlyMap<string, string>): Parties => ({
  supplierOf: (id) => (id === null ? null : (suppliers.get(id) ?? null)),
  titleOf: (id) => (id === null ? undefined : titles.get(id)),
})

/** Who stands behind one incident, in one question; the team of its service and the unit of its requester where none is given. */
export const partiesBehind = async (db: Db, fields: Fields): Promise<Named> => {
  const [service, component] = [text(fields['service']), text(fields['component'])]
  const row = await db.first<Row>(sql`
    with named as materialized (
      select coalesce(${text(fields['team'])}::uuid, (select team from service where id = ${service}::uuid)) as team,
        coalesce(${text(fields['customer'])}::uuid, (select unit from person where id = ${text(fields['requester'])}::uuid)) as customer,
        (select supplier from component where id = ${component}::uuid) as component_supplier,
        (select supplier from service where id = ${service}::uuid) as service_supplier
    ), behind as materialized (select named.*, (select supplier from team where id = named.team) as team_supplier from named)
    select behind.*, (select json_object_agg(id, title) from record where id in (behind.team, behind.customer, behind.team_supplier, behind.component_supplier, behind.service_supplier)) as titles
    from behind`)
  const suppliers = new Map<string, string | null>()
  if (row?.team) suppliers.set(row.team, row.team_supplier)
  if (component) suppliers.set(component, row?.component_supplier ?? null)
  if (service) suppliers.set(service, row?.service_supplier ?? null)
  return {
    team: row?.team ?? null,
    customer: row?.customer ?? null,
    parties: partiesOf(suppliers, new Map(Object.entries(row?.titles ?? {}))),
  }
}

/** Everybody who may stand behind many incidents. */
export const allParties = async (db: Db): Promise<Parties> => {
  const rows = await db.rows<{ id: string; supplier: string }>(sql`
    select id, supplier from team where supplier is not null union all select id, supplier from component where supplier is not null union all select id, supplier from service where supplier is not null`)
  const titles = await db.rows<{ id: string; title: string }>(sql`select id, title from record where kind in ('team', 'unit', 'supplier')`)
  return partiesOf(new Map(rows.map((row) => [row.id, row.supplier])), new Map(titles.map((row) => [row.id, row.title])))
}

/** One SQL file and whose it is: a capability's name, or `platform`. */
export type Migration = Readonly<{ owner: string; file: string; sql: string }>

export type ForeignTable = Readonly<{ file: string; table: string; owner: string }>

const name = String.raw`(?:"?\w+"?\.)?"?(\w+)"?`
const optional = String.raw`(?:if\s+(?:not\s+)?exists\s+)?(?:only\s+)?`
const create = new RegExp(String.raw`\bcreate\s+(?:unlogged\s+|temp\s+|temporary\s+)?table\s+${optional}${name}`, 'gi')
const change = new RegExp(
  String.raw`\b(?:(?:create|alter|drop)\s+(?:unlogged\s+)?table|insert\s+into|update|delete\s+from|truncate(?:\s+table)?|on)\s+${optional}${name}`,
  'gi',
)
const read = new RegExp(String.raw`\b(?:references|from|join)\s+${optional}${name}`, 'gi')

const plain = (sql: string): string => sql.replaceAll(/--[^\n]*|\/\*[\s\S]*?\*\//g, ' ').replaceAll(/'(?:[^']|'')*'/g, "''")

const namesIn = (sql: string, pattern: RegExp): string[] => [...sql.matchAll(pattern)].map((match) => (match[1] ?? '').toLowerCase())

/** Tables that a migration names though another capability made them. The platform's may be referred to, not changed. */
export const foreignTables = (migrations: readonly Migration[]): ForeignTable[] => {
  const owners = new Map<string, string>()
  for (const { owner, sql } of migrations) for (const table of namesIn(plain(sql), create)) if (!owners.has(table)) owners.set(table, owner)
  return migrations.flatMap(({ owner, file, sql }) => {
    const text = plain(sql)
    const changed = namesIn(text, change)
    const named = new Set([...changed, ...namesIn(text, read)])
    return [...named].flatMap((table) => {
      const holder = owners.get(table)
      const isForeign = holder !== undefined && holder !== owner && (holder !== 'platform' || changed.includes(table))
      return isForeign ? [{ file, table, owner: holder }] : []
    })
  })
}

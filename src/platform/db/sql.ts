/** A piece of SQL with its parameters. Values never enter the text: they become $1, $2 ... when the whole is rendered. */
export type Sql = Readonly<{ strings: readonly string[]; values: readonly unknown[] }>

const isSql = (value: unknown): value is Sql => typeof value === 'object' && value !== null && 'strings' in value && 'values' in value

/** Builds a fragment: `sql\`select * from ${id(table)} where id = ${value}\``. Fragments nest. */
export const sql = (strings: TemplateStringsArray, ...values: readonly unknown[]): Sql => {
  const outStrings: string[] = [strings[0] ?? '']
  const outValues: unknown[] = []
  values.forEach((value, index) => {
    const after = strings[index + 1] ?? ''
    if (isSql(value)) {
      outStrings[outStrings.length - 1] += value.strings[0] ?? ''
      for (let at = 1; at < value.strings.length; at++) outStrings.push(value.strings[at] ?? '')
      outValues.push(...value.values)
      outStrings[outStrings.length - 1] += after
    } else {
      outValues.push(value)
      outStrings.push(after)
    }
  })
  return { strings: outStrings, values: outValues }
}

/** Text that is SQL itself. Only for text made from our own constants. */
export const raw = (text: string): Sql => ({ strings: [text], values: [] })

/** A quoted identifier. */
export const id = (name: string): Sql => raw(`"${name.replaceAll('"', '""')}"`)

export const join = (parts: readonly Sql[], between = ', '): Sql => {
  const [first, ...rest] = parts
  if (!first) return raw('')
  return rest.reduce((whole, part) => sql`${whole}${raw(between)}${part}`, first)
}

export const and = (parts: readonly Sql[]): Sql =>
  parts.length === 0
    ? raw('true')
    : join(
        parts.map((part) => sql`(${part})`),
        ' and ',
      )
export const or = (parts: readonly Sql[]): Sql =>
  parts.length === 0
    ? raw('false')
    : join(
        parts.map((part) => sql`(${part})`),
        ' or ',
      )

export const render = (query: Sql): { text: string; values: unknown[] } => {
  let text = query.strings[0] ?? ''
  for (let at = 1; at < query.strings.length; at++) text += `$${at}${query.strings[at] ?? ''}`
  return { text, values: [...query.values] }
}

import type { Field } from '../../records/fields.ts'
import { allFields, type Kind } from '../../records/kind.ts'

export type ColumnOf = Readonly<{ name: string; field: Field; width: string; right: boolean }>

const narrow: Readonly<Partial<Record<Field['type'], number>>> = {
  number: 90,
  share: 80,
  money: 126,
  duration: 90,
  yes_no: 72,
  day: 104,
  instant: 122,
  choice: 108,
  link: 116,
  links: 132,
  choices: 140,
  structure: 180,
  attributes: 100,
  markdown: 260,
}

const letter = 7
const badgeEdge = 34
const mostChoice = 160
const mostHead = 150

/** Wide enough for the longest state's badge, for most words of a choice, and for most headings with the arrow of their order. */
const widthOf = (kind: Kind, name: string, field: Field): number => {
  if (name === 'ref') return 84
  if (name === 'state') return Math.max(100, ...kind.lifecycle.states.map((one) => one.label.length * letter + 46))
  const longest = field.type === 'choice' ? Math.max(...field.options.map((one) => one.label.length)) * letter + badgeEdge : 0
  return Math.max(narrow[field.type] ?? 128, Math.min(mostChoice, longest), Math.min(mostHead, field.label.length * letter + 24))
}

/** The columns of a list: the kind's own, or those chosen. The title takes what is left. */
export const columnsOf = (kind: Kind, chosen: readonly string[] | undefined): readonly ColumnOf[] => {
  const fields = allFields(kind)
  const names = chosen && chosen.length > 0 ? chosen : kind.list.columns
  const hasTitle = names.includes('title')
  return names.flatMap((name, index) => {
    const field = fields[name]
    if (!field) return []
    const width = widthOf(kind, name, field)
    const grows = name === 'title' || (!hasTitle && (index === 1 || field.type === 'link'))
    return [
      {
        name,
        field,
        width: grows ? `minmax(${Math.max(name === 'title' ? 210 : 150, width)}px, 3fr)` : `minmax(${width}px, 1fr)`,
        right: ['number', 'share', 'money', 'duration'].includes(field.type),
      },
    ]
  })
}

export const widthOfAll = (columns: readonly ColumnOf[]): number =>
  columns.reduce((sum, column) => sum + Number(/(\d+)px/.exec(column.width)?.[1] ?? 120), 0)

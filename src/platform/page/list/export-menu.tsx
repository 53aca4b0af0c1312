import { ActionIcon, Menu } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import type { Field } from '../../records/fields.ts'
import { type AnyRecord, type Kind, stateOf } from '../../records/kind.ts'
import type { Links } from '../client/shapes.ts'
import { base, queryText } from '../client/request.ts'
import { dayText, durationText, moneyText, momentText, shareText } from '../fields/format.ts'
import { isUnset } from '../fields/value.tsx'
import { complain, tell } from '../kit/notify.tsx'
import { markdownOf } from '../kit/tables.ts'
import type { ColumnOf } from './columns.ts'
import { askOf, type ListSearch } from './filters.ts'

const wordOf = (kind: Kind, name: string, field: Field, record: AnyRecord, links: Links): string => {
  const value = record[name]
  if (name === 'state') return stateOf(kind, record.state)?.label ?? record.state
  if (isUnset(value)) return ''
  switch (field.type) {
    case 'link':
      return links[String(value)]?.title ?? ''
    case 'links':
      return (value as readonly string[]).map((id) => links[id]?.title ?? id).join('; ')
    case 'choice':
      return field.options.find((one) => one.value === value)?.label ?? String(value)
    case 'choices':
      return (value as readonly string[]).join('; ')
    case 'day':
      return dayText(String(value))
    case 'instant':
      return momentText(String(value))
    case 'duration':
      return durationText(Number(value))
    case 'share':
      return shareText(Number(value))
    case 'money':
      return moneyText(String(value), record[field.currency] as string | null)
    case 'yes_no':
      return value === true ? 'Yes' : 'No'
    case 'structure':
    case 'attributes':
      return JSON.stringify(value)
    default:
      return String(value)
  }
}

/** The list with its filters as a file, as Markdown, or as the API call that gives it. */
export const ExportMenu = ({
  kind,
  search,
  columns,
  items,
  links,
}: Readonly<{ kind: Kind; search: ListSearch; columns: readonly ColumnOf[]; items: readonly AnyRecord[]; links: Links }>) => {
  const ask = askOf(search)
  const file = (format: string): string => `${base}/${kind.plural}/export${queryText({ format, ...ask })}`
  const copy = (text: string, said: string): void => {
    navigator.clipboard.writeText(text).then(() => tell(said), complain)
  }
  const address = `${location.origin}${base}/${kind.plural}${queryText(ask)}`
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="default" size={30} aria-label="Export" title="Export">
          <IconDownload size={15} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component="a" href={file('csv')} download>
          CSV file
        </Menu.Item>
        <Menu.Item component="a" href={file('xlsx')} download>
          Excel file (XLSX)
        </Menu.Item>
        <Menu.Item
          onClick={() =>
            copy(
              markdownOf(
                columns.map((column) => column.field.label),
                items.slice(0, 500).map((record) => columns.map(({ name, field }) => wordOf(kind, name, field, record, links))),
              ),
              items.length > 500 ? 'The first 500 rows are copied' : `${items.length} rows are copied`,
            )
          }
        >
          Copy rows as Markdown
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item component="a" href={address} target="_blank">
          Open the API call
        </Menu.Item>
        <Menu.Item onClick={() => copy(`curl -H "Authorization: Bearer $REEVE_TOKEN" '${address}'`, 'The call is copied')}>
          Copy as curl
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

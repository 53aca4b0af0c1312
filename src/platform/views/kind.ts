import { link, text, yesNo } from '../records/fields.ts'
import { kind } from '../records/kind.ts'

/** A list with its filters, order and columns under a name: a saved address. */
export const view = kind({
  name: 'view',
  plural: 'views',
  prefix: 'VIEW',
  label: 'Saved view',
  labels: 'Saved views',
  about: 'A list with its filters, order and columns under a name.',
  titled: 'Name',
  icon: 'bookmark',
  quiet: true,
  fields: {
    of_kind: text({ label: 'List of', required: true, max: 60, indexed: true }),
    query: text({ label: 'Filters', max: 4000, help: 'The list’s address behind the question mark.' }),
    shared: yesNo({ label: 'Shared with everyone' }),
    pinned: yesNo({ label: 'Pinned to the menu' }),
    made_by: link({ label: 'Made by', to: ['person'], computed: true, indexed: true }),
  },
  scope: { own: ['made_by'], open: 'shared' },
  list: { columns: ['ref', 'title', 'of_kind', 'query', 'shared', 'pinned', 'state'], sort: 'title', facets: ['of_kind'] },
  layout: [{ title: 'View', fields: ['of_kind', 'query', 'shared', 'pinned'] }],
})

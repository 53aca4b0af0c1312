import { attributes, choice, day, link, links, markdown, number, text, yesNo } from '../../platform/records/fields.ts'
import { kind, type Lifecycle } from '../../platform/records/kind.ts'
import { serviceKinds } from './kind/service-kinds.ts'

const menu = { desk: 'run', group: 'Catalogue' } as const
const kindOptions = serviceKinds.map(({ value, label, hint }) => ({ value, label, hint }))
const variants = Object.fromEntries(serviceKinds.map((one) => [one.value, one.attributes]))

const life: Lifecycle = {
  initial: 'proposed',
  states: [
    {
      name: 'proposed',
      label: 'Proposed',
      phase: 'open',
      tone: 'info',
      meaning: 'An idea with a sponsor; nothing is built.',
      exit: 'Approved with money and an owner.',
    },
    {
      name: 'in_design',
      label: 'In design',
      phase: 'active',
      tone: 'info',
      meaning: 'Approved, being designed and built.',
      exit: 'Ready for use and accepted by operation.',
    },
    { name: 'live', label: 'Live', phase: 'active', tone: 'good', meaning: 'Delivered to those who use it.', exit: 'Retiring is decided.' },
    {
      name: 'retiring',
      label: 'Retiring',
      phase: 'waiting',
      tone: 'warn',
      meaning: 'Still used, being wound down.',
      exit: 'Nobody uses it any more.',
    },
    { name: 'retired', label: 'Retired', phase: 'closed', tone: 'muted', meaning: 'Kept for its history.', exit: 'Final.' },
  ],
  moves: [
    { verb: 'approve', label: 'Approve', from: ['proposed'], to: 'in_design', reason: 'optional' },
    { verb: 'go_live', label: 'Go live', from: ['proposed', 'in_design'], to: 'live', asks: ['live_on'] },
    { verb: 'wind_down', label: 'Wind down', from: ['live'], to: 'retiring', reason: 'required' },
    { verb: 'retire', label: 'Retire', from: ['live', 'retiring', 'proposed', 'in_design'], to: 'retired', reason: 'required' },
  ],
}

export const service = kind({
  name: 'service',
  plural: 'services',
  prefix: 'SVC',
  label: 'Service',
  labels: 'Services',
  about: 'What users get and rely on, of whatever technology, in-house or bought.',
  titled: 'Name',
  icon: 'apps',
  menu,
  fields: {
    service_kind: choice({
      label: 'Kind',
      options: kindOptions,
      required: true,
      indexed: true,
      help: 'Brings its own attributes, unit of use and typical measures.',
    }),
    purpose: markdown({ label: 'Purpose', help: 'What users can do with it, in their words.' }),
    unit: link({ label: 'Provided by', to: ['unit'], back: 'Services provided', indexed: true, help: 'The unit that answers for it.' }),
    team: link({ label: 'Supporting team', to: ['team'], back: 'Services supported', indexed: true }),
    consumers: links({ label: 'Used by', to: ['unit'], back: 'Services used' }),
    criticality: choice({
      label: 'Criticality',
      indexed: true,
      options: [
        { value: 'vital', label: 'Vital', hint: 'Life, safety or law depends on it.', tone: 'bad' },
        { value: 'high', label: 'High', tone: 'warn' },
        { value: 'medium', label: 'Medium' },
        { value: 'low', label: 'Low', tone: 'muted' },
      ],
    }),
    delivery: choice({
      label: 'Delivered',
      options: [
        { value: 'in_house', label: 'In-house' },
        { value: 'supplier', label: 'By a supplier' },
        { value: 'mixed', label: 'Both' },
      ],
    }),
    supplier: link({ label: 'Main supplier', to: ['supplier'], back: 'Services delivered' }),
    live_on: day({ label: 'Live since' }),
    functional_unit: text({
      label: 'Functional unit',
      max: 80,
      help: 'What one unit of its use is; empty takes the usual one of its kind.',
    }),
    portfolio_group: text({ label: 'Portfolio group', max: 120, indexed: true }),
    attributes: attributes({ label: 'Attributes', by: 'service_kind', variants }),
    confirmed_on: day({ label: 'Entry last confirmed', help: 'When the owner last said that this entry is right.' }),
  },
  lifecycle: life,
  scope: { unit: 'unit', service: 'id', own: ['owner'] },
  search: ['purpose', 'portfolio_group'],
  list: {
    columns: ['ref', 'title', 'service_kind', 'criticality', 'owner', 'team', 'supplier', 'state'],
    sort: 'title',
    facets: ['state', 'service_kind', 'criticality', 'owner', 'unit', 'team'],
    preset: { phase: 'open,active,waiting' },
  },
  layout: [
    { title: 'Service', fields: ['service_kind', 'purpose', 'criticality', 'owner', 'unit', 'consumers', 'portfolio_group', 'tags'] },
    { title: 'Delivery', fields: ['team', 'delivery', 'supplier', 'live_on', 'functional_unit', 'confirmed_on'] },
    { title: 'Attributes', fields: ['attributes'] },
  ],
})

export const offering = kind({
  name: 'offering',
  plural: 'offerings',
  prefix: 'OFF',
  label: 'Offering',
  labels: 'Offerings',
  about: 'One form in which a service can be had: a level of service at a price.',
  titled: 'Name',
  icon: 'package',
  menu,
  fields: {
    service: link({ label: 'Service', to: ['service'], back: 'Offerings', required: true, indexed: true }),
    description: markdown({ label: 'What is included' }),
    level_name: choice({
      label: 'Level',
      options: [
        { value: 'gold', label: 'Gold' },
        { value: 'silver', label: 'Silver' },
        { value: 'bronze', label: 'Bronze' },
        { value: 'standard', label: 'Standard' },
      ],
    }),
    price: number({ label: 'Price', min: 0, help: 'Per unit of use and month.' }),
    price_currency: text({ label: 'Currency', max: 3 }),
    requestable: yesNo({ label: 'Can be requested' }),
    calendar: link({ label: 'Service hours', to: ['calendar'], back: 'Offerings' }),
  },
  scope: { service: 'service' },
  search: ['description'],
  list: {
    columns: ['ref', 'title', 'service', 'level_name', 'price', 'price_currency', 'requestable', 'state'],
    sort: 'title',
    facets: ['state', 'service', 'level_name'],
  },
  layout: [
    {
      title: 'Offering',
      fields: ['service', 'description', 'level_name', 'price', 'price_currency', 'requestable', 'calendar', 'owner', 'tags'],
    },
  ],
})

export const component = kind({
  name: 'component',
  plural: 'components',
  prefix: 'CMP',
  label: 'Component',
  labels: 'Components',
  about: 'A part that services are made of: a server, a line, a product, a room panel, a controller.',
  titled: 'Name',
  icon: 'cube',
  menu,
  fields: {
    component_type: text({ label: 'Type', max: 80, indexed: true, help: 'Such as server, switch, database, library, controller.' }),
    description: markdown({ label: 'Description' }),
    team: link({ label: 'Supporting team', to: ['team'], back: 'Components supported', indexed: true }),
    supplier: link({ label: 'Supplier', to: ['supplier'], back: 'Components' }),
    vendor: text({ label: 'Maker', max: 120 }),
    model: text({ label: 'Model or release', max: 120 }),
    serial: text({ label: 'Serial number', max: 120 }),
    location: text({ label: 'Location', max: 200 }),
    installed_on: day({ label: 'Installed' }),
    support_ends_on: day({ label: 'Support ends', indexed: true }),
    portfolio_group: text({ label: 'System', max: 120 }),
  },
  lifecycle: {
    initial: 'in_use',
    states: [
      { name: 'planned', label: 'Planned', phase: 'open', tone: 'info', meaning: 'Ordered or being built.', exit: 'Installed and tested.' },
      {
        name: 'in_use',
        label: 'In use',
        phase: 'active',
        tone: 'good',
        meaning: 'Services run on it.',
        exit: 'Replaced or no longer needed.',
      },
      {
        name: 'deprecated',
        label: 'To be replaced',
        phase: 'waiting',
        tone: 'warn',
        meaning: 'Works, but a replacement is decided.',
        exit: 'Nothing depends on it.',
      },
      { name: 'retired', label: 'Retired', phase: 'closed', tone: 'muted', meaning: 'Out of use.', exit: 'Can be put back into use.' },
    ],
    moves: [
      { verb: 'install', label: 'Put into use', from: ['planned', 'deprecated', 'retired'], to: 'in_use', asks: ['installed_on'] },
      { verb: 'deprecate', label: 'Plan replacement', from: ['in_use'], to: 'deprecated', reason: 'optional' },
      { verb: 'retire', label: 'Retire', from: ['planned', 'in_use', 'deprecated'], to: 'retired', reason: 'optional' },
    ],
  },
  search: ['description', 'vendor', 'model', 'serial', 'location'],
  list: {
    columns: ['ref', 'title', 'component_type', 'team', 'supplier', 'location', 'support_ends_on', 'state'],
    sort: 'title',
    facets: ['state', 'component_type', 'team', 'supplier'],
  },
  layout: [
    { title: 'Component', fields: ['component_type', 'description', 'portfolio_group', 'owner', 'team', 'supplier', 'tags'] },
    { title: 'Make', fields: ['vendor', 'model', 'serial', 'location', 'installed_on', 'support_ends_on'] },
  ],
})

export const dependency = kind({
  name: 'dependency',
  plural: 'dependencies',
  prefix: 'DEP',
  label: 'Dependency',
  labels: 'Dependencies',
  about: 'One thing needs another to work. Several dependencies of one group may stand in for each other: k of n must work.',
  titled: 'Title',
  icon: 'arrow-right',
  fields: {
    dependent: link({ label: 'This', to: ['service', 'offering', 'component'], back: 'Depends on', required: true, indexed: true }),
    provider: link({ label: 'Needs', to: ['service', 'offering', 'component'], back: 'Needed by', required: true, indexed: true }),
    means: choice({
      label: 'How',
      required: true,
      options: [
        { value: 'requires', label: 'Requires', hint: 'Does not work without it.' },
        { value: 'runs_on', label: 'Runs on' },
        { value: 'uses', label: 'Uses', hint: 'Works worse without it.' },
        { value: 'part_of', label: 'Is part of' },
      ],
    }),
    group: text({ label: 'Redundancy group', max: 60, help: 'Dependencies of this record with the same group stand in for each other.' }),
    needs_k: number({ label: 'Of the group must work', integer: true, min: 1, max: 1000, help: 'k in k of n; empty means one.' }),
    note: text({ label: 'Note', max: 500 }),
  },
  list: {
    columns: ['ref', 'dependent', 'means', 'provider', 'group', 'needs_k', 'state'],
    sort: '-created_at',
    facets: ['state', 'means'],
  },
  layout: [{ title: 'Dependency', fields: ['dependent', 'means', 'provider', 'group', 'needs_k', 'note', 'tags'] }],
  quiet: true,
})

export const kinds = [service, offering, component, dependency] as const

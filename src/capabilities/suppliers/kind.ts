import { choice, currency, day, link, links, markdown, money, number, text, yesNo } from '../../platform/records/fields.ts'
import { inUse, kind } from '../../platform/records/kind.ts'

const menu = { desk: 'plan', group: 'Suppliers' } as const

export const supplier = kind({
  name: 'supplier',
  plural: 'suppliers',
  prefix: 'SUP',
  label: 'Supplier',
  labels: 'Suppliers',
  about: 'An outside organisation that delivers services, components or work to us.',
  titled: 'Name',
  icon: 'truck',
  menu,
  fields: {
    category: choice({
      label: 'Category',
      help: 'How much depends on it and how hard it is to replace.',
      options: [
        { value: 'strategic', label: 'Strategic' },
        { value: 'tactical', label: 'Tactical' },
        { value: 'operational', label: 'Operational' },
        { value: 'commodity', label: 'Commodity' },
      ],
    }),
    manager: link({ label: 'Supplier manager', to: ['person'], back: 'Manages suppliers' }),
    website: text({ label: 'Website', format: 'url', max: 300 }),
    support_email: text({ label: 'Support e-mail', format: 'email', max: 254 }),
    support_phone: text({ label: 'Support telephone', format: 'phone', max: 60 }),
    account_number: text({ label: 'Our account number', max: 100 }),
    country: text({ label: 'Country', max: 80 }),
    about: markdown({ label: 'About' }),
  },
  search: ['account_number', 'about'],
  list: { columns: ['ref', 'title', 'category', 'manager', 'country', 'state'], sort: 'title', facets: ['state', 'category', 'manager'] },
  layout: [
    { title: 'Supplier', fields: ['category', 'manager', 'country', 'about', 'owner', 'tags'] },
    { title: 'Contact', fields: ['website', 'support_email', 'support_phone', 'account_number'] },
  ],
  lifecycle: inUse,
})

export const contract = kind({
  name: 'contract',
  plural: 'contracts',
  prefix: 'CON',
  label: 'Contract',
  labels: 'Contracts',
  about: 'What was agreed with a supplier: term, notice, renewal and cost.',
  titled: 'Name',
  icon: 'file-certificate',
  menu,
  fields: {
    supplier: link({ label: 'Supplier', to: ['supplier'], back: 'Contracts', required: true, indexed: true }),
    services: links({ label: 'Covers services', to: ['service', 'offering', 'component'], back: 'Contracts' }),
    number: text({ label: 'Contract number', max: 100 }),
    starts_on: day({ label: 'Starts', indexed: true }),
    ends_on: day({ label: 'Ends', indexed: true, help: 'The last day of the present term.' }),
    notice_days: number({ label: 'Notice', unit: 'days', integer: true, min: 0, max: 3650 }),
    notice_by: day({
      label: 'Give notice by',
      computed: true,
      indexed: true,
      help: 'Ends minus notice: the last day on which notice still ends the contract with its term.',
    }),
    how_to_cancel: text({ label: 'How to cancel', max: 1000, multiline: true }),
    renewal: choice({
      label: 'Renewal',
      options: [
        { value: 'automatic', label: 'Renews by itself', tone: 'warn' },
        { value: 'option', label: 'We may extend' },
        { value: 'none', label: 'Ends' },
      ],
    }),
    renewal_months: number({ label: 'Renews for', unit: 'months', integer: true, min: 0, max: 600 }),
    first_alert_days: number({ label: 'First alert', unit: 'days before notice', integer: true, min: 0, max: 3650 }),
    second_alert_days: number({ label: 'Second alert', unit: 'days before notice', integer: true, min: 0, max: 3650 }),
    yearly_cost: money({ label: 'Yearly cost', currency: 'currency', see: 'contract.money' }),
    currency: currency(),
    billing: choice({
      label: 'Billed',
      options: [
        { value: 'monthly', label: 'Monthly' },
        { value: 'quarterly', label: 'Quarterly' },
        { value: 'yearly', label: 'Yearly' },
        { value: 'once', label: 'Once' },
        { value: 'usage', label: 'By use' },
      ],
    }),
    signed: yesNo({ label: 'Signed' }),
    terms: markdown({ label: 'Main terms' }),
  },
  lifecycle: {
    initial: 'draft',
    states: [
      {
        name: 'draft',
        label: 'Draft',
        phase: 'open',
        tone: 'info',
        meaning: 'Being agreed, not yet binding.',
        exit: 'Signed by both parties.',
      },
      { name: 'active', label: 'Active', phase: 'active', tone: 'good', meaning: 'In force.', exit: 'Notice is given, or its term ends.' },
      {
        name: 'notice',
        label: 'Notice given',
        phase: 'waiting',
        tone: 'warn',
        meaning: 'Ends with its term; what it covered needs another home.',
        exit: 'Its last day has passed.',
      },
      { name: 'ended', label: 'Ended', phase: 'closed', tone: 'muted', meaning: 'No longer in force.', exit: 'Final.' },
    ],
    moves: [
      { verb: 'activate', label: 'Activate', from: ['draft'], to: 'active', asks: ['starts_on', 'ends_on', 'signed'] },
      { verb: 'renew', label: 'Renew', from: ['active', 'notice'], to: 'active', asks: ['ends_on'], reason: 'optional' },
      { verb: 'give_notice', label: 'Give notice', from: ['active'], to: 'notice', reason: 'required' },
      { verb: 'end', label: 'End', from: ['active', 'notice', 'draft'], to: 'ended', reason: 'optional' },
    ],
  },
  search: ['number', 'terms', 'how_to_cancel'],
  list: {
    columns: ['ref', 'title', 'supplier', 'services', 'ends_on', 'notice_by', 'renewal', 'yearly_cost', 'state'],
    sort: 'notice_by',
    facets: ['state', 'supplier', 'renewal'],
  },
  layout: [
    { title: 'Contract', fields: ['supplier', 'number', 'services', 'signed', 'terms', 'owner', 'tags'] },
    {
      title: 'Term',
      fields: [
        'starts_on',
        'ends_on',
        'notice_days',
        'notice_by',
        'how_to_cancel',
        'renewal',
        'renewal_months',
        'first_alert_days',
        'second_alert_days',
      ],
    },
    { title: 'Cost', fields: ['yearly_cost', 'currency', 'billing'] },
  ],
})

export const kinds = [supplier, contract] as const

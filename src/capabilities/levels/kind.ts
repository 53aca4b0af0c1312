import { choice, choices, day, duration, link, links, markdown, number, share, structure, text } from '../../platform/records/fields.ts'
import { kind } from '../../platform/records/kind.ts'
import { credit } from './kind/credit.ts'
import { scorecard } from './kind/scorecard.ts'

const menu = { desk: 'run', group: 'Levels' } as const

export const priorities = [
  { value: '1', label: '1 - Critical', tone: 'bad' },
  { value: '2', label: '2 - High', tone: 'warn' },
  { value: '3', label: '3 - Moderate', tone: 'info' },
  { value: '4', label: '4 - Low', tone: 'muted' },
] as const

export const calendar = kind({
  name: 'calendar',
  plural: 'calendars',
  prefix: 'CAL',
  label: 'Business calendar',
  labels: 'Business calendars',
  about: 'The hours that count: weekly hours in one time zone, holidays, and dates with hours of their own.',
  titled: 'Name',
  icon: 'calendar-time',
  menu,
  fields: {
    time_zone: text({
      label: 'Time zone',
      format: 'zone',
      required: true,
      max: 60,
      help: 'IANA name such as Europe/London. Clock changes are followed.',
    }),
    hours: structure({ label: 'Weekly hours', shape: 'weekly_hours', required: true }),
    holidays: structure({ label: 'Holidays', shape: 'holidays', help: 'Local dates on which nothing counts.' }),
    shifts: structure({ label: 'Dates with hours of their own', shape: 'dated_hours' }),
    breaks: structure({ label: 'Hours taken out of a date', shape: 'dated_hours' }),
  },
  search: ['time_zone'],
  list: { columns: ['ref', 'title', 'time_zone', 'hours', 'state'], sort: 'title', facets: ['state', 'time_zone'] },
  layout: [{ title: 'Calendar', fields: ['time_zone', 'hours', 'holidays', 'shifts', 'breaks', 'owner', 'tags'] }],
})

export const agreement = kind({
  name: 'agreement',
  plural: 'agreements',
  prefix: 'AGR',
  label: 'Agreement',
  labels: 'Agreements',
  about:
    'What one party promises another about services, from when until when: a service level agreement, an operational one, or a supplier’s.',
  titled: 'Name',
  icon: 'handshake',
  menu,
  fields: {
    agreement_type: choice({
      label: 'Type',
      required: true,
      indexed: true,
      options: [
        { value: 'sla', label: 'Service level agreement', hint: 'Provider to customer.' },
        { value: 'ola', label: 'Operational level agreement', hint: 'Team to team.' },
        { value: 'underpinning', label: 'Supplier agreement', hint: 'Supplier to us, underpinned by a contract.' },
      ],
    }),
    provider: link({ label: 'Promised by', to: ['unit', 'team', 'supplier'], back: 'Promises given' }),
    customer: link({ label: 'Promised to', to: ['unit', 'team'], back: 'Promises received' }),
    services: links({
      label: 'Services',
      to: ['service'],
      back: 'Agreements',
      help: 'Empty covers every service that no other agreement covers.',
    }),
    contract: link({ label: 'Contract', to: ['contract'], back: 'Agreements' }),
    calendar: link({ label: 'Calendar', to: ['calendar'], back: 'Agreements', required: true }),
    starts_on: day({ label: 'In force from', indexed: true }),
    ends_on: day({ label: 'In force until' }),
    pauses_on: choices({
      label: 'Clock stops while waiting for',
      options: [
        { value: 'customer', label: 'Customer' },
        { value: 'supplier', label: 'Supplier' },
        { value: 'problem', label: 'Problem' },
        { value: 'evidence', label: 'Evidence' },
        { value: 'change', label: 'Change' },
        { value: 'approval', label: 'Approval' },
      ],
    }),
    when_reopened: choice({
      label: 'When a ticket is reopened',
      options: [
        { value: 'exclude_closed', label: 'The clock goes on, resolved time does not count' },
        { value: 'continue', label: 'The clock goes on, resolved time counts' },
        { value: 'restart', label: 'The clock starts anew' },
      ],
    }),
    credit_cap: share({
      label: 'Service credits at most',
      help: 'Of what a contract year costs. Empty: nothing caps them.',
    }),
    terms: markdown({ label: 'Terms' }),
  },
  lifecycle: {
    initial: 'draft',
    states: [
      {
        name: 'draft',
        label: 'Draft',
        phase: 'open',
        tone: 'info',
        meaning: 'Being agreed; no clock runs by it.',
        exit: 'Both parties agree.',
      },
      { name: 'active', label: 'In force', phase: 'active', tone: 'good', meaning: 'Clocks run by it.', exit: 'It ends or is replaced.' },
      {
        name: 'ended',
        label: 'Ended',
        phase: 'closed',
        tone: 'muted',
        meaning: 'No clock runs by it; its past stays.',
        exit: 'Can be put in force again.',
      },
    ],
    moves: [
      { verb: 'activate', label: 'Put in force', from: ['draft', 'ended'], to: 'active', asks: ['starts_on'] },
      { verb: 'end', label: 'End', from: ['active', 'draft'], to: 'ended', asks: ['ends_on'], reason: 'optional' },
    ],
  },
  search: ['terms'],
  list: {
    columns: ['ref', 'title', 'agreement_type', 'provider', 'customer', 'services', 'calendar', 'state'],
    sort: 'title',
    facets: ['state', 'agreement_type', 'provider', 'customer'],
  },
  layout: [
    {
      title: 'Agreement',
      fields: ['agreement_type', 'provider', 'customer', 'services', 'contract', 'credit_cap', 'terms', 'owner', 'tags'],
    },
    { title: 'Clocks', fields: ['calendar', 'starts_on', 'ends_on', 'pauses_on', 'when_reopened'] },
  ],
})

/** The measures of promises that some fields belong to. */
const tickets = { field: 'measure', is: ['response', 'resolution'] } as const
const indicators = { field: 'measure', is: ['good_share', 'level'] } as const
const levels = { field: 'measure', is: ['level'] } as const
const counted = { field: 'measure', is: ['good_share', 'composite'] } as const
const budgeted = { field: 'measure', is: ['response', 'resolution', 'availability', 'good_share', 'composite'] } as const

export const promise = kind({
  name: 'promise',
  plural: 'promises',
  prefix: 'PRM',
  label: 'Promise',
  labels: 'Promises',
  about:
    'One line of an agreement: a target for tickets, for availability, for any measure, or for several promises together, over a window of time.',
  titled: 'Promise',
  titledBy: 'Left empty, it is named after what it promises: “Resolve priority 1 within 4 h”.',
  icon: 'clock-check',
  menu,
  fields: {
    agreement: link({ label: 'Agreement', to: ['agreement'], back: 'Promises', required: true, indexed: true }),
    measure: choice({
      label: 'Measure',
      required: true,
      indexed: true,
      options: [
        { value: 'response', label: 'Time to respond', hint: 'Tickets: from opened to the first own response.' },
        { value: 'resolution', label: 'Time to resolve', hint: 'Tickets: from opened to resolved.' },
        { value: 'availability', label: 'Availability', hint: 'Share of the agreed hours in which it was not down.' },
        {
          value: 'good_share',
          label: 'Share of good events',
          hint: 'Of an indicator that counts good of all: requests, readings, answers.',
        },
        {
          value: 'level',
          label: 'Level of an indicator',
          hint: 'Its mean, sum, or a quantile over the window: latency, satisfaction, temperature.',
        },
        {
          value: 'composite',
          label: 'Several promises together',
          hint: 'One error budget that is made of the parts, each with its weight: a journey through several services.',
        },
      ],
    }),
    priority: choice({
      when: tickets,
      label: 'Priority',
      options: priorities,
      help: 'Tickets: empty means every priority that has no promise of its own.',
    }),
    target: duration({ when: tickets, label: 'Within', help: 'Tickets: in hours of the calendar: 4 h is four working hours.' }),
    subject: link({
      when: { field: 'measure', is: ['availability', 'good_share', 'level', 'composite'] },
      label: 'Of',
      to: ['service', 'offering', 'component'],
      back: 'Promises',
      indexed: true,
      help: 'What the availability or the whole is of; empty means each service of the agreement.',
    }),
    parts: links({
      when: { field: 'measure', is: ['composite'] },
      label: 'Parts',
      to: ['promise'],
      back: 'Part of',
      help: 'The promises that it is made of, of any agreement; not those about the level of an indicator.',
    }),
    part_weight: number({
      when: budgeted,
      label: 'Weight as a part',
      min: 0,
      help: 'How much it counts in promises that it is a part of, beside their other parts; empty means 1.',
    }),
    indicator: link({
      when: indicators,
      label: 'Indicator',
      to: ['measure'],
      back: 'Promises',
      indexed: true,
      help: 'The measure that says how good it is.',
    }),
    share: share({
      when: budgeted,
      label: 'For at least',
      help: 'The share of tickets, of agreed time or of events of a window that must keep it: 99.9 %. For tickets empty means each one, for several promises together what its parts come to.',
    }),
    statistic: choice({
      when: levels,
      label: 'Taken as',
      help: 'For the level of an indicator.',
      options: [
        { value: 'mean', label: 'Mean' },
        { value: 'sum', label: 'Sum' },
        { value: 'min', label: 'Lowest' },
        { value: 'max', label: 'Highest' },
        { value: 'p50', label: 'Median' },
        { value: 'p90', label: '90th percentile' },
        { value: 'p95', label: '95th percentile' },
        { value: 'p99', label: '99th percentile' },
      ],
    }),
    comparator: choice({
      when: levels,
      label: 'Must be',
      options: [
        { value: 'at_most', label: 'At most' },
        { value: 'at_least', label: 'At least' },
      ],
    }),
    level: number({ when: levels, label: 'This level', help: 'In the unit of the indicator.' }),
    budgeting: choice({
      when: counted,
      label: 'Good is counted in',
      options: [
        { value: 'events', label: 'Events', hint: 'Good events of all events; of parts: their shares of bad ones, by weight.' },
        { value: 'slices', label: 'Slices of time', hint: 'A slice is good when enough of its events were, and in each part.' },
        {
          value: 'slice_ratios',
          label: 'Ratios of slices',
          hint: 'The mean of the slices, each counted alike; of parts: what each lacks is added up.',
        },
      ],
    }),
    slice: duration({ when: counted, label: 'Slice', help: 'Length of a slice of time; empty means one minute.' }),
    slice_share: share({
      when: { field: 'measure', is: ['good_share'] },
      label: 'A slice is good from',
      help: 'The share of its events that must be good.',
    }),
    window_type: choice({
      label: 'Window',
      options: [
        { value: 'month', label: 'Calendar month' },
        { value: 'quarter', label: 'Calendar quarter' },
        { value: 'year', label: 'Calendar year' },
        { value: 'rolling', label: 'Rolling' },
      ],
      help: 'Calendar windows for customers and contracts, rolling ones for those who operate. Empty means the calendar month.',
    }),
    window_length: duration({
      when: { field: 'window_type', is: ['rolling'] },
      label: 'Rolling over',
      help: 'Such as 30 d; for rolling windows.',
    }),
    maintenance_counts: choice({
      when: { field: 'measure', is: ['availability'] },
      label: 'Maintenance',
      options: [
        { value: 'excluded', label: 'Does not count when announced in time' },
        { value: 'counts', label: 'Counts as downtime' },
      ],
    }),
    maintenance_notice: duration({
      when: { field: 'measure', is: ['availability'] },
      label: 'Announced at least before',
      help: 'Maintenance announced later counts as downtime.',
    }),
    budget_policy: structure({
      when: budgeted,
      label: 'Error-budget policy',
      shape: 'budget_policy',
      help: 'What must happen when so much of the budget is left, and who decides.',
    }),
    burn_alerts: structure({
      when: budgeted,
      label: 'Burn alerts',
      shape: 'burn_alerts',
      help: 'Pairs of windows and how much of the budget may burn in them.',
    }),
    credit_steps: structure({
      label: 'Service credits',
      shape: 'credit_steps',
      help: 'What is owed when the result falls below a level: a share of the period’s charge.',
    }),
    consequence: markdown({ label: 'When it is missed' }),
    calendar: link({ label: 'Calendar', to: ['calendar'], back: 'Promises', help: 'Empty takes the agreement’s.' }),
    warn_at: share({
      label: 'Warn when used',
      help: 'The share of the target, or of the error budget, after which it is shown as at risk; usually 75 %.',
    }),
    slo_name: text({ when: counted, label: 'Name in OpenSLO', max: 63, unique: true, help: 'By which an imported file finds it again.' }),
    order: number({ label: 'Order', integer: true }),
  },
  list: {
    columns: ['ref', 'title', 'agreement', 'measure', 'priority', 'share', 'window_type', 'state'],
    sort: '-created_at',
    facets: ['state', 'agreement', 'measure'],
  },
  layout: [
    {
      title: 'Promise',
      fields: [
        'agreement',
        'measure',
        'subject',
        'share',
        'window_type',
        'window_length',
        'calendar',
        'warn_at',
        'consequence',
        'order',
        'tags',
      ],
    },
    { title: 'Tickets', fields: ['priority', 'target'] },
    {
      title: 'How it is measured',
      fields: [
        'indicator',
        'statistic',
        'comparator',
        'level',
        'budgeting',
        'slice',
        'slice_share',
        'maintenance_counts',
        'maintenance_notice',
      ],
    },
    { title: 'Several promises together', fields: ['parts', 'part_weight'] },
    { title: 'Consequences', fields: ['budget_policy', 'burn_alerts', 'credit_steps', 'slo_name'] },
  ],
})

export { credit, scorecard }

export const kinds = [calendar, agreement, promise, credit, scorecard] as const

import { choice, choices, day, duration, link, links, markdown, number, share, structure, text } from '../../platform/records/fields.ts'
import { kind } from '../../platform/records/kind.ts'

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
    { title: 'Agreement', fields: ['agreement_type', 'provider', 'customer', 'services', 'contract', 'terms', 'owner', 'tags'] },
    { title: 'Clocks', fields: ['calendar', 'starts_on', 'ends_on', 'pauses_on', 'when_reopened'] },
  ],
})

export const promise = kind({
  name: 'promise',
  plural: 'promises',
  prefix: 'PRM',
  label: 'Promise',
  labels: 'Promises',
  about: 'One line of an agreement: a target for one measure, for tickets of one priority or all.',
  titled: 'Promise',
  icon: 'clock-check',
  fields: {
    agreement: link({ label: 'Agreement', to: ['agreement'], back: 'Promises', required: true, indexed: true }),
    measure: choice({
      label: 'Measure',
      required: true,
      options: [
        { value: 'response', label: 'Time to respond', hint: 'From opened to the first own response.' },
        { value: 'resolution', label: 'Time to resolve', hint: 'From opened to resolved.' },
      ],
    }),
    priority: choice({ label: 'Priority', options: priorities, help: 'Empty means every priority that has no promise of its own.' }),
    target: duration({ label: 'Within', required: true, help: 'In hours of the calendar: 4 h is four working hours.' }),
    share: share({ label: 'For at least', help: 'The share of tickets of a period that must keep it; empty means each one.' }),
    calendar: link({ label: 'Calendar', to: ['calendar'], back: 'Promises', help: 'Empty takes the agreement’s.' }),
    warn_at: share({ label: 'Warn when used', help: 'The share of the target after which the ticket is shown as at risk; usually 75 %.' }),
    order: number({ label: 'Order', integer: true }),
  },
  list: {
    columns: ['ref', 'agreement', 'measure', 'priority', 'target', 'share', 'calendar', 'state'],
    sort: '-created_at',
    facets: ['state', 'agreement'],
  },
  layout: [{ title: 'Promise', fields: ['agreement', 'measure', 'priority', 'target', 'share', 'calendar', 'warn_at', 'order', 'tags'] }],
})

export const kinds = [calendar, agreement, promise] as const

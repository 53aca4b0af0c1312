import { choice, instant, link, markdown, number, text, yesNo } from '../../../platform/records/fields.ts'
import { kind } from '../../../platform/records/kind.ts'
import { menu, subjects } from './lives.ts'

export const outage = kind({
  name: 'outage',
  plural: 'outages',
  prefix: 'OUT',
  label: 'Outage',
  labels: 'Outages',
  about: 'From when until when something did not work, or worked worse: seen by checks, told by alerts, or written down by hand.',
  begins: 'Checks and alerts open them by themselves; write down by hand what these did not see.',
  titled: 'Summary',
  icon: 'plug-x',
  menu,
  large: true,
  fields: {
    subject: link({ label: 'Affected', to: subjects, back: 'Outages', required: true, indexed: true }),
    severity: choice({
      label: 'Severity',
      required: true,
      indexed: true,
      options: [
        { value: 'down', label: 'Down', tone: 'bad' },
        { value: 'degraded', label: 'Degraded', hint: 'Works worse; does not count as down.', tone: 'warn' },
      ],
    }),
    started_at: instant({ label: 'Started', required: true, indexed: true }),
    ended_at: instant({ label: 'Ended', indexed: true }),
    found_by: choice({
      label: 'Found by',
      options: [
        { value: 'check', label: 'A check' },
        { value: 'alert', label: 'An alert' },
        { value: 'person', label: 'A person' },
        { value: 'import', label: 'An import' },
      ],
    }),
    check: link({ label: 'Check', to: ['check'], back: 'Outages' }),
    alert: link({ label: 'Alert', to: ['alert'], back: 'Outages' }),
    cause: link({ label: 'Because of', to: ['outage', ...subjects, 'supplier'], back: 'Caused outages' }),
    own_fault: yesNo({ label: 'Our own fault', help: 'No: something above or beside it that others answer for.' }),
    what_happened: markdown({ label: 'What happened' }),
    users_hit: number({ label: 'Users hit', integer: true, min: 0 }),
    found_as: text({ label: 'As the tool said it', max: 1000 }),
  },
  lifecycle: {
    initial: 'ongoing',
    states: [
      { name: 'ongoing', label: 'Ongoing', phase: 'active', tone: 'bad', meaning: 'It is so now.', exit: 'It works again.' },
      {
        name: 'ended',
        label: 'Ended',
        phase: 'done',
        tone: 'muted',
        meaning: 'It works again.',
        exit: 'Final; its times can still be corrected.',
      },
      {
        name: 'dismissed',
        label: 'Dismissed',
        phase: 'closed',
        tone: 'muted',
        meaning: 'It was none: a false alarm. It counts nowhere.',
        exit: 'Can be taken back.',
      },
    ],
    moves: [
      { verb: 'end', label: 'Works again', from: ['ongoing'], to: 'ended', asks: ['ended_at'], reason: 'optional' },
      { verb: 'dismiss', label: 'Dismiss as false alarm', from: ['ongoing', 'ended'], to: 'dismissed', reason: 'required' },
      { verb: 'take_back', label: 'Take the dismissal back', from: ['dismissed'], to: 'ended', reason: 'required' },
    ],
  },
  scope: { service: 'subject', own: ['owner'] },
  search: ['what_happened', 'found_as'],
  list: {
    columns: ['ref', 'title', 'subject', 'severity', 'state', 'started_at', 'ended_at', 'found_by', 'cause', 'own_fault'],
    sort: '-started_at',
    facets: ['state', 'severity', 'subject'],
  },
  layout: [
    { title: 'Outage', fields: ['subject', 'severity', 'started_at', 'ended_at', 'users_hit', 'what_happened', 'owner', 'tags'] },
    { title: 'Why', fields: ['cause', 'own_fault', 'found_by', 'check', 'alert', 'found_as'] },
  ],
})

/** A stretch of an outage, or of a promise's time, that does not count against somebody, with the reason and who agreed. */
export const correction = kind({
  name: 'correction',
  plural: 'corrections',
  prefix: 'COR',
  label: 'Correction',
  labels: 'Corrections',
  about: 'A reasoned correction of downtime: a stretch of time that does not count against the provider, why, and who agreed to it.',
  begins: 'Open an outage and choose “Propose a correction”; somebody else approves it.',
  titled: 'Summary',
  icon: 'eraser',
  menu,
  fields: {
    subject: link({ label: 'Affected', to: subjects, back: 'Corrections', required: true, indexed: true }),
    outage: link({ label: 'Outage', to: ['outage'], back: 'Corrections' }),
    starts_at: instant({ label: 'From', required: true, indexed: true }),
    ends_at: instant({ label: 'Until', required: true }),
    reason_type: choice({
      label: 'Reason',
      required: true,
      indexed: true,
      options: [
        { value: 'agreed_maintenance', label: 'Agreed maintenance' },
        { value: 'customer', label: 'Caused by the customer' },
        { value: 'not_accountable', label: 'Provider not accountable' },
        { value: 'force_majeure', label: 'Force majeure' },
        { value: 'measurement', label: 'Measurement was wrong' },
      ],
    }),
    explanation: markdown({ label: 'Explanation', required: true }),
    approved_by: link({ label: 'Approved by', to: ['person'], computed: true }),
    approved_at: instant({ label: 'Approved', computed: true }),
  },
  lifecycle: {
    initial: 'proposed',
    states: [
      {
        name: 'proposed',
        label: 'Proposed',
        phase: 'open',
        tone: 'info',
        meaning: 'Asked for; it does not count yet.',
        exit: 'Somebody other than who proposed it approves or refuses it.',
      },
      {
        name: 'approved',
        label: 'Approved',
        phase: 'done',
        tone: 'good',
        meaning: 'The time does not count against the provider.',
        exit: 'Withdrawn with a reason.',
      },
      { name: 'refused', label: 'Refused', phase: 'closed', tone: 'muted', meaning: 'The time counts.', exit: 'Final.' },
      {
        name: 'withdrawn',
        label: 'Withdrawn',
        phase: 'closed',
        tone: 'muted',
        meaning: 'It was approved once; the time counts again.',
        exit: 'Final.',
      },
    ],
    moves: [
      { verb: 'approve', label: 'Approve', from: ['proposed'], to: 'approved', reason: 'optional' },
      { verb: 'refuse', label: 'Refuse', from: ['proposed'], to: 'refused', reason: 'required' },
      { verb: 'withdraw', label: 'Withdraw', from: ['approved', 'proposed'], to: 'withdrawn', reason: 'required' },
    ],
  },
  scope: { service: 'subject', own: ['owner'] },
  search: ['explanation'],
  list: {
    columns: ['ref', 'title', 'subject', 'starts_at', 'ends_at', 'reason_type', 'approved_by', 'state'],
    sort: '-starts_at',
    facets: ['state', 'reason_type', 'subject'],
  },
  layout: [{ title: 'Correction', fields: ['subject', 'outage', 'starts_at', 'ends_at', 'reason_type', 'explanation', 'owner', 'tags'] }],
})

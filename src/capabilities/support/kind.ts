import { choice, instant, link, markdown, number, text, yesNo } from '../../platform/records/fields.ts'
import { kind } from '../../platform/records/kind.ts'
import { priorities } from '../levels/kind.ts'

const threeLevels = [
  { value: '1', label: '1 - High' },
  { value: '2', label: '2 - Medium' },
  { value: '3', label: '3 - Low' },
] as const

export const incident = kind({
  name: 'incident',
  plural: 'incidents',
  prefix: 'INC',
  label: 'Incident',
  labels: 'Incidents',
  about: 'An unplanned interruption of a service, or a loss of its quality, from the first report until it is closed.',
  titled: 'Summary',
  icon: 'alert-triangle',
  menu: { desk: 'run', group: 'Support' },
  large: true,
  fields: {
    description: markdown({ label: 'Description' }),
    service: link({ label: 'Service', to: ['service'], back: 'Incidents', indexed: true }),
    component: link({ label: 'Component', to: ['component'], back: 'Incidents', indexed: true }),
    customer: link({ label: 'Affected unit', to: ['unit'], back: 'Incidents' }),
    requester: link({ label: 'Reported by', to: ['person'], back: 'Reported incidents', indexed: true }),
    reported_by: text({ label: 'Caller', max: 200, help: 'The caller’s name when the caller is not a person in Reeve.' }),
    channel: choice({
      label: 'Channel',
      options: [
        { value: 'phone', label: 'Phone' },
        { value: 'email', label: 'Email' },
        { value: 'portal', label: 'Portal' },
        { value: 'monitoring', label: 'Monitoring' },
        { value: 'walk_in', label: 'Walk-in' },
        { value: 'chat', label: 'Chat' },
      ],
    }),
    category: text({ label: 'Category', max: 120 }),
    subcategory: text({ label: 'Subcategory', max: 120 }),
    location: text({ label: 'Location', max: 200 }),
    impact: choice({ label: 'Impact', options: threeLevels, help: 'How many people and how much harm.' }),
    urgency: choice({ label: 'Urgency', options: threeLevels, help: 'How soon the harm comes.' }),
    priority: choice({ label: 'Priority', options: priorities, indexed: true, help: 'From impact and urgency when it is left empty.' }),
    major: yesNo({ label: 'Major incident' }),
    team: link({ label: 'Team', to: ['team'], back: 'Incidents', indexed: true }),
    waiting_for: choice({
      label: 'Waiting for',
      options: [
        { value: 'customer', label: 'Customer' },
        { value: 'supplier', label: 'Supplier' },
        { value: 'problem', label: 'Problem' },
        { value: 'evidence', label: 'Evidence' },
        { value: 'change', label: 'Change' },
        { value: 'approval', label: 'Approval' },
      ],
    }),
    opened_at: instant({ label: 'Opened', required: true, indexed: true }),
    responded_at: instant({ label: 'First response', computed: true }),
    resolved_at: instant({ label: 'Resolved', computed: true, indexed: true }),
    closed_at: instant({ label: 'Closed', computed: true }),
    due_at: instant({ label: 'Next due', computed: true, indexed: true, help: 'The earliest due time of the clocks that run.' }),
    level_state: choice({
      label: 'Levels',
      computed: true,
      indexed: true,
      options: [
        { value: 'none', label: 'No promise', tone: 'muted' },
        { value: 'running', label: 'On time', tone: 'info' },
        { value: 'paused', label: 'Paused', tone: 'neutral' },
        { value: 'missed', label: 'Missed', tone: 'bad' },
        { value: 'met', label: 'Kept', tone: 'good' },
      ],
    }),
    reassignments: number({ label: 'Reassigned', unit: 'times', integer: true, computed: true }),
    reopenings: number({ label: 'Reopened', unit: 'times', integer: true, computed: true }),
    resolution_code: text({ label: 'Resolution code', max: 120 }),
    resolution: markdown({ label: 'Resolution' }),
    met_at_source: yesNo({ label: 'Kept according to the source', help: 'What the tool it was imported from says about its level; Reeve computes its own.' }),
  },
  lifecycle: {
    initial: 'new',
    states: [
      { name: 'new', label: 'New', phase: 'open', tone: 'info', meaning: 'Reported; nobody has taken it up.', exit: 'A team starts work on it.' },
      { name: 'active', label: 'Active', phase: 'active', tone: 'info', meaning: 'A team is working on it.', exit: 'Service is restored, or work must wait.' },
      { name: 'pending', label: 'Pending', phase: 'waiting', tone: 'warn', meaning: 'Work waits for somebody else; “waiting for” says for whom.', exit: 'What it waits for has come.' },
      { name: 'resolved', label: 'Resolved', phase: 'done', tone: 'good', meaning: 'Service is restored; the customer may still object.', exit: 'Confirmed by the customer, or the time for objection has passed.' },
      { name: 'closed', label: 'Closed', phase: 'closed', tone: 'muted', meaning: 'Finished and confirmed.', exit: 'Final; a new report makes a new incident.' },
      { name: 'cancelled', label: 'Cancelled', phase: 'closed', tone: 'muted', meaning: 'Opened by mistake; no clock counts.', exit: 'Final.' },
    ],
    moves: [
      { verb: 'start', label: 'Start work', from: ['new', 'pending'], to: 'active', asks: ['team', 'owner'] },
      { verb: 'wait', label: 'Wait', from: ['new', 'active'], to: 'pending', asks: ['waiting_for'], reason: 'optional' },
      { verb: 'resolve', label: 'Resolve', from: ['new', 'active', 'pending'], to: 'resolved', asks: ['resolution_code', 'resolution'] },
      { verb: 'reopen', label: 'Reopen', from: ['resolved'], to: 'active', reason: 'required' },
      { verb: 'close', label: 'Close', from: ['resolved'], to: 'closed' },
      { verb: 'cancel', label: 'Cancel', from: ['new', 'active', 'pending'], to: 'cancelled', reason: 'required' },
    ],
  },
  scope: { service: 'service', unit: 'customer', own: ['requester', 'created_by', 'owner'] },
  search: ['description', 'reported_by', 'category', 'subcategory', 'location'],
  list: {
    columns: ['ref', 'title', 'priority', 'state', 'service', 'team', 'owner', 'due_at', 'level_state', 'opened_at'],
    sort: '-opened_at',
    facets: ['state', 'priority', 'service', 'team', 'level_state', 'owner'],
    preset: { phase: 'open,active,waiting' },
  },
  layout: [
    { title: 'Incident', fields: ['description', 'service', 'component', 'customer', 'impact', 'urgency', 'priority', 'major'] },
    { title: 'Work', fields: ['team', 'owner', 'waiting_for', 'opened_at', 'responded_at', 'due_at', 'level_state', 'resolved_at', 'closed_at', 'resolution_code', 'resolution'] },
    { title: 'Report', fields: ['requester', 'reported_by', 'channel', 'category', 'subcategory', 'location', 'reassignments', 'reopenings', 'met_at_source', 'tags'] },
  ],
})

export const kinds = [incident] as const

import type { Mapping } from '../../platform/imports/reader.ts'
import { emptyMapping } from '../../platform/imports/reader.ts'

/** What a column of the log is to us. Columns that are none of these are kept in the events as they are. */
export const roles = [
  'source_ref',
  'order',
  'occurred_at',
  'state',
  'opened_at',
  'created_at',
  'resolved_at',
  'closed_at',
  'met_at_source',
  'reported_by',
  'channel',
  'location',
  'category',
  'subcategory',
  'symptom',
  'impact',
  'urgency',
  'priority',
  'team',
  'reassignments',
  'reopenings',
  'resolution_code',
] as const
export type Role = (typeof roles)[number]

export const roleLabels: Readonly<Record<Role, string>> = {
  source_ref: 'Number of the incident',
  order: 'Count of its modifications',
  occurred_at: 'Time of the row',
  state: 'State',
  opened_at: 'Opened',
  created_at: 'Created',
  resolved_at: 'Resolved',
  closed_at: 'Closed',
  met_at_source: 'Kept according to the source',
  reported_by: 'Caller',
  channel: 'Channel',
  location: 'Location',
  category: 'Category (its service)',
  subcategory: 'Subcategory',
  symptom: 'Symptom',
  impact: 'Impact',
  urgency: 'Urgency',
  priority: 'Priority',
  team: 'Team',
  reassignments: 'Reassigned',
  reopenings: 'Reopened',
  resolution_code: 'Resolution code',
}

/** Names that the columns of such a log usually have. */
const usual: Readonly<Record<string, Role>> = {
  number: 'source_ref',
  sys_mod_count: 'order',
  sys_updated_at: 'occurred_at',
  sys_updated_on: 'occurred_at',
  incident_state: 'state',
  state: 'state',
  opened_at: 'opened_at',
  sys_created_at: 'created_at',
  sys_created_on: 'created_at',
  resolved_at: 'resolved_at',
  closed_at: 'closed_at',
  made_sla: 'met_at_source',
  caller_id: 'reported_by',
  contact_type: 'channel',
  location: 'location',
  category: 'category',
  subcategory: 'subcategory',
  u_symptom: 'symptom',
  impact: 'impact',
  urgency: 'urgency',
  priority: 'priority',
  assignment_group: 'team',
  reassignment_count: 'reassignments',
  reopen_count: 'reopenings',
  closed_code: 'resolution_code',
  close_code: 'resolution_code',
}

/** A state's word -> our state, with whom it waits for after a slash. */
const states: Readonly<Record<string, string>> = {
  New: 'new',
  Active: 'active',
  'In Progress': 'active',
  'Awaiting User Info': 'pending/customer',
  'Awaiting Caller': 'pending/customer',
  'Awaiting Vendor': 'pending/supplier',
  'Awaiting Problem': 'pending/problem',
  'Awaiting Evidence': 'pending/evidence',
  'Awaiting Change': 'pending/change',
  'On Hold': 'pending',
  Resolved: 'resolved',
  Closed: 'closed',
  Canceled: 'cancelled',
}

const threeLevels = { '1 - High': '1', '2 - Medium': '2', '3 - Low': '3' }

export const mappingFor = (header: readonly string[]): Mapping => ({
  ...emptyMapping,
  columns: Object.fromEntries(header.map((column) => [column, usual[column.trim().toLowerCase()] ?? ''])),
  values: {
    state: states,
    impact: threeLevels,
    urgency: threeLevels,
    priority: { '1 - Critical': '1', '2 - High': '2', '3 - Moderate': '3', '4 - Low': '4' },
    channel: {
      Phone: 'phone',
      Email: 'email',
      'Self service': 'portal',
      'Self-service': 'portal',
      IVR: 'phone',
      'Direct opening': 'walk_in',
      'Walk-in': 'walk_in',
      Chat: 'chat',
    },
    met_at_source: { true: 'true', false: 'false' },
  },
  defaults: { service_kind: 'application' },
})

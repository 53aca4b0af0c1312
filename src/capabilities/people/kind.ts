import { choice, choices, day, link, links, markdown, number, text, yesNo } from '../../platform/records/fields.ts'
import { kind } from '../../platform/records/kind.ts'

const menu = { desk: 'admin', group: 'Organisation' } as const

/** Levels of responsibility 1-7, from doing under guidance to setting direction. */
export const levels = [
  { value: '1', label: '1 Follow', hint: 'Works under close direction.' },
  { value: '2', label: '2 Assist', hint: 'Works under routine direction.' },
  { value: '3', label: '3 Apply', hint: 'Works under general direction and completes own work.' },
  { value: '4', label: '4 Enable', hint: 'Plans own work and guides others.' },
  { value: '5', label: '5 Ensure and advise', hint: 'Answers for named services or a specialism.' },
  { value: '6', label: '6 Initiate and influence', hint: 'Answers for a portfolio, its money and people.' },
  { value: '7', label: '7 Set strategy', hint: 'Sets direction and authorises.' },
] as const

export const unit = kind({
  name: 'unit',
  plural: 'units',
  prefix: 'UNIT',
  label: 'Organisation unit',
  labels: 'Organisation units',
  about: 'A part of the organisation that provides, pays for or uses services: a directorate, a ward, a site.',
  titled: 'Name',
  icon: 'building',
  menu,
  fields: {
    parent: link({
      label: 'Part of',
      to: ['unit'],
      back: 'Sub-units',
      help: 'The unit above. A unit cannot be part of itself, directly or by a longer way.',
    }),
    code: text({ label: 'Code', max: 40, help: 'The short code used in finance or personnel systems.' }),
    unit_type: choice({
      label: 'Type',
      options: [
        { value: 'provider', label: 'Provider', hint: 'Delivers services.' },
        { value: 'consumer', label: 'Consumer', hint: 'Uses services.' },
        { value: 'both', label: 'Provider and consumer' },
      ],
    }),
    head: link({ label: 'Head', to: ['person'], back: 'Heads' }),
    headcount: number({ label: 'Headcount', unit: 'people', integer: true, min: 0 }),
    site: text({ label: 'Site', max: 200 }),
  },
  scope: { unit: 'id' },
  search: ['code', 'site'],
  list: {
    columns: ['ref', 'title', 'unit_type', 'parent', 'head', 'headcount', 'state'],
    sort: 'title',
    facets: ['state', 'unit_type', 'parent'],
  },
  layout: [{ title: 'Unit', fields: ['parent', 'code', 'unit_type', 'head', 'headcount', 'site', 'owner', 'tags'] }],
})

export const person = kind({
  name: 'person',
  plural: 'people',
  prefix: 'PER',
  label: 'Person',
  labels: 'People',
  about: 'Somebody who works with services: manages, supports, uses or supplies them.',
  titled: 'Name',
  icon: 'user',
  menu,
  fields: {
    email: text({ label: 'E-mail', format: 'email', max: 254, unique: true, indexed: true }),
    unit: link({ label: 'Unit', to: ['unit'], back: 'People' }),
    level: choice({ label: 'Level of responsibility', options: levels, help: 'What this person may decide grows with the level.' }),
    job_title: text({ label: 'Job title', max: 200 }),
    phone: text({ label: 'Telephone', format: 'phone', max: 60 }),
    time_zone: text({ label: 'Time zone', format: 'zone', max: 60 }),
    external: yesNo({ label: 'Works for a supplier' }),
    employer: link({ label: 'Employer', to: ['supplier'], back: 'Contacts', help: 'The supplier, for people who are not ours.' }),
  },
  scope: { unit: 'unit', own: ['id'] },
  search: ['email', 'job_title'],
  list: { columns: ['ref', 'title', 'job_title', 'unit', 'level', 'email', 'state'], sort: 'title', facets: ['state', 'unit', 'level'] },
  layout: [{ title: 'Person', fields: ['email', 'unit', 'job_title', 'level', 'phone', 'time_zone', 'external', 'employer', 'tags'] }],
})

export const team = kind({
  name: 'team',
  plural: 'teams',
  prefix: 'TEAM',
  label: 'Team',
  labels: 'Teams',
  about: 'A group of people that work is assigned to; in-house or at a supplier.',
  titled: 'Name',
  icon: 'users',
  menu,
  fields: {
    unit: link({ label: 'Unit', to: ['unit'], back: 'Teams' }),
    supplier: link({
      label: 'Supplier',
      to: ['supplier'],
      back: 'Teams',
      help: 'Set when the team works for a supplier: its time then counts on the supplier clock.',
    }),
    lead: link({ label: 'Lead', to: ['person'], back: 'Leads' }),
    members: links({ label: 'Members', to: ['person'], back: 'Teams' }),
    email: text({ label: 'E-mail', format: 'email', max: 254 }),
    line: choice({
      label: 'Line',
      options: [
        { value: 'first', label: 'First line', hint: 'Takes the first contact.' },
        { value: 'second', label: 'Second line' },
        { value: 'third', label: 'Third line' },
      ],
    }),
    about: markdown({ label: 'About' }),
  },
  scope: { unit: 'unit' },
  search: ['email'],
  list: {
    columns: ['ref', 'title', 'line', 'unit', 'supplier', 'lead', 'members', 'state'],
    sort: 'title',
    facets: ['state', 'unit', 'supplier', 'line'],
  },
  layout: [{ title: 'Team', fields: ['unit', 'supplier', 'lead', 'members', 'line', 'email', 'about', 'owner', 'tags'] }],
})

export const role = kind({
  name: 'role',
  plural: 'roles',
  prefix: 'ROLE',
  label: 'Role',
  labels: 'Roles',
  about: 'A named set of rights. People hold a role everywhere, or for some units or services only.',
  titled: 'Name',
  icon: 'shield',
  menu: { desk: 'admin', group: 'Access' },
  fields: {
    about: text({ label: 'About', max: 500 }),
    rights: choices({
      label: 'Rights',
      options: 'open',
      help: 'Such as incident.edit, supplier.see, service.* or *.see. A right ending in :own reaches only records that are the holder’s own.',
    }),
    desk: choice({
      label: 'Opens on',
      options: [
        { value: 'run', label: 'Run' },
        { value: 'plan', label: 'Plan' },
        { value: 'steer', label: 'Steer' },
        { value: 'portal', label: 'Portal' },
      ],
    }),
  },
  search: ['about'],
  list: { columns: ['ref', 'title', 'about', 'desk', 'state'], sort: 'title', facets: ['state', 'desk'] },
  layout: [{ title: 'Role', fields: ['about', 'desk', 'rights', 'owner', 'tags'] }],
})

export const roleHolding = kind({
  name: 'role_holding',
  plural: 'role-holdings',
  prefix: 'HOLD',
  label: 'Role holding',
  labels: 'Role holdings',
  about: 'Who holds which role, where, and until when.',
  titled: 'Title',
  icon: 'key',
  menu: { desk: 'admin', group: 'Access' },
  fields: {
    person: link({ label: 'Person', to: ['person'], back: 'Role holdings', required: true, indexed: true }),
    role: link({ label: 'Role', to: ['role'], back: 'Holders', required: true, indexed: true }),
    for_unit: link({
      label: 'For unit',
      to: ['unit'],
      back: 'Role holdings',
      help: 'Empty means everywhere. The units below are included.',
    }),
    for_services: links({ label: 'For services', to: ['service'], back: 'Role holdings', help: 'Empty means every service of the unit.' }),
    from_day: day({ label: 'From' }),
    until_day: day({ label: 'Until', help: 'The last day on which the role is held.' }),
  },
  list: {
    columns: ['ref', 'person', 'role', 'for_unit', 'for_services', 'until_day', 'state'],
    sort: '-created_at',
    facets: ['state', 'role', 'person'],
  },
  layout: [{ title: 'Holding', fields: ['person', 'role', 'for_unit', 'for_services', 'from_day', 'until_day', 'tags'] }],
})

export const kinds = [unit, person, team, role, roleHolding] as const

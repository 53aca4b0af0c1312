import { choice, instant, link, links, markdown } from '../../../platform/records/fields.ts'
import { kind } from '../../../platform/records/kind.ts'

const menu = { desk: 'run', group: 'Status pages' } as const

/** The stages that readers are told, with those of an incident first. */
export const stages = [
  { value: 'investigating', label: 'Investigating', tone: 'bad' },
  { value: 'identified', label: 'Identified', tone: 'warn' },
  { value: 'monitoring', label: 'Monitoring', tone: 'info' },
  { value: 'resolved', label: 'Resolved', tone: 'good' },
  { value: 'announced', label: 'Scheduled', tone: 'info' },
  { value: 'under_way', label: 'In progress', tone: 'warn' },
  { value: 'completed', label: 'Completed', tone: 'good' },
  { value: 'cancelled', label: 'Cancelled', tone: 'muted' },
] as const

export type Stage = (typeof stages)[number]['value']

export const isStage = (word: unknown): word is Stage => stages.some((one) => one.value === word)

export const stagesOf: Readonly<Record<'incident' | 'maintenance', readonly Stage[]>> = {
  incident: ['investigating', 'identified', 'monitoring', 'resolved'],
  maintenance: ['announced', 'under_way', 'completed', 'cancelled'],
}

export const statusNotice = kind({
  name: 'status_notice',
  plural: 'status_notices',
  prefix: 'STN',
  label: 'Status notice',
  labels: 'Status notices',
  about: 'An incident or scheduled maintenance as it is told to the readers of a status page, with its updates.',
  begins: 'From an outage, an incident or a maintenance choose “Tell readers”.',
  titled: 'Headline for readers',
  icon: 'bell',
  menu,
  fields: {
    page: link({ label: 'Page', to: ['status_page'], back: 'Notices', required: true, indexed: true }),
    notice_type: choice({
      label: 'Type',
      required: true,
      indexed: true,
      options: [
        { value: 'incident', label: 'Incident' },
        { value: 'maintenance', label: 'Maintenance' },
      ],
    }),
    impact: choice({
      label: 'Impact',
      help: 'Of an incident: raises the state of the items that it affects for as long as it lasts.',
      required: true,
      options: [
        { value: 'none', label: 'None', hint: 'Says something without changing a state.', tone: 'muted' },
        { value: 'minor', label: 'Minor', hint: 'Degraded', tone: 'warn' },
        { value: 'major', label: 'Major', hint: 'Partial outage', tone: 'bad' },
        { value: 'critical', label: 'Critical', hint: 'Major outage', tone: 'bad' },
      ],
    }),
    items: links({ label: 'Affects', help: 'Empty means the whole page.', to: ['status_item'], back: 'Notices' }),
    started_at: instant({ label: 'Began, or begins', required: true, indexed: true }),
    ended_at: instant({ label: 'Ended, or will end', indexed: true }),
    incident: link({ label: 'Incident', to: ['incident'], back: 'Told to readers' }),
    outages: links({ label: 'Outages', to: ['outage'], back: 'Told to readers' }),
    maintenance: link({ label: 'Maintenance', to: ['maintenance'], back: 'Told to readers' }),
  },
  lifecycle: {
    initial: 'investigating',
    states: [
      {
        name: 'investigating',
        label: 'Investigating',
        phase: 'active',
        tone: 'bad',
        meaning: 'Something is wrong; the cause is looked for.',
        exit: 'The cause is known, or it works again.',
      },
      {
        name: 'identified',
        label: 'Identified',
        phase: 'active',
        tone: 'warn',
        meaning: 'The cause is known and being mended.',
        exit: 'It is mended.',
      },
      {
        name: 'monitoring',
        label: 'Monitoring',
        phase: 'active',
        tone: 'info',
        meaning: 'It is mended; whether it stays so is watched.',
        exit: 'It has stayed well for a while.',
      },
      {
        name: 'resolved',
        label: 'Resolved',
        phase: 'done',
        tone: 'good',
        meaning: 'It works again.',
        exit: 'Taken up again when it comes back.',
      },
      {
        name: 'announced',
        label: 'Scheduled',
        phase: 'open',
        tone: 'info',
        meaning: 'Work is planned and readers know when.',
        exit: 'It begins at its time, or is cancelled.',
      },
      {
        name: 'under_way',
        label: 'In progress',
        phase: 'active',
        tone: 'warn',
        meaning: 'Work goes on.',
        exit: 'It is finished, at the latest at its end.',
      },
      { name: 'completed', label: 'Completed', phase: 'done', tone: 'good', meaning: 'Work is over.', exit: 'Final.' },
      { name: 'cancelled', label: 'Cancelled', phase: 'closed', tone: 'muted', meaning: 'The work does not take place.', exit: 'Final.' },
      {
        name: 'withdrawn',
        label: 'Withdrawn',
        phase: 'closed',
        tone: 'muted',
        meaning: 'It was told in error; readers no longer see it.',
        exit: 'Final.',
      },
    ],
    moves: [
      { verb: 'identify', label: 'Identified', from: ['investigating'], to: 'identified' },
      { verb: 'monitor', label: 'Monitoring', from: ['investigating', 'identified'], to: 'monitoring' },
      { verb: 'resolve', label: 'Resolved', from: ['investigating', 'identified', 'monitoring'], to: 'resolved', asks: ['ended_at'] },
      { verb: 'reopen', label: 'Investigate again', from: ['resolved', 'monitoring', 'identified'], to: 'investigating' },
      { verb: 'begin', label: 'Begin', from: ['announced'], to: 'under_way' },
      { verb: 'complete', label: 'Complete', from: ['announced', 'under_way'], to: 'completed', asks: ['ended_at'] },
      { verb: 'cancel', label: 'Cancel', from: ['announced'], to: 'cancelled' },
      {
        verb: 'withdraw',
        label: 'Withdraw',
        from: ['investigating', 'identified', 'monitoring', 'resolved', 'announced', 'under_way', 'completed', 'cancelled'],
        to: 'withdrawn',
        reason: 'required',
      },
    ],
  },
  list: {
    columns: ['ref', 'title', 'page', 'notice_type', 'impact', 'state', 'started_at', 'ended_at', 'items'],
    sort: '-started_at',
    facets: ['state', 'notice_type', 'page'],
  },
  layout: [
    { title: 'Notice', fields: ['page', 'notice_type', 'impact', 'items', 'started_at', 'ended_at', 'owner', 'tags'] },
    { title: 'Behind it', fields: ['incident', 'outages', 'maintenance'] },
  ],
})

export const statusUpdate = kind({
  name: 'status_update',
  plural: 'status_updates',
  prefix: 'STU',
  label: 'Status update',
  labels: 'Status updates',
  about: 'What readers and subscribers were told of a notice at one moment.',
  titled: 'Summary',
  icon: 'messages',
  quiet: true,
  fields: {
    notice: link({ label: 'Notice', to: ['status_notice'], back: 'Updates', required: true, indexed: true }),
    stage: choice({ label: 'Stage', required: true, options: stages }),
    words: markdown({ label: 'Words', required: true }),
    at: instant({ label: 'At', required: true, indexed: true }),
  },
  lifecycle: {
    initial: 'told',
    states: [
      { name: 'told', label: 'Told', phase: 'done', tone: 'good', meaning: 'Readers see it.', exit: 'Withdrawn when it was wrong.' },
      {
        name: 'withdrawn',
        label: 'Withdrawn',
        phase: 'closed',
        tone: 'muted',
        meaning: 'Readers no longer see it; who got it by mail has it still.',
        exit: 'Can be shown again.',
      },
    ],
    moves: [
      { verb: 'withdraw', label: 'Withdraw', from: ['told'], to: 'withdrawn', reason: 'required' },
      { verb: 'show', label: 'Show again', from: ['withdrawn'], to: 'told' },
    ],
  },
  list: { columns: ['ref', 'at', 'notice', 'stage', 'words', 'state'], sort: '-at', facets: ['state', 'notice'] },
  layout: [{ title: 'Update', fields: ['notice', 'stage', 'words', 'at', 'owner', 'tags'] }],
})

import { choice, instant, link, text } from '../../platform/records/fields.ts'
import { kind } from '../../platform/records/kind.ts'

export const report = kind({
  name: 'report',
  plural: 'reports',
  prefix: 'REP',
  label: 'Report',
  labels: 'Reports',
  about: 'The facts about a service for one period, as of one moment, for one reader. Once issued it stays as issued.',
  titled: 'Title',
  icon: 'report',
  menu: { desk: 'run', group: 'Reports' },
  fields: {
    report_type: choice({ label: 'Type', required: true, options: [{ value: 'service', label: 'Service report' }] }),
    service: link({ label: 'Service', to: ['service'], back: 'Reports', indexed: true }),
    period: text({ label: 'Period', required: true, indexed: true, max: 10, help: 'Such as 2016-03, 2016-Q1 or 2016.' }),
    as_of: instant({ label: 'Facts as of', computed: true }),
    issued_at: instant({ label: 'Issued', computed: true, indexed: true }),
    issued_by: link({ label: 'Issued by', to: ['person'], computed: true }),
    foreword: text({ label: 'Foreword', multiline: true, max: 4000, help: 'Words of the service manager, shown above the figures.' }),
  },
  lifecycle: {
    initial: 'draft',
    states: [
      {
        name: 'draft',
        label: 'Draft',
        phase: 'open',
        tone: 'info',
        meaning: 'Figures are read anew until it is issued.',
        exit: 'Issued by the service manager.',
      },
      {
        name: 'issued',
        label: 'Issued',
        phase: 'done',
        tone: 'good',
        meaning: 'Frozen: words and figures stay as they were sent.',
        exit: 'Withdrawn when it was wrong; it stays readable.',
      },
      {
        name: 'withdrawn',
        label: 'Withdrawn',
        phase: 'closed',
        tone: 'muted',
        meaning: 'Was wrong; kept as it was issued.',
        exit: 'Final.',
      },
    ],
    moves: [
      { verb: 'issue', label: 'Issue', from: ['draft'], to: 'issued' },
      { verb: 'withdraw', label: 'Withdraw', from: ['issued'], to: 'withdrawn', reason: 'required' },
    ],
  },
  scope: { service: 'service' },
  search: ['foreword'],
  list: {
    columns: ['ref', 'title', 'service', 'period', 'issued_at', 'issued_by', 'state'],
    sort: '-created_at',
    facets: ['state', 'service', 'period'],
  },
  layout: [
    { title: 'Report', fields: ['report_type', 'service', 'period', 'foreword', 'as_of', 'issued_at', 'issued_by', 'owner', 'tags'] },
  ],
})

export const kinds = [report] as const

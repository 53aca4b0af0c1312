import { instant, links, markdown, yesNo } from '../../../platform/records/fields.ts'
import { kind } from '../../../platform/records/kind.ts'
import { menu, subjects } from './lives.ts'

export const maintenance = kind({
  name: 'maintenance',
  plural: 'maintenances',
  prefix: 'MNT',
  label: 'Maintenance',
  labels: 'Maintenance',
  about:
    'Planned work on services or components, announced with its window. Alerts within it are quiet; downtime within it counts by the agreement’s rule.',
  begins: 'Write down what is planned, on what and when: alerts are quiet meanwhile, and readers of status pages are told.',
  titled: 'Summary',
  icon: 'tool',
  menu,
  fields: {
    subjects: links({ label: 'On', to: subjects, back: 'Maintenance', required: true }),
    starts_at: instant({ label: 'From', required: true, indexed: true }),
    ends_at: instant({ label: 'Until', required: true, indexed: true }),
    announced_at: instant({ label: 'Announced', help: 'Empty takes the moment it was written down. Agreements ask for notice.' }),
    down: yesNo({ label: 'Does not work meanwhile', help: 'No: it works, perhaps worse.' }),
    description: markdown({ label: 'What is done' }),
    public: yesNo({ label: 'On the status page' }),
  },
  lifecycle: {
    initial: 'planned',
    states: [
      {
        name: 'planned',
        label: 'Planned',
        phase: 'open',
        tone: 'info',
        meaning: 'Announced; its window has not come.',
        exit: 'It begins at its time, or is cancelled.',
      },
      {
        name: 'under_way',
        label: 'Under way',
        phase: 'active',
        tone: 'warn',
        meaning: 'Work goes on.',
        exit: 'It is finished, at the latest at the end of its window.',
      },
      { name: 'finished', label: 'Finished', phase: 'done', tone: 'good', meaning: 'Work is over.', exit: 'Final.' },
      {
        name: 'cancelled',
        label: 'Cancelled',
        phase: 'closed',
        tone: 'muted',
        meaning: 'It did not take place and excuses nothing.',
        exit: 'Final.',
      },
    ],
    moves: [
      { verb: 'begin', label: 'Begin', from: ['planned'], to: 'under_way' },
      { verb: 'finish', label: 'Finish', from: ['under_way'], to: 'finished', asks: ['ends_at'] },
      { verb: 'cancel', label: 'Cancel', from: ['planned'], to: 'cancelled', reason: 'required' },
    ],
  },
  search: ['description'],
  list: {
    columns: ['ref', 'title', 'subjects', 'starts_at', 'ends_at', 'down', 'state'],
    sort: '-starts_at',
    facets: ['state'],
  },
  layout: [
    {
      title: 'Maintenance',
      fields: ['subjects', 'starts_at', 'ends_at', 'announced_at', 'down', 'description', 'public', 'owner', 'tags'],
    },
  ],
})

import { choice, instant, link, number, structure, text } from '../../../platform/records/fields.ts'
import { kind } from '../../../platform/records/kind.ts'
import { menu, subjects } from './lives.ts'

export const alert = kind({
  name: 'alert',
  plural: 'alerts',
  prefix: 'ALR',
  label: 'Alert',
  labels: 'Alerts',
  about: 'One episode that a tool, a check or a promise raised: it fires, is acknowledged, and ends.',
  begins:
    'They come by themselves: from a source of type Alertmanager or Events API, from checks that fail, from budgets that burn too fast.',
  titled: 'Summary',
  icon: 'bell-ringing',
  menu,
  large: true,
  fields: {
    subject: link({ label: 'About', to: subjects, back: 'Alerts', indexed: true }),
    severity: choice({
      label: 'Severity',
      required: true,
      indexed: true,
      options: [
        { value: 'critical', label: 'Critical', tone: 'bad' },
        { value: 'error', label: 'Error', tone: 'bad' },
        { value: 'warning', label: 'Warning', tone: 'warn' },
        { value: 'info', label: 'Information', tone: 'info' },
      ],
    }),
    source: link({ label: 'Source', to: ['source'], back: 'Alerts', indexed: true }),
    alert_key: text({ label: 'Key at the source', max: 300, help: 'The same key again is the same episode.' }),
    started_at: instant({ label: 'Started', required: true, indexed: true }),
    ended_at: instant({ label: 'Ended' }),
    told: number({ label: 'Told', unit: 'times', integer: true, computed: true }),
    labels: structure({ label: 'Labels', shape: 'labels' }),
    text: text({ label: 'Description', max: 8000, multiline: true }),
    link: text({ label: 'Link at the source', max: 1000, format: 'url' }),
    caused_by: link({
      label: 'Caused by',
      to: ['alert', 'outage'],
      back: 'Follows from it',
      help: 'The one that explains this one: one cause, one alert.',
    }),
  },
  lifecycle: {
    initial: 'firing',
    states: [
      {
        name: 'firing',
        label: 'Firing',
        phase: 'open',
        tone: 'bad',
        meaning: 'It is so and nobody has taken it up.',
        exit: 'Somebody acknowledges it, or it ends.',
      },
      { name: 'acknowledged', label: 'Acknowledged', phase: 'active', tone: 'warn', meaning: 'Somebody looks after it.', exit: 'It ends.' },
      {
        name: 'resolved',
        label: 'Ended',
        phase: 'closed',
        tone: 'muted',
        meaning: 'It is no longer so.',
        exit: 'Final; the same again is a new alert.',
      },
    ],
    moves: [
      { verb: 'acknowledge', label: 'Acknowledge', from: ['firing'], to: 'acknowledged', reason: 'optional' },
      { verb: 'resolve', label: 'End', from: ['firing', 'acknowledged'], to: 'resolved', reason: 'optional' },
    ],
  },
  scope: { service: 'subject', own: ['owner'] },
  search: ['text'],
  list: {
    columns: ['ref', 'title', 'severity', 'state', 'subject', 'started_at', 'ended_at', 'source', 'owner'],
    sort: '-started_at',
    facets: ['state', 'severity', 'subject', 'source'],
    preset: { phase: 'open,active' },
  },
  layout: [
    {
      title: 'Alert',
      fields: [
        'subject',
        'severity',
        'started_at',
        'ended_at',
        'text',
        'labels',
        'link',
        'source',
        'alert_key',
        'caused_by',
        'owner',
        'tags',
      ],
    },
  ],
})

import { choice, duration, instant, link, number, structure, text } from '../../../platform/records/fields.ts'
import { kind } from '../../../platform/records/kind.ts'
import { menu, subjects, watching } from './lives.ts'

/** All types of check that try something; a heartbeat is waited for. */
const trying = { field: 'check_type', is: ['http', 'tcp', 'dns', 'tls', 'icmp'] } as const

export const check = kind({
  name: 'check',
  plural: 'checks',
  prefix: 'CHK',
  label: 'Check',
  labels: 'Checks',
  about: 'What Reeve tries by itself, again and again, to see whether something works; or a heartbeat that it waits for.',
  begins: 'Give an address, a port or a name to try. Two failures in a row open an outage, the first good answer ends it.',
  titled: 'Name',
  icon: 'activity-heartbeat',
  menu,
  fields: {
    subject: link({ label: 'About', to: subjects, back: 'Checks', required: true, indexed: true }),
    check_type: choice({
      label: 'Type',
      required: true,
      indexed: true,
      options: [
        { value: 'http', label: 'HTTP', hint: 'Asks an address and judges status, time, words and headers.' },
        { value: 'tcp', label: 'TCP', hint: 'Opens a connection to host:port.' },
        { value: 'dns', label: 'DNS', hint: 'Resolves a name.' },
        { value: 'tls', label: 'TLS certificate', hint: 'Valid, for this name, and not about to expire.' },
        { value: 'icmp', label: 'Ping', hint: 'Where the machine allows it.' },
        { value: 'heartbeat', label: 'Heartbeat', hint: 'Something calls an address of Reeve; silence means down.' },
      ],
    }),
    target: text({
      when: trying,
      label: 'Target',
      max: 500,
      help: 'An address such as https://example.org/health, host:port, or a name. Empty for a heartbeat.',
    }),
    every: duration({ label: 'Every', required: true, help: 'At least 10 s. For a heartbeat: how often it must come.' }),
    timeout: duration({ label: 'Gives up after', help: 'Empty means 10 s; for a heartbeat, how much longer than its time it may take.' }),
    fails_after: number({
      label: 'Down after',
      unit: 'failures in a row',
      integer: true,
      min: 1,
      max: 100,
      help: 'Empty means 2, so that one lost packet is no outage.',
    }),
    slow_after: number({ when: trying, label: 'Degraded when slower than', unit: 'ms', min: 1 }),
    assertions: structure({
      when: { field: 'check_type', is: ['http', 'tcp', 'dns', 'tls'] },
      label: 'Must be so',
      shape: 'check_assertions',
      help: 'Status, time in ms, words in the answer, headers, records, days until a certificate expires.',
    }),
    standing: choice({
      label: 'Now',
      computed: true,
      indexed: true,
      options: [
        { value: 'up', label: 'Up', tone: 'good' },
        { value: 'degraded', label: 'Degraded', tone: 'warn' },
        { value: 'down', label: 'Down', tone: 'bad' },
        { value: 'unknown', label: 'Unknown', tone: 'muted' },
      ],
    }),
    standing_since: instant({ label: 'Since', computed: true }),
    up_measure: link({ label: 'Share of good checks', to: ['measure'], computed: true }),
    time_measure: link({ label: 'Response time', to: ['measure'], computed: true }),
  },
  lifecycle: watching({ active: 'It runs.', paused: 'It does not run; what it last saw is not shown as so.' }),
  scope: { service: 'subject', own: ['owner'] },
  search: ['target'],
  list: {
    columns: ['ref', 'title', 'subject', 'check_type', 'target', 'standing', 'standing_since', 'every', 'state'],
    sort: 'title',
    facets: ['state', 'check_type', 'standing', 'subject'],
  },
  layout: [
    {
      title: 'Check',
      fields: ['subject', 'check_type', 'target', 'every', 'timeout', 'fails_after', 'slow_after', 'assertions', 'owner', 'tags'],
    },
  ],
})

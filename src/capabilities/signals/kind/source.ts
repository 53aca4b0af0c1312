import { choice, duration, instant, link, number, structure, text } from '../../../platform/records/fields.ts'
import { kind } from '../../../platform/records/kind.ts'
import { menu, subjects, watching } from './lives.ts'

/** The types of source that some fields belong to. */
const called = { field: 'source_type', is: ['promql', 'mqtt'] } as const
const told = { field: 'source_type', is: ['promql', 'mqtt', 'alertmanager', 'pagerduty'] } as const
const numbers = { field: 'source_type', is: ['otlp', 'prometheus', 'plain', 'cloudevents', 'mqtt', 'imported'] } as const

export const source = kind({
  name: 'source',
  plural: 'sources',
  prefix: 'SRC',
  label: 'Source',
  labels: 'Sources',
  about: 'Where signals come from: a tool that sends measurements and alerts, a server that is asked for them, or Reeve’s own checks.',
  begins: 'Name a tool and choose its type: the page of the source then has a key and lines to copy that send a first reading.',
  titled: 'Name',
  icon: 'plug-connected',
  menu,
  fields: {
    source_type: choice({
      label: 'Type',
      required: true,
      indexed: true,
      options: [
        { value: 'otlp', label: 'OpenTelemetry', hint: 'OTLP/HTTP metrics, JSON or protobuf, sent to Reeve.' },
        { value: 'prometheus', label: 'Prometheus', hint: 'Remote write or text format, sent to Reeve.' },
        { value: 'promql', label: 'PromQL server', hint: 'Prometheus, Thanos, Mimir or VictoriaMetrics, asked by Reeve.' },
        { value: 'plain', label: 'JSON or CSV', hint: 'Numbers with a name and a time, sent to Reeve.' },
        { value: 'cloudevents', label: 'CloudEvents', hint: 'Events with numbers, sent to Reeve.' },
        { value: 'mqtt', label: 'MQTT', hint: 'Rooms, plant and sensors: topics of a broker that Reeve subscribes to.' },
        { value: 'alertmanager', label: 'Alertmanager', hint: 'Its webhook, version 4.' },
        { value: 'pagerduty', label: 'Events API v2', hint: 'Any tool that speaks the PagerDuty events format.' },
        { value: 'checks', label: 'Reeve’s checks', hint: 'Active checks and heartbeats.' },
        { value: 'imported', label: 'Imported', hint: 'Measurements read from files.' },
      ],
    }),
    address: text({
      when: called,
      label: 'Address',
      max: 500,
      help: 'Of the server that Reeve asks (PromQL) or subscribes to (MQTT); empty where signals are sent to Reeve.',
    }),
    settings: structure({ when: told, label: 'Settings', shape: 'source_settings', help: 'Topics, headers, how alerts are told apart.' }),
    subject_label: text({
      label: 'Label that names the service',
      max: 120,
      help: 'An alert whose label has a service’s ref or name is about it. Empty: service.name or service.',
    }),
    subject: link({ label: 'Else about', to: subjects, help: 'What signals are about that name nothing themselves.' }),
    late_after: duration({
      when: numbers,
      label: 'Too late after',
      help: 'Measurements older than this are refused and counted; empty means 24 hours.',
    }),
    zone: text({ when: numbers, label: 'Time zone', format: 'zone', max: 60, help: 'For times that come without one.' }),
    max_series: number({
      when: numbers,
      label: 'Series at most',
      integer: true,
      min: 1,
      max: 1_000_000,
      help: 'Series beyond this many are refused and counted, so that a label gone wild hurts nothing; empty means 10,000.',
    }),
    last_seen_at: instant({ label: 'Last seen', computed: true }),
  },
  lifecycle: watching({ active: 'Its signals are taken.', paused: 'Its signals are refused; nothing is asked of it.' }),
  search: ['address'],
  list: {
    columns: ['ref', 'title', 'source_type', 'address', 'last_seen_at', 'owner', 'state'],
    sort: 'title',
    facets: ['state', 'source_type'],
  },
  layout: [
    { title: 'Source', fields: ['source_type', 'address', 'settings', 'owner', 'tags'] },
    { title: 'What it speaks of', fields: ['subject_label', 'subject', 'zone', 'late_after', 'max_series'] },
  ],
})

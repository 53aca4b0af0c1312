/** One way of sending: its name, lines to copy, and what to know about it. */
export type Way = Readonly<{ title: string; lines: string; note?: string }>

type Given = Readonly<{ origin: string; key: string; address: string; topics: readonly string[] }>

const at = (origin: string, path: string): string => `${origin}/api/v1/ingest/${path}`
const bearer = (key: string): string => `-H 'Authorization: Bearer ${key}'`

const otlp = ({ origin, key }: Given): readonly Way[] => [
  {
    title: 'OpenTelemetry collector',
    note: 'Add the exporter, and name it in the metrics pipeline beside those that are there.',
    lines: `exporters:
  otlphttp/reeve:
    endpoint: ${at(origin, 'otlp')}
    headers:
      Authorization: Bearer ${key}

service:
  pipelines:
    metrics:
      exporters: [otlphttp/reeve]`,
  },
  {
    title: 'An OpenTelemetry SDK, by its environment',
    lines: `OTEL_EXPORTER_OTLP_METRICS_ENDPOINT=${at(origin, 'otlp/v1/metrics')}
OTEL_EXPORTER_OTLP_METRICS_PROTOCOL=http/protobuf
OTEL_EXPORTER_OTLP_METRICS_HEADERS="Authorization=Bearer%20${key}"`,
  },
  {
    title: 'One number by hand, to try it',
    lines: `curl -sS ${at(origin, 'otlp/v1/metrics')} \\
  ${bearer(key)} -H 'Content-Type: application/json' \\
  -d '{"resourceMetrics":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"portal"}}]},
       "scopeMetrics":[{"metrics":[{"name":"trial","gauge":{"dataPoints":[{"timeUnixNano":"'$(date +%s)'000000000","asDouble":1}]}}]}]}]}'`,
  },
]

const prometheus = ({ origin, key }: Given): readonly Way[] => [
  {
    title: 'Prometheus, remote write',
    note: 'In prometheus.yml. Send what is judged here, not everything: keep it by write_relabel_configs.',
    lines: `remote_write:
  - url: ${at(origin, 'prometheus/write')}
    authorization:
      type: Bearer
      credentials: ${key}
    write_relabel_configs:
      - source_labels: [__name__]
        regex: up|http_requests_total
        action: keep`,
  },
  {
    title: 'A page of metrics as text',
    lines: `curl -sS http://localhost:9100/metrics | curl -sS ${at(origin, 'prometheus/text')} \\
  ${bearer(key)} -H 'Content-Type: text/plain; version=0.0.4' --data-binary @-`,
  },
]

const plain = ({ origin, key }: Given): readonly Way[] => [
  {
    title: 'One number as JSON',
    note: 'A list of them, or one a line, does as well. Without “at” it counts as read now.',
    lines: `curl -sS ${at(origin, 'json')} \\
  ${bearer(key)} -H 'Content-Type: application/json' \\
  -d '{"name": "room_temperature", "value": 21.4, "labels": {"room": "ward-3"}}'`,
  },
  {
    title: 'A table as CSV',
    note: 'The columns name, value and at; every other column is a label.',
    lines: `printf 'name,value,at,room\\nroom_temperature,21.4,%s,ward-3\\n' "$(date -u +%FT%TZ)" |
  curl -sS ${at(origin, 'csv')} ${bearer(key)} -H 'Content-Type: text/csv' --data-binary @-`,
  },
  {
    title: 'A file of one series',
    note: 'Where the table has no column that names the series, the address names it.',
    lines: `curl -sS '${at(origin, 'csv')}?name=room_temperature' ${bearer(key)} -H 'Content-Type: text/csv' --data-binary @readings.csv`,
  },
]

const cloudevents = ({ origin, key }: Given): readonly Way[] => [
  {
    title: 'An event that tells a number',
    note: 'Data is {"value": number} under the type of the event, or {"metrics": {name: number}} under their own names.',
    lines: `curl -sS ${at(origin, 'events')} \\
  ${bearer(key)} -H 'Content-Type: application/cloudevents+json' \\
  -d '{"specversion": "1.0", "id": "'$(date +%s%N)'", "source": "/plant/chiller-2", "type": "flow_temperature", "data": {"value": 6.8}}'`,
  },
]

const alertmanager = ({ origin, key }: Given): readonly Way[] => [
  {
    title: 'Alertmanager',
    note: 'In alertmanager.yml. Resolved alerts must be sent too: they end what they began.',
    lines: `receivers:
  - name: reeve
    webhook_configs:
      - url: ${at(origin, 'alertmanager')}
        send_resolved: true
        http_config:
          authorization:
            type: Bearer
            credentials: ${key}

route:
  receiver: reeve`,
  },
]

const pagerduty = ({ origin, key }: Given): readonly Way[] => {
  const url = at(origin, 'pagerduty/v2/enqueue')
  return [
    {
      title: 'Where tools ask for the address and the key',
      lines: `Address:     ${url}\nRouting key: ${key}`,
      note: 'Also called integration key.',
    },
    {
      title: 'An event by hand, and its end',
      lines: `curl -sS ${url} -H 'Content-Type: application/json' \\
  -d '{"routing_key": "${key}", "event_action": "trigger", "dedup_key": "trial",
       "payload": {"summary": "A trial", "source": "portal", "severity": "warning"}}'
curl -sS ${url} -H 'Content-Type: application/json' \\
  -d '{"routing_key": "${key}", "event_action": "resolve", "dedup_key": "trial"}'`,
    },
  ]
}

/** A topic that a pattern takes: what stands for any level becomes a word. */
const sampleTopic = (pattern: string): string =>
  pattern
    .split('/')
    .map((level) => (/^[+#]/.test(level) ? level.slice(1) || 'any' : level))
    .join('/')

const mqtt = ({ address, topics }: Given): readonly Way[] => {
  const host = URL.canParse(address) ? new URL(address).hostname : 'broker.example.org'
  return topics.map((topic) => ({
    title: `What comes under ${topic}`,
    note: 'The payload is the number itself, or JSON with the number where the settings say. Named levels become labels.',
    lines: `mosquitto_pub -h ${host} -t '${sampleTopic(topic)}' -m 21.4`,
  }))
}

const ways: Readonly<Record<string, (given: Given) => readonly Way[]>> = {
  otlp,
  prometheus,
  plain,
  cloudevents,
  alertmanager,
  pagerduty,
  mqtt,
}

/** Sources that tools send to prove themselves by a key. */
export const takesKeys = (type: string): boolean =>
  ['otlp', 'prometheus', 'plain', 'cloudevents', 'alertmanager', 'pagerduty'].includes(type)

/** How to send to a source of a type, with the server's own address; none where nothing is sent. */
export const waysOf = (type: string, given: Given): readonly Way[] => ways[type]?.(given) ?? []

/** What to do where signals are not sent by a tool. */
export const otherWay: Readonly<Record<string, Readonly<{ words: string; to?: string; label?: string }>>> = {
  promql: {
    words: 'Reeve asks this server by itself: once a minute, or as often as a measure says. Make a measure and give it a query.',
  },
  mqtt: {
    words:
      'Reeve subscribes to the broker by itself. The settings name the topics; a password is set by the operator under the name of a secret.',
  },
  checks: { words: 'Reeve’s own checks bring their readings here.', to: '/checks/new', label: 'Make a check' },
  imported: { words: 'Readings come from files.', to: '/imports/new', label: 'Import a file' },
}

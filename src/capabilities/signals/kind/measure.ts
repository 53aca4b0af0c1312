import { choice, duration, instant, link, markdown, number, share, structure, text } from '../../../platform/records/fields.ts'
import { kind } from '../../../platform/records/kind.ts'
import { menu, subjects, watching } from './lives.ts'

const goodOfAll = { field: 'aggregation', is: ['share'] } as const

export const measure = kind({
  name: 'measure',
  plural: 'measures',
  prefix: 'MEA',
  label: 'Measure',
  labels: 'Measures',
  about: 'A named series of numbers about a service, an offering or a component, with its unit, direction and quality.',
  begins: 'Most are made from a series on the page of their source, with everything filled in.',
  titled: 'Name',
  icon: 'chart-line',
  menu,
  fields: {
    subject: link({ label: 'About', to: subjects, back: 'Measures', indexed: true }),
    measure_type: choice({
      label: 'Type',
      required: true,
      indexed: true,
      options: [
        { value: 'availability', label: 'Availability' },
        { value: 'latency', label: 'Latency' },
        { value: 'throughput', label: 'Throughput' },
        { value: 'errors', label: 'Errors' },
        { value: 'saturation', label: 'Saturation' },
        { value: 'quality', label: 'Quality' },
        { value: 'experience', label: 'Experience' },
        { value: 'use', label: 'Use' },
        { value: 'environment', label: 'Environment', hint: 'Temperature, humidity, pressure, energy.' },
        { value: 'other', label: 'Other' },
      ],
    }),
    description: markdown({ label: 'What it says' }),
    unit: text({ label: 'Unit', max: 40, help: 'Such as ms, °C, requests, %.' }),
    direction: choice({
      label: 'Better is',
      options: [
        { value: 'higher', label: 'Higher' },
        { value: 'lower', label: 'Lower' },
        { value: 'neither', label: 'Neither' },
      ],
    }),
    aggregation: choice({
      label: 'Aggregation',
      help: 'How the readings of an hour, a day or a month become one value.',
      required: true,
      options: [
        { value: 'mean', label: 'Averaged' },
        { value: 'sum', label: 'Added up' },
        { value: 'min', label: 'The lowest' },
        { value: 'max', label: 'The highest' },
        { value: 'last', label: 'The last' },
        { value: 'quantile', label: 'A percentile', hint: 'Kept as a sketch, so that any percentile of any stretch of time can be asked.' },
        { value: 'share', label: 'Good of all', hint: 'Events or readings that were good, of all that count.' },
      ],
    }),
    quantile: share({
      when: { field: 'aggregation', is: ['quantile'] },
      label: 'Percentile',
      help: 'Of a percentile: 95 % is the value that 95 of 100 readings stay below.',
    }),
    data_quality: choice({
      label: 'Data quality',
      options: [
        { value: 'A', label: 'A - Measured', tone: 'good' },
        { value: 'B', label: 'B - Metered, then shared out', tone: 'info' },
        { value: 'C', label: 'C - Estimated', tone: 'warn' },
        { value: 'D', label: 'D - Guessed', tone: 'bad' },
      ],
    }),
    source: link({ label: 'Source', to: ['source'], back: 'Measures', indexed: true }),
    series: structure({
      label: 'Series',
      shape: 'series_selector',
      help: 'Which series of the source it is made of: a name, and labels that must be so, such as http_requests_total{service="portal"}.',
    }),
    marked_series: structure({
      when: goodOfAll,
      label: 'Second series',
      shape: 'series_selector',
      help: 'For good of all: the series that counts the good events, or the bad ones.',
    }),
    marked_are: choice({
      when: goodOfAll,
      label: 'The second series counts',
      options: [
        { value: 'good', label: 'Good events' },
        { value: 'bad', label: 'Bad events' },
      ],
    }),
    good_when: choice({
      label: 'A reading is good when',
      options: [
        { value: 'at_most', label: 'At most' },
        { value: 'below', label: 'Below' },
        { value: 'at_least', label: 'At least' },
        { value: 'above', label: 'Above' },
      ],
    }),
    good_level: number({ label: 'This level', help: 'In the unit of the measure.' }),
    query: text({ label: 'PromQL', max: 4000, multiline: true, help: 'Asked of the source each time; for sources of type PromQL server.' }),
    every: duration({ label: 'Expected every', help: 'Without a reading for three times as long it is shown as silent.' }),
    last_at: instant({ label: 'Last reading', computed: true }),
    last_value: number({ label: 'Last value', computed: true }),
  },
  lifecycle: watching({ active: 'Readings are kept.', paused: 'Readings are refused.' }),
  scope: { service: 'subject', own: ['owner'] },
  search: ['description', 'query'],
  list: {
    columns: ['ref', 'title', 'subject', 'measure_type', 'last_value', 'unit', 'last_at', 'data_quality', 'source', 'state'],
    sort: 'title',
    facets: ['state', 'measure_type', 'source', 'subject'],
  },
  layout: [
    {
      title: 'Measure',
      fields: [
        'subject',
        'measure_type',
        'description',
        'unit',
        'direction',
        'aggregation',
        'quantile',
        'data_quality',
        'every',
        'owner',
        'tags',
      ],
    },
    { title: 'Where it comes from', fields: ['source', 'series', 'marked_series', 'marked_are', 'good_when', 'good_level', 'query'] },
  ],
})

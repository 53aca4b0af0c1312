import type { Field } from '../../records/fields.ts'
import { problemError } from '../client/problem.ts'
import type { Series } from '../kit/chart-shapes.ts'

/** One field of each type, for the page of parts. */
export const sampleFields: Readonly<Record<string, Field>> = {
  text: { type: 'text', label: 'Text', help: 'One line.', required: true },
  lines: { type: 'text', label: 'Several lines', multiline: true },
  zone: { type: 'text', label: 'Time zone', format: 'zone' },
  number: { type: 'number', label: 'Number', unit: 'people', integer: true, min: 0 },
  money: { type: 'money', label: 'Money', currency: 'currency' },
  share: { type: 'share', label: 'Share' },
  duration: { type: 'duration', label: 'Duration', help: 'In working hours.' },
  yes_no: { type: 'yes_no', label: 'Yes or no' },
  day: { type: 'day', label: 'Day' },
  instant: { type: 'instant', label: 'Moment' },
  choice: {
    type: 'choice',
    label: 'Choice',
    options: [
      { value: 'a', label: 'First', hint: 'The usual one.' },
      { value: 'b', label: 'Second' },
    ],
  },
  choices: {
    type: 'choices',
    label: 'Several choices',
    options: [
      { value: 'a', label: 'First' },
      { value: 'b', label: 'Second' },
    ],
  },
  tags: { type: 'choices', label: 'Tags', options: 'open' },
  link: { type: 'link', label: 'Link', to: ['service'] },
  links: { type: 'links', label: 'Links', to: ['person'] },
  structure: { type: 'structure', label: 'Structure', shape: 'sample' },
  attributes: {
    type: 'attributes',
    label: 'Attributes',
    by: 'kind',
    variants: { room: { seats: { type: 'number', label: 'Seats', unit: 'seats' }, screen: { type: 'yes_no', label: 'Screen' } } },
  },
}

export const sampleProblem = problemError({
  title: 'Invalid',
  status: 422,
  code: 'invalid',
  detail: 'The end must come after the start. Change one of the two days.',
  issues: [],
})

const weeks = ['2026-01-05', '2026-01-12', '2026-01-19', '2026-01-26', '2026-02-02', '2026-02-09']
export const sampleSeries: readonly Series[] = [
  { name: 'Opened', type: 'line', points: weeks.map((x, index) => ({ x, y: [22, 31, 28, 35, 24, 19][index] ?? null })) },
  { name: 'Resolved', type: 'area', points: weeks.map((x, index) => ({ x, y: [18, 24, 27, 36, 29, 22][index] ?? null })) },
]

import { choice, choices, day, link, links, markdown, number, text } from '../../platform/records/fields.ts'
import { kind } from '../../platform/records/kind.ts'

export const need = kind({
  name: 'need',
  plural: 'needs',
  prefix: 'NEED',
  label: 'Need',
  labels: 'Needs',
  about: 'What a part of the organisation must be able to do, how much of it, and how we know. Services exist to meet needs.',
  titled: 'Need',
  icon: 'target',
  menu: { desk: 'plan', group: 'Portfolio' },
  fields: {
    unit: link({ label: 'Who needs it', to: ['unit'], back: 'Needs', indexed: true }),
    statement: markdown({ label: 'What they need', help: 'The outcome in the words of those who need it, not the solution.' }),
    volume: number({ label: 'How much', min: 0 }),
    volume_unit: text({ label: 'Unit of volume', max: 60, help: 'Such as consultations a month, beds, rooms.' }),
    known_by: choice({
      label: 'How we know',
      options: [
        { value: 'stated', label: 'Stated by the unit' },
        { value: 'measured', label: 'Measured from use' },
        { value: 'regulation', label: 'Required by law or regulation' },
        { value: 'assumed', label: 'Assumed', tone: 'warn' },
      ],
    }),
    value: choice({
      label: 'Value',
      options: [
        { value: 'vital', label: 'Vital', hint: 'Harm or breach of law without it.', tone: 'bad' },
        { value: 'high', label: 'High' },
        { value: 'medium', label: 'Medium' },
        { value: 'low', label: 'Low' },
      ],
    }),
    services: links({ label: 'Met by services', to: ['service'], back: 'Needs met' }),
    confirmed_on: day({ label: 'Last confirmed', help: 'A need that nobody confirmed for a year may have lapsed.' }),
    confirmed_by: link({ label: 'Confirmed by', to: ['person'], back: 'Confirmed needs' }),
    aspects: choices({ label: 'Aspects', options: 'open', help: 'Such as capacity, safety, privacy, speed.' }),
  },
  lifecycle: {
    initial: 'stated',
    states: [
      {
        name: 'stated',
        label: 'Stated',
        phase: 'open',
        tone: 'info',
        meaning: 'Somebody says it is needed.',
        exit: 'Confirmed by the head of the unit that needs it.',
      },
      {
        name: 'confirmed',
        label: 'Confirmed',
        phase: 'active',
        tone: 'good',
        meaning: 'Those who need it have confirmed it.',
        exit: 'Lapses when it is no longer needed.',
      },
      { name: 'lapsed', label: 'Lapsed', phase: 'closed', tone: 'muted', meaning: 'No longer needed.', exit: 'Can be stated again.' },
    ],
    moves: [
      { verb: 'confirm', label: 'Confirm', from: ['stated', 'confirmed'], to: 'confirmed', asks: ['confirmed_on'] },
      { verb: 'lapse', label: 'Mark as lapsed', from: ['stated', 'confirmed'], to: 'lapsed', reason: 'required' },
      { verb: 'restate', label: 'State again', from: ['lapsed'], to: 'stated' },
    ],
  },
  scope: { unit: 'unit' },
  search: ['statement'],
  list: {
    columns: ['ref', 'title', 'unit', 'value', 'known_by', 'services', 'confirmed_on', 'state'],
    sort: '-changed_at',
    facets: ['state', 'unit', 'value', 'known_by'],
  },
  layout: [
    { title: 'Need', fields: ['unit', 'statement', 'volume', 'volume_unit', 'value', 'aspects'] },
    { title: 'Evidence', fields: ['known_by', 'confirmed_on', 'confirmed_by', 'services', 'owner', 'tags'] },
  ],
})

export const kinds = [need] as const

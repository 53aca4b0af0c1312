import { expect, test } from 'vitest'
import { text } from '../records/fields.ts'
import { type AnyRecord, kind, type Kind } from '../records/kind.ts'
import { excerpt, sentenceOf } from './words.ts'

const ticket: Kind = kind({
  name: 'ticket',
  plural: 'tickets',
  prefix: 'TIC',
  label: 'Ticket',
  labels: 'Tickets',
  about: 'A ticket.',
  titled: 'Summary',
  icon: 'ticket',
  fields: { team: text({ label: 'Team' }), due: text({ label: 'Due', computed: true }), pay: text({ label: 'Pay', see: 'ticket.pay' }) },
  lifecycle: {
    initial: 'new',
    states: ['new', 'going', 'done'].map((name) => ({ name, label: `Is ${name}`, phase: 'active', meaning: '', exit: '' }) as const),
    moves: [],
  },
  list: { columns: ['ref'], sort: 'ref', facets: [] },
  layout: [],
})
const record = (state: string): AnyRecord => ({
  id: '1',
  ref: 'TIC-7',
  title: 'Printer on ward 7',
  state,
  version: 1,
  owner: null,
  tags: [],
  created_at: '',
  changed_at: '',
})
const said = (verb: string, to: string, ...changed: readonly string[]): string | null =>
  sentenceOf('Ada Moss', { kind: ticket, verb, before: record('new'), after: record(to), changed: new Set(changed) })

test.each([
  ['resolve', 'resolved'],
  ['cancel', 'cancelled'],
  ['retire', 'retired'],
  ['withdraw', 'withdrew'],
  ['submit', 'submitted'],
  ['reopen', 'reopened'],
  ['drop', 'dropped'],
  ['verify', 'verified'],
  ['plan', 'planned'],
  ['renew', 'renewed'],
  ['end', 'ended'],
  ['install', 'installed'],
  ['start', 'started'],
  ['close', 'closed'],
  ['send', 'sent'],
  ['approve', 'approved'],
  ['confirm', 'confirmed'],
  ['issue', 'issued'],
  ['suspend', 'suspended'],
  ['accept', 'accepted'],
  ['restate', 'restated'],
])('%s is said as %s', (verb, past) => expect(said(verb, 'done', 'state')).toBe(`Ada Moss ${past} TIC-7 Printer on ward 7`))

test('verbs that do not say what was done to the record name its state', () => {
  expect(said('wait', 'going', 'state')).toBe('Ada Moss moved TIC-7 Printer on ward 7 to “Is going”')
  expect(said('go_live', 'going', 'state')).toBe('Ada Moss moved TIC-7 Printer on ward 7 to “Is going”')
})

test('a change names the fields, but not computed ones and not those that need a right', () => {
  expect(said('change', 'new', 'team')).toBe('Ada Moss changed Team of TIC-7 Printer on ward 7')
  expect(said('change', 'new', 'team', 'owner', 'tags', 'title', 'due')).toBe(
    'Ada Moss changed Team, Owner and 2 more of TIC-7 Printer on ward 7',
  )
  expect(said('change', 'new', 'due')).toBeNull()
  expect(said('change', 'new', 'pay')).toBeNull()
})

test('an excerpt is one line that ends between words', () => {
  expect(excerpt('a\n\n b')).toBe('a b')
  expect(excerpt('one two three', 8)).toBe('one two…')
})

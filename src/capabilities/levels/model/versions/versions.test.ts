import { describe, expect, test } from 'vitest'
import type { Day } from '../../../../kernel/day.ts'
import { changesBetween, type Fields, type Term, type TermKind } from './terms.ts'
import { type Happened, versionOn, versionsOf, wasInForce } from './versions.ts'

const term = (kind: TermKind, id: string, fields: Fields): Term => ({
  kind,
  id,
  ref: id.toUpperCase(),
  title: typeof fields['title'] === 'string' ? fields['title'] : id,
  fields,
})
const at = (text: string): number => Date.parse(`${text}Z`)
const utc = (moment: number): Day => new Date(moment).toISOString().slice(0, 10) as Day
const event = (when: string, kind: TermKind, record: string, verb: string, over: Partial<Happened> = {}): Happened => ({
  at: at(when),
  record,
  kind,
  verb,
  before: null,
  after: null,
  actor: 'anna',
  reason: null,
  ...over,
})

const calendar = term('calendar', 'cal', { time_zone: 'Etc/UTC' })
const sla = term('agreement', 'sla', { title: 'Mail', state: 'active', calendar: 'cal', starts_on: '2026-01-12', ends_on: '2026-06-30' })
const fast = term('promise', 'fast', { agreement: 'sla', state: 'active', measure: 'resolution', target: 14_400, title: '4 h' })
const now = new Map([calendar, sla, fast].map((one) => [one.id, one]))
/** Newest first. */
const events: readonly Happened[] = [
  event('2026-03-05T12:00', 'promise', 'gone', 'remove', {
    actor: 'cleo',
    before: { ref: 'GONE', title: 'Respond', agreement: 'sla', state: 'active', measure: 'response', target: 600 },
  }),
  event('2026-02-03T16:00', 'promise', 'fast', 'change', {
    actor: 'bert',
    before: { target: 21_600 },
    after: { target: 14_400 },
    reason: 'Asked for',
  }),
  event('2026-02-03T15:00', 'promise', 'fast', 'change', { actor: 'anna', before: { target: 28_800 }, after: { target: 21_600 } }),
  event('2026-01-20T10:00', 'agreement', 'sla', 'change', { before: { owner: 'x' }, after: { owner: 'y' } }),
  event('2026-01-12T08:00', 'agreement', 'sla', 'activate', {
    actor: 'bert',
    reason: 'Signed',
    before: { state: 'draft' },
    after: { state: 'active' },
  }),
  event('2026-01-10T10:02', 'promise', 'gone', 'create'),
  event('2026-01-10T10:01', 'promise', 'fast', 'create'),
  event('2026-01-10T10:00', 'agreement', 'sla', 'create'),
  event('2026-01-02T10:00', 'calendar', 'cal', 'create'),
]
const versions = versionsOf('sla', now, events, utc)

describe('versions of an agreement', () => {
  test('are the days at whose end something else was agreed; what nobody agreed on makes none', () => {
    expect(versions.map(({ number, from, to }) => [number, from, to])).toEqual([
      [1, '2026-01-10', '2026-01-11'],
      [2, '2026-01-12', '2026-02-02'],
      [3, '2026-02-03', '2026-03-04'],
      [4, '2026-03-05', null],
    ])
  })

  test('say what changed from before to after, by whom, and who decided', () => {
    const [, second, third, fourth] = versions
    expect(second).toMatchObject({ decisions: [{ verb: 'activate', by: 'bert', reason: 'Signed' }], changes: [{ fields: ['state'] }] })
    // Two changes of one day are one change of the agreement.
    expect(third).toMatchObject({ by: ['anna', 'bert'], reasons: ['Asked for'] })
    expect(third?.changes).toMatchObject([
      { what: 'changed', fields: ['target'], before: { fields: { target: 28_800 } }, after: { fields: { target: 14_400 } } },
    ])
    expect(fourth?.changes).toMatchObject([{ what: 'removed', before: { ref: 'GONE', title: 'Respond' }, after: null }])
  })

  test('hold the whole agreement, with promises that were removed since', () => {
    expect(versions[0]?.terms).toMatchObject({
      agreement: { fields: { state: 'draft' } },
      promises: [{ ref: 'FAST', fields: { target: 28_800 } }, { ref: 'GONE' }],
      beside: [{ ref: 'CAL' }],
    })
    expect(versions[3]?.terms.promises.map((one) => one.ref)).toEqual(['FAST'])
  })

  test('are found by day, and none before the first', () => {
    expect(versionOn(versions, '2026-02-02' as Day)?.number).toBe(2)
    expect(versionOn(versions, '2027-01-01' as Day)?.number).toBe(4)
    expect(versionOn(versions, '2026-01-09' as Day)).toBeUndefined()
  })

  test('are in force by state and dates', () => {
    const [draft, active] = versions
    expect(draft && wasInForce(draft.terms, '2026-01-13' as Day)).toBe(false)
    expect(active && ['2026-01-11', '2026-01-12', '2026-06-30', '2026-07-01'].map((on) => wasInForce(active.terms, on as Day))).toEqual([
      false,
      true,
      true,
      false,
    ])
  })

  test('any two can be compared, and back', () => {
    const [first, , , last] = versions
    if (!first || !last) throw new Error('There are four versions.')
    expect(changesBetween(first.terms, last.terms).map(({ what, fields }) => [what, ...fields])).toEqual([
      ['changed', 'state'],
      ['changed', 'target'],
      ['removed'],
    ])
    expect(
      changesBetween(last.terms, first.terms)
        .map(({ what }) => what)
        .sort(),
    ).toEqual(['added', 'changed', 'changed'])
    expect(changesBetween(last.terms, last.terms)).toEqual([])
  })

  test('nothing is nothing, however it is written, and names in a structure have no order', () => {
    const with_ = (fields: Fields) => ({ agreement: term('agreement', 'a', fields), promises: [], beside: [] })
    expect(changesBetween(with_({ services: [], terms: null }), with_({ terms: '' }))).toEqual([])
    const promised = (steps: unknown) => ({ ...with_({}), promises: [term('promise', 'p', { credit_steps: steps })] })
    expect(changesBetween(promised([{ below: 0.9, credit: 0.1 }]), promised([{ credit: 0.1, below: 0.9 }]))).toEqual([])
  })
})

import { describe, expect, it } from 'vitest'
import { askOf, filtersOf, readRange, readSet, withFilter, writeRange, writeSet } from './filters.ts'

describe('a list’s address', () => {
  it('keeps what is not a filter apart', () => {
    expect(filtersOf({ state: 'new,active', sort: '-opened_at', peek: 'INC-1', q: ['a', 'b'] })).toEqual([
      { name: 'state', value: 'new,active' },
      { name: 'q', value: 'a' },
      { name: 'q', value: 'b' },
    ])
    expect(askOf({ state: 'new', sort: 'title', peek: 'INC-1', cols: 'a' })).toEqual({ state: 'new', sort: 'title' })
  })
  it('takes a filter out when it becomes empty, and closes the side panel', () => {
    expect(withFilter({ state: 'new', peek: 'INC-1', sort: 'title' }, 'state', '')).toEqual({ sort: 'title' })
    expect(withFilter({ sort: 'title' }, 'state', '!closed')).toEqual({ sort: 'title', state: '!closed' })
  })
})

it('reads and writes sets and ranges as the API has them', () => {
  for (const text of ['new,active', '!closed', 'me']) expect(writeSet(readSet(text))).toBe(text)
  for (const text of ['2016-03-01..2016-04-01', '>=3', '<2016-01-01']) expect(writeRange(readRange(text))).toBe(text)
  expect(writeSet({ not: true, values: [] })).toBe('')
})

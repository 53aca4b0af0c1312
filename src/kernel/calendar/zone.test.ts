import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { day } from '../day.ts'
import { isoOf } from '../instant.ts'
import { isZone, localToUtc, offsetAt, timeOfDay, utcOfLocal, zoneNamed } from './zone.ts'

const names = [
  'Europe/London',
  'America/Los_Angeles',
  'Australia/Lord_Howe',
  'Asia/Kolkata',
  'Pacific/Apia',
  'Africa/Casablanca',
  'Etc/UTC',
  'America/Sao_Paulo',
  'Pacific/Chatham',
]
const minute = 60_000
const moments = fc.integer({ min: Date.UTC(1985, 0) / minute, max: Date.UTC(2045, 0) / minute }).map((at) => at * minute)

describe('a time zone', () => {
  it('gives the offsets of Temporal at any moment', () => {
    fc.assert(
      fc.property(fc.constantFrom(...names), moments, (name, at) => {
        expect(offsetAt(zoneNamed(name), at)).toBe(
          Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(name).offsetNanoseconds / 1e6,
        )
      }),
    )
  })

  it('turns any local time into the moment that Temporal calls compatible', () => {
    fc.assert(
      fc.property(fc.constantFrom(...names), moments, (name, local) => {
        const text = isoOf(local).slice(0, 19)
        expect(utcOfLocal(zoneNamed(name), local)).toBe(
          Temporal.PlainDateTime.from(text).toZonedDateTime(name, { disambiguation: 'compatible' }).epochMilliseconds,
        )
      }),
    )
  })

  it('does so at every quarter of an hour around real clock changes, and where a whole date was skipped', () => {
    const changes = {
      'Europe/London': '2025-03-30',
      'America/Los_Angeles': '2014-11-02',
      'Australia/Lord_Howe': '2025-04-06',
      'Pacific/Apia': '2011-12-30',
      'Africa/Casablanca': '2025-02-23',
    }
    for (const [name, date] of Object.entries(changes)) {
      const noon = Date.parse(`${date}T12:00:00Z`)
      for (let local = noon - 36 * 60 * minute; local < noon + 36 * 60 * minute; local += 15 * minute) {
        const text = isoOf(local).slice(0, 19)
        const expected = Temporal.PlainDateTime.from(text).toZonedDateTime(name).epochMilliseconds
        expect([name, text, utcOfLocal(zoneNamed(name), local)]).toEqual([name, text, expected])
      }
    }
  })

  it('reads times of day and refuses others', () => {
    expect(isoOf(localToUtc('America/Los_Angeles', day('2014-03-09'), '02:30'))).toBe('2014-03-09T10:30:00.000Z')
    expect(['00:00', '24:00', '09:30:15', '24:01', '9:00', '25:00', '12:60', ''].map(timeOfDay)).toEqual([
      0,
      86_400_000,
      34_215_000,
      null,
      null,
      null,
      null,
      null,
    ])
    expect(() => localToUtc('Europe/London', day('2014-03-09'), '2 pm')).toThrow('not a time of day')
  })

  it('is an IANA name, not an offset', () => {
    expect(['Europe/London', 'UTC', 'Mars/Base', '+01:00', '', 'Europe/'].map(isZone)).toEqual([true, true, false, false, false, false])
    expect(() => zoneNamed('Mars/Base')).toThrow('not a time zone')
  })
})

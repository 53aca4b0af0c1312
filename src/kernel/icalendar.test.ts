import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { day } from './day.ts'
import { calendarFile } from './icalendar.ts'
import { millisOf } from './instant.ts'

describe('a calendar file', () => {
  const file = (title: string, description: string): string =>
    calendarFile('Contracts', 'All of them', [
      { uid: 'a.notice@reeve', on: day('2026-02-28'), title, description, sequence: 3, changed: millisOf('2026-02-01T10:11:12.345Z') },
    ])
  it('keeps lines within 75 octets and loses no sign', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        const lines = file(text, 'x').split('\r\n')
        for (const line of lines) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
        const whole = lines.join('\r\n').replaceAll('\r\n ', '')
        const [, value = ''] = /\r\nSUMMARY:([^\r]*)\r\n/.exec(whole) ?? []
        expect(value.replaceAll(/\\([\\;,n])/g, (_, sign: string) => (sign === 'n' ? '\n' : sign))).toBe(
          text.replaceAll(/\r\n|\r/g, '\n').replaceAll(/[^\P{Cc}\n]/gu, ' '),
        )
      }),
    )
  })
  it('ends a whole day on the next and names the same event the same', () => {
    const text = file('Notice; a, b', 'one\ntwo')
    expect(text).toContain('UID:a.notice@reeve\r\nDTSTAMP:20260201T101112Z\r\n')
    expect(text).toContain('DTSTART;VALUE=DATE:20260228\r\nDTEND;VALUE=DATE:20260301\r\n')
    expect(text).toContain('SUMMARY:Notice\\; a\\, b\r\nDESCRIPTION:one\\ntwo\r\n')
    expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true)
  })
  it('says from when to when, leaves out an end that nobody knows, and what was cancelled', () => {
    const of = { uid: 'a@reeve', title: 'Work', description: '', sequence: 1, changed: 0, from: Date.UTC(2026, 1, 3, 4, 5) }
    const [known, open] = [
      calendarFile('Status page', 'Works', [{ ...of, to: Date.UTC(2026, 1, 3, 6), cancelled: true }]),
      calendarFile('Status page', 'Works', [{ ...of, to: null }]),
    ]
    expect(known).toContain('DTSTART:20260203T040500Z\r\nDTEND:20260203T060000Z\r\n')
    expect(known).toContain('STATUS:CANCELLED')
    expect(open).toContain('DTSTART:20260203T040500Z\r\nSUMMARY:Work')
  })
})

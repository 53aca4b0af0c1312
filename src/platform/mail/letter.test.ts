import { expect, test } from 'vitest'
import { type Letter, written } from './letter.ts'

const letter: Letter = {
  subject: 'INC-7 <b>\r\nBcc: everybody@example.org',
  intro: '2 things & more',
  parts: [
    { title: 'INC-7 <script>', href: 'https://reeve.example/incidents/INC-7', lines: ['Ada "Moss" resolved it', '<img src=x>'] },
    { title: 'Odd', href: 'javascript:alert(1)', lines: [] },
  ],
  footer: { text: 'Why', label: 'Settings', href: 'https://reeve.example/settings' },
}

test('what people wrote never becomes markup or a header', () => {
  const { subject, html } = written(letter)
  expect(subject).toBe('INC-7 <b> Bcc: everybody@example.org')
  expect(html).toContain('INC-7 &lt;script&gt;')
  expect(html).toContain('&lt;img src=x&gt;')
  expect(html).not.toMatch(/<script|<img|javascript:/)
})

test('the plain text holds everything that the HTML says', () => {
  expect(written({ ...letter, parts: letter.parts.slice(0, 1) }).text).toBe(
    '2 things & more\n\nINC-7 <script>\n  Ada "Moss" resolved it\n  <img src=x>\n  https://reeve.example/incidents/INC-7\n\n-- \nWhy\nhttps://reeve.example/settings\n',
  )
})

import { expect, test } from 'vitest'
import type { Registry } from '../records/context.ts'
import type { Link } from '../records/links.ts'
import { renderMarkdown } from './index.ts'
import type { References } from './references.ts'

const link = (kind: string, ref: string, title: string): Link => ({ id: `id of ${ref}`, kind, ref, title, state: 'active' })
const mail = link('service', 'SVC-12', 'Mail')
const ada = link('person', 'PER-3', 'Ada Moss')
const known: References = {
  refs: new Map([
    ['SVC-12', mail],
    ['PER-3', ada],
  ]),
  names: new Map([['ada moss', ada]]),
}
const kinds = {
  kinds: [
    { name: 'service', plural: 'services' },
    { name: 'person', plural: 'people' },
  ],
} as unknown as Registry
const html = (text: string): string => renderMarkdown(text, kinds, known).html.trim()
const to = (address: string, words: string): string => `<a href="${address}" rel="noopener noreferrer">${words}</a>`

test('refs become links to records that exist, with or without a sign, in any case', () => {
  expect(html('see #SVC-12, svc-12. XSVC-12 SVC-999')).toBe(
    `<p>see ${to('/services/SVC-12', 'SVC-12')}, ${to('/services/SVC-12', 'svc-12')}. XSVC-12 SVC-999</p>`,
  )
})

test('people are named by ref or full name and count as mentioned; a bare ref of a person does not mention them', () => {
  const mentioned = renderMarkdown('**@Ada Moss**, please', kinds, known)
  expect(mentioned.html).toBe(`<p><strong>${to('/people/PER-3', '@Ada Moss')}</strong>, please</p>\n`)
  expect(mentioned.mentions).toEqual([ada.id])
  expect(renderMarkdown('@per-3', kinds, known).mentions).toEqual([ada.id])
  expect(renderMarkdown('PER-3 ada@moss.example', kinds, known).mentions).toEqual([])
})

test('nothing is linked in code or inside another link', () => {
  expect(html('`SVC-12` [about **SVC-12**](https://example.org/a)')).toBe(
    `<p><code>SVC-12</code> ${to('https://example.org/a', 'about <strong>SVC-12</strong>')}</p>`,
  )
  expect(renderMarkdown('`@Ada Moss`', kinds, known).mentions).toEqual([])
})

test.each([
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '[a](javascript:alert(1))',
  '[a](data:text/html,<script>alert(1)</script>)',
  '[a](//evil.example)',
  '<iframe src="https://evil.example"></iframe>',
  '<a href="javascript:alert(1)">x</a>',
  '![p](javascript:alert(1))',
  '<style>*{display:none}</style>',
  '[a]: javascript:alert(1)\n\n[a]',
  '```"><script>alert(1)</script>\nx\n```',
])('%s does nothing', (text) => {
  const made = html(text)
  expect(made).not.toMatch(/<(?!\/?(p|a|br|pre|code)\b)/)
  expect(made).not.toMatch(/<a[^>]+href="(javascript|data|\/\/)/i)
})

test('pictures come from Reeve itself only', () => {
  const own = '/api/v1/files/01900000-0000-7000-8000-000000000000'
  expect(html(`![plan](${own})`)).toBe(`<p><img src="${own}" alt="plan" /></p>`)
  expect(html('![plan](https://evil.example/x.png)')).toBe('<p>plan</p>')
  expect(html(`![plan](${own}/../../session)`)).toBe('<p>plan</p>')
})

test('a long ruled line does not turn a comment into plain text', () => {
  expect(html(`**a**\n\n${'-'.repeat(80)}\n\nb`)).toBe('<p><strong>a</strong></p>\n<hr />\n<p>b</p>')
})

test('headings stand below those of the page, tables and tasks are kept', () => {
  expect(html('# Plan')).toBe('<h3>Plan</h3>')
  expect(html('| a |\n|---|\n| 1 |')).toContain('<td>1</td>')
  expect(html('- [x] done')).toContain('<input checked disabled type="checkbox" /> done')
})

test.each([
  ['>', 20_000],
  ['[', 20_000],
  ['*a **b ', 2_800],
  ['![', 10_000],
  ['<', 20_000],
  ['- ', 10_000],
])('%s, twenty thousand signs of it, come back as text without a tag that runs', (sign, times) => {
  const text = sign.repeat(times)
  const made = renderMarkdown(text, kinds, known)
  expect(made.mentions).toEqual([])
  expect(made.html).not.toMatch(/<(script|img|iframe|style|a)\b/)
  expect(made.html.length).toBeGreaterThan(0)
})

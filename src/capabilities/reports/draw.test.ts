import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testHouse, type TestHouse } from '../../../test/house.ts'
import type { ReportFacts } from './model/facts.ts'
import { escaped } from './model/draw/html.ts'
import { drawPdf } from './questions/draw.ts'
import { february, type Story, story } from './samples.ts'

const evil = '"><script>alert(1)</script><img src=x onerror=alert(2)> #eval("1") $x$ [y] @z <label> \\ `raw` // *bold* _it_ ñß≥Ж'

const pdfText = (bytes: Uint8Array): string | null => {
  const folder = mkdtempSync(join(tmpdir(), 'pdf-'))
  try {
    writeFileSync(join(folder, 'a.pdf'), bytes)
    return execFileSync('pdftotext', ['-layout', join(folder, 'a.pdf'), '-'], { encoding: 'utf8' })
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  } finally {
    rmSync(folder, { recursive: true })
  }
}

describe('a drawn report', () => {
  let house: TestHouse
  let told: Story
  let key: string
  let html: string
  let facts: ReportFacts

  beforeAll(async () => {
    house = await testHouse()
    told = await story(house)
    const tickets = await february(told)
    await told.at('2026-02-27 09:00', 'PATCH', `/incidents/${tickets.e.ref}`, { title: evil, category: evil.slice(0, 120) })
    await told.at('2026-02-27 09:00', 'PATCH', `/services/${told.service.ref}`, { title: evil })
    await told.at('2026-02-27 09:00', 'PATCH', `/teams/${told.teams[0].ref}`, { title: evil })
    key = (await told.at('2026-03-03 09:00', 'POST', '/reports/service', { service: told.service.ref, period: '2026-02' })).ref
    await told.at('2026-03-03 09:00', 'PATCH', `/reports/${key}`, { foreword: `${evil}\n\nSecond paragraph.` })
    facts = (await house.call('GET', `/reports/${key}/facts`)).body as unknown as ReportFacts
    html = String((await house.call('GET', `/reports/${key}/html`)).body['text'])
  })
  afterAll(async () => await house[Symbol.asyncDispose]())

  it('shows hostile words as words on the page', () => {
    expect(html).toContain(escaped(evil))
    expect(html).not.toMatch(/<script|<img|onerror=alert\(2\)>/)
    // Every tag is one of the drawing's own.
    const tags = new Set([...html.matchAll(/<\/?([a-z0-9]+)/gi)].map((one) => one[1]?.toLowerCase()))
    const own = [
      'html',
      'head',
      'meta',
      'title',
      'style',
      'body',
      'main',
      'header',
      'p',
      'h1',
      'h2',
      'dl',
      'dt',
      'dd',
      'ul',
      'li',
      'span',
      'a',
      'br',
      'div',
      'table',
      'caption',
      'thead',
      'tbody',
      'tr',
      'th',
      'td',
      'figure',
      'figcaption',
      'svg',
      'rect',
      'path',
      'text',
      'g',
      'defs',
      'clippath',
    ]
    expect([...tags].filter((one) => !own.includes(one ?? ''))).toEqual([])
    expect(html.replaceAll(/="[^"]*"/g, '').match(/<[^>]*\son[a-z]+/gi)).toBeNull()
  })

  it('needs nothing from elsewhere and may run nothing', async () => {
    expect(html).not.toMatch(/(src|href)="(https?:)?\/\//)
    const { headers } = await house.call('GET', `/reports/${key}/html`)
    expect(String(headers['content-security-policy'])).toContain("default-src 'none'")
    expect(String(headers['content-security-policy'])).toContain('sandbox')
  })

  it('is a tagged PDF whose text can be read', async () => {
    const bytes = await drawPdf(facts)
    const raw = Buffer.from(bytes).toString('latin1')
    expect(raw.startsWith('%PDF-')).toBe(true)
    expect(raw).toContain('/StructTreeRoot')
    const text = pdfText(bytes)
    if (text === null) {
      console.warn('SKIPPED: the text of the PDF was not read, since pdftotext is not on this machine.')
      return
    }
    const words = text.replaceAll(/\s+/g, ' ')
    expect(words).toContain('<script>alert(1)</script>')
    expect(words).toContain('#eval("1") $x$ [y] @z <label>')
    expect(words).toContain('ñß≥Ж')
    expect(words).toMatch(/Page 1 of \d/)
    expect(words).toContain('Furthest over the target')
  })

  it('makes several PDFs at once, one after the other', async () => {
    const all = await Promise.all([drawPdf(facts), drawPdf(facts), drawPdf(facts)])
    expect(all.every((one) => one.length > 10_000)).toBe(true)
  })
})

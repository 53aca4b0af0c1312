import { Marked } from 'marked'
import sanitize from 'sanitize-html'
import type { Registry } from '../records/context.ts'
import { noReferences, piecesOf, type References } from './references.ts'

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;')

const ownFile = /^\/api\/v1\/files\/[0-9a-f-]{36}$/

const allowed: sanitize.IOptions = {
  allowedTags: 'p br strong em del code pre blockquote ul ol li a img h3 h4 h5 h6 hr table thead tbody tr th td input'.split(' '),
  allowedAttributes: {
    a: ['href', 'title', 'rel'],
    img: ['src', 'alt', 'title'],
    ol: ['start'],
    th: ['align'],
    td: ['align'],
    input: [{ name: 'type', values: ['checkbox'] }, 'checked', 'disabled'],
  },
  allowedSchemes: ['http', 'https', 'mailto', 'tel'],
  allowProtocolRelative: false,
  nestingLimit: 60,
  transformTags: { a: (tagName, attribs) => ({ tagName, attribs: { ...attribs, rel: 'noopener noreferrer' } }) },
  // A picture from elsewhere would tell its server who reads the comment.
  exclusiveFilter: ({ tag, attribs }) =>
    (tag === 'img' && !ownFile.test(attribs['src'] ?? '')) || (tag === 'input' && attribs['type'] !== 'checkbox'),
}

export type Rendered = Readonly<{
  /** Safe to show as it is. */
  html: string
  /** Ids of the people and teams that the text names with @. */
  mentions: readonly string[]
}>

/**
 * Markdown as HTML without anything that runs or loads from elsewhere; raw HTML stays visible text.
 * What the text names by ref or by @name becomes a link, except in code and inside other links.
 * @param known what `referencesIn` found
 */
export const renderMarkdown = (text: string, registry?: Pick<Registry, 'kinds'>, known: References = noReferences): Rendered => {
  const mentions = new Set<string>()
  const plurals = new Map(registry?.kinds.map((kind) => [kind.name, kind.plural]))
  let inLink = 0
  const linked = (words: string): string =>
    piecesOf(words, known)
      .map((piece) => {
        const plural = piece.names && plurals.get(piece.names.kind)
        if (!piece.names || plural === undefined) return escape(piece.words)
        if (piece.mention) mentions.add(piece.names.id)
        return `<a href="/${plural}/${piece.names.ref}">${escape(piece.mention ? `@${piece.names.title}` : piece.words.replace(/^[#@]/, ''))}</a>`
      })
      .join('')
  const marked = new Marked({
    gfm: true,
    breaks: true,
    renderer: {
      html: ({ raw }) => escape(raw),
      // Headings start two levels down, so that the page keeps one outline.
      heading({ tokens, depth }) {
        const level = Math.min(depth + 2, 6)
        return `<h${level}>${this.parser.parseInline(tokens)}</h${level}>\n`
      },
      link({ href, title, tokens }) {
        inLink++
        const inner = this.parser.parseInline(tokens)
        inLink--
        return `<a href="${escape(href)}"${title ? ` title="${escape(title)}"` : ''}>${inner}</a>`
      },
      image: ({ href, title, text: alt }) =>
        ownFile.test(href) ? `<img src="${href}" alt="${escape(alt)}"${title ? ` title="${escape(title)}"` : ''}>` : escape(alt || href),
      text(token) {
        if ('tokens' in token && token.tokens) return this.parser.parseInline(token.tokens)
        return inLink > 0 ? escape(unescaped(token)) : linked(unescaped(token))
      },
    },
  })
  return { html: sanitize(made(marked, text), allowed), mentions: [...mentions] }
}

/** The lexer escapes some texts itself; they are all escaped once, in one place. */
const unescaped = (token: Readonly<{ text: string; escaped?: boolean }>): string =>
  token.escaped === true
    ? token.text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&')
    : token.text

/** Deeper than any person writes; far deeper texts would exhaust the parser's stack. */
const tooDeep = /^(?:[ \t]*(?:>|[*+-][ \t])){60}/m

/** A text nested too deep is shown as it was written. */
const made = (marked: Marked, text: string): string => {
  const plain = `<p>${escape(text)}</p>`
  if (tooDeep.test(text)) return plain
  try {
    return marked.parse(text, { async: false })
  } catch (error) {
    if (error instanceof RangeError) return plain
    throw error
  }
}

import createPurifier from 'dompurify'
import { marked } from 'marked'

const allowed = [
  'p',
  'br',
  'strong',
  'em',
  'del',
  'code',
  'pre',
  'blockquote',
  'ul',
  'ol',
  'li',
  'a',
  'img',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'hr',
  'table',
  'thead',
  'tbody',
  'tr',
  'th',
  'td',
  'input',
]

/** Headings start two levels down, so that the page keeps one outline. */
const lowered = (html: string): string =>
  html.replace(/<(\/?)h([1-4])/g, (_, slash: string, level: string) => `<${slash}h${Number(level) + 2}`)

/** Markdown as HTML without anything that runs: no scripts, styles, frames or event handlers. */
export const htmlOf = (text: string): string => {
  const made = lowered(marked.parse(text, { async: false, gfm: true, breaks: true }))
  return createPurifier.sanitize(made, {
    ALLOWED_TAGS: allowed,
    ALLOWED_ATTR: ['href', 'title', 'src', 'alt', 'type', 'checked', 'disabled', 'start', 'align'],
  })
}

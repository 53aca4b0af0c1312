/** A paragraph of a letter, or a part about one thing, with its lines. All of it plain words. */
export type Part = Readonly<{ title?: string; href?: string; lines: readonly string[] }>

export type Letter = Readonly<{
  subject: string
  /** The first sentence. */
  intro: string
  parts: readonly Part[]
  /** Why this mail came and how to get fewer; `href` leads there. */
  footer: Readonly<{ text: string; label?: string; href?: string }>
  /** Where a POST stops further letters like this one: programs of mail show a button for it (RFC 8058). */
  stop?: string
}>

export type Written = Readonly<{ subject: string; text: string; html: string; stop_at: string | null }>

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;')

/** Only addresses of the web get into a mail as links. */
const linked = (href: string | undefined, words: string, style: string): string =>
  href && /^https?:\/\//.test(href) ? `<a href="${escape(href)}" style="${style}">${escape(words)}</a>` : escape(words)

/** A subject is one line, whatever it was made of. */
const oneLine = (text: string): string =>
  text
    .replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim()
    .slice(0, 200)

const font = 'font-family:system-ui,-apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif'

const partHtml = ({ title, href, lines }: Part): string =>
  `<tr><td style="padding:12px 0;border-top:1px solid #e3e6ea">${title ? `<div style="font-weight:600;margin-bottom:4px">${linked(href, title, 'color:#1a56b0;text-decoration:none')}</div>` : ''}${lines.map((line) => `<div style="margin:2px 0">${escape(line)}</div>`).join('')}</td></tr>`

const partText = ({ title, href, lines }: Part): string =>
  [...(title ? [title] : []), ...lines.map((line) => (title ? `  ${line}` : line)), ...(href ? [`  ${href}`] : [])].join('\n')

/** A letter as plain text and as HTML that needs nothing from elsewhere: no pictures, no styles, nothing that tells who reads it. */
export const written = ({ subject, intro, parts, footer, stop }: Letter): Written => ({
  subject: oneLine(subject),
  stop_at: stop !== undefined && URL.canParse(stop) ? new URL(stop).href : null,
  text: `${[intro, ...parts.map(partText), `-- \n${footer.text}${footer.href ? `\n${footer.href}` : ''}`].join('\n\n')}\n`,
  html: `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escape(oneLine(subject))}</title></head><body style="margin:0;padding:16px;background:#ffffff;color:#1c2128;font-size:15px;line-height:1.45;${font}"><table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:600px;margin:0 auto"><tr><td style="padding:0 0 12px">${escape(intro)}</td></tr>${parts.map(partHtml).join('')}<tr><td style="padding:12px 0;border-top:1px solid #e3e6ea;color:#5b6470;font-size:13px">${escape(footer.text)}${footer.label ? ` ${linked(footer.href, footer.label, 'color:#5b6470')}` : ''}</td></tr></table></body></html>`,
})

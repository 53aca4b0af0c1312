import type { PageFacts } from '../view.ts'
import { escaped } from './escape.ts'
import { framed } from './frame.ts'

/** A field that people do not see and programs fill. */
const trap =
  '<div class="trap" aria-hidden="true"><label>Leave this empty <input name="website" tabindex="-1" autocomplete="off"></label></div>'

/** What somebody sent that was refused, and why: the form shows both again. */
export type Tried = Readonly<{ field: string; why: string; mail: string; url: string; items: readonly string[] }>

const wrong = (field: string, tried: Tried | null): string =>
  tried?.field === field ? ' aria-invalid="true" aria-errormessage="wrong"' : ''
const again = (value: string | undefined): string => (value ? ` value="${escaped(value)}"` : '')

const mailField = (why: string, tried: Tried | null = null): string =>
  `<label for="mail">E-mail address</label><input id="mail" name="mail" type="email" required maxlength="254" autocomplete="email" aria-describedby="mail-why"${again(tried?.mail)}${wrong('mail', tried)}><p class="small dim" id="mail-why">${why}</p>`

export const subscribeForm = (slug: string, more: boolean): string =>
  `<form method="post" action="/status/${slug}/subscribe">${mailField('We send a message with a link to confirm. Each message has a link to stop.')}${trap}<button>Subscribe by e-mail</button></form><p class="small"><a href="/status/${slug}/subscribe">Choose services${more ? ', or subscribe a webhook' : ''}</a></p>`

type Plain = Readonly<{ page: PageFacts['page']; made_at: string }>

const small = ({ page, made_at }: Plain, heading: string, body: string): string =>
  framed({ page, heading, title: `${heading} · ${page.title}`, feeds: page.public, body, made_at })

/** The form with everything that can be chosen. */
export const choosePage = (
  plain: Plain,
  groups: readonly Readonly<{ name: string | null; items: readonly Readonly<{ id: string; title: string }>[] }>[],
  webhooks: boolean,
  tried: Tried | null = null,
): string => {
  const ticked = new Set(tried?.items)
  const boxes = groups.map(
    ({ name, items }) =>
      `<fieldset><legend>${name === null ? 'Services' : escaped(name)}</legend>${items.map((item) => `<label><input type="checkbox" name="items" value="${item.id}"${ticked.has(item.id) ? ' checked' : ''}> ${escaped(item.title)}</label>`).join('')}</fieldset>`,
  )
  const webhook = webhooks
    ? `<label for="url">Webhook address (optional)</label><input id="url" name="url" type="url" maxlength="500" placeholder="https://" aria-describedby="url-why"${again(tried?.url)}${wrong('url', tried)}><p class="small dim" id="url-why">Updates are sent there as signed JSON; the e-mail address confirms it and is told when it stops working.</p>`
    : ''
  return small(
    plain,
    'Subscribe to updates',
    `${tried === null ? '' : `<p class="wrong" id="wrong" role="alert">${escaped(tried.why)}</p>`}<form method="post" action="/status/${plain.page.slug}/subscribe">${mailField('We send a message with a link to confirm.', tried)}${webhook}${trap}<p>Tick what you want to hear of. Nothing ticked means everything.</p>${boxes.join('')}<button>Subscribe</button></form>`,
  )
}

/** What everybody reads who asks for news, whoever asked before. */
export const askedPage = (plain: Plain): string =>
  small(
    plain,
    'Look into your mail',
    '<p>If that address can be told of news, a message with a link to confirm is on its way. It works for two days.</p>',
  )

/** A page with one button, since programs that look at mail follow links by themselves. */
export const buttonPage = (plain: Plain, words: Readonly<{ heading: string; text: string; button: string }>): string =>
  small(plain, words.heading, `<p>${escaped(words.text)}</p><form method="post"><button>${escaped(words.button)}</button></form>`)

export const saidPage = (plain: Plain, heading: string, text: string, secret: string | null = null): string =>
  small(
    plain,
    heading,
    `<p>${escaped(text)}</p>${secret === null ? '' : `<p>The secret that signs what is sent to your webhook. It is shown this once:</p><p><code>${escaped(secret)}</code></p>`}`,
  )

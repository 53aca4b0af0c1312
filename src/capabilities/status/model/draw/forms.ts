import type { PageFacts } from '../view.ts'
import { escaped } from './escape.ts'
import { framed } from './frame.ts'

/** A field that people do not see and programs fill. */
const trap =
  '<div class="trap" aria-hidden="true"><label>Leave this empty <input name="website" tabindex="-1" autocomplete="off"></label></div>'

const mailField = (why: string): string =>
  `<label for="mail">E-mail address</label><input id="mail" name="mail" type="email" required maxlength="254" autocomplete="email" aria-describedby="mail-why"><p class="small dim" id="mail-why">${why}</p>`

export const subscribeForm = (slug: string, more: boolean): string =>
  `<form method="post" action="/status/${slug}/subscribe">${mailField('We send a message with a link to confirm. Each message has a link to stop.')}${trap}<button>Tell me by e-mail</button></form><p class="small"><a href="/status/${slug}/subscribe">Choose services${more ? ', or use a webhook' : ''}</a></p>`

type Plain = Readonly<{ page: PageFacts['page']; made_at: string }>

const small = ({ page, made_at }: Plain, heading: string, body: string): string =>
  framed({ page, heading, title: `${heading} · ${page.title}`, feeds: page.public, body, made_at })

/** The form with everything that can be chosen. */
export const choosePage = (
  plain: Plain,
  groups: readonly Readonly<{ name: string | null; items: readonly Readonly<{ id: string; title: string }>[] }>[],
  webhooks: boolean,
): string => {
  const boxes = groups.map(
    ({ name, items }) =>
      `<fieldset><legend>${name === null ? 'Services' : escaped(name)}</legend>${items.map((item) => `<label><input type="checkbox" name="items" value="${item.id}"> ${escaped(item.title)}</label>`).join('')}</fieldset>`,
  )
  const webhook = webhooks
    ? '<label for="url">Webhook address (optional)</label><input id="url" name="url" type="url" maxlength="500" placeholder="https://" aria-describedby="url-why"><p class="small dim" id="url-why">News is sent there as signed JSON; the e-mail address confirms it and is told when it stops working.</p>'
    : ''
  return small(
    plain,
    'Be told of news',
    `<form method="post" action="/status/${plain.page.slug}/subscribe">${mailField('We send a message with a link to confirm.')}${webhook}${trap}<p>Tick what you want to hear of. Nothing ticked means everything.</p>${boxes.join('')}<button>Subscribe</button></form>`,
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

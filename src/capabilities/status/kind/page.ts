import { choice, day, link, links, markdown, number, text, yesNo } from '../../../platform/records/fields.ts'
import { inUse, kind } from '../../../platform/records/kind.ts'

const menu = { desk: 'run', group: 'Status pages' } as const

export const statusPage = kind({
  name: 'status_page',
  plural: 'status_pages',
  prefix: 'STP',
  label: 'Status page',
  labels: 'Status pages',
  about:
    'A page that tells readers whether services work: now, over the last 90 days, and when work is planned. Its address is /status/ and its short name.',
  begins: 'Name it, then add the items that readers ask about; publish it once they are right.',
  titled: 'Name',
  icon: 'heartbeat',
  menu,
  fields: {
    slug: text({
      label: 'Short name in the address',
      help: 'Small letters, digits and dashes: the page stands at /status/short-name.',
      required: true,
      unique: true,
      indexed: true,
      max: 60,
    }),
    public: yesNo({ label: 'Public', help: 'Yes: everybody who knows the address reads it. No: only people who are signed in.' }),
    about: markdown({ label: 'About', help: 'A sentence or two at the top of the page.' }),
    time_zone: text({
      label: 'Time zone',
      help: 'Days begin at its midnight, and times are written in it.',
      format: 'zone',
      max: 60,
      required: true,
    }),
    website: text({ label: 'Website', format: 'url', max: 300 }),
    help_url: text({ label: 'Where readers get help', help: 'Such as the portal where they report a fault.', format: 'url', max: 300 }),
    subscribing: choice({
      label: 'Subscribing',
      help: 'Readers leave an address on the page and are told of news.',
      options: [
        { value: 'mail_and_webhook', label: 'By mail and webhook' },
        { value: 'mail', label: 'By mail alone' },
        { value: 'off', label: 'Off' },
      ],
    }),
  },
  lifecycle: {
    initial: 'draft',
    states: [
      {
        name: 'draft',
        label: 'Draft',
        phase: 'open',
        tone: 'info',
        meaning: 'Being set up; readers do not see it.',
        exit: 'Published when its items are right.',
      },
      {
        name: 'published',
        label: 'Published',
        phase: 'active',
        tone: 'good',
        meaning: 'Readers see it.',
        exit: 'Withdrawn when it is no longer wanted.',
      },
      {
        name: 'withdrawn',
        label: 'Withdrawn',
        phase: 'closed',
        tone: 'muted',
        meaning: 'Kept for its history; readers do not see it.',
        exit: 'Can be published again.',
      },
    ],
    moves: [
      { verb: 'publish', label: 'Publish', from: ['draft', 'withdrawn'], to: 'published' },
      { verb: 'withdraw', label: 'Withdraw', from: ['published'], to: 'withdrawn', reason: 'required' },
    ],
  },
  search: ['slug', 'about'],
  list: { columns: ['ref', 'title', 'slug', 'public', 'time_zone', 'owner', 'state'], sort: 'title', facets: ['state', 'public'] },
  layout: [
    { title: 'Page', fields: ['slug', 'public', 'about', 'time_zone', 'owner', 'tags'] },
    { title: 'For readers', fields: ['website', 'help_url', 'subscribing'] },
  ],
})

export const statusItem = kind({
  name: 'status_item',
  plural: 'status_items',
  prefix: 'STI',
  label: 'Status item',
  labels: 'Status items',
  about:
    'A line of a status page: services or components under a name that readers know. Its state follows from outages, maintenance and notices.',
  titled: 'Name for readers',
  icon: 'list',
  fields: {
    page: link({ label: 'Page', to: ['status_page'], back: 'Items', required: true, indexed: true }),
    subjects: links({
      label: 'Shows',
      help: 'When all of them are down it is a major outage, when some are a partial one.',
      to: ['service', 'offering', 'component'],
      back: 'On status pages',
      required: true,
    }),
    group_name: text({ label: 'Group', help: 'Items of one group stand together.', max: 80 }),
    sorting: number({
      label: 'Order',
      help: 'Rising within the page; groups stand where their first item does.',
      integer: true,
      min: 0,
      max: 100_000,
    }),
    about: text({ label: 'About', help: 'What readers use it for, in a few words.', max: 200 }),
    recorded_since: day({
      label: 'Outages recorded since',
      help: 'Days before show “no data”. Empty: since the first check or outage of what it shows.',
    }),
    hide_days: yesNo({ label: 'Without the 90 days' }),
  },
  lifecycle: inUse,
  list: { columns: ['ref', 'title', 'page', 'group_name', 'sorting', 'subjects', 'state'], sort: 'title', facets: ['state', 'page'] },
  layout: [
    { title: 'Item', fields: ['page', 'group_name', 'sorting', 'subjects', 'about', 'recorded_since', 'hide_days', 'owner', 'tags'] },
  ],
})

import type { Command } from 'commander'
import { Refusal } from '../kernel/refusal.ts'
import { kinds } from '../kinds.ts'
import { allFields, type Kind } from '../platform/records/kind.ts'
import type { Client, WithClient } from './client.ts'
import { inLine, json, note, out, table } from './print.ts'

type Item = Readonly<Record<string, unknown>>
type Linked = Readonly<Record<string, Readonly<{ ref: string; title: string }>>>

/** A kind by its name or plural. @throws Refusal `usage` naming the kinds */
const kindNamed = (word: string): Kind => {
  const found = kinds.find((kind) => kind.name === word || kind.plural === word)
  if (!found) throw new Refusal('invalid', 'usage', `There is no kind “${word}”. Kinds are: ${kinds.map((kind) => kind.name).join(', ')}.`)
  return found
}

const ofRef = (ref: string): Kind => {
  const found = kinds.find((kind) => ref.toUpperCase().startsWith(`${kind.prefix}-`))
  if (!found) throw new Refusal('invalid', 'usage', `“${ref}” is not a ref such as SVC-3 or INC-1042.`)
  return found
}

/** `name=value` words as a body: numbers, yes/no and lists by the field's type; JSON where the value begins with { or [. */
const fieldsFrom = (kind: Kind, words: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(
    words.map((word) => {
      const at = word.indexOf('=')
      if (at < 1) throw new Refusal('invalid', 'usage', `Write fields as name=value; “${word}” is not.`)
      const name = word.slice(0, at)
      const text = word.slice(at + 1)
      return [name, valueOf(kind, name, text)]
    }),
  )

const valueOf = (kind: Kind, name: string, text: string): unknown => {
  const type = allFields(kind)[name]?.type
  if (text === '') return null
  if (/^[[{]/.test(text)) {
    try {
      return JSON.parse(text)
    } catch {
      throw new Refusal('invalid', 'usage', `${name}: the value looks like JSON but cannot be read.`)
    }
  }
  if (type === 'number' || type === 'share' || type === 'duration') return Number(text)
  if (type === 'yes_no') return text === 'true' || text === 'yes'
  if (type === 'links' || type === 'choices') return text.split(',')
  return text
}

const shown = (item: Item, links: Linked): Item =>
  Object.fromEntries(
    Object.entries(item).map(([name, value]) => [
      name,
      typeof value === 'string' && links[value]
        ? links[value].ref
        : Array.isArray(value)
          ? value.map((one) => links[String(one)]?.ref ?? String(one)).join(', ')
          : value,
    ]),
  )

const printOne = (answer: unknown, asJson: boolean): void => {
  const { item, links } = answer as { item: Item; links: Linked }
  if (asJson) return json(item)
  for (const [name, value] of Object.entries(shown(item, links))) if (value !== null && value !== '') out(`${name}: ${inLine(value)}`)
}

const listAll = async (
  client: Client,
  kind: Kind,
  filters: readonly string[],
  most: number,
): Promise<{ items: Item[]; links: Linked; more: boolean }> => {
  const query = new URLSearchParams(
    filters.map((word) => {
      const at = word.indexOf('=')
      if (at < 1) throw new Refusal('invalid', 'usage', `Write filters as field=value; “${word}” is not.`)
      return [word.slice(0, at), word.slice(at + 1)]
    }),
  )
  const items: Item[] = []
  const links: Record<string, { ref: string; title: string }> = {}
  for (;;) {
    query.set('limit', String(Math.min(500, most - items.length)))
    const page = (await client.call('GET', `/${kind.plural}?${query}`)).body as { items: Item[]; links: Linked; next: string | null }
    items.push(...page.items)
    Object.assign(links, page.links)
    if (page.next === null || items.length >= most) return { items, links, more: page.next !== null }
    query.set('after', page.next)
  }
}

/** list, show, create, set and do: the verbs that every kind has. */
export const recordCommands = (program: Command, withClient: WithClient): void => {
  program
    .command('list <kind> [filters...]')
    .description(
      'records of a kind; filters as in the address of a list: state=new priority=1,2 opened_at=2016-03-01..2016-04-01 sort=-opened_at',
    )
    .option('--json', 'whole records as JSON')
    .option('--limit <n>', 'how many at the most', '50')
    .action(async (word: string, filters: string[], options: { json?: boolean; limit: string }) => {
      const kind = kindNamed(word)
      await withClient(async (client) => {
        const { items, links, more } = await listAll(client, kind, filters, Math.max(1, Number(options.limit) || 50))
        if (options.json) json(items)
        else
          table(
            kind.list.columns,
            items.map((item) => shown(item, links)),
          )
        if (more) note(`there are more; --limit ${Number(options.limit) * 10} shows them`)
      })
    })
  program
    .command('show <ref>')
    .description('one record by its ref')
    .option('--json', 'as JSON')
    .option('--as-of <moment>', 'as it was then: 2026-03-01T09:00:00Z')
    .action(async (ref: string, options: { json?: boolean; asOf?: string }) => {
      const kind = ofRef(ref)
      await withClient(async (client) => {
        const at = options.asOf ? `?as_of=${encodeURIComponent(options.asOf)}` : ''
        printOne((await client.call('GET', `/${kind.plural}/${ref}${at}`)).body, options.json === true)
      })
    })
  program
    .command('create <kind> <fields...>')
    .description('a new record: reeve create service title="Mail" service_kind=application')
    .option('--json', 'as JSON')
    .action(async (word: string, words: string[], options: { json?: boolean }) => {
      const kind = kindNamed(word)
      const body = fieldsFrom(kind, words)
      await withClient(async (client) => printOne((await client.call('POST', `/${kind.plural}`, body)).body, options.json === true))
    })
  program
    .command('do <ref> <verb> [fields...]')
    .description('move a record on: reeve do INC-7 resolve resolution="Replaced the cable". The verb “change” sets fields.')
    .option('--reason <text>', 'why')
    .option('--json', 'as JSON')
    .action(async (ref: string, verb: string, words: string[], options: { reason?: string; json?: boolean }) => {
      const kind = ofRef(ref)
      const body = { ...fieldsFrom(kind, words), ...(options.reason ? { reason: options.reason } : {}) }
      await withClient(async (client) => {
        const answer =
          verb === 'change'
            ? await client.call('PATCH', `/${kind.plural}/${ref}`, body)
            : await client.call('POST', `/${kind.plural}/${ref}/do/${verb}`, body)
        printOne(answer.body, options.json === true)
      })
    })
}

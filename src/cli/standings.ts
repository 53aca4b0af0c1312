import type { Command } from 'commander'
import { Refusal } from '../kernel/refusal.ts'
import type { WithClient } from './client.ts'
import { json, note, table } from './print.ts'

type Standing = Readonly<{
  promise: string
  subject: string
  window_name: string
  state: string
  value: number | null
  target: number
  left_share: number | null
  worst: Readonly<{ ref: string }> | null
}>
type Answer = Readonly<{
  items: readonly Standing[]
  links: Readonly<Record<string, Readonly<{ ref: string; title: string }>>>
  next: string | null
}>

/** Digits enough to tell 0.9995 from 0.9991. */
const short = (value: number | null): number | null => (value === null ? null : Number(value.toPrecision(6)))

/** `standings`: how promises stand. */
export const standingsCommand = (program: Command, withClient: WithClient): void => {
  program
    .command('standings [filters...]')
    .description(
      'how promises stand, the worst first: state=missed,at_risk subject=SVC-3 agreement=AGR-1 type=sla|ola|underpinning measure=resolution window=2026-03',
    )
    .option('--json', 'whole standings as JSON')
    .option('--limit <n>', 'how many at the most, up to 200', '50')
    .action(async (filters: string[], options: { json?: boolean; limit: string }) => {
      const query = new URLSearchParams({ limit: options.limit })
      for (const word of filters) {
        const at = word.indexOf('=')
        if (at < 1) throw new Refusal('invalid', 'usage', `Write filters as name=value; “${word}” is not.`)
        query.set(word.slice(0, at), word.slice(at + 1))
      }
      await withClient(async (client) => {
        const { items, links, next } = (await client.call('GET', `/standings?${query}`)).body as Answer
        if (options.json) json(items)
        else
          table(
            ['subject', 'title', 'promise', 'window', 'state', 'value', 'target', 'left', 'outage'],
            items.map((one) => ({
              subject: links[one.subject]?.ref ?? one.subject,
              title: links[one.subject]?.title ?? '',
              promise: links[one.promise]?.ref ?? one.promise,
              window: one.window_name,
              state: one.state,
              value: short(one.value),
              target: one.target,
              left: short(one.left_share),
              outage: one.worst?.ref ?? '',
            })),
          )
        if (next !== null) note('there are more; --limit 200 shows up to 200, filters narrow them')
      })
    })
}

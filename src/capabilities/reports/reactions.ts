import { isoOf, millisOf } from '../../kernel/instant.ts'
import { parsePeriod, periodLabel } from '../../kernel/period.ts'
import { Refusal } from '../../kernel/refusal.ts'
import type { Job } from '../../platform/capability.ts'
import type { Behaviour } from '../../platform/records/context.ts'
import { find } from '../../platform/records/read.ts'
import { followServiceDays, rebuildServiceDays } from './actions/days.ts'
import { freeze } from './actions/issue.ts'
import { dropIssue } from './store/issues.ts'

const refused = (path: string, rule: string, message: string): Refusal => new Refusal('invalid', rule, message, [{ path, rule, message }])

/** What an issued report may still change: who looks after it, not what it says. */
const stillOpen = new Set(['owner', 'tags', 'state', 'version', 'changed_at', 'changed_by'])

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one ?? null) === JSON.stringify(other ?? null)

const report: Behaviour = {
  prepare: async (tx, ctx, draft, before, verb) => {
    if (before !== null && before.state !== 'draft') {
      const changed = Object.keys(draft).filter((name) => !stillOpen.has(name) && !same(draft[name], before[name]))
      if (changed.length > 0)
        throw new Refusal(
          'conflict',
          'frozen',
          `${before.ref} was issued and stays as it is. Withdraw it, and issue another one that is right.`,
          changed.map((path) => ({ path, rule: 'frozen', message: 'An issued report is not changed.' })),
        )
      return
    }
    if (typeof draft['service'] !== 'string') throw refused('service', 'required', 'A service report needs its service.')
    if (typeof draft['period'] !== 'string') throw refused('period', 'required', 'A report needs its period, such as 2016-03.')
    const period = parsePeriod(draft['period'].trim())
    draft['period'] = period.text
    if (millisOf(`${period.first}T00:00:00Z`) > ctx.now + 86_400_000)
      throw refused('period', 'future', `${periodLabel(period)} has not begun yet.`)
    const service = await find(tx, ctx.registry.kind('service'), draft['service'])
    const title = `${service?.title ?? 'Service'} - ${periodLabel(period)}`
    const plain = draft['title'] === undefined || draft['title'] === null || draft['title'] === '' || draft['title'] === service?.title
    const untouched =
      before !== null && draft['title'] === before.title && (draft['period'] !== before['period'] || draft['service'] !== before['service'])
    if (plain || untouched) draft['title'] = title.slice(0, 300)
    draft['as_of'] = isoOf(ctx.now)
    if (verb === 'issue') Object.assign(draft, { issued_at: isoOf(ctx.now), issued_by: ctx.actor.id })
  },
  saved: async (tx, ctx, change) => {
    if (change.verb === 'issue') await freeze(tx, ctx, change.after)
  },
  removing: async (tx, _ctx, record) => await dropIssue(tx, record.id),
}

export const behaviours = [{ kind: 'report', behaviour: report }] as const

export const jobs: readonly Job[] = [
  {
    name: 'reports.days',
    cron: '* * * * *',
    about: 'Follows what happened to incidents in the sums by day that pages and desks read.',
    run: async (db, registry, _data, now) => await followServiceDays(db, registry, now),
  },
  {
    name: 'reports.days-anew',
    cron: '41 2 * * *',
    about: 'Makes the sums by day anew from all incidents and clocks.',
    run: async (db, registry, _data, now) => await rebuildServiceDays(db, registry, now),
  },
]

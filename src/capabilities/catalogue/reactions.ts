import { utcDay } from '../../kernel/day.ts'
import { invalid } from '../../kernel/refusal.ts'
import { type Means, meanings } from '../../platform/graph/graph.ts'
import type { Behaviour } from '../../platform/records/context.ts'
import { circle, groupFault, itself, titleOf, twice, wayOver } from './model/dependency.ts'
import { attributesAfter, functionalUnitAfter, kindOf } from './model/service.ts'
import { hardNeedsBelow, lockDependencies, othersInGroup, titlesOf, twinOf } from './store.ts'

const textOr = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)
const meansFrom = (value: unknown): Means | undefined => meanings.find((one) => one === value)

const dependency: Behaviour = {
  prepare: async (tx, _ctx, draft) => {
    const [dependent, provider, means] = [textOr(draft['dependent']), textOr(draft['provider']), meansFrom(draft['means'])]
    if (!dependent || !provider || !means || draft['state'] !== 'active') return
    if (dependent === provider) throw itself()
    const self = String(draft['id'])
    await lockDependencies(tx)
    const twin = await twinOf(tx, dependent, provider, self)
    if (twin) throw twice(twin)
    const group = textOr(draft['group'])
    const k = typeof draft['needs_k'] === 'number' ? draft['needs_k'] : null
    const fault = groupFault(group, k, group ? 1 + (await othersInGroup(tx, dependent, group, self)) : 1)
    if (fault) throw fault
    if (means !== 'uses') {
      const back = wayOver(await hardNeedsBelow(tx, provider, self), provider, dependent)
      if (back) {
        const titles = await titlesOf(tx, [dependent, ...back])
        throw circle([dependent, ...back].map((id) => titles.get(id) ?? id))
      }
    }
    const titles = await titlesOf(tx, [dependent, provider])
    draft['title'] = titleOf(titles.get(dependent) ?? '', means, titles.get(provider) ?? '')
  },
}

const service: Behaviour = {
  prepare: (_tx, ctx, draft, before, verb) => {
    const is = kindOf(draft['service_kind'])
    const was = before ? kindOf(before['service_kind']) : undefined
    if (was && is && was !== is)
      draft['attributes'] = attributesAfter(was, is, (draft['attributes'] ?? {}) as Readonly<Record<string, unknown>>)
    if (is) draft['functional_unit'] = functionalUnitAfter(was, is, draft['functional_unit'])
    if (verb === 'go_live' && !draft['live_on']) draft['live_on'] = utcDay(ctx.now)
  },
}

const offering: Behaviour = {
  prepare: (_tx, _ctx, draft) => {
    if (typeof draft['price'] === 'number' && !draft['price_currency'])
      throw invalid('price_currency', 'Say in which currency the price is: GBP, EUR, USD.', 'currency')
    if (typeof draft['price_currency'] === 'string') draft['price_currency'] = draft['price_currency'].toUpperCase()
  },
}

export const behaviours = [
  { kind: 'dependency', behaviour: dependency },
  { kind: 'service', behaviour: service },
  { kind: 'offering', behaviour: offering },
] as const

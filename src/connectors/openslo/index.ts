import { z } from 'zod'
import { judgedLines, usualBurnTable } from '../../capabilities/levels/index.ts'
import type { Capability } from '../../platform/capability.ts'
import type { Database } from '../../platform/db/database.ts'
import { type Route, route } from '../../platform/http/contract.ts'
import type { Context } from '../../platform/records/context.ts'
import { find, get } from '../../platform/records/read.ts'
import { mayOn } from '../../platform/rights/grants.ts'
import { type Exported, exportedModel, type ExportedMeasure, type LeftOut } from './export.ts'
import { leftOut, prometheusRules } from './prometheus.ts'
import { writeOpenSlo } from './write.ts'

type Which = Readonly<{ agreement?: string | undefined; service?: string | undefined }>

const refOf = async (db: Database, ctx: Context, kind: string, key: string | undefined): Promise<string | null> =>
  key === undefined ? null : (await get(db, ctx, ctx.registry.kind(kind), key)).id

/** The promises about indicators that a person may see, of one agreement or one service where asked. */
const exported = async (db: Database, ctx: Context, which: Which): Promise<readonly Exported[]> => {
  const [agreement, service] = [await refOf(db, ctx, 'agreement', which.agreement), await refOf(db, ctx, 'service', which.service)]
  const found: Exported[] = []
  for (const line of await judgedLines(db, ctx.now)) {
    const { promised } = line
    if (promised.measure === 'availability') continue
    if ((agreement !== null && line.agreement.id !== agreement) || (service !== null && !line.subjects.includes(service))) continue
    const [promise, measure, subject] = await Promise.all([
      find(db, ctx.registry.kind('promise'), line.id),
      find(db, ctx.registry.kind('measure'), promised.indicator),
      find(db, ctx.registry.kind('service'), service ?? line.subjects[0] ?? ''),
    ])
    if (!promise || !measure || !mayOn(ctx.actor, 'promise.see', ctx.registry.kind('promise'), promise)) continue
    const slo_name = typeof promise['slo_name'] === 'string' ? promise['slo_name'] : null
    found.push({
      line,
      slo_name,
      measure: measure as unknown as ExportedMeasure,
      service: subject ?? { ref: line.agreement.ref, title: line.agreement.title },
    })
  }
  return found
}

const comments = (list: readonly LeftOut[]): string => list.map(({ ref, why }) => `# Left out: ${ref}: ${why}.\n`).join('')

const which = z.object({ agreement: z.string().max(60).optional(), service: z.string().max(60).optional() })
const tag = 'Export'

const routes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/export/openslo',
    tag,
    summary: 'Promises about indicators as OpenSLO v1 documents',
    query: which,
    handle: async ({ db, ctx, query, reply }) => {
      const { model, left_out } = exportedModel(await exported(db, ctx, query))
      await reply.type('text/yaml; charset=utf-8').send(`${comments(left_out)}${writeOpenSlo(model)}`)
      return null
    },
  }),
  route({
    method: 'GET',
    path: '/export/prometheus-rules',
    tag,
    summary: 'Promises about indicators as Prometheus recording and alert rules',
    query: which,
    handle: async ({ db, ctx, query, reply }) => {
      const { model, left_out } = exportedModel(await exported(db, ctx, query))
      const without = leftOut(model.slos).length
      await reply
        .type('text/yaml; charset=utf-8')
        .header('X-Left-Out', String(left_out.length + without))
        .send(`${comments(left_out)}${prometheusRules(model.slos, usualBurnTable)}`)
      return null
    },
  }),
]

/** Promises in the words of other tools. */
export const opensloExport: Capability = { name: 'openslo', routes }

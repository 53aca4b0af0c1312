import { z } from 'zod'
import { type JudgedLine, judgedLines, usualBurnTable } from '../../capabilities/levels/index.ts'
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

/** The indicators that a line is judged by: its own, or those of its parts. */
const indicatorsOf = ({ promised }: JudgedLine): readonly string[] => {
  if (promised.measure === 'composite') return promised.parts.flatMap((part) => indicatorsOf(part.line))
  return promised.measure === 'good_share' || promised.measure === 'level' ? [promised.indicator] : []
}

/** The promises about indicators, and those made of them, that a person may see, of one agreement or one service where asked. */
const exported = async (db: Database, ctx: Context, which: Which): Promise<readonly Exported[]> => {
  const [agreement, service] = [await refOf(db, ctx, 'agreement', which.agreement), await refOf(db, ctx, 'service', which.service)]
  const [promises, measures] = [ctx.registry.kind('promise'), ctx.registry.kind('measure')]
  const found: Exported[] = []
  for (const line of await judgedLines(db, ctx.now)) {
    const indicators = indicatorsOf(line)
    if (indicators.length === 0 && line.promised.measure !== 'composite') continue
    if ((agreement !== null && line.agreement.id !== agreement) || (service !== null && !line.subjects.includes(service))) continue
    const promise = await find(db, promises, line.id)
    if (!promise || !mayOn(ctx.actor, 'promise.see', promises, promise)) continue
    const [subject, ...told] = await Promise.all([
      find(db, ctx.registry.kind('service'), service ?? line.subjects[0] ?? ''),
      ...indicators.map(async (id) => await find(db, measures, id)),
    ])
    found.push({
      line,
      slo_name: typeof promise['slo_name'] === 'string' ? promise['slo_name'] : null,
      promises: typeof promise['share'] === 'number' ? promise['share'] : null,
      measures: new Map(told.flatMap((one) => (one ? [[one.id, one as unknown as ExportedMeasure]] : []))),
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

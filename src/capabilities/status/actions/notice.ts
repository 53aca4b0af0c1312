import { isoOf } from '../../../kernel/instant.ts'
import { invalid } from '../../../kernel/refusal.ts'
import type { Tx } from '../../../platform/db/database.ts'
import type { Context } from '../../../platform/records/context.ts'
import type { AnyRecord } from '../../../platform/records/kind.ts'
import { create } from '../../../platform/records/write.ts'
import { type Stage, stagesOf, statusNotice, statusUpdate } from '../kind/notice.ts'

export type NewNotice = Readonly<{
  page: string
  title: string
  notice_type: 'incident' | 'maintenance'
  impact: 'none' | 'minor' | 'major' | 'critical'
  items: readonly string[]
  stage: Stage
  words: string
  started_at?: string | undefined
  ended_at?: string | undefined
  incident?: string | undefined
  outages?: readonly string[] | undefined
  maintenance?: string | undefined
}>

/**
 * A notice with its first update, so that readers never see a headline alone.
 * @throws Refusal `stage`, MissingRight `status_notice.create`, `status_update.create`
 */
export const tellNotice = async (tx: Tx, ctx: Context, { stage, words, ...fields }: NewNotice): Promise<AnyRecord> => {
  if (!stagesOf[fields.notice_type].includes(stage))
    throw invalid('stage', `A ${fields.notice_type} is ${stagesOf[fields.notice_type].join(', ')}, not “${stage}”.`, 'stage')
  const notice = await create(tx, ctx, statusNotice, { started_at: isoOf(ctx.now), ...fields, state: stage })
  await create(tx, ctx, statusUpdate, { notice: notice.id, stage, words, at: isoOf(ctx.now) })
  return notice
}

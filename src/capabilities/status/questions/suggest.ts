import { isoOf } from '../../../kernel/instant.ts'
import { notFound } from '../../../kernel/refusal.ts'
import type { Db } from '../../../platform/db/database.ts'
import type { Context } from '../../../platform/records/context.ts'
import { locate } from '../../../platform/records/read.ts'
import { needAnywhere } from '../../../platform/rights/grants.ts'
import { type Stage, stages } from '../kind/notice.ts'
import { templateFor } from '../model/words.ts'
import { itemsOf, pagesShowing, publishedPages } from '../store/page.ts'

export type Suggestion = Readonly<{
  notice_type: 'incident' | 'maintenance'
  impact: 'none' | 'minor' | 'major' | 'critical'
  title: string
  started_at: string
  ended_at: string | null
  /** Pages that can be told, those that show what it is about first, with their items; `hit` are the items that it is about. */
  pages: readonly Readonly<{
    id: string
    title: string
    items: readonly Readonly<{ id: string; title: string }>[]
    hit: readonly string[]
  }>[]
  incident: string | null
  outages: readonly string[]
  maintenance: string | null
  /** Words to begin with, for each stage. */
  words: Readonly<Record<Stage, string>>
}>

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)
const strings = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : [])

type Told = Omit<Suggestion, 'pages' | 'words'> & Readonly<{ subjects: readonly string[]; description: string | null }>

const impactOfPriority = (priority: unknown): Suggestion['impact'] =>
  priority === '1' || priority === 1 ? 'critical' : priority === '2' || priority === 2 ? 'major' : 'minor'

/** What a notice would say of a record, without the record's words about causes, people and firms: those are not for readers. */
const toldOf = (kind: string, record: Readonly<Record<string, unknown>> & Readonly<{ id: string; title: string }>): Told | null => {
  const none = { incident: null, outages: [], maintenance: null, ended_at: null, description: null }
  if (kind === 'outage')
    return {
      ...none,
      notice_type: 'incident',
      impact: record['severity'] === 'down' ? 'major' : 'minor',
      title: record.title,
      started_at: String(record['started_at']),
      outages: [record.id],
      subjects: [String(record['subject'])],
    }
  if (kind === 'incident')
    return {
      ...none,
      notice_type: 'incident',
      impact: impactOfPriority(record['priority']),
      title: record.title,
      started_at: String(record['opened_at']),
      incident: record.id,
      subjects: [record['service'], record['component']].flatMap((one) => (text(one) === null ? [] : [String(one)])),
    }
  if (kind === 'maintenance')
    return {
      ...none,
      notice_type: 'maintenance',
      impact: 'none',
      title: record.title,
      started_at: String(record['starts_at']),
      ended_at: String(record['ends_at']),
      maintenance: record.id,
      subjects: strings(record['subjects']),
      description: text(record['description']),
    }
  return null
}

/** A notice as it could be written, about a record or from nothing. @throws MissingRight `status_notice.create`, Refusal `not_found` */
export const suggestNotice = async (db: Db, ctx: Context, about: string | undefined): Promise<Suggestion> => {
  needAnywhere(ctx.actor, 'status_notice.create', 'write notices for status pages')
  const found = about === undefined ? null : await locate(db, ctx, about)
  const told = found ? toldOf(found.kind.name, found.record) : null
  if (found && !told) throw notFound(`An outage, incident or maintenance ${found.record.ref}`)
  const showing = new Map((await pagesShowing(db, told?.subjects ?? [])).map((one) => [one.page, one]))
  const pages = await Promise.all(
    (await publishedPages(db)).map(async (page) => ({
      id: page.id,
      title: page.title,
      items: (await itemsOf(db, page.id)).map(({ id, title }) => ({ id, title })),
      hit: showing.get(page.id)?.items ?? [],
    })),
  )
  const names = [...showing.values()][0]?.names ?? []
  const words = Object.fromEntries(stages.map(({ value }) => [value, templateFor(value, names)])) as Record<Stage, string>
  return {
    notice_type: told?.notice_type ?? 'incident',
    impact: told?.impact ?? 'minor',
    title: told?.title ?? '',
    started_at: told?.started_at ?? isoOf(ctx.now),
    ended_at: told?.ended_at ?? null,
    incident: told?.incident ?? null,
    outages: told?.outages ?? [],
    maintenance: told?.maintenance ?? null,
    pages: pages.sort((a, b) => b.hit.length - a.hit.length),
    words: told?.description ? { ...words, announced: told.description } : words,
  }
}

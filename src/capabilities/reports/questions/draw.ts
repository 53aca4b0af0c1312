import { millisOf } from '../../../kernel/instant.ts'
import type { Db } from '../../../platform/db/database.ts'
import type { Context } from '../../../platform/records/context.ts'
import { get } from '../../../platform/records/read.ts'
import { htmlOf } from '../model/draw/html.ts'
import { documentOf } from '../model/draw/report.ts'
import type { ReportFacts } from '../model/facts.ts'
import { issueOf } from '../store/issues.ts'
import { factsOf } from './report.ts'

/** The drawing of charts is loaded when the first report is drawn: most processes never do. */
const charts = async () => await import('../model/draw/charts.ts')

export const drawHtml = async (facts: ReportFacts): Promise<string> => {
  const { drawChart } = await charts()
  return htmlOf(documentOf(facts), (chart) => drawChart(chart, 'system-ui, sans-serif'))
}

/** The PDF of a report. Its charts are set in the font that the typesetter brings. @throws Refusal `too_many_pdfs` */
export const drawPdf = async (facts: ReportFacts): Promise<Uint8Array> => {
  const [{ drawChart }, { renderPdf }] = await Promise.all([charts(), import('./pdf/render.ts')])
  return await renderPdf(documentOf(facts), (chart) => drawChart(chart, 'Libertinus Serif'), millisOf(facts.as_of))
}

/** A report as a page: the very text that was issued, or drawn anew while it is a draft or was withdrawn (which it then says). @throws Refusal `not_found` */
export const htmlOfReport = async (db: Db, ctx: Context, key: string): Promise<string> => {
  const report = await get(db, ctx, ctx.registry.kind('report'), key)
  const issue = report.state === 'issued' ? await issueOf(db, report.id) : undefined
  return issue?.html ?? (await drawHtml(await factsOf(db, ctx, report.id)))
}

/** @throws Refusal `not_found`, `too_many_pdfs` */
export const pdfOfReport = async (db: Db, ctx: Context, key: string): Promise<Readonly<{ bytes: Uint8Array; name: string }>> => {
  const facts = await factsOf(db, ctx, key)
  return { bytes: await drawPdf(facts), name: `${facts.report.ref}-${facts.service.ref}-${facts.period.text}.pdf` }
}

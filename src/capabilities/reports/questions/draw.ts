import { documentOf } from '../model/draw/report.ts'
import { htmlOf } from '../model/draw/html.ts'
import type { ReportFacts } from '../model/facts.ts'

/** The drawing of charts is loaded when the first report is drawn: most processes never do. */
const charts = async () => await import('../model/draw/charts.ts')

export const drawHtml = async (facts: ReportFacts): Promise<string> => {
  const { drawChart } = await charts()
  return htmlOf(documentOf(facts), (chart) => drawChart(chart, 'system-ui, sans-serif'))
}

/** The PDF of a report. Its charts are set in the font that the typesetter brings. @throws Refusal `too_many_pdfs` */
export const drawPdf = async (facts: ReportFacts): Promise<Uint8Array> => {
  const [{ drawChart }, { renderPdf }] = await Promise.all([charts(), import('./pdf/render.ts')])
  return await renderPdf(documentOf(facts), (chart) => drawChart(chart, 'Libertinus Serif'), Date.parse(facts.as_of))
}

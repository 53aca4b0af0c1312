import type { Block, Cell, ChartSpec, Document } from './document.ts'

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Text as it may stand in HTML, in an attribute too. */
export const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => entities[sign] ?? '')

/** Only addresses inside the application become links. */
const linked = (text: string, to: string | undefined): string =>
  to && /^\/[a-z]/.test(to) ? `<a href="${escaped(to)}">${escaped(text)}</a>` : escaped(text)

const cellHtml = (cell: Cell, align: 'left' | 'right', head: boolean): string => {
  const tag = head ? 'th scope="row"' : 'td'
  const classes = [align === 'right' ? 'n' : '', cell.tone ? `t-${cell.tone}` : '', cell.strong ? 's' : ''].filter((one) => one !== '')
  return `<${tag}${classes.length > 0 ? ` class="${classes.join(' ')}"` : ''}>${linked(cell.text, cell.to)}</${tag.split(' ')[0]}>`
}

const tableHtml = (
  block: Extract<Block, { type: 'table' }>,
): string => `<div class="table"><table><caption>${escaped(block.caption)}</caption>
<thead><tr>${block.columns.map((one) => `<th scope="col"${one.align === 'right' ? ' class="n"' : ''}>${escaped(one.label)}</th>`).join('')}</tr></thead>
<tbody>${block.rows.map((row) => `<tr>${row.map((cell, at) => cellHtml(cell, block.columns[at]?.align ?? 'left', at === 0)).join('')}</tr>`).join('\n')}</tbody></table>${block.note ? `<p class="note">${escaped(block.note)}</p>` : ''}</div>`

const blockHtml = (block: Block, draw: (chart: ChartSpec) => string): string => {
  switch (block.type) {
    case 'heading':
      return `<h2>${escaped(block.text)}</h2>`
    case 'text':
      return block.paragraphs.map((one) => `<p class="wide">${escaped(one).replaceAll('\n', '<br>')}</p>`).join('\n')
    case 'sentences':
      return `<ul class="sentences">${block.items.map((one) => `<li class="t-${one.tone}"><span>${linked(one.text, one.to)}</span></li>`).join('\n')}</ul>`
    case 'chart':
      return `<figure role="img" aria-label="${escaped(block.chart.alt)}">${draw(block.chart)}<figcaption>${escaped(block.chart.alt)}</figcaption></figure>`
    case 'table':
      return tableHtml(block)
  }
}

const style = `
:root{color-scheme:light}
*{box-sizing:border-box}
body{margin:0;background:#fff;color:#1d242d;font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
main{max-width:60rem;margin:0 auto;padding:2rem 1.25rem 4rem}
header p{margin:0;color:#4a5461}
h1{font-size:1.7rem;line-height:1.2;margin:.2rem 0 1rem}
h2{font-size:1.15rem;margin:2.2rem 0 .6rem;padding-bottom:.25rem;border-bottom:2px solid #1d242d;break-after:avoid}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.15rem 1.25rem;margin:0 0 1rem}
dt{color:#4a5461}dd{margin:0;overflow-wrap:anywhere}
.notice{border:2px solid currentColor;padding:.6rem .9rem;font-weight:600}
.wide{max-width:46rem;overflow-wrap:anywhere}
.sentences{list-style:none;margin:0;padding:0}
.sentences li{border-left:4px solid currentColor;padding:.15rem 0 .15rem .7rem;margin:.45rem 0;overflow-wrap:anywhere;break-inside:avoid}
.sentences span{color:#1d242d}
.table{overflow-x:auto;margin:1rem 0}
table{border-collapse:collapse;width:100%;font-size:.88rem}
caption{text-align:left;font-weight:600;padding-bottom:.35rem}
th,td{text-align:left;padding:.32rem .6rem .32rem 0;border-bottom:1px solid #d5dae1;vertical-align:top;overflow-wrap:anywhere}
thead th{border-bottom:1.5px solid #6b7280;color:#4a5461;font-weight:600;vertical-align:bottom}
tbody th{font-weight:400}
.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.s{font-weight:650}
.note,figcaption{color:#4a5461;font-size:.82rem;max-width:46rem}
figure{margin:1rem 0;break-inside:avoid}
figure svg{max-width:100%;height:auto}
a{color:#1b4f8a}
.t-good{color:#22682f}.t-bad{color:#a61b1b}.t-warn{color:#8a4100}.t-info{color:#1b4f8a}.t-neutral,.t-muted{color:#5b6470}
tr{break-inside:avoid}thead{display:table-header-group}
@page{margin:16mm 14mm}
@media print{main{padding:0;max-width:none}body{font-size:11pt}a{color:inherit;text-decoration:none}.table{overflow:visible}}
`

/** A whole page that needs nothing from anywhere: styles and pictures are inside, there are no scripts, and every text is escaped. */
export const htmlOf = (document: Document, draw: (chart: ChartSpec) => string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="referrer" content="no-referrer">
<title>${escaped(document.title)}</title><style>${style}</style></head>
<body><main><header><p>${escaped(document.organisation)} · ${escaped(document.ref)}</p><h1>${escaped(document.title)}</h1></header>
${document.notice ? `<p class="notice t-${document.notice.tone}">${escaped(document.notice.text)}</p>` : ''}
<dl>${document.facts.map((one) => `<dt>${escaped(one.label)}</dt><dd>${escaped(one.value)}</dd>`).join('\n')}</dl>
${document.blocks.map((block) => blockHtml(block, draw)).join('\n')}
</main></body></html>
`

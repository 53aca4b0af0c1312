import type { Ate } from './credit.ts'

/** What a claim letter says. Amounts are decimals as text; results are shares unless `level`. */
export type Claim = Readonly<{
  ref: string
  organisation: string
  supplier: string
  contract: string | null
  agreement: string
  promise: string
  subject: string | null
  period: string
  level: boolean
  result: number | null
  promised: number | null
  share: number | null
  charge: string | null
  amount: string | null
  capped: string | null
  currency: string | null
  evidence: readonly Ate[]
  on: string
  state: string
}>

const figure = (value: number | null, level: boolean): string =>
  value === null ? 'not known' : level ? String(Number(value.toPrecision(6))) : `${String(Number((value * 100).toFixed(4)))} %`

const money = (amount: string | null, currency: string | null): string =>
  amount === null ? 'not known' : `${amount} ${currency ?? ''}`.trim()

const isMore = (amount: string | null): boolean => amount !== null && Number(amount) > 0

const pairsOf = (claim: Claim): readonly (readonly [string, string])[] => [
  ['Our reference', claim.ref],
  ...(claim.contract === null ? [] : [['Contract', claim.contract] as const]),
  ['Agreement', claim.agreement],
  ['Promise', claim.promise],
  ...(claim.subject === null ? [] : [['Of', claim.subject] as const]),
  ['Period', claim.period],
  ['Promised', figure(claim.promised, claim.level)],
  ['Result', figure(claim.result, claim.level)],
  ['Charge of the period', money(claim.charge, claim.currency)],
  ['Share of the charge owed', figure(claim.share, false)],
  ...(isMore(claim.capped) ? [['Cut off by the agreed cap', money(claim.capped, claim.currency)] as const] : []),
  ['Claimed', money(claim.amount, claim.currency)],
]

const heading = (claim: Claim): string =>
  `${claim.state === 'computed' ? 'Draft of a claim' : 'Claim'} for a service credit, ${claim.period}`

const opening = (claim: Claim): string =>
  `${claim.organisation} claims the service credit that ${claim.supplier} owes under the agreement named below, because the promise was missed in ${claim.period}. The records that led to the result follow.`

const closing =
  'Please confirm the amount, or say for each line why it should not count. A credit note that names our reference settles this claim.'

const share = (one: Ate, level: boolean): string =>
  one.contributes === null ? '' : level ? String(one.contributes) : `${String(Number((one.contributes * 100).toFixed(4)))} %`

const head = ['Record', 'What', 'When', 'Why it counts', 'Of the result'] as const

const rowsOf = (claim: Claim): readonly (readonly string[])[] =>
  claim.evidence.map((one) => [
    one.ref,
    one.title,
    one.at === null ? '' : `${one.at.slice(0, 16).replace('T', ' ')} UTC`,
    one.words,
    share(one, claim.level),
  ])

const cell = (text: string): string => text.replace(/[\\|`*_[\]<>#]/g, '\\$&').replace(/\s+/g, ' ')

/** The letter as Markdown. */
export const claimMarkdown = (claim: Claim): string =>
  [
    `# ${cell(heading(claim))}`,
    `${cell(claim.organisation)}, ${claim.on}`,
    `To: ${cell(claim.supplier)}`,
    cell(opening(claim)),
    pairsOf(claim)
      .map(([label, value]) => `- ${label}: ${cell(value)}`)
      .join('\n'),
    ...(claim.evidence.length === 0
      ? []
      : [
          '## Evidence',
          [head, head.map(() => '---'), ...rowsOf(claim)]
            .map((row) => `| ${row.map((each) => (each === '---' ? each : cell(each))).join(' | ')} |`)
            .join('\n'),
        ]),
    closing,
    '',
  ].join('\n\n')

const escaped = (text: string): string => text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`)

const style =
  'body{font:15px/1.5 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem;color:#1c2530;background:#fff}h1{font-size:1.4rem}h2{font-size:1.1rem}table{border-collapse:collapse;width:100%;font-size:.9em}th,td{text-align:left;padding:.3rem .5rem;border-bottom:1px solid #ccd3da;vertical-align:top}dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem}dt{color:#566270}dd{margin:0}.wide{overflow-x:auto}@media print{body{margin:0}}'

/** The letter as a page of its own, to print or to send. */
export const claimHtml = (claim: Claim): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escaped(`${claim.ref} ${heading(claim)}`)}</title><style>${style}</style></head><body>
<h1>${escaped(heading(claim))}</h1><p>${escaped(claim.organisation)}, ${escaped(claim.on)}<br>To: ${escaped(claim.supplier)}</p><p>${escaped(opening(claim))}</p>
<dl>${pairsOf(claim)
    .map(([label, value]) => `<dt>${escaped(label)}</dt><dd>${escaped(value)}</dd>`)
    .join('')}</dl>
${
  claim.evidence.length === 0
    ? ''
    : `<h2>Evidence</h2><div class="wide"><table><thead><tr>${head.map((one) => `<th scope="col">${one}</th>`).join('')}</tr></thead><tbody>${rowsOf(
        claim,
      )
        .map((row) => `<tr>${row.map((one) => `<td>${escaped(one)}</td>`).join('')}</tr>`)
        .join('')}</tbody></table></div>`
}
<p>${escaped(closing)}</p></body></html>`

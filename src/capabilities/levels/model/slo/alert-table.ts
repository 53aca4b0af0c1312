import { burnThreshold, highestBurn } from './burn.ts'

/** One pair of windows, in seconds: it tells when more than `factor` times the even rate burns in both. The short one ends it soon after it is over. */
export type BurnRow = Readonly<{ severity: BurnSeverity; long_s: number; short_s: number; factor: number }>

/** What must be looked at now pages (critical, error); what can wait for the working day is a ticket (warning, info). */
export type BurnSeverity = 'critical' | 'error' | 'warning' | 'info'

/** The same, by the share of the window's budget that may burn within the long window. */
export type BurnShare = Readonly<{ severity: BurnSeverity; long_s: number; short_s: number; share: number }>

const hour = 3600
const day = 24 * hour
const minute = 60

/** The pairs in common use for windows of four weeks or a month. Source: the SRE workbook, "Alerting on SLOs", with the one-day pair that sloth adds. */
export const usualShares: readonly BurnShare[] = [
  { severity: 'critical', long_s: hour, short_s: 5 * minute, share: 0.02 },
  { severity: 'critical', long_s: 6 * hour, short_s: 30 * minute, share: 0.05 },
  { severity: 'warning', long_s: day, short_s: 2 * hour, share: 0.1 },
  { severity: 'warning', long_s: 3 * day, short_s: 6 * hour, share: 0.1 },
]

/** The table for a window: the pairs of windows stay, the factors follow from the length of the window. */
export const burnTable = (window_s: number, shares: readonly BurnShare[] = usualShares): readonly (BurnRow & BurnShare)[] =>
  shares.map((row) => ({ ...row, factor: burnThreshold(row.share, window_s, row.long_s) }))

/** Pyrra's way: the factors stay, the pairs of windows shrink and grow with the window (these are for 28 days). */
const scaledRows: readonly BurnRow[] = [
  { severity: 'critical', long_s: hour, short_s: 5 * minute, factor: 14 },
  { severity: 'critical', long_s: 6 * hour, short_s: 30 * minute, factor: 7 },
  { severity: 'warning', long_s: day, short_s: 2 * hour, factor: 2 },
  { severity: 'warning', long_s: 4 * day, short_s: 6 * hour, factor: 1 },
]

const scaled = (seconds: number, window_s: number): number =>
  Math.max(minute, Math.round((seconds * window_s) / (28 * day) / minute) * minute)

/** The table for windows much shorter or longer than a month. Source: pyrra, slo/rules.go. Windows in whole minutes. */
export const scaledBurnTable = (window_s: number): readonly BurnRow[] =>
  scaledRows.map((row) => {
    const short_s = scaled(row.short_s, window_s)
    return { ...row, short_s, long_s: Math.max(scaled(row.long_s, window_s), 2 * short_s) }
  })

export type TableIssue = Readonly<{ row: number; rule: 'never_fires' | 'windows' | 'too_long' | 'factor'; message: string }>

const amount = (of: number): string => String(Number(of.toPrecision(4)))

/** What is wrong with rows of a table for a promise, to be told when it is saved. `row`: its place in the table, from 0. */
export const tableIssues = (rows: readonly BurnRow[], objective: number, window_s: number): readonly TableIssue[] =>
  rows.flatMap((row, index): readonly TableIssue[] => {
    const highest = highestBurn(objective)
    const found: TableIssue[] = []
    if (!(row.factor > 0)) found.push({ row: index, rule: 'factor', message: 'The factor is above 0.' })
    if (row.short_s >= row.long_s) found.push({ row: index, rule: 'windows', message: 'The short window is shorter than the long one.' })
    if (row.long_s > window_s)
      found.push({ row: index, rule: 'too_long', message: 'The long window is longer than the window of the promise.' })
    // Not even a total failure burns faster than 1 / (1 - objective); the factor must be passed, not met.
    if (highest !== null && row.factor >= highest * (1 - 1e-12))
      found.push({
        row: index,
        rule: 'never_fires',
        message: `This can never tell: with an objective of ${amount(objective * 100)} % nothing burns faster than ${amount(highest)} times, and it waits for more than ${amount(row.factor)}. Give it a smaller factor, or a longer window.`,
      })
    return found
  })

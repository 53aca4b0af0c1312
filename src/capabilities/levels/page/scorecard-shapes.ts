import type { Links } from '../../../platform/page/api.ts'
import { numberText, shareText } from '../../../platform/page/fields/format.ts'
import type { Criterion, Weights } from '../model/scorecard/criteria.ts'
import type { Tone } from '../../../platform/records/fields.ts'

export type PartShown = Readonly<{
  criterion: Criterion
  label: string
  about: string
  rule: string
  as: 'share' | 'times' | 'count' | 'points'
  value: number | null
  against: number | null
  score: number | null
  counted: number | null
  weight: number
  counts: number | null
  words: string
  why_missing: string | null
  records: readonly Readonly<{ id: string; words: string }>[]
  hidden: number
}>

type Scores = Readonly<Partial<Record<Criterion, number | null>>>

/** GET /suppliers/:key/scorecard */
export type Scorecard = Readonly<{
  supplier: Readonly<{ id: string; ref: string; title: string }>
  scorecard: Readonly<{ id: string; ref: string; version: number }> | null
  period: Readonly<{ text: string; label: string; over: boolean; running: string }>
  frozen_at: string | null
  total: number | null
  coverage: number
  weights: Weights
  usual_weights: boolean
  parts: readonly PartShown[]
  given: readonly Readonly<{ criterion: Criterion; score: number; note: string; by: string | null; at: string }>[]
  trend: readonly Readonly<{ month: string; total: number | null; coverage: number; scores: Scores }>[]
  peers: readonly (Place & Readonly<{ id: string; total: number | null; coverage: number; scores: Scores }>)[]
  links: Links
}>

export type Place = Readonly<{ rank: number | null; best: number | null; worst: number | null }>

/** GET /scorecards/overview */
export type Overview = Readonly<{
  period: Readonly<{ text: string; label: string; running: string }>
  criteria: readonly Readonly<{ name: Criterion; label: string; rule: string; weight: number }>[]
  suppliers: readonly (Place &
    Readonly<{
      id: string
      own_total: number | null
      total: number | null
      coverage: number
      parts: readonly Readonly<{ criterion: Criterion; score: number | null; words: string; why_missing: string | null }>[]
      trend: readonly Readonly<{ month: string; total: number | null }>[]
    }>)[]
  links: Links
}>

/** GET /suppliers/:key/clocks */
export type Hands = Readonly<{
  agreements: number
  open_count: number
  open: readonly Readonly<{
    id: string
    ref: string
    title: string
    since: string
    times_back: number
    priority: string | null
    in_hands_s: number
    clocks: readonly Readonly<{
      promise: string
      measure: string
      state: string
      target_s: number
      elapsed_s: number
      due_at: string | null
    }>[]
  }>[]
  months: readonly Readonly<{
    month: string
    in_hands_s: number
    tickets: number
    handed_back: number
    came_back: number
    kept: number
    missed: number
  }>[]
}>

/** Scores to whole points: more says nothing. */
export const scoreText = (score: number | null): string => (score === null ? '–' : numberText(Math.round(score)))

/** What a score means in a word. From less than half of the weights nothing is concluded. */
export const verdictOf = (score: number, coverage: number): Readonly<{ tone: Tone; word: string }> => {
  if (coverage < 0.5 - 1e-9) return { tone: 'muted', word: 'too little is known' }
  return score >= 80 ? { tone: 'good', word: 'good' } : score >= 60 ? { tone: 'warn', word: 'fair' } : { tone: 'bad', word: 'poor' }
}

/** To whole per cent. */
export const percent = (share: number): string => shareText(Math.round(share * 100) / 100)

/** "2nd of 5; 1st to 3rd when a weight moves". */
export const placeText = ({ rank, best, worst }: Place, of: number): string => {
  if (rank === null) return 'not ranked: less than half of the weights is known'
  const among = `${rank} of ${of}`
  return best === worst
    ? `${among}, whichever weight moves by a fifth`
    : `${among}; between ${best} and ${worst} when a weight moves by a fifth`
}

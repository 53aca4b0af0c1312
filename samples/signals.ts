import { measure, source } from '../src/capabilities/signals/kind.ts'
import { promise } from '../src/capabilities/levels/kind.ts'
import { openSource, type Sample, takeReadings } from '../src/capabilities/signals/index.ts'
import type { Millis } from '../src/kernel/instant.ts'
import type { Database } from '../src/platform/db/database.ts'
import { chance } from './chance.ts'
import { named, type Rows, row, type Times } from './row.ts'

const hour = 3_600_000
const day = 24 * hour
/** How far back readings go. */
const past = 60 * day

type Direction = 'higher' | 'lower' | 'neither'

/** An indicator with the figures it tells: around `usual`, by day and by night, and how it is judged. */
type Indicator = Readonly<{
  key: string
  title: string
  service: string
  type: 'latency' | 'quality' | 'experience' | 'environment' | 'use'
  unit: string
  direction: Direction
  aggregation: 'mean' | 'quantile' | 'share' | 'sum'
  usual: number
  /** How much higher by day, as a share. */
  swing: number
  noise: number
  good?: readonly [when: 'at_most' | 'at_least', level: number]
  quality: 'A' | 'B' | 'C' | 'D'
}>

const indicators: readonly Indicator[] = [
  {
    key: 'record-open',
    title: 'Patient record opens',
    service: 'patient-record',
    type: 'latency',
    unit: 's',
    direction: 'lower',
    aggregation: 'quantile',
    usual: 1.3,
    swing: 0.5,
    noise: 0.35,
    quality: 'A',
  },
  {
    key: 'portal-answers',
    title: 'Portal answers within 2 s',
    service: 'patient-portal',
    type: 'latency',
    unit: 's',
    direction: 'lower',
    aggregation: 'share',
    usual: 0.9,
    swing: 0.4,
    noise: 0.3,
    good: ['at_most', 2],
    quality: 'A',
  },
  {
    key: 'images-open',
    title: 'Images open',
    service: 'imaging-archive',
    type: 'latency',
    unit: 's',
    direction: 'lower',
    aggregation: 'quantile',
    usual: 3.4,
    swing: 0.6,
    noise: 0.4,
    quality: 'A',
  },
  {
    key: 'theatre-air',
    title: 'Theatre 4 air changes',
    service: 'theatre-ventilation',
    type: 'environment',
    unit: 'per hour',
    direction: 'higher',
    aggregation: 'mean',
    usual: 24.5,
    swing: 0,
    noise: 0.04,
    quality: 'A',
  },
  {
    key: 'cold-store',
    title: 'Vaccine store temperature',
    service: 'cold-storage',
    type: 'environment',
    unit: '°C',
    direction: 'neither',
    aggregation: 'share',
    usual: 4.6,
    swing: 0.06,
    noise: 0.14,
    good: ['at_most', 8],
    quality: 'A',
  },
  {
    key: 'call-answer',
    title: 'Calls answered within 20 s',
    service: 'contact-centre',
    type: 'quality',
    unit: 's',
    direction: 'lower',
    aggregation: 'share',
    usual: 12,
    swing: 0.35,
    noise: 0.4,
    good: ['at_most', 20],
    quality: 'B',
  },
  {
    key: 'desk-score',
    title: 'Satisfaction with the service desk',
    service: 'desktops',
    type: 'experience',
    unit: 'of 5',
    direction: 'higher',
    aggregation: 'mean',
    usual: 4.2,
    swing: 0,
    noise: 0.12,
    quality: 'C',
  },
]

/** Services that the trust's monitoring watches: whether they were up is known also while nothing fails. */
const watched = [
  'patient-record',
  'prescribing',
  'critical-care-charting',
  'emergency-board',
  'integration',
  'databases',
  'clinical-sign-on',
  'pathology-system',
  'imaging-archive',
  'radiology-requests',
  'theatre-scheduling',
  'theatre-ventilation',
  'telephony',
  'contact-centre',
  'paging',
  'nurse-call',
  'network',
  'wireless',
  'perimeter',
  'internet',
  'data-halls',
  'compute',
  'storage',
  'identity',
  'desktops',
  'email',
  'files',
  'chilled-water',
  'electrical',
  'cold-storage',
] as const

type Line = Readonly<{ key: string; agreement: string; values: Readonly<Record<string, unknown>>; title: string }>

const judged: readonly Line[] = [
  {
    key: 'record-open',
    agreement: 'clinical',
    title: 'Patient record opens: 95th percentile at most 3 s each month',
    values: { measure: 'level', statistic: 'p95', comparator: 'at_most', level: 3, window_type: 'month' },
  },
  {
    key: 'portal-answers',
    agreement: 'standard',
    title: 'Portal answers within 2 s good for 99 % over 30 d',
    values: { measure: 'good_share', share: 0.99, window_type: 'rolling', window_length: 30 * 86_400, budgeting: 'events' },
  },
  {
    key: 'theatre-air',
    agreement: 'theatres',
    title: 'Theatre 4 air changes: lowest at least 20 per hour each month',
    values: { measure: 'level', statistic: 'min', comparator: 'at_least', level: 20, window_type: 'month' },
  },
  {
    key: 'cold-store',
    agreement: 'plant',
    title: 'Vaccine store temperature good for 99.9 % each month',
    values: { measure: 'good_share', share: 0.999, window_type: 'month', budgeting: 'slices', slice: 3600, slice_share: 1 },
  },
  {
    key: 'call-answer',
    agreement: 'voice',
    title: 'Calls answered within 20 s good for 80 % each month',
    values: { measure: 'good_share', share: 0.8, window_type: 'month', budgeting: 'events' },
  },
  {
    key: 'desk-score',
    agreement: 'workplace',
    title: 'Satisfaction with the service desk: mean at least 4 of 5 each quarter',
    values: { measure: 'level', statistic: 'mean', comparator: 'at_least', level: 4, window_type: 'quarter' },
  },
]

/** Sources, measures, and the promises that are judged by them. After services and agreements. */
export const signalRows = (times: Times): readonly Rows[] => [
  {
    kind: source,
    rows: [
      row(times, source, 'monitoring', {
        title: 'Trust monitoring',
        source_type: 'imported',
        subject_label: 'service',
        zone: 'Europe/London',
      }),
    ],
  },
  {
    kind: measure,
    rows: [
      ...indicators.map((one) =>
        row(times, measure, one.key, {
          title: one.title,
          subject: named(times, 'service', one.service),
          measure_type: one.type,
          unit: one.unit,
          direction: one.direction,
          aggregation: one.aggregation,
          quantile: one.aggregation === 'quantile' ? 0.95 : null,
          data_quality: one.quality,
          source: named(times, 'source', 'monitoring'),
          series: { name: one.key },
          good_when: one.good?.[0] ?? null,
          good_level: one.good?.[1] ?? null,
          every: 1800,
        }),
      ),
      ...watched.map((service) =>
        row(times, measure, `up-${service}`, {
          title: `Up: ${service.replaceAll('-', ' ')}`,
          subject: named(times, 'service', service),
          measure_type: 'availability',
          direction: 'higher',
          aggregation: 'mean',
          data_quality: 'A',
          source: named(times, 'source', 'monitoring'),
          series: { name: 'up', labels: { service } },
          every: 3600,
        }),
      ),
    ],
  },
  {
    kind: promise,
    rows: judged.map((one) =>
      row(times, promise, `indicator:${one.key}`, {
        title: one.title,
        agreement: named(times, 'agreement', one.agreement),
        indicator: named(times, 'measure', one.key),
        warn_at: 0.75,
        ...one.values,
      }),
    ),
  },
]

/** Two readings an hour, higher in the working day; the portal had a bad afternoon three days ago. */
const readingsOf = (one: Indicator, now: Millis): readonly Sample[] => {
  const random = chance(one.key.length * 7919 + one.usual * 100)
  const samples: Sample[] = []
  for (let at = now - past; at < now; at += hour / 2) {
    const time = Math.floor((at % day) / hour)
    const busy = time >= 8 && time < 18 ? 1 + one.swing : 1
    const bad = one.key === 'portal-answers' && now - at > 3 * day && now - at < 3 * day + 4 * hour ? 3.2 : 1
    const value = one.usual * busy * bad * (1 + (random.next() - 0.5) * 2 * one.noise)
    const shown = one.unit === 'of 5' ? Math.min(5, value) : value
    samples.push({ name: one.key, labels: {}, at: at - (at % 1000), value: Math.round(shown * 100) / 100, means: 'gauge' })
  }
  return samples
}

const upFor = 14 * day

/** A reading an hour of each service that the monitoring watches, for two weeks: nothing was down in them. */
const upReadings = (now: Millis): readonly Sample[] =>
  watched.flatMap((service) =>
    Array.from(
      { length: upFor / hour },
      (_, index): Sample => ({ name: 'up', labels: { service }, at: now - upFor + index * hour, value: 1, means: 'gauge' }),
    ),
  )

/** Two months of readings, through the same door by which tools send theirs. */
export const takeSampleReadings = async (db: Database, times: Times): Promise<void> => {
  const opened = await openSource(db, named(times, 'source', 'monitoring'))
  const samples = [...indicators.flatMap((one) => readingsOf(one, times.now)), ...upReadings(times.now)]
  await takeReadings(db, { ...opened, late_after: 70 * 86_400 }, { reading: { samples, distributions: [], refused: [] } }, () => times.now)
}

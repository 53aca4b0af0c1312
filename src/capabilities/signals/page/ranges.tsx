import { ActionIcon, Group, SegmentedControl } from '@mantine/core'
import { IconChevronLeft, IconChevronRight, IconZoomIn, IconZoomOut } from '@tabler/icons-react'
import { lazy, Suspense } from 'react'
import { isoOf, millisOf } from '../../../kernel/instant.ts'
import { bounds, type Stretch } from './readings.ts'

const MomentPicker = lazy(async () => ({ default: (await import('../../../platform/page/fields/dates.tsx')).MomentPicker }))

const day = 86_400
const lengths = { '24h': day, '7d': 7 * day, '30d': 30 * day, '90d': 90 * day } as const
const labels = { '24h': '24 h', '7d': '7 d', '30d': '30 d', '90d': '90 d' } as const

type Words = Readonly<Record<string, string | undefined>>
const isLength = (word: string | undefined): word is keyof typeof lengths => word !== undefined && word in lengths
const isMoment = (word: string | undefined): word is string => {
  try {
    return word !== undefined && Number.isFinite(millisOf(word))
  } catch {
    return false
  }
}

/** The stretch that an address names by `range`, or by `from` and `to`; the last week when it names none. */
export const stretchOf = (words: Words): Stretch => {
  const { from, to, range } = words
  if (isMoment(from) && isMoment(to) && millisOf(from) < millisOf(to)) return { from, to }
  return { last: lengths[isLength(range) ? range : '7d'] }
}

/** What the address says of a stretch. */
export const wordsOf = (stretch: Stretch): Words => {
  if ('from' in stretch) return { from: stretch.from, to: stretch.to, range: undefined }
  const found = Object.entries(lengths).find(([, length]) => length === stretch.last)
  return { range: found?.[0], from: undefined, to: undefined }
}

/** Shorter or longer around its middle, or moved by its length; at least ten minutes. */
const changed = (stretch: Stretch, by: Readonly<{ scale?: number; shift?: number }>): Stretch => {
  const { from, to } = bounds(stretch)
  const [start, end] = [millisOf(from), millisOf(to)]
  const half = Math.max(300_000, ((end - start) / 2) * (by.scale ?? 1))
  const middle = (start + end) / 2 + (by.shift ?? 0) * (end - start)
  return { from: isoOf(Math.round(middle - half)), to: isoOf(Math.round(middle + half)) }
}

/** A quarter of a stretch around a moment. */
export const around = (stretch: Stretch, at: string): Stretch => {
  const { from, to } = bounds(stretch)
  const half = Math.max(300_000, (millisOf(to) - millisOf(from)) / 8)
  return { from: isoOf(Math.round(millisOf(at) - half)), to: isoOf(Math.round(millisOf(at) + half)) }
}

/** Chooses a stretch: one of the usual lengths, a moved or zoomed one, or any two moments. */
export const RangePicker = ({ stretch, onChange }: Readonly<{ stretch: Stretch; onChange: (next: Stretch) => void }>) => {
  const { from, to } = bounds(stretch)
  const set = (one: Readonly<{ from?: string | null; to?: string | null }>): void => {
    const next = { from: one.from ?? from, to: one.to ?? to }
    if (millisOf(next.from) < millisOf(next.to)) onChange(next)
  }
  return (
    <Group gap={8} className="rv-no-print">
      <SegmentedControl
        size="xs"
        aria-label="Stretch of time"
        value={wordsOf(stretch)['range'] ?? 'own'}
        onChange={(word) => onChange(isLength(word) ? { last: lengths[word] } : bounds(stretch))}
        data={[...Object.entries(labels).map(([value, label]) => ({ value, label })), { value: 'own', label: 'Own' }]}
      />
      <Group gap={2}>
        <ActionIcon variant="default" aria-label="Earlier" onClick={() => onChange(changed(stretch, { shift: -0.5 }))}>
          <IconChevronLeft size={14} />
        </ActionIcon>
        <ActionIcon variant="default" aria-label="Later" onClick={() => onChange(changed(stretch, { shift: 0.5 }))}>
          <IconChevronRight size={14} />
        </ActionIcon>
        <ActionIcon variant="default" aria-label="Zoom in" onClick={() => onChange(changed(stretch, { scale: 0.5 }))}>
          <IconZoomIn size={14} />
        </ActionIcon>
        <ActionIcon variant="default" aria-label="Zoom out" onClick={() => onChange(changed(stretch, { scale: 2 }))}>
          <IconZoomOut size={14} />
        </ActionIcon>
      </Group>
      {'from' in stretch && (
        <Suspense fallback={null}>
          <Group gap={4}>
            <MomentPicker size="xs" aria-label="From" value={from} onChange={(at) => set({ from: at })} clearable={false} />
            <MomentPicker size="xs" aria-label="To" value={to} onChange={(at) => set({ to: at })} clearable={false} />
          </Group>
        </Suspense>
      )}
    </Group>
  )
}

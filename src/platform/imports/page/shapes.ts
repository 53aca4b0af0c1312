import type { Tone } from '../../records/fields.ts'
import type { Mapping, Problem, Samples, Target } from '../reader.ts'
import type { Counts, Summary } from '../report.ts'
import type { Doing, Progress, RunState } from '../runs.ts'

export type { Counts, Mapping, Samples, Summary, Target }

export type ReaderLine = Readonly<{ name: string; label: string; about: string; accepts: readonly string[] }>

/** A line of GET /imports. */
export type RunLine = Readonly<{
  id: string
  reader: string
  source: string
  state: RunState
  doing: Doing | null
  files: readonly Readonly<{ name: string; size: number }>[]
  summary: Summary | null
  message: string | null
  made_at: string
  made_by: string | null
  made_by_title: string | null
  changed_at: string
  undoable: boolean
  applicable: boolean
  progress: Progress | null
}>

export type Issue = Problem & Readonly<{ number: number }>

/** GET /imports/:id */
export type RunPage = RunLine &
  Readonly<{
    mapping: Mapping
    columns: readonly string[]
    samples?: Samples | null
    fields?: readonly Target[]
    issues: readonly Issue[]
    issues_next: number | null
    batch: string | null
    files_until: string | null
  }>

type Standing = Readonly<{ tone: Tone; word: string; meaning: string }>
const states: Readonly<Record<RunState, Standing>> = {
  reading: { tone: 'info', word: 'Reading', meaning: 'The files are being read and checked; nothing is written.' },
  checked: { tone: 'info', word: 'Checked', meaning: 'Nothing is written yet. Look at what would happen, then apply it.' },
  applying: { tone: 'info', word: 'Applying', meaning: 'Records are being written, all together or none.' },
  applied: { tone: 'good', word: 'Applied', meaning: 'The records are in Reeve. The import can be undone.' },
  failed: { tone: 'bad', word: 'Failed', meaning: 'Nothing was written.' },
  undone: { tone: 'muted', word: 'Undone', meaning: 'What it wrote has been taken back.' },
}

export const standingOf = (run: Pick<RunLine, 'state' | 'doing'>): Standing =>
  run.doing === 'undo' ? { tone: 'warn', word: 'Undoing', meaning: 'What it wrote is being taken back.' } : states[run.state]

export const emptyCounts: Counts = { new: 0, changed: 0, same: 0, refused: 0 }

/** All kinds of a summary together. */
export const totals = (summary: Summary | null): Counts =>
  Object.values(summary?.kinds ?? {}).reduce<Counts>(
    (sum, one) => ({
      new: sum.new + one.new,
      changed: sum.changed + one.changed,
      same: sum.same + one.same,
      refused: sum.refused + one.refused,
    }),
    emptyCounts,
  )

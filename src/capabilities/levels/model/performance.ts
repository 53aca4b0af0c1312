/** Tickets by what became of a promise: the clock stopped in time, its target was used up, neither yet. */
export type Outcomes = Readonly<{ kept: number; missed: number; running: number }>

/**
 * `share_kept`: of those kept or missed, null when there are none. `share_if_nothing_else_fails`: when all that still run are kept.
 * `share_promised`: what was promised (each one when nothing else was said). `holds`: null while nothing was kept or missed.
 */
export type Performance = Outcomes &
  Readonly<{ share_kept: number | null; share_if_nothing_else_fails: number | null; share_promised: number; holds: boolean | null }>

const ratio = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole)

export const performanceOf = (found: Outcomes, promised: number | null): Performance => {
  const { kept, missed, running } = found
  const share_kept = ratio(kept, kept + missed)
  const share_promised = promised ?? 1
  return {
    kept,
    missed,
    running,
    share_kept,
    share_if_nothing_else_fails: ratio(kept + running, kept + missed + running),
    share_promised,
    holds: share_kept === null ? null : share_kept >= share_promised,
  }
}

/** One probe of a site; `at` in epoch milliseconds. */
export type Probe = Readonly<{ at: number; status: 'up' | 'degraded' | 'down'; code: string; url: string; file: string; line: number }>

/** A stretch in which a site was not well, from the first probe that saw it to the first that saw it over; `to` is null while none did. */
export type Stretch = Readonly<{ severity: 'down' | 'degraded'; from: number; to: number | null; first: Probe }>

/** Pairs what was seen: down (or degraded) lasts until the next probe that says otherwise. Probes are taken in the order of their times. */
export const stretchesOf = (probes: readonly Probe[]): readonly Stretch[] => {
  const found: Stretch[] = []
  let open: Probe | null = null
  const close = (at: number | null): void => {
    if (open && open.status !== 'up' && open.at !== at) found.push({ severity: open.status, from: open.at, to: at, first: open })
    open = null
  }
  for (const probe of probes.toSorted((one, other) => one.at - other.at || one.line - other.line)) {
    if (open?.status === probe.status) continue
    close(probe.at)
    if (probe.status !== 'up') open = probe
  }
  close(null)
  return found
}

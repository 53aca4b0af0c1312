import type { Pointer } from '../client/shapes.ts'

const place = 'reeve.recent'

/** Records opened lately in this browser, newest first. */
export const recentlySeen = (): readonly Pointer[] => {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(place) ?? '[]')
    return Array.isArray(kept) ? (kept as Pointer[]).slice(0, 6) : []
  } catch {
    return []
  }
}

export const noteSeen = ({ id, kind, ref, title, state }: Pointer): void => {
  try {
    localStorage.setItem(
      place,
      JSON.stringify([{ id, kind, ref, title, state }, ...recentlySeen().filter((one) => one.id !== id)].slice(0, 12)),
    )
  } catch {
    // without storage nothing is remembered
  }
}

/** Forgets them, when somebody else signs in. */
export const forgetSeen = (): void => {
  try {
    localStorage.removeItem(place)
  } catch {
    // nothing was kept
  }
}

/** A JSON object whose shape is not known yet. */
export type Fields = Readonly<Record<string, unknown>>

export const isRecord = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value)

/** As JSON writes it; what is nested too deep to be written is told by three dots. */
export const jsonOf = (value: unknown): string => {
  try {
    return JSON.stringify(value) ?? ''
  } catch (error) {
    if (error instanceof RangeError) return '…'
    throw error
  }
}

/** A JSON value as text: text as it is, everything else as JSON writes it. */
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : jsonOf(value))

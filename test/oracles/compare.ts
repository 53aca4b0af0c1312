/** Where and how an answer differs from what was expected. */
export type Difference = Readonly<{ path: string; got: unknown; expected: unknown }>

export type Tolerance = Readonly<{ abs: number; rel: number }>

const instantShape = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const sameText = (got: string, expected: string): boolean =>
  got === expected || (instantShape.test(got) && instantShape.test(expected) && Date.parse(got) === Date.parse(expected))

const sameNumber = (got: number, expected: number, { abs, rel }: Tolerance): boolean =>
  got === expected || Math.abs(got - expected) <= abs + rel * Math.abs(expected)

/**
 * All differences. Numbers within |got - expected| <= abs + rel * |expected|, instants as instants, lists in order and of one length,
 * null only with null; keys that are not expected are free.
 */
export const differences = (got: unknown, expected: unknown, tolerance: Tolerance, path = ''): readonly Difference[] => {
  const differs: readonly Difference[] = [{ path, got, expected }]
  if (typeof expected === 'number') return typeof got === 'number' && sameNumber(got, expected, tolerance) ? [] : differs
  if (typeof expected === 'string') return typeof got === 'string' && sameText(got, expected) ? [] : differs
  if (Array.isArray(expected)) {
    if (!Array.isArray(got) || got.length !== expected.length) return differs
    return expected.flatMap((one, index) => differences(got[index], one, tolerance, `${path}[${index}]`))
  }
  if (isObject(expected)) {
    if (!isObject(got)) return differs
    return Object.entries(expected).flatMap(([key, one]) => differences(got[key], one, tolerance, path === '' ? key : `${path}.${key}`))
  }
  return got === expected ? [] : differs
}

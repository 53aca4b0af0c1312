import { z } from 'zod'
import { type Difference, differences } from './compare.ts'
import { registry } from './registry.ts'

const file = z.object({
  vectors: z.array(
    z.object({
      id: z.string(),
      method: z.string(),
      input: z.unknown(),
      expected: z.unknown(),
      tolerance: z.object({ abs: z.number().default(0), rel: z.number().default(0) }).default({ abs: 1e-9, rel: 1e-9 }),
    }),
  ),
})

export type Vector = z.infer<typeof file>['vectors'][number]

/** @throws when the text is not a vector file */
export const readVectors = (text: string): readonly Vector[] => file.parse(JSON.parse(text)).vectors

export type Outcome = Readonly<{
  vector: Vector
  verdict: 'passed' | 'failed' | 'skipped'
  differences: readonly Difference[]
  error?: string
}>

/** Runs one vector by its method; an error of the method is a failure. */
export const check = (vector: Vector): Outcome => {
  const answer = Object.hasOwn(registry, vector.method) ? registry[vector.method] : undefined
  if (!answer) return { vector, verdict: 'skipped', differences: [] }
  try {
    const found = differences(answer(vector.input), vector.expected, vector.tolerance)
    return { vector, verdict: found.length === 0 ? 'passed' : 'failed', differences: found }
  } catch (error) {
    return { vector, verdict: 'failed', differences: [], error: error instanceof Error ? error.message : String(error) }
  }
}

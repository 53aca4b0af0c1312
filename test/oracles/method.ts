import type { z } from 'zod'

/** One method of the vector files: input as the file holds it -> value to compare with `expected`. */
export type Method = (input: unknown) => unknown

/** Reads the input by its shape, then answers with Reeve's own functions. */
export const method =
  <S extends z.ZodType>(input: S, answer: (input: z.infer<S>) => unknown): Method =>
  (raw) =>
    answer(input.parse(raw))

import { Alert, Button, Skeleton, Stack, VisuallyHidden } from '@mantine/core'
import { type ReactNode, useEffect, useState } from 'react'
import { problemOf, saying } from '../client/problem.ts'
import { NoRight } from './no-right.tsx'

/** True only after `ms`: what is quick shows no sign of waiting. */
export const useLate = (ms = 300): boolean => {
  const [late, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), ms)
    return () => clearTimeout(timer)
  }, [ms])
  return late
}

/** Grey lines in the place of content that takes longer than 300 ms. */
export const Waiting = ({ lines = 6, children }: Readonly<{ lines?: number; children?: ReactNode }>) => {
  const late = useLate()
  return (
    <div role="status" aria-live="polite">
      <VisuallyHidden>Loading</VisuallyHidden>
      {late &&
        (children ?? (
          <Stack gap={10} p="md">
            {Array.from({ length: lines }, (_, line) => (
              <Skeleton key={line} height={14} width={`${92 - ((line * 17) % 40)}%`} />
            ))}
          </Stack>
        ))}
    </div>
  )
}

/** A failure in the words of the server, with a way to try again. */
export const Failure = ({ error, again }: Readonly<{ error: unknown; again?: () => void }>) => {
  const problem = problemOf(error)
  if (problem?.status === 403) return <NoRight problem={problem} />
  return (
    <Alert color="red" variant="light" m="xs" title={problem?.title ?? 'That did not work'} role="alert">
      {saying(error)}
      {again && (
        <Button mt="sm" variant="default" onClick={again} display="block">
          Try again
        </Button>
      )}
    </Alert>
  )
}

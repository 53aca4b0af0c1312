import classes from './kit.module.css'

/** A small line without axes; what it shows is said in words. Gaps stay gaps. */
export const Spark = ({ values, words }: Readonly<{ values: readonly (number | null)[]; words: string }>) => {
  const real = values.filter((value): value is number => value !== null)
  if (real.length === 0) return null
  const low = Math.min(...real)
  const span = Math.max(...real) - low || 1
  const step = 100 / Math.max(1, values.length - 1)
  const path = values
    .map((value, index) =>
      value === null
        ? null
        : `${values[index - 1] === undefined || values[index - 1] === null ? 'M' : 'L'}${(index * step).toFixed(2)} ${(26 - ((value - low) / span) * 24).toFixed(2)}`,
    )
    .filter((part) => part !== null)
    .join(' ')
  return (
    <svg viewBox="0 0 100 28" preserveAspectRatio="none" className={classes['spark']} role="img" aria-label={words}>
      <title>{words}</title>
      <path d={path} fill="none" stroke="var(--mantine-color-anchor)" strokeWidth="1.5" vectorEffect="non-scaling-stroke" />
    </svg>
  )
}

import { ActionIcon, Group, Popover, Text, Tooltip } from '@mantine/core'
import { IconInfoCircle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { Tone } from '../../records/fields.ts'
import classes from './kit.module.css'
import { Spark } from './spark.tsx'
import { ToneBadge } from './state-badge.tsx'
import { To } from './to.tsx'

export type Quality = 'A' | 'B' | 'C' | 'D'
const qualities: Readonly<Record<Quality, string>> = { A: 'Measured', B: 'Metered and allocated', C: 'Estimated', D: 'Guessed' }

/** How a figure came about: read by the "how is this made" button. */
export type Made = Readonly<{
  formula?: ReactNode
  inputs?: readonly Readonly<{ label: string; value: ReactNode }>[]
  source?: ReactNode
  asOf?: ReactNode
}>

export type FigureProps = Readonly<{
  label: string
  /** Already written for people: "97.4 %", "1 d 4 h"; null when there is nothing to say yet. */
  value: string | null
  unit?: string
  /** In words: "target 95 %". */
  target?: string
  verdict?: Readonly<{ tone: Tone; word: string }>
  /** Values over time, oldest first, with what the line shows in words. */
  trend?: Readonly<{ values: readonly (number | null)[]; words: string }>
  quality?: Quality
  made?: Made
  /** The records behind it: an address of this application. */
  to?: string
  toLabel?: string
  /** Why there is no value. */
  missing?: string
}>

/** One figure with what it is measured against, how good the data is, how it was made and the records behind it. */
export const Figure = ({
  label,
  value,
  unit,
  target,
  verdict,
  trend,
  quality,
  made,
  to,
  toLabel = 'Records behind it',
  missing = 'No data yet',
}: FigureProps) => (
  <div className={classes['figure']} role="group" aria-label={label}>
    <div className={classes['figureTop']}>
      <Text size="xs" c="dimmed" fw={500} truncate>
        {label}
      </Text>
      <Group gap={4} wrap="nowrap">
        {quality && (
          <Tooltip label={`Data quality ${quality}: ${qualities[quality]}`}>
            <span className={classes['quality']} tabIndex={0} role="img" aria-label={`Data quality ${quality}: ${qualities[quality]}`}>
              {quality}
            </span>
          </Tooltip>
        )}
        {made && <HowMade label={label} made={made} />}
      </Group>
    </div>
    {value === null ? (
      <Text c="dimmed">{missing}</Text>
    ) : (
      <div className={classes['figureValue']}>
        {value}
        {unit && <span className={classes['figureUnit']}>{unit}</span>}
      </div>
    )}
    {(target || verdict) && (
      <Text size="xs" c="dimmed" component="div">
        {verdict && <ToneBadge tone={verdict.tone}>{verdict.word}</ToneBadge>} {target}
      </Text>
    )}
    {trend && trend.values.length > 1 && <Spark values={trend.values} words={trend.words} />}
    {to && (
      <Text size="xs" mt={4}>
        <To to={to} className="rv-link">
          {toLabel}
        </To>
      </Text>
    )}
  </div>
)

/** A small button that tells how a figure was made. */
export const HowMade = ({ label, made }: Readonly<{ label: string; made: Made }>) => (
  <Popover width={320} withArrow>
    <Popover.Target>
      <ActionIcon size={24} aria-label={`How is this made: ${label}`} className="rv-no-print">
        <IconInfoCircle size={14} />
      </ActionIcon>
    </Popover.Target>
    <Popover.Dropdown>
      <Text fw={600} size="sm">
        How “{label}” is made
      </Text>
      {made.formula && (
        <Text size="sm" mt={4}>
          {made.formula}
        </Text>
      )}
      {made.inputs && (
        <dl className="rv-pairs">
          {made.inputs.map((input) => (
            <div key={input.label}>
              <dt>{input.label}</dt>
              <dd>{input.value}</dd>
            </div>
          ))}
        </dl>
      )}
      {(made.source || made.asOf) && (
        <Text size="xs" c="dimmed" mt={6}>
          {made.source && <>Source: {made.source}. </>}
          {made.asOf && <>As of {made.asOf}.</>}
        </Text>
      )}
    </Popover.Dropdown>
  </Popover>
)

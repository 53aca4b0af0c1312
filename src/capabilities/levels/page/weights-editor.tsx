import { Button, Group, NumberInput, Slider, Text } from '@mantine/core'
import { useId } from 'react'
import { numberText } from '../../../platform/page/fields/format.ts'
import type { StructureEditorProps } from '../../../platform/page/fields/structures.ts'
import { criteria, type Criterion, described, usualWeights } from '../model/scorecard/criteria.ts'
import { normalised, sumOf, weightsIn, weightsIssue } from '../model/scorecard/weights.ts'
import classes from './weights.module.css'

/** What each criterion weighs, as a slider and a number; together they make 100 %. Arrow keys move both by one. */
const WeightsEditor = ({ value, onChange, labelledBy }: StructureEditorProps) => {
  const statusId = useId()
  const given = value !== null && value !== undefined
  const weights = given ? weightsIn(value) : usualWeights
  const sum = sumOf(weights)
  const issue = weightsIssue(weights)
  const set = (name: Criterion, weight: number): void => {
    const { [name]: _, ...others } = weights
    onChange(weight > 0 ? { ...others, [name]: weight } : others)
  }
  return (
    <div role="group" aria-labelledby={labelledBy} aria-describedby={statusId} className={classes['editor']}>
      {criteria.map((name) => {
        const weight = weights[name] ?? 0
        return (
          <div key={name} className={classes['row']}>
            <span className={classes['label']} title={described[name].about}>
              {described[name].label}
            </span>
            <Slider
              className={classes['slider'] ?? ''}
              size="sm"
              value={Math.min(100, weight)}
              max={100}
              step={1}
              label={null}
              thumbLabel={`${described[name].label}, per cent`}
              onChange={(next) => set(name, next)}
            />
            <NumberInput
              aria-label={`Weight of ${described[name].label}`}
              value={weight}
              min={0}
              max={100}
              step={1}
              decimalScale={2}
              suffix=" %"
              w={92}
              error={issue !== null}
              onChange={(typed) => set(name, typeof typed === 'number' ? typed : 0)}
            />
          </div>
        )
      })}
      <div className={classes['sum']} id={statusId} role="status">
        <b>Together {numberText(sum)} %</b>
        {issue !== null ? (
          <Text size="xs" c="var(--mantine-color-error)">
            {issue}
          </Text>
        ) : (
          <Text size="xs" c="dimmed">
            {given ? 'Weights of its own.' : 'These are the usual weights; they hold until one is changed.'}
          </Text>
        )}
      </div>
      <Group gap={6}>
        {issue !== null && sum > 0 && (
          <Button size="compact-xs" onClick={() => onChange(normalised(weights))}>
            Make it 100 %
          </Button>
        )}
        {given && (
          <Button size="compact-xs" variant="default" onClick={() => onChange(null)}>
            Take the usual weights
          </Button>
        )}
      </Group>
    </div>
  )
}

export default WeightsEditor

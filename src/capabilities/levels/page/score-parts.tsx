import { Popover, UnstyledButton } from '@mantine/core'
import { numberText } from '../../../platform/page/fields/format.ts'
import { DataTable } from '../../../platform/page/kit/data-table.tsx'
import { HowMade } from '../../../platform/page/kit/figure.tsx'
import { LinkById } from '../../../platform/page/kit/links.tsx'
import { percent, type PartShown, scoreText } from './scorecard-shapes.ts'
import classes from './score.module.css'

const ScoreBar = ({ score }: Readonly<{ score: number }>) => (
  <span className={classes['bar']} aria-hidden>
    <i style={{ width: `${Math.max(0, Math.min(100, score))}%` }} />
  </span>
)

const Records = ({ part }: Readonly<{ part: PartShown }>) => {
  const count = part.records.length
  if (count === 0) return <span className="rv-dim">{part.hidden > 0 ? `${part.hidden} you may not see` : '–'}</span>
  return (
    <Popover width={340} withArrow>
      <Popover.Target>
        <UnstyledButton className="rv-link rv-small" aria-label={`${count} records behind ${part.label}`}>
          {numberText(count)}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown mah={320} style={{ overflowY: 'auto' }} tabIndex={0}>
        <ul className={classes['records']}>
          {part.records.map((one, index) => (
            <li key={`${one.id}${index}`}>
              <LinkById id={one.id} withRef /> <span className="rv-dim rv-small">{one.words}</span>
            </li>
          ))}
        </ul>
        {part.hidden > 0 && <p className="rv-dim rv-small">and {part.hidden} that you may not see</p>}
      </Popover.Dropdown>
    </Popover>
  )
}

/** Each criterion with what was found, its score, what it weighs, and the records behind it. */
export const ScoreParts = ({ parts, caption }: Readonly<{ parts: readonly PartShown[]; caption: string }>) => (
  <DataTable<PartShown>
    caption={caption}
    rows={parts}
    keyOf={(part) => part.criterion}
    columns={[
      {
        label: 'Criterion',
        cell: (part) => (
          <span className={classes['nowrap']}>
            {part.label} <HowMade label={part.label} made={{ formula: `${part.about} ${part.rule}` }} />
          </span>
        ),
        text: (part) => part.label,
      },
      {
        label: 'Found',
        cell: (part) => (
          <span className={part.score === null ? 'rv-dim' : ''}>
            <span className={classes['words']}>{part.score === null ? part.why_missing : part.words}</span>
          </span>
        ),
        text: (part) => (part.score === null ? part.why_missing : part.words),
      },
      {
        label: 'Score',
        align: 'right',
        cell: (part) =>
          part.score === null ? (
            <span className="rv-dim">not known</span>
          ) : (
            <span className={classes['nowrap']}>
              <ScoreBar score={part.score} />
              <span className={classes['score']}>{scoreText(part.score)}</span>
            </span>
          ),
        text: (part) => part.score,
      },
      { label: 'Weight', align: 'right', cell: (part) => percent(part.weight), text: (part) => part.weight },
      {
        label: 'Counts',
        align: 'right',
        cell: (part) => (part.counts === null ? '–' : percent(part.counts)),
        text: (part) => part.counts,
      },
      { label: 'Records', align: 'right', cell: (part) => <Records part={part} />, text: (part) => part.records.length },
    ]}
  />
)

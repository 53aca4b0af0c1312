import { Badge, Tooltip } from '@mantine/core'
import type { Choice, Tone } from '../../records/fields.ts'
import { type Kind, type State, stateOf } from '../../records/kind.ts'
import classes from './kit.module.css'

/** Tones as the theme's colours; always shown with words. */
export const colourOf = (tone: Tone | undefined): string =>
  tone === 'good' ? 'green' : tone === 'bad' ? 'red' : tone === 'warn' ? 'yellow' : tone === 'info' ? 'blue' : 'gray'

const phaseSign: Readonly<Record<State['phase'], string>> = { open: '○', active: '◐', waiting: '◔', done: '●', closed: '✕' }

/** A word on a tint. */
export const ToneBadge = ({
  tone,
  children,
  title,
}: Readonly<{ tone: Tone | undefined; children: React.ReactNode; title?: string | undefined }>) => (
  <Badge variant="light" color={colourOf(tone)} className={classes['badge'] ?? ''} title={title}>
    {children}
  </Badge>
)

/** The state of a record: a sign for how far it has come, its word, and on hover or focus what it means and how it is left. */
export const StateBadge = ({ kind, state, focusable = false }: Readonly<{ kind: Kind; state: string; focusable?: boolean }>) => {
  const found = stateOf(kind, state)
  if (!found) return <ToneBadge tone="muted">{state}</ToneBadge>
  const sign = (
    <span aria-hidden className={classes['sign']}>
      {phaseSign[found.phase]}
    </span>
  )
  const badge = (
    <Badge variant="light" color={colourOf(found.tone)} className={classes['badge'] ?? ''} leftSection={sign}>
      {found.label}
    </Badge>
  )
  // in lists, where there are hundreds, the browser's own tip does
  if (!focusable)
    return (
      <span className={classes['inline']} title={`${found.label}: ${found.meaning}\nLeaves this state when: ${found.exit}`}>
        {badge}
      </span>
    )
  const words = (
    <>
      <b>{found.label}</b>: {found.meaning}
      <br />
      Leaves this state when: {found.exit}
    </>
  )
  return (
    <Tooltip label={words} w={260} openDelay={450}>
      <button type="button" className={classes['bare']}>
        {badge}
      </button>
    </Tooltip>
  )
}

/** A value out of a list of choices; a tint only when the choice has a tone. */
export const ChoiceValue = ({ option, value }: Readonly<{ option: Choice | undefined; value: string }>) =>
  option?.tone ? (
    <ToneBadge tone={option.tone} title={option.hint}>
      {option.label}
    </ToneBadge>
  ) : (
    <span title={option?.hint}>{option?.label ?? value}</span>
  )

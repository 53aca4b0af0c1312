import { Button, CopyButton } from '@mantine/core'
import classes from './screens.module.css'

/** Ready lines with a button that copies them. */
export const CopyLines = ({ title, lines, note }: Readonly<{ title: string; lines: string; note?: string }>) => (
  <div className={classes['way']}>
    <header>
      <b>{title}</b>
      <CopyButton value={lines} timeout={2000}>
        {({ copied, copy }) => (
          <Button size="compact-xs" variant="default" onClick={copy} aria-label={`Copy: ${title}`}>
            {copied ? 'Copied' : 'Copy'}
          </Button>
        )}
      </CopyButton>
    </header>
    {note && <span className="rv-dim rv-small">{note}</span>}
    <pre className={classes['lines']} tabIndex={0} aria-label={title}>
      {lines}
    </pre>
  </div>
)

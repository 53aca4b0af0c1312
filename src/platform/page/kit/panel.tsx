import { Title } from '@mantine/core'
import { type ReactNode, useId } from 'react'
import classes from './kit.module.css'

/** A titled area with a border: the building block of pages. */
export const Panel = ({
  title,
  right,
  children,
  flush = false,
  level = 2,
}: Readonly<{ title?: ReactNode; right?: ReactNode; children: ReactNode; flush?: boolean; level?: 2 | 3 }>) => {
  const id = useId()
  return (
    <section className={classes['panel']} {...(title ? { 'aria-labelledby': id } : {})}>
      {title && (
        <header className={classes['panelHead']}>
          <Title order={level} id={id} size="h3">
            {title}
          </Title>
          {right}
        </header>
      )}
      <div className={flush ? '' : classes['panelBody']}>{children}</div>
    </section>
  )
}

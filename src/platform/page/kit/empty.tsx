import { Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { Icon } from './icon.tsx'
import classes from './kit.module.css'

/** An empty place that says what belongs there and what to do. */
export const Empty = ({
  title,
  children,
  icon = 'inbox',
  actions,
  level = 2,
}: Readonly<{ title: string; children?: ReactNode; icon?: string; actions?: ReactNode; level?: 1 | 2 | 3 }>) => (
  <div className={classes['empty']}>
    <Text c="dimmed" component="span">
      <Icon name={icon} size={26} />
    </Text>
    <Title order={level} size="h2" mt={6}>
      {title}
    </Title>
    {children && (
      <Text c="dimmed" mt={4}>
        {children}
      </Text>
    )}
    {actions && <div className="rv-actions">{actions}</div>}
  </div>
)

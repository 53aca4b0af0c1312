import { Group, Title } from '@mantine/core'
import { type ReactNode, useEffect } from 'react'
import { type Crumb, useCrumbs } from '../shell/crumbs.tsx'

/** Sets the title of the browser's tab. */
export const useTitle = (title: string): void => {
  useEffect(() => {
    document.title = title ? `${title} · Reeve` : 'Reeve'
  }, [title])
}

/** A page of its own: title, way back, actions at the right. */
export const Page = ({
  title,
  crumbs = [],
  right,
  children,
  wide = false,
}: Readonly<{ title: string; crumbs?: readonly Crumb[]; right?: ReactNode; children: ReactNode; wide?: boolean }>) => {
  useTitle(title)
  useCrumbs([...crumbs, { label: title }])
  return (
    <div className={wide ? 'rv-page rv-wide' : 'rv-page'}>
      <Group justify="space-between" mb="sm" gap="sm">
        <Title order={1}>{title}</Title>
        {right}
      </Group>
      {children}
    </div>
  )
}

import { List, Text } from '@mantine/core'
import type { Problem } from '../client/problem.ts'
import { Empty } from './empty.tsx'
import { RecordLink } from './links.tsx'

/** A place that the person may not see: which right is missing and who holds it. */
export const NoRight = ({ problem, level = 2 }: Readonly<{ problem: Problem; level?: 1 | 2 }>) => (
  <Empty level={level} icon="shield" title="You may not see this">
    {problem.detail}
    {problem.right && (
      <Text component="span" display="block" mt="xs">
        The right is called <code>{problem.right}</code>.
      </Text>
    )}
    {problem.holders && problem.holders.length > 0 && (
      <>
        <Text component="span" display="block" mt="xs">
          Ask one of those who hold it:
        </Text>
        <List listStyleType="none" component="ul">
          {problem.holders.slice(0, 8).map((holder) => (
            <List.Item key={holder.ref}>
              <RecordLink to={{ kind: 'person', ref: holder.ref, title: holder.title }} />
            </List.Item>
          ))}
        </List>
      </>
    )}
  </Empty>
)

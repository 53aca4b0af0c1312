import { Button, Group } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { saying } from '../client/problem.ts'

/** A short word that something was done. */
export const tell = (message: string): void => {
  notifications.show({ message, color: 'accent', autoClose: 3500 })
}

/** A failure in the server's words. */
export const complain = (error: unknown): void => {
  notifications.show({ message: saying(error), color: 'red', autoClose: 9000, title: 'That was not done' })
}

/** Something was done and can be undone for a while. */
export const tellWithUndo = (message: string, undo: () => void, ms = 12_000): void => {
  const id = crypto.randomUUID()
  notifications.show({
    id,
    color: 'accent',
    autoClose: ms,
    message: (
      <Group justify="space-between" wrap="nowrap">
        <span>{message}</span>
        <Button
          size="compact-xs"
          variant="default"
          onClick={() => {
            notifications.hide(id)
            undo()
          }}
        >
          Undo
        </Button>
      </Group>
    ),
  })
}

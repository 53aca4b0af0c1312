import { Kbd, Modal, Text, Title } from '@mantine/core'
import { keyText, useAllKeys } from './keys.ts'
import classes from './key-sheet.module.css'

/** Every key that works on the screen behind it, by group; made from the registry. */
export const KeySheet = ({ close }: Readonly<{ close: () => void }>) => {
  const all = useAllKeys()
  const groups = [...new Set(all.map((one) => one.group))].toSorted((a, b) => Number(b === 'Everywhere') - Number(a === 'Everywhere'))
  return (
    <Modal opened onClose={close} title="Keys" size="lg">
      <div className={classes['columns']}>
        {groups.map((group) => (
          <section key={group}>
            <Title order={3} size="h3" mb={6}>
              {group}
            </Title>
            {all
              .filter((one, index) => one.group === group && all.findIndex((other) => other.keys === one.keys) === index)
              .map((one) => (
                <div key={one.keys} className={classes['line']}>
                  <Text size="sm">{one.label}</Text>
                  <span>
                    {one.keys.split(' ').map((key) => (
                      <Kbd key={key} size="xs" ml={3}>
                        {keyText(key)}
                      </Kbd>
                    ))}
                  </span>
                </div>
              ))}
          </section>
        ))}
      </div>
      <Text size="xs" c="dimmed" mt="md">
        Keys can be switched off under Settings, Keys.
      </Text>
    </Modal>
  )
}

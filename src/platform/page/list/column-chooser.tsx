import { ActionIcon, Button, Checkbox, Divider, Group, Popover, SegmentedControl, Stack, Text } from '@mantine/core'
import { IconChevronDown, IconChevronUp, IconColumns3 } from '@tabler/icons-react'
import { allFields, type Kind } from '../../records/kind.ts'
import { useDensity } from '../theme/scheme.ts'
import { usePreferences } from '../session/session.ts'

/** Which columns a list shows, in which order, and how tightly. */
export const ColumnChooser = ({
  kind,
  columns,
  set,
}: Readonly<{ kind: Kind; columns: readonly string[]; set: (names: readonly string[]) => void }>) => {
  const fields = allFields(kind)
  const { density, setDensity } = useDensity()
  const [, prefer] = usePreferences()
  const others = Object.keys(fields).filter((name) => !columns.includes(name) && !['id', 'version'].includes(name))
  const moved = (name: string, by: number): readonly string[] => {
    const at = columns.indexOf(name)
    const rest = columns.filter((one) => one !== name)
    return [...rest.slice(0, at + by), name, ...rest.slice(at + by)]
  }
  return (
    <Popover width={300} position="bottom-end">
      <Popover.Target>
        <ActionIcon variant="default" size={30} aria-label="Columns and density" title="Columns and density">
          <IconColumns3 size={15} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown p="sm" aria-label="Columns and density">
        <SegmentedControl
          fullWidth
          aria-label="Density"
          value={density}
          onChange={(chosen) => {
            const next = chosen === 'roomy' ? 'roomy' : 'compact'
            setDensity(next)
            prefer({ density: next })
          }}
          data={[
            { value: 'compact', label: 'Compact' },
            { value: 'roomy', label: 'Roomy' },
          ]}
        />
        <Divider my="xs" />
        <Stack gap={4} mah={360} className="rv-scroll">
          {columns.map((name, index) => (
            <Group key={name} gap={4} wrap="nowrap" justify="space-between">
              <Checkbox
                size="xs"
                label={fields[name]?.label ?? name}
                checked
                onChange={() => set(columns.filter((one) => one !== name))}
                disabled={columns.length === 1}
              />
              <span>
                <ActionIcon
                  size={24}
                  aria-label={`Move ${fields[name]?.label ?? name} to the left`}
                  disabled={index === 0}
                  onClick={() => set(moved(name, -1))}
                >
                  <IconChevronUp size={12} />
                </ActionIcon>
                <ActionIcon
                  size={24}
                  aria-label={`Move ${fields[name]?.label ?? name} to the right`}
                  disabled={index === columns.length - 1}
                  onClick={() => set(moved(name, 1))}
                >
                  <IconChevronDown size={12} />
                </ActionIcon>
              </span>
            </Group>
          ))}
          {others.length > 0 && (
            <Text size="xs" c="dimmed" mt={6}>
              Not shown
            </Text>
          )}
          {others.map((name) => (
            <Checkbox key={name} size="xs" label={fields[name]?.label ?? name} checked={false} onChange={() => set([...columns, name])} />
          ))}
        </Stack>
        <Button mt="sm" size="compact-xs" variant="default" onClick={() => set(kind.list.columns)}>
          Usual columns
        </Button>
      </Popover.Dropdown>
    </Popover>
  )
}

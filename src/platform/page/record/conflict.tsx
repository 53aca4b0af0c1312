import { Button, Group, Modal, Text } from '@mantine/core'
import { type AnyRecord, fieldOf, type Kind } from '../../records/kind.ts'
import { textOf } from '../fields/plain.ts'
import { FieldValue } from '../fields/value.tsx'
import { DataTable } from '../kit/data-table.tsx'
import type { Conflict, RecordWays } from './use-record.ts'

/** Both wanted to change the record: shows the other's value and mine, and lets one of them stand. */
export const ConflictDialog = ({
  kind,
  record,
  conflict,
  change,
  close,
}: Readonly<{ kind: Kind; record: AnyRecord; conflict: Conflict; change: RecordWays['change']; close: () => void }>) => {
  const names = Object.keys(conflict.mine).filter((name) => name !== 'reason')
  const theirs = { ...record, ...conflict.current }
  const version = Number(conflict.current['version'] ?? record.version)
  const cell = (name: string, from: Readonly<Record<string, unknown>>) => {
    const field = fieldOf(kind, name)
    return field ? <FieldValue kind={kind} name={name} field={field} record={from} /> : textOf(from[name])
  }
  return (
    <Modal opened onClose={close} title={`${record.ref} was changed meanwhile`} size="lg">
      <Text size="sm" mb="sm">
        Somebody else saved a change while you were working. Nothing of yours is lost: choose which value stays.
      </Text>
      <DataTable
        caption="Their values and yours"
        rows={names}
        keyOf={(name) => name}
        columns={[
          { label: 'Field', cell: (name) => fieldOf(kind, name)?.label ?? name },
          { label: 'Saved now', cell: (name) => cell(name, theirs), text: (name) => textOf(theirs[name]) },
          {
            label: 'Yours',
            cell: (name) => cell(name, { ...record, ...conflict.mine }),
            text: (name) => textOf(conflict.mine[name]),
          },
        ]}
      />
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={close} data-autofocus>
          Leave what is saved
        </Button>
        <Button
          onClick={() => {
            change.mutate({ values: conflict.mine, version })
            close()
          }}
        >
          Save mine
        </Button>
      </Group>
    </Modal>
  )
}

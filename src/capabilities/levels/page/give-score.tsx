import { Alert, Button, Group, Modal, NumberInput, Select, Stack, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, keys, saying } from '../../../platform/page/api.ts'
import { tell } from '../../../platform/page/kit/notify.tsx'
import { described, givenCriteria } from '../model/scorecard/criteria.ts'

/** A score by hand: which criterion, how many points, why. */
export const GiveScore = ({ supplier }: Readonly<{ supplier: Readonly<{ id: string; ref: string; title: string }> }>) => {
  const client = useQueryClient()
  const [opened, setOpened] = useState(false)
  const [criterion, setCriterion] = useState<string>(givenCriteria[0])
  const [score, setScore] = useState<number | string>('')
  const [note, setNote] = useState('')
  const give = useMutation({
    mutationFn: async () => api.call('POST', `/suppliers/${supplier.ref}/scores`, { body: { criterion, score, note } }),
    onSuccess: async () => {
      tell('The score is noted')
      setOpened(false)
      setScore('')
      setNote('')
      await client.invalidateQueries({ queryKey: keys.aboutAll(supplier.id) })
    },
  })
  return (
    <>
      <Button size="compact-xs" variant="default" onClick={() => setOpened(true)}>
        Give a score
      </Button>
      <Modal opened={opened} onClose={() => setOpened(false)} title={`A score for ${supplier.title}`}>
        <form
          onSubmit={(event) => {
            event.preventDefault()
            give.mutate()
          }}
        >
          <Stack gap="sm">
            <Select
              label="What is judged"
              data={givenCriteria.map((name) => ({ value: name, label: described[name].label }))}
              value={criterion}
              onChange={(value) => setCriterion(value ?? givenCriteria[0])}
              allowDeselect={false}
            />
            <NumberInput
              label="Score"
              description="0 is the worst, 100 the best."
              min={0}
              max={100}
              value={score}
              onChange={setScore}
              required
            />
            <TextInput label="Why" value={note} maxLength={500} onChange={(event) => setNote(event.currentTarget.value)} />
            {give.error && (
              <Alert color="red" role="alert">
                {saying(give.error)}
              </Alert>
            )}
            <Group justify="flex-end" gap={8}>
              <Button variant="default" onClick={() => setOpened(false)}>
                Cancel
              </Button>
              <Button type="submit" loading={give.isPending} disabled={typeof score !== 'number'}>
                Save
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </>
  )
}

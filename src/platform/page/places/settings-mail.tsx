import { Checkbox, Group, Radio, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { Panel } from '../kit/panel.tsx'
import { usePreferences } from '../session/session.ts'

const ways = [
  { value: 'digest', label: 'Gathered', about: 'One mail each quarter of an hour at the most.' },
  { value: 'each', label: 'At once', about: 'A mail for each record, as it happens.' },
  { value: 'off', label: 'None', about: 'What concerns you stays in the inbox of Reeve.' },
] as const

const isWay = (value: string): value is (typeof ways)[number]['value'] => ways.some((one) => one.value === value)

/** What a person wants by mail, and when they want to be left alone. */
const Mail = () => {
  const [{ mail = 'digest', quiet = null }, prefer] = usePreferences()
  const [times, setTimes] = useState(quiet ?? { from: '19:00', to: '07:00' })
  const change = (next: { from: string; to: string }): void => {
    setTimes(next)
    if (next.from !== '' && next.to !== '') prefer({ quiet: next })
  }
  return (
    <Panel title="Mail">
      <Stack gap="md">
        <Radio.Group
          label="Mails about what you watch, own or are named in"
          value={mail}
          onChange={(chosen) => {
            if (isWay(chosen)) prefer({ mail: chosen })
          }}
        >
          <Stack gap={8} mt={8}>
            {ways.map((one) => (
              <Radio key={one.value} size="sm" value={one.value} label={one.label} description={one.about} />
            ))}
          </Stack>
        </Radio.Group>
        {mail !== 'off' && (
          <div>
            <Checkbox
              label="Quiet hours"
              description="Mails wait until they are over."
              checked={quiet !== null}
              onChange={(event) => prefer({ quiet: event.currentTarget.checked ? times : null })}
            />
            {quiet !== null && (
              <Group gap="xs" mt="xs" align="flex-end">
                <TextInput
                  type="time"
                  label="From"
                  w={110}
                  value={times.from}
                  onChange={(event) => change({ ...times, from: event.currentTarget.value })}
                />
                <TextInput
                  type="time"
                  label="To"
                  w={110}
                  value={times.to}
                  onChange={(event) => change({ ...times, to: event.currentTarget.value })}
                />
                <Text size="xs" c="dimmed" pb={6}>
                  in the time zone of your profile
                </Text>
              </Group>
            )}
          </div>
        )}
      </Stack>
    </Panel>
  )
}

export default Mail

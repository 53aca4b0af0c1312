import { Button, Checkbox, Input, Stack } from '@mantine/core'
import {} from '@tanstack/react-router'
import { useState } from 'react'
import { LinkInput } from '../../../platform/page/fields/link-input.tsx'
import { usePointers } from '../../../platform/page/fields/pointers.ts'
import { Page } from '../../../platform/page/kit/page.tsx'
import { Panel } from '../../../platform/page/kit/panel.tsx'
import { lastMonth, useCreateReport } from './create-report.tsx'
import { PeriodPicker } from './period-picker.tsx'
import { useWords } from '../../../platform/page/kit/address.ts'
import { useToday } from '../../../platform/page/kit/clock.ts'

/** A report about a service for a period. */
const NewReport = () => {
  const search = useWords()
  const pointers = usePointers(search['service'] ? [search['service']] : [])
  const [chosen, setChosen] = useState<string | null | undefined>()
  const [period, setPeriod] = useState(search['period'] ?? lastMonth())
  const [issue, setIssue] = useState(false)
  const [asked, setAsked] = useState(false)
  const today = useToday()
  const create = useCreateReport()
  const service = chosen === undefined ? (pointers.get(search['service'] ?? '')?.id ?? null) : chosen
  return (
    <Page title="New report" crumbs={[{ label: 'Reports', to: '/reports' }]}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          setAsked(true)
          if (service) create.mutate({ service, period, issue })
        }}
        style={{ maxWidth: 520 }}
      >
        <Panel>
          <Stack gap="md">
            <LinkInput
              to={['service']}
              label="Service"
              required
              value={service}
              onChange={setChosen}
              {...(asked && !service ? { error: 'Choose the service that the report is about.' } : {})}
            />
            <Input.Wrapper label="Period" labelElement="div">
              <PeriodPicker value={period} today={today} onChange={setPeriod} />
            </Input.Wrapper>
            <Checkbox
              label="Issue it at once"
              description="Freezes words and figures as they are now. Without it you get a draft to look at first."
              checked={issue}
              onChange={(event) => setIssue(event.currentTarget.checked)}
            />
            <Button type="submit" loading={create.isPending} style={{ alignSelf: 'flex-start' }}>
              {issue ? 'Create and issue' : 'Create draft'}
            </Button>
          </Stack>
        </Panel>
      </form>
    </Page>
  )
}

export default NewReport

import {
  ActionIcon,
  Alert,
  Badge,
  Button,
  Checkbox,
  Group,
  Loader,
  Progress,
  SegmentedControl,
  SimpleGrid,
  Skeleton,
  Stack,
  Switch,
  Text,
} from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import { useState } from 'react'
import { DataTable } from '../kit/data-table.tsx'
import { Chart } from '../kit/chart.tsx'
import { Empty } from '../kit/empty.tsx'
import { Figure } from '../kit/figure.tsx'
import { Icon, iconNames } from '../kit/icon.tsx'
import { IntervalBar } from '../kit/interval-bar.tsx'
import { Initials, Ref } from '../kit/links.tsx'
import { Markdown } from '../kit/markdown.tsx'
import { MarkdownEditor } from '../kit/markdown-editor.tsx'
import { Moment } from '../kit/moment.tsx'
import { NoRight } from '../kit/no-right.tsx'
import { complain, tell, tellWithUndo } from '../kit/notify.tsx'
import { Page } from '../kit/page.tsx'
import { Panel } from '../kit/panel.tsx'
import { StateBadge, ToneBadge } from '../kit/state-badge.tsx'
import { Failure } from '../kit/waiting.tsx'
import { allKinds } from '../registry/kinds.ts'
import { sampleFields, sampleProblem, sampleSeries } from './kit-samples.ts'
import { FieldInput } from '../fields/input.tsx'

const begin = Date.parse('2026-03-02T08:00:00Z')
const hours = (count: number): string => new Date(begin + count * 3_600_000).toISOString()

/** Every part of the screens in each of its states: for those who build screens, and for the tests that look at them. */
const KitPage = () => (
  <Page title="Parts of the screens">
    <div className="rv-grid">
      <Words />
      <Controls />
      <Fields />
      <Figures />
      <Pictures />
      <States />
    </div>
  </Page>
)

const Words = () => (
  <Panel title="States, tones and people">
    <Stack gap="sm">
      {allKinds()
        .filter((kind) => kind.lifecycle.states.length > 2)
        .slice(0, 4)
        .map((kind) => (
          <Group key={kind.name} gap="xs">
            <Text size="sm" w={130}>
              {kind.label}
            </Text>
            {kind.lifecycle.states.map((state) => (
              <StateBadge key={state.name} kind={kind} state={state.name} focusable />
            ))}
          </Group>
        ))}
      <Group gap="xs">
        {(['neutral', 'info', 'good', 'warn', 'bad', 'muted'] as const).map((tone) => (
          <ToneBadge key={tone} tone={tone}>
            {tone}
          </ToneBadge>
        ))}
        <Badge variant="filled">filled</Badge>
        <Ref>INC-1042</Ref>
        <Initials name="Ada Moss" />
        <Moment at={hours(0)} />
      </Group>
      <Group gap={10}>
        {iconNames.map((name) => (
          <span key={name} title={name}>
            <Icon name={name} />
          </span>
        ))}
      </Group>
    </Stack>
  </Panel>
)

const Controls = () => {
  const [on, setOn] = useState(true)
  const [text, setText] = useState('The **lift** of [INC-3](/incidents/INC-3) stands still.')
  return (
    <Panel title="Buttons and controls">
      <Stack gap="sm">
        <Group gap="xs">
          <Button>Filled</Button>
          <Button variant="default">Default</Button>
          <Button variant="light">Light</Button>
          <Button variant="subtle">Subtle</Button>
          <Button color="red">Remove</Button>
          <Button loading>Busy</Button>
          <Button disabled>Disabled</Button>
          <ActionIcon aria-label="Edit">
            <IconPencil size={15} />
          </ActionIcon>
        </Group>
        <Group gap="md">
          <Checkbox label="Checkbox" checked={on} onChange={() => setOn(!on)} />
          <Switch label="Switch" checked={on} onChange={() => setOn(!on)} />
          <SegmentedControl aria-label="Choice" data={['One', 'Two', 'Three']} />
          <Loader size="sm" role="status" aria-label="Busy" />
        </Group>
        <Group gap="xs">
          <Button variant="default" onClick={() => tell('Saved')}>
            Say something
          </Button>
          <Button variant="default" onClick={() => tellWithUndo('12 incidents changed', () => tell('Undone'))}>
            With undo
          </Button>
          <Button variant="default" onClick={() => complain(sampleProblem)}>
            Complain
          </Button>
        </Group>
        <MarkdownEditor label="Markdown" value={text} onChange={setText} />
        <Markdown text={text} />
      </Stack>
    </Panel>
  )
}

const Fields = () => {
  const [values, setValues] = useState<Readonly<Record<string, unknown>>>({ currency: 'GBP', kind: 'room' })
  return (
    <Panel title="Fields of every type">
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} spacing="md">
        {Object.entries(sampleFields).map(([name, field]) => (
          <FieldInput
            key={name}
            name={name}
            field={field}
            value={values[name] ?? null}
            draft={values}
            onChange={(value) => setValues({ ...values, [name]: value })}
            error={name === 'text' ? 'Write at least three letters.' : undefined}
          />
        ))}
      </SimpleGrid>
    </Panel>
  )
}

const Figures = () => (
  <Panel title="Figures">
    <SimpleGrid cols={{ base: 1, xs: 2, lg: 4 }} spacing="sm">
      <Figure
        label="Kept on time"
        value="97.4"
        unit="%"
        target="target 95 %"
        verdict={{ tone: 'good', word: 'Kept' }}
        quality="A"
        trend={{ values: [93, 94, 96, 95, 97, 97.4], words: 'Rising from 93 to 97.4 per cent in six months' }}
        made={{
          formula: 'Incidents resolved within their target ÷ incidents resolved in the period.',
          inputs: [
            { label: 'Resolved', value: 312 },
            { label: 'Within target', value: 304 },
          ],
          source: 'clocks of incidents',
          asOf: '1 Mar 2026',
        }}
        to="/incidents?state=closed"
      />
      <Figure label="Cost of one use" value="GBP 3.20" target="plan GBP 3.00" verdict={{ tone: 'warn', word: 'Above plan' }} quality="C" />
      <Figure label="Longest outage" value="4 h 10 min" verdict={{ tone: 'bad', word: 'Missed' }} quality="B" />
      <Figure label="Satisfaction" value={null} missing="No survey yet" quality="D" />
    </SimpleGrid>
  </Panel>
)

const Pictures = () => (
  <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
    <Panel title="Chart of time">
      <Chart
        title="Incidents by week"
        sentence="Opened and resolved incidents by week; resolved catch up from week 4."
        series={sampleSeries}
        x="time"
        target={{ value: 30, label: 'what the desk can take' }}
      />
    </Panel>
    <Panel title="Chart of categories">
      <Chart
        title="By priority"
        sentence="Most incidents have priority 3."
        series={[
          {
            name: 'Incidents',
            type: 'bar',
            points: ['1', '2', '3', '4'].map((x, index) => ({ x: `Priority ${x}`, y: [3, 14, 61, 22][index] ?? 0 })),
          },
        ]}
      />
    </Panel>
    <Panel title="Chain of custody">
      <IntervalBar
        label="Who held INC-3 when"
        now={begin + 30 * 3_600_000}
        intervals={[
          { from: hours(0), to: hours(3), label: 'Service desk', group: 'Service desk' },
          {
            from: hours(3),
            to: hours(12),
            label: 'Night',
            group: 'Outside agreed hours',
            counts: false,
            note: 'Agreed hours are 08:00 to 18:00.',
          },
          { from: hours(12), to: hours(20), label: 'Halden Systems', group: 'Halden Systems' },
          {
            from: hours(20),
            to: null,
            label: 'Customer',
            group: 'Customer',
            counts: false,
            note: 'The clock stops while waiting for the customer.',
          },
        ]}
        marks={[{ at: hours(24), label: 'due' }]}
      />
    </Panel>
    <Panel title="Table" flush>
      <DataTable
        caption="Suppliers by cost"
        rows={[
          { name: 'Halden Systems', cost: 120_000 },
          { name: 'Orrery Networks', cost: 84_500 },
        ]}
        keyOf={(row) => row.name}
        columns={[
          { label: 'Supplier', cell: (row) => row.name },
          { label: 'Cost, GBP', align: 'right', cell: (row) => row.cost.toLocaleString(), text: (row) => row.cost },
        ]}
      />
    </Panel>
  </SimpleGrid>
)

const States = () => (
  <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
    <Panel title="Waiting and progress">
      <Stack gap="sm">
        <Skeleton height={14} width="80%" />
        <Skeleton height={14} width="60%" />
        <Progress value={62} aria-label="Import: 62 of 100" />
        <Alert color="blue" title="Note">
          The import runs on; you can leave this page.
        </Alert>
        <Alert color="yellow" title="Warning">
          12 lines were left out.
        </Alert>
      </Stack>
    </Panel>
    <Panel title="Failure">
      <Failure error={sampleProblem} again={() => tell('Tried again')} />
    </Panel>
    <Panel title="Empty">
      <Empty title="No incidents yet" icon="alert-triangle" actions={<Button>New incident</Button>} level={3}>
        An unplanned interruption of a service, from the first report until it is closed.
      </Empty>
    </Panel>
    <Panel title="No right">
      <NoRight
        problem={{
          title: 'Forbidden',
          status: 403,
          code: 'missing_right',
          detail: 'You may not see contracts.',
          issues: [],
          right: 'contract.see',
          holders: [{ ref: 'PER-3', title: 'Cara Lind' }],
        }}
      />
    </Panel>
  </SimpleGrid>
)

export default KitPage

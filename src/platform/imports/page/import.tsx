import { Alert, Button, Group, Modal, Progress, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../page/api.ts'
import { numberText, sizeText } from '../../page/fields/format.ts'
import { Moment } from '../../page/kit/moment.tsx'
import { complain } from '../../page/kit/notify.tsx'
import { Page } from '../../page/kit/page.tsx'
import { Panel } from '../../page/kit/panel.tsx'
import { ToneBadge } from '../../page/kit/state-badge.tsx'
import { Failure, Waiting } from '../../page/kit/waiting.tsx'
import { kindNamed } from '../../page/registry/kinds.ts'
import classes from './imports.module.css'
import { Issues } from './issues.tsx'
import { MappingPanel } from './mapping.tsx'
import { useReaderLabels } from './readers.ts'
import { Result } from './result.tsx'
import { type RunPage, standingOf, totals } from './shapes.ts'
import { useParts } from '../../page/kit/address.ts'
import { To } from '../../page/kit/to.tsx'

/** One import: how far it is, what it would do or did, what is wrong with its lines, how it is read. */
const Import = () => {
  const { id = '' } = useParts()
  const query = useQuery({
    queryKey: ['imports', id],
    queryFn: async ({ signal }) => api.get<RunPage>(`/imports/${id}`, { limit: 200 }, signal),
    refetchInterval: ({ state }) => (state.data && state.data.doing !== null ? 700 : false),
  })
  const run = query.data
  return (
    <Page title={run ? run.source : 'Import'} crumbs={[{ label: 'Imports', to: '/imports' }]} right={run && <Ways run={run} />}>
      {query.isPending ? (
        <Waiting lines={8} />
      ) : query.error || !run ? (
        <Failure error={query.error} again={() => void query.refetch()} />
      ) : (
        <Shown run={run} />
      )}
    </Page>
  )
}

const useStep = (run: RunPage, step: 'apply' | 'undo') => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async () => api.call('POST', `/imports/${run.id}/${step}`),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['imports'] })
      await client.invalidateQueries({ queryKey: ['list'] })
    },
    onError: complain,
  })
}

const Ways = ({ run }: Readonly<{ run: RunPage }>) => {
  const apply = useStep(run, 'apply')
  const undo = useStep(run, 'undo')
  const [asking, setAsking] = useState(false)
  const sum = totals(run.summary)
  const writes = sum.new + sum.changed
  return (
    <Group gap={8}>
      {run.applicable && (
        <Button loading={apply.isPending} disabled={run.state === 'checked' && writes === 0} onClick={() => apply.mutate()}>
          {run.state === 'failed' ? 'Try again' : writes === 0 ? 'Nothing to write' : `Apply: ${numberText(writes)} records`}
        </Button>
      )}
      {run.undoable && (
        <Button variant="default" onClick={() => setAsking(true)}>
          Undo this import
        </Button>
      )}
      <Modal opened={asking} onClose={() => setAsking(false)} title="Undo this import?">
        <Text size="sm">
          {numberText(sum.new)} new records are removed and {numberText(sum.changed)} get back what they held before. Records that somebody
          changed or linked to since then are kept and named.
        </Text>
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={() => setAsking(false)} data-autofocus>
            Keep it
          </Button>
          <Button color="red" loading={undo.isPending} onClick={() => undo.mutate(undefined, { onSettled: () => setAsking(false) })}>
            Undo it
          </Button>
        </Group>
      </Modal>
    </Group>
  )
}

const steps = ['Read', 'Check', 'Apply'] as const
const stepOf = (run: RunPage): number =>
  run.state === 'applied' || run.state === 'undone'
    ? 3
    : run.state === 'applying'
      ? 2
      : run.state === 'checked'
        ? 2
        : run.state === 'reading'
          ? 1
          : 1

const Shown = ({ run }: Readonly<{ run: RunPage }>) => {
  const standing = standingOf(run)
  const labels = useReaderLabels()
  return (
    <div className={classes['column']}>
      <div className={classes['facts']}>
        <ToneBadge tone={standing.tone}>{standing.word}</ToneBadge>
        <span>{standing.meaning}</span>
        <span>Read as {labels.get(run.reader) ?? run.reader}</span>
        <span>
          {run.files.length === 1 ? run.files[0]?.name : `${run.files.length} files`},{' '}
          {sizeText(run.files.reduce((sum, file) => sum + file.size, 0))}
        </span>
        <span>
          {run.made_by_title && `${run.made_by_title}, `}
          <Moment at={run.made_at} ago />
        </span>
      </div>
      <ol className={classes['steps']} aria-label="Steps">
        {steps.map((step, index) => (
          <li key={step} data-done={index < stepOf(run)} {...(index === stepOf(run) ? { 'aria-current': 'step' as const } : {})}>
            {index < stepOf(run) ? '✓ ' : `${index + 1}. `}
            {step}
          </li>
        ))}
      </ol>
      {run.doing !== null && <Going run={run} />}
      {run.message && (
        <Alert
          color={run.state === 'failed' ? 'red' : 'blue'}
          title={run.state === 'failed' ? 'That did not work' : run.state === 'undone' ? 'Taken back' : 'Note'}
          role="alert"
        >
          {run.message}
        </Alert>
      )}
      {run.summary && <Result summary={run.summary} done={run.state === 'applied' || run.state === 'undone'} />}
      {run.doing === null && run.columns.length > 0 && (
        <MappingPanel key={run.changed_at} run={run} editable={run.applicable} open={run.state === 'failed'} />
      )}
      {run.issues.length > 0 && <Issues run={run} />}
      {run.state === 'applied' && (
        <Panel title="Where to look now">
          <Group gap="md">
            {Object.keys(run.summary?.kinds ?? {}).map((kind) => (
              <KindLink key={kind} kind={kind} />
            ))}
          </Group>
        </Panel>
      )}
    </div>
  )
}

const KindLink = ({ kind }: Readonly<{ kind: string }>) => {
  const found = kindNamed(kind)
  return found ? (
    <To to={`/${found.plural}?sort=-changed_at`} className="rv-link">
      {found.labels}
    </To>
  ) : null
}

const Going = ({ run }: Readonly<{ run: RunPage }>) => {
  const { progress } = run
  const share = progress && progress.total > 0 ? Math.min(100, (progress.done / progress.total) * 100) : null
  return (
    <Panel>
      <Text size="sm" role="status" aria-live="polite">
        {progress?.word ?? 'Starting'}
        {share !== null && `, ${Math.round(share)} %`}
      </Text>
      <Progress value={share ?? 100} animated={share === null} mt={6} aria-label="Progress" />
    </Panel>
  )
}

export default Import

import { NumberInput, Select, Switch, Textarea } from '@mantine/core'
import { useState } from 'react'
import type { StructureEditorProps } from '../../../platform/page/fields/structures.ts'
import type { Assertions } from '../model/check.ts'
import { usualDaysLeft } from '../model/check-judge.ts'
import { assertionsOf, methods, records, statusOf } from './assertions.ts'
import { PairsInput } from './pairs-input.tsx'
import classes from './screens.module.css'
import { kept } from './settings.ts'
import { TextsInput } from './texts-input.tsx'

type Part = Readonly<{ must: Assertions; set: (change: Readonly<Partial<Record<keyof Assertions, unknown>>>) => void }>

const numberOf = (typed: string | number): number | undefined => (typeof typed === 'number' ? typed : undefined)

const Request = ({ must, set }: Part) => (
  <>
    <Select
      label="Asked by"
      w={160}
      data={[...methods]}
      value={must.method ?? 'GET'}
      allowDeselect={false}
      onChange={(method) => set({ method: method === 'GET' ? undefined : method })}
    />
    <PairsInput
      label="Headers sent along"
      pairs={must.headers ?? {}}
      onChange={(headers) => set({ headers })}
      words={{ name: 'Header', text: 'Value', add: 'Add a header' }}
    />
    {must.method === 'POST' && (
      <Textarea
        label="Body"
        autosize
        minRows={2}
        maxRows={10}
        value={must.body ?? ''}
        onChange={(event) => set({ body: event.currentTarget.value })}
      />
    )}
  </>
)

const Answer = ({ must, set }: Part) => {
  const [wrong, setWrong] = useState<string>()
  return (
    <>
      <div className={classes['halves']}>
        <TextsInput
          label="Status"
          help="200, or 200-299. Empty means 200-399."
          texts={(must.status ?? []).map(String)}
          error={wrong}
          onChange={(texts) => {
            const bad = texts.find((one) => statusOf(one) === null)
            setWrong(bad === undefined ? undefined : `“${bad}” is no status: write 200, or 200-299.`)
            set({ status: texts.flatMap((one) => statusOf(one) ?? []) })
          }}
        />
        <NumberInput
          label="Down when it takes longer than"
          description="Degraded comes earlier, by its own field."
          suffix=" ms"
          min={1}
          max={600_000}
          value={must.within_ms ?? ''}
          onChange={(typed) => set({ within_ms: numberOf(typed) })}
        />
      </div>
      <TextsInput
        label="The answer contains"
        help="Each of them, just as written."
        texts={must.contains ?? []}
        onChange={(contains) => set({ contains })}
      />
      <TextsInput label="The answer does not contain" texts={must.lacks ?? []} onChange={(lacks) => set({ lacks })} />
      <PairsInput
        label="Headers of the answer"
        help="Each holds its value, whatever the case."
        pairs={must.answer_headers ?? {}}
        onChange={(answer_headers) => set({ answer_headers })}
        words={{ name: 'Header', text: 'Holds', add: 'Add a header of the answer' }}
      />
    </>
  )
}

const Dns = ({ must, set }: Part) => (
  <>
    <Select
      label="Record"
      w={160}
      data={[...records]}
      value={must.record ?? 'A'}
      allowDeselect={false}
      onChange={(record) => set({ record })}
    />
    <TextsInput
      label="Among the answers"
      help="Empty means that any answer is good."
      texts={must.values ?? []}
      onChange={(values) => set({ values })}
    />
  </>
)

const Certificate = ({ must, set }: Part) => (
  <NumberInput
    label="Degraded when it expires within"
    description={`Empty means ${usualDaysLeft} days; an expired one is down.`}
    suffix=" days"
    min={0}
    max={3650}
    allowDecimal={false}
    w={260}
    value={must.days_left ?? ''}
    onChange={(typed) => set({ days_left: numberOf(typed) })}
  />
)

/** What an answer must be like, for the type of check that the form says. */
const AssertionsEditor = ({ value, onChange, labelledBy, draft }: StructureEditorProps) => {
  const must = assertionsOf(value)
  const type = draft?.['check_type']
  const part: Part = { must, set: (change) => onChange(kept({ ...must, ...change })) }
  if (type === 'heartbeat') return <span className="rv-dim">A heartbeat only has to come in time.</span>
  return (
    <div role="group" aria-labelledby={labelledBy} className={classes['fields']}>
      {type === undefined || type === null || type === '' ? <span className="rv-dim">Choose the type of the check first.</span> : null}
      {type === 'http' && (
        <>
          <Request {...part} />
          <Answer {...part} />
        </>
      )}
      {type === 'dns' && <Dns {...part} />}
      {type === 'tls' && <Certificate {...part} />}
      <Switch
        label="May reach into private networks"
        description="Who may say so has the right to; otherwise only public addresses are called."
        checked={must.private === true}
        onChange={(event) => part.set({ private: event.currentTarget.checked })}
      />
    </div>
  )
}

export default AssertionsEditor

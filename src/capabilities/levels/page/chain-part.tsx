import { Button, Group, NumberInput, Text } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { useState } from 'react'
import { dayText, durationText } from '../../../platform/page/fields/format.ts'
import { Panel } from '../../../platform/page/kit/panel.tsx'
import { To } from '../../../platform/page/kit/to.tsx'
import { kindNamed } from '../../../platform/page/registry/kinds.ts'
import type { ChainPart, PromiseChain } from '../model/composition/answer.ts'
import { isNever } from '../model/composition/closing.ts'
import { atLeastText, minutesText } from '../model/composition/words.ts'
import { costText, lossOf, shareFromPercent, shareWords, throughWords } from './chain-words.ts'
import classes from './chain.module.css'

/** Typed per cent reach the address after a pause, so that each keystroke is not a question to the server. */
const pause = 350

const percentOf = (share: string | undefined): number | string => (share === undefined ? '' : Number((Number(share) * 100).toPrecision(12)))

const WhatIf = ({
  given,
  now,
  set,
}: Readonly<{ given: string | undefined; now: number | null; set: (share: string | undefined) => void }>) => {
  const [typed, setTyped] = useState<number | string>(percentOf(given))
  const [seen, setSeen] = useState(given)
  // A figure that came by another way, such as “Try”, takes the place of what was typed; one's own must not move the cursor.
  if (seen !== given) {
    setSeen(given)
    if (Number(typed) !== Number(percentOf(given)) || (typed === '') !== (given === undefined)) setTyped(percentOf(given))
  }
  const settle = useDebouncedCallback((value: number | string) => {
    if (value === '') set(undefined)
    else if (typeof value === 'number' && value >= 0 && value <= 100) set(shareFromPercent(value))
  }, pause)
  return (
    <NumberInput
      label="What if it were available for"
      placeholder={now === null ? 'such as 99.9 %' : shareWords(now)}
      value={typed}
      onChange={(value) => {
        setTyped(value)
        settle(value)
      }}
      min={0}
      max={100}
      step={0.05}
      decimalScale={6}
      suffix=" %"
      clampBehavior="strict"
    />
  )
}

const Source = ({ part, chain }: Readonly<{ part: ChainPart; chain: PromiseChain }>) => {
  const { promised, measured } = part
  return (
    <>
      {part.source === 'assumed' && <p>Assumed by you. Nothing is stored.</p>}
      {promised && (
        <p>
          Promised {shareWords(promised.share)} in{' '}
          <To to={`/agreements/${promised.agreement.ref}`} className={`rv-link ${classes['inText']}`}>
            {promised.agreement.title}
          </To>
          .
        </p>
      )}
      {measured && (
        <p>
          Measured {shareWords(measured.share)} since {dayText(measured.from.slice(0, 10))}:{' '}
          {measured.outages === 0
            ? 'no outage'
            : `${measured.outages} outage${measured.outages === 1 ? '' : 's'}, ${durationText(measured.down_s)} down`}
          {chain.hours ? ` in the hours of “${chain.hours.title}”` : ''}
          {measured.coverage < 0.995 && `; watched ${Math.round(measured.coverage * 100)} % of the time`}.
        </p>
      )}
      {part.source === 'none' && (
        <p>Nobody promises it and nothing measures it. An agreement, a check or outages on record would give it a figure.</p>
      )}
    </>
  )
}

const Weight = ({ part, chain }: Readonly<{ part: ChainPart; chain: PromiseChain }>) => {
  const loss = lossOf(part, chain)
  const single = (part.importance ?? 0) > 0.9
  return (
    <>
      {part.share !== null && (
        <p>
          Fails {minutesText((1 - part.share) * chain.period.minutes)} {chain.period.each}
          {loss > 0 ? `; that costs the service ${minutesText(loss)}.` : '; the service does not notice.'}
        </p>
      )}
      {part.importance !== null && (
        <Text size="xs" c="dimmed">
          {single
            ? 'When it fails, nearly always the service does.'
            : part.importance === 0
              ? 'It makes no difference to the service.'
              : `Of its failures ${throughWords(part.importance)} come through: others stand in for it.`}
        </Text>
      )}
    </>
  )
}

/** One thing of the chain: what is known of it, what it does to the whole, and what would be if it were better or worse. */
export const PartPanel = ({
  chain,
  chosen,
  given,
  assume,
  currency,
}: Readonly<{
  chain: PromiseChain
  chosen: string
  given: string | undefined
  assume: (ref: string, share: string | undefined) => void
  currency: string
}>) => {
  const part = chain.parts.find((one) => one.ref === chosen)
  const inner = chain.inner.find((one) => one.ref === chosen)
  const named = part ?? inner
  if (!named)
    return (
      <Panel title="A part">
        <Text size="sm" c="dimmed">
          Choose a part in the picture or the table to see where its figure comes from and to try another one.
        </Text>
      </Panel>
    )
  const plural = kindNamed(named.kind)?.plural ?? ''
  const needed = part?.needed ?? null
  return (
    <Panel title={named.title} right={<To to={`/${plural}/${named.ref}`} className="rv-link rv-small">{`Open ${named.ref}`}</To>}>
      <div className={classes['part']}>
        <b>{shareWords(named.share)}</b>
        {part ? <Source part={part} chain={chain} /> : <p>Composed from what it needs: it has no figure of its own.</p>}
        {part && <Weight part={part} chain={chain} />}
        {part && needed !== null && isNever(needed) && <p>It would close the gap alone only if it never failed.</p>}
        {part && needed !== null && !isNever(needed) && (
          <p>
            At <b>{atLeastText(needed)}</b> it would close the gap alone: {minutesText(part.raise_minutes ?? 0)} {chain.period.each} less
            {part.cost === null ? '' : `, for ${costText(part.cost, currency)}`}.
          </p>
        )}
        {part && chain.gap && !chain.gap.underpinned && needed === null && part.best !== null && (
          <p>Even if it never failed, the whole would be {shareWords(part.best)}.</p>
        )}
        <WhatIf key={named.ref} given={given} now={named.share} set={(share) => assume(named.ref, share)} />
        <Group gap="xs">
          {needed !== null && !isNever(needed) && (
            <Button size="compact-sm" onClick={() => assume(named.ref, shareFromPercent(Number.parseFloat(atLeastText(needed))))}>
              Try {atLeastText(needed)}
            </Button>
          )}
          {given !== undefined && (
            <Button size="compact-sm" variant="default" onClick={() => assume(named.ref, undefined)}>
              Take back
            </Button>
          )}
        </Group>
      </div>
    </Panel>
  )
}

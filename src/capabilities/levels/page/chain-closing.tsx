import { Button, Group, NativeSelect, NumberInput, Text } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { useState } from 'react'
import { DataTable } from '../../../platform/page/kit/data-table.tsx'
import { Panel } from '../../../platform/page/kit/panel.tsx'
import { ToneBadge } from '../../../platform/page/kit/state-badge.tsx'
import type { ChainPart, PromiseChain } from '../model/composition/answer.ts'
import { atLeastText, minutesText } from '../model/composition/words.ts'
import { cheapestWords, costText, readAssumed, shareFromPercent, shareWords, waysIn, writeAssumed } from './chain-words.ts'
import classes from './chain.module.css'

/** Typed prices reach the address after a pause, so that each keystroke is not a question to the server. */
const pause = 350

/** One currency for all prices of a comparison; they are kept in the address, never on a record. */
const currencies = ['EUR', 'GBP', 'USD', 'CHF', 'SEK', 'NOK', 'DKK', 'PLN'] as const

/** What a minute less of downtime of a part costs. */
const Price = ({ of, given, set }: Readonly<{ of: string; given: string | undefined; set: (price: string | undefined) => void }>) => {
  const [typed, setTyped] = useState<number | string>(given === undefined ? '' : Number(given))
  const [seen, setSeen] = useState(given)
  // “Forget the prices” empties the field; one's own price must not move the cursor.
  if (seen !== given) {
    setSeen(given)
    if (given === undefined || Number(typed) !== Number(given)) setTyped(given === undefined ? '' : Number(given))
  }
  const settle = useDebouncedCallback((value: number | string) => {
    if (value === '') set(undefined)
    else if (typeof value === 'number' && value >= 0) set(String(value))
  }, pause)
  return (
    <NumberInput
      aria-label={`What a minute less of failure of ${of} costs`}
      placeholder="price"
      size="xs"
      w={130}
      value={typed}
      onChange={(value) => {
        setTyped(value)
        settle(value)
      }}
      min={0}
      max={1e9}
      decimalScale={2}
      thousandSeparator=" "
      hideControls
      clampBehavior="strict"
    />
  )
}

type Props = Readonly<{
  chain: PromiseChain
  /** Prices and their currency as the address has them. */
  price: string | undefined
  currency: string | undefined
  set: (change: Readonly<Record<string, string | undefined>>) => void
  choose: (ref: string) => void
  assume: (ref: string, share: string) => void
}>

/** Which parts could close the gap alone, by how much each would have to improve, and which is the cheapest once each has a price. */
export const ClosingPanel = ({ chain, price, currency: asked, set, choose, assume }: Props) => {
  const currency = asked ?? 'EUR'
  const ways = chain.gap && !chain.gap.underpinned ? waysIn(chain.parts) : []
  if (ways.length === 0) return null
  const prices = readAssumed(price)
  const charge = (ref: string, next: string | undefined): void => {
    const { [ref]: _, ...others } = prices
    set({ price: writeAssumed(next === undefined ? others : { ...others, [ref]: next }) })
  }
  const costs = ways.flatMap((part) => (part.cost === null ? [] : [part.cost]))
  const cheapest = costs.length === ways.length && ways.length > 1 ? Math.min(...costs) : null
  const each = chain.period.each.replace(/^a /, 'each ')
  const words = cheapestWords(chain, Object.keys(prices), currency)
  return (
    <Panel
      flush
      title={ways.length === 1 ? 'What would close the gap alone' : `What would close the gap alone (${ways.length})`}
      right={
        <Group gap="xs">
          <NativeSelect
            aria-label="Prices in"
            size="xs"
            value={currency}
            data={[...new Set([currency, ...currencies])]}
            onChange={(event) => set({ currency: event.currentTarget.value === 'EUR' ? undefined : event.currentTarget.value })}
          />
          {price !== undefined && (
            <Button size="compact-sm" variant="default" onClick={() => set({ price: undefined, currency: undefined })}>
              Forget the prices
            </Button>
          )}
        </Group>
      }
    >
      <Text size="sm" className="rv-pad" aria-live="polite">
        {words ??
          (ways.length === 1
            ? `No other part could. Say what it costs to make it fail a minute less ${each}, and what closing the gap costs is told. Nothing is stored; prices stay in the address.`
            : `Say what it costs to make each of these fail a minute less ${each}, and the cheapest way is named. Nothing is stored; prices stay in the address.`)}
      </Text>
      <DataTable<ChainPart>
        caption={`What would close the gap of ${chain.service.title}`}
        rows={ways}
        keyOf={(part) => part.id}
        columns={[
          {
            label: 'Part',
            cell: (part) => (
              <span>
                <button type="button" className={`rv-link ${classes['pick']}`} onClick={() => choose(part.ref)}>
                  {part.title}
                </button>
                <span className="rv-dim rv-small rv-block">{shareWords(part.share)} now</span>
              </span>
            ),
            text: (part) => part.title,
          },
          {
            label: 'Would have to be',
            align: 'right',
            cell: (part) => (
              <span>
                <b className={classes['whole']}>{atLeastText(part.needed ?? 1)}</b>
                <span className="rv-dim rv-small rv-block">{minutesText(part.raise_minutes ?? 0)} less</span>
              </span>
            ),
            text: (part) => part.needed,
          },
          {
            label: `${currency} a minute less`,
            cell: (part) => <Price key={currency} of={part.title} given={prices[part.ref]} set={(next) => charge(part.ref, next)} />,
            text: (part) => prices[part.ref] ?? '',
          },
          {
            label: `Costs ${chain.period.each}`,
            align: 'right',
            cell: (part) =>
              part.cost === null ? (
                '–'
              ) : (
                <span className={classes['whole']}>
                  {part.cost === cheapest && <ToneBadge tone="good">cheapest</ToneBadge>} {costText(part.cost, currency)}
                </span>
              ),
            text: (part) => part.cost,
          },
          {
            label: 'Try',
            cell: (part) => (
              <Button
                size="compact-xs"
                variant="default"
                aria-label={`Try ${atLeastText(part.needed ?? 1)} for ${part.title}`}
                onClick={() => assume(part.ref, shareFromPercent(Number.parseFloat(atLeastText(part.needed ?? 1))))}
              >
                Try
              </Button>
            ),
            text: () => '',
          },
        ]}
      />
    </Panel>
  )
}

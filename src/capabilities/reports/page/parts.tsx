import { Tooltip } from '@mantine/core'
import type { ReactNode } from 'react'
import { Icon } from '../../../platform/page/kit/icon.tsx'
import { RecordLink } from '../../../platform/page/kit/links.tsx'
import { To } from '../../../platform/page/kit/to.tsx'
import { kindNamed } from '../../../platform/page/registry/kinds.ts'
import type { Tone } from '../../../platform/records/fields.ts'
import type { Named, Sentence, ShareOf } from '../model/figure.ts'
import classes from './reports.module.css'
import { ofText, rangeText, shareWords, signOf, toneWord } from './words.ts'

/** A tone as a sign with its word for those who cannot see colours. */
export const Sign = ({ tone }: Readonly<{ tone: Tone }>) => (
  <span className={classes['sign']} data-tone={tone} role="img" aria-label={toneWord[tone]}>
    {signOf[tone]}
  </span>
)

/** Sentences, most important first. */
export const Sentences = ({ items, big = false }: Readonly<{ items: readonly Sentence[]; big?: boolean }>) =>
  items.length === 0 ? null : (
    <ul className={classes['sentences']} data-big={big}>
      {items.map((one) => (
        <li key={one.text}>
          <Sign tone={one.tone} />
          <span>
            {one.text}
            {one.list !== undefined && (
              <>
                {' '}
                <More to={one.list}>Which</More>
              </>
            )}
          </span>
        </li>
      ))}
    </ul>
  )

/** A share with its count, drawn against its target (null: each one); not judged where several targets are mixed. */
export const ShareCell = ({ reached, target, judged = true }: Readonly<{ reached: ShareOf; target: number | null; judged?: boolean }>) => {
  if (reached.share === null) return <span className="rv-dim">none decided</span>
  const under = reached.share < (target ?? 1)
  const cell = (
    <span className={classes['shareCell']} {...(rangeText(reached) ? { tabIndex: 0 } : {})}>
      <b>{shareWords(reached.share)}</b> <span className="rv-dim">{ofText(reached)}</span>
      <span className={classes['track']} aria-hidden>
        <span data-under={judged ? under : 'unknown'} style={{ width: `${reached.share * 100}%` }} />
        {target !== null && <i style={{ left: `${target * 100}%` }} />}
      </span>
    </span>
  )
  const range = rangeText(reached)
  return range ? (
    <Tooltip label={range} w={260}>
      {cell}
    </Tooltip>
  ) : (
    cell
  )
}

type BarPart = Readonly<{ key: string; label: string; share: number | null; value: string; note?: string; to?: string }>

/** Parts of a whole on one line and in words below. */
export const PartsBar = ({ label, parts }: Readonly<{ label: string; parts: readonly BarPart[] }>) => (
  <figure className={classes['parts']} aria-label={label}>
    <div className={classes['partsLine']} aria-hidden>
      {parts.map((part, index) => (part.share ? <span key={part.key} data-hue={index % 6} style={{ flexGrow: part.share }} /> : null))}
    </div>
    <figcaption>
      <dl className={classes['partsList']}>
        {parts.map((part, index) => (
          <div key={part.key}>
            <dt>
              <i data-hue={index % 6} aria-hidden />
              {part.to ? (
                <To to={part.to} className="rv-link">
                  {part.label}
                </To>
              ) : (
                part.label
              )}
            </dt>
            <dd>
              {part.share !== null && <b>{shareWords(part.share)}</b>} {part.value}
              {part.note && <span className="rv-dim"> {part.note}</span>}
            </dd>
          </div>
        ))}
      </dl>
    </figcaption>
  </figure>
)

/** Records as lines, each with something at its right. */
export const NamedList = ({
  items,
  empty,
  right,
}: Readonly<{ items: readonly Named[]; empty: ReactNode; right?: (item: Named, index: number) => ReactNode }>) =>
  items.length === 0 ? (
    <p className={classes['none']}>{empty}</p>
  ) : (
    <ul className="rv-plain">
      {items.map((item, index) => (
        <li key={`${item.id} ${index}`}>
          <RecordLink to={item} withIcon />
          {right && <span className={classes['keep']}>{right(item, index)}</span>}
        </li>
      ))}
    </ul>
  )

/** The label of a choice of a kind's field, so that words on screen are those of the kind. */
export const choiceText = (kind: string, field: string, value: string | null): string => {
  if (value === null) return 'Not said'
  const found = kindNamed(kind)?.fields[field]
  return (
    (found?.type === 'choice' ? found.options.find((option) => option.value === value)?.label : undefined) ?? value.replaceAll('_', ' ')
  )
}

/** A quiet day. */
export const Calm = ({ children }: Readonly<{ children: ReactNode }>) => (
  <p className={classes['calm']}>
    <Icon name="checklist" size={18} />
    <span>{children}</span>
  </p>
)

/** What stands first on a desk: the most important sentence, with the list of what it counts. */
export const Headline = ({ text, sentences }: Readonly<{ text: string; sentences: readonly Sentence[] }>) => (
  <p className={classes['headline']}>
    {text} <More to={sentences.find((one) => one.text === text)?.list ?? null}>Which</More>
  </p>
)

export const More = ({ to, children = 'All' }: Readonly<{ to: string | null; children?: ReactNode }>) =>
  to === null ? null : (
    <To to={to} className="rv-link rv-small">
      {children}
    </To>
  )

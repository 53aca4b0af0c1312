import { numberText } from '../../../platform/page/fields/format.ts'
import { To } from '../../../platform/page/kit/to.tsx'
import type { SteerDesk } from '../model/desks.ts'
import { choiceText } from './parts.tsx'
import deskClasses from './desks.module.css'
import classes from './reports.module.css'
import { signOf } from './words.ts'

export type Standing = 'missing' | 'will_miss' | 'keeping' | 'none'
type Counted = Readonly<{ services: number }> & Readonly<Record<Standing, number>>
type Cell = SteerDesk['matrix'][number]

const columns = ['vital', 'high', 'medium', 'low'] as const

/** Worst first. */
const states = [
  ['missing', 'bad', 'missing'],
  ['will_miss', 'warn', 'will miss'],
  ['keeping', 'good', 'keeping'],
  ['none', 'muted', 'no promise'],
] as const

/** The desk counts what is not retired, so the lists it opens show the same. */
export const inUse = (list: string): string => `${list}${list.includes('?') ? '&' : '?'}phase=open,active,waiting`

/** The services of a cell with how they stand, of one state only where one is shown. */
const standingAt = (list: string, shown: Standing | null, period: string): string => {
  const query = list.split('?')[1]
  return `/desk/services?period=${period}${query ? `&${query}` : ''}${shown === null ? '' : `&state=${shown}`}`
}

const summed = (cells: readonly Counted[]): Counted =>
  cells.reduce<Counted>(
    (sum, one) => ({
      services: sum.services + one.services,
      missing: sum.missing + one.missing,
      will_miss: sum.will_miss + one.will_miss,
      keeping: sum.keeping + one.keeping,
      none: sum.none + one.none,
    }),
    { services: 0, missing: 0, will_miss: 0, keeping: 0, none: 0 },
  )

/** How many services, coloured by the worst of them; or, of one state only, how many stand so. */
const HeatCell = ({
  of,
  list,
  shown,
  period,
  sum = false,
}: Readonly<{ of: Counted; list: string; shown: Standing | null; period: string; sum?: boolean }>) => {
  const there = states.filter(([state]) => of[state] > 0)
  const told = there.find(([state]) => (shown === null ? true : state === shown))
  if (!told) return <span className={deskClasses['heatNone']}>–</span>
  const [state, tone] = told
  const bare = state === 'keeping' || state === 'none'
  return (
    <To
      to={standingAt(list, shown, period)}
      className={deskClasses['heat'] ?? ''}
      data-tone={sum ? undefined : tone}
      title={there.map(([one, , word]) => `${of[one]} ${word}`).join(', ')}
    >
      <b>{numberText(shown === null ? of.services : of[state])}</b>
      <span className="rv-hidden"> services: {there.map(([one, , word]) => `${of[one]} ${word}`).join(', ')}</span>
      <span className={deskClasses['heatWorst']} aria-hidden>
        <span className={classes['sign']} data-tone={tone}>
          {signOf[tone]}
        </span>
        {!bare && shown === null && numberText(of[state])}
      </span>
    </To>
  )
}

/** Services by kind (rows) and criticality (columns); `shown` keeps one state only. */
export const Heat = ({
  cells,
  shown,
  period,
  show,
}: Readonly<{ cells: readonly Cell[]; shown: Standing | null; period: string; show: (state: Standing | null) => void }>) => {
  if (cells.length === 0) return <p className="rv-pad rv-dim">No services yet.</p>
  const kinds = [...new Map(cells.map((cell) => [cell.service_kind, cell.label]))]
  const weights = [...columns, ...(cells.some((cell) => cell.criticality === null) ? [null] : [])]
  return (
    <>
      <div className={classes['scroll']} tabIndex={0} role="group" aria-label="Services by kind and criticality">
        <table className={deskClasses['matrix']}>
          <caption className="rv-hidden">Services by kind and criticality: how they stand with their promises</caption>
          <thead>
            <tr>
              <th scope="col">Kind</th>
              {weights.map((one) => (
                <th key={one ?? 'none'} scope="col">
                  {one === null ? 'Not rated' : choiceText('service', 'criticality', one)}
                </th>
              ))}
              <th scope="col">All</th>
            </tr>
          </thead>
          <tbody>
            {kinds.map(([kind, label]) => (
              <tr key={kind}>
                <th scope="row">{label}</th>
                {weights.map((one) => {
                  const cell = cells.find((found) => found.service_kind === kind && found.criticality === one)
                  return (
                    <td key={one ?? 'none'}>
                      {cell ? (
                        <HeatCell of={cell} list={cell.list} shown={shown} period={period} />
                      ) : (
                        <span className={deskClasses['heatNone']}>–</span>
                      )}
                    </td>
                  )
                })}
                <td>
                  <HeatCell
                    of={summed(cells.filter((cell) => cell.service_kind === kind))}
                    list={`/services?service_kind=${kind}`}
                    shown={shown}
                    period={period}
                    sum
                  />
                </td>
              </tr>
            ))}
            <tr>
              <th scope="row">All</th>
              {weights.map((one) => (
                <td key={one ?? 'none'}>
                  <HeatCell
                    of={summed(cells.filter((cell) => cell.criticality === one))}
                    list={`/services?criticality=${one ?? 'none'}`}
                    shown={shown}
                    period={period}
                    sum
                  />
                </td>
              ))}
              <td>
                <HeatCell of={summed(cells)} list="/services" shown={shown} period={period} sum />
              </td>
            </tr>
          </tbody>
        </table>
      </div>
      <p className={deskClasses['key']} role="group" aria-label="Show one state only">
        {states.map(([state, tone, word]) => (
          <button
            key={state}
            type="button"
            className={deskClasses['keyOne']}
            aria-pressed={shown === state}
            onClick={() => show(shown === state ? null : state)}
          >
            <span className={classes['sign']} data-tone={tone} aria-hidden>
              {signOf[tone]}
            </span>
            {word}
          </button>
        ))}
        {shown !== null && (
          <button type="button" className={deskClasses['all']} onClick={() => show(null)}>
            Show all
          </button>
        )}
      </p>
    </>
  )
}

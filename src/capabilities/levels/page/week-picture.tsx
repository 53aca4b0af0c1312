import { hoursText, type Week, weekdayNames, weekdays } from './hours.ts'
import classes from './levels.module.css'

const minutes = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))
type Piece = Readonly<{ from: number; to: number }>

/** The stretches of each day of the week in minutes; what runs past midnight stands on the next day. */
const piecesOf = (week: Week): readonly (readonly Piece[])[] => {
  const days: Piece[][] = weekdays.map(() => [])
  weekdays.forEach((day, index) => {
    for (const [from, to] of week[day] ?? []) {
      const [start, end] = [minutes(from), minutes(to)]
      if (end > start) days[index]?.push({ from: start, to: end })
      else {
        days[index]?.push({ from: start, to: 1440 })
        if (end > 0) days[(index + 1) % 7]?.push({ from: 0, to: end })
      }
    }
  })
  return days
}

/** A week as bars from midnight to midnight. */
export const WeekPicture = ({ week }: Readonly<{ week: Week }>) => (
  <div
    className={classes['week']}
    role="img"
    aria-label={weekdays.map((day) => `${weekdayNames[day]} ${hoursText(week[day] ?? [])}`).join('; ')}
  >
    <div className={classes['scale']} aria-hidden>
      {[0, 6, 12, 18, 24].map((hour) => (
        <span key={hour} style={{ left: `${(hour / 24) * 100}%` }} data-hour={hour}>
          {hour}
        </span>
      ))}
    </div>
    {piecesOf(week).map((pieces, index) => (
      <div key={weekdays[index]} className={classes['weekDay']} aria-hidden>
        <span>{weekdays[index]}</span>
        <div>
          {pieces.map((piece) => (
            <i
              key={`${piece.from} ${piece.to}`}
              style={{ left: `${(piece.from / 1440) * 100}%`, width: `${((piece.to - piece.from) / 1440) * 100}%` }}
            />
          ))}
        </div>
      </div>
    ))}
  </div>
)

import { numberText } from '../../../platform/page/fields/format.ts'
import { Figure } from '../../../platform/page/kit/figure.tsx'
import type { ServicePage } from '../model/service-page.ts'
import classes from './reports.module.css'
import { madeOf, ofText, shareWords } from './words.ts'

const opened = (page: ServicePage): readonly (number | null)[] => page.volume.weeks.map((week) => week.opened)
const backlog = (page: ServicePage): readonly (number | null)[] => page.volume.weeks.map((week) => week.backlog)
const kept = (page: ServicePage): readonly (number | null)[] =>
  page.volume.months.map((month) => (month.kept + month.missed === 0 ? null : month.kept / (month.kept + month.missed)))

/** The figures a service manager looks at first, each with what it is measured against and the records behind it. */
export const ServiceTiles = ({ page }: Readonly<{ page: ServicePage }>) => {
  const { promises, open, volume, completeness } = page
  const missed = open.by_priority.reduce((sum, one) => sum + one.missed, 0)
  const risk = open.by_priority.reduce((sum, one) => sum + one.at_risk, 0)
  const inPeriod = volume.months.find((month) => month.period === page.period.text)
  const change = page.backlog.now - page.backlog.four_weeks_ago
  const under = promises.items.filter((one) => one.verdict.word === 'missed').length
  const link = (to: string | null): { to?: string } => (to === null ? {} : { to })
  return (
    <div className={classes['tiles']}>
      <Figure
        label="Promises kept"
        value={promises.all.share === null ? null : shareWords(promises.all.share)}
        missing={page.agreements.length === 0 ? 'Nothing is promised' : 'None called upon'}
        {...(promises.all.share === null ? {} : { target: `${ofText(promises.all)}, ${page.period.label}` })}
        {...(promises.items.length > 0
          ? {
              verdict: {
                tone: promises.tone,
                word: under > 0 ? `${under} under target` : promises.tone === 'warn' ? 'At risk' : 'On target',
              },
            }
          : {})}
        trend={{ values: kept(page), words: 'Share of promises kept, month by month' }}
        quality="A"
        made={madeOf(promises.made)}
        {...link(promises.list)}
      />
      <Figure
        label="Open incidents"
        value={numberText(open.total)}
        {...(missed > 0
          ? { verdict: { tone: 'bad' as const, word: `${missed} missed` } }
          : risk > 0
            ? { verdict: { tone: 'warn' as const, word: `${risk} at risk` } }
            : { verdict: { tone: 'good' as const, word: 'None late' } })}
        {...(missed > 0 && risk > 0 ? { target: `${risk} at risk` } : {})}
        quality="A"
        made={madeOf(open.made)}
        {...link(open.list)}
      />
      <Figure
        label="Backlog"
        value={numberText(page.backlog.now)}
        target={change === 0 ? 'as four weeks ago' : `${change > 0 ? '+' : '−'}${numberText(Math.abs(change))} in four weeks`}
        trend={{ values: backlog(page), words: page.backlog.text }}
        quality="A"
        made={madeOf(page.backlog.made)}
        {...link(page.backlog.list)}
      />
      <Figure
        label={inPeriod ? 'Opened' : 'Opened last week'}
        value={numberText(inPeriod?.opened ?? volume.weeks.at(-1)?.opened ?? 0)}
        target={`${numberText(inPeriod?.resolved ?? volume.weeks.at(-1)?.resolved ?? 0)} resolved${inPeriod ? `, ${inPeriod.label}` : ''}`}
        trend={{ values: opened(page), words: 'Incidents opened, week by week' }}
        quality="A"
        made={madeOf(volume.made)}
        {...link(inPeriod?.list ?? volume.list)}
      />
      <Figure
        label="Entry complete"
        value={shareWords(completeness.share)}
        verdict={
          completeness.share >= 1
            ? { tone: 'good', word: 'Complete' }
            : {
                tone: completeness.share < 0.6 ? 'warn' : 'info',
                word: `${completeness.points.filter((point) => !point.met).length} missing`,
              }
        }
        made={{
          formula: 'Points of the entry that are met, divided by all points.',
          inputs: completeness.points.map((point) => ({ label: point.label, value: point.met ? 'met' : 'missing' })),
        }}
      />
    </div>
  )
}

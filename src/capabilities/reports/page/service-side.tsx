import { dayText } from '../../../platform/page/fields/format.ts'
import { RecordLink } from '../../../platform/page/kit/links.tsx'
import { Moment } from '../../../platform/page/kit/moment.tsx'
import { Panel } from '../../../platform/page/kit/panel.tsx'
import { StateBadge, ToneBadge } from '../../../platform/page/kit/state-badge.tsx'
import { To } from '../../../platform/page/kit/to.tsx'
import { kindNamed } from '../../../platform/page/registry/kinds.ts'
import type { ServicePage } from '../model/service-page.ts'
import { More, NamedList } from './parts.tsx'
import classes from './reports.module.css'

const State = ({ kind, state }: Readonly<{ kind: string; state: string }>) => {
  const found = kindNamed(kind)
  return found ? <StateBadge kind={found} state={state} /> : <>{state}</>
}

const at = (page: ServicePage, tab: string): string => `/services/${page.service.ref}/${tab}`

/** Who answers for it, who uses it. */
export const ServicePeople = ({ page }: Readonly<{ page: ServicePage }>) => {
  const { owner, unit, team, consumers } = page.people
  const lines = [
    ['Owner', owner],
    ['Provided by', unit],
    ['Supported by', team],
  ] as const
  return (
    <Panel title="People">
      <dl className="rv-pairs" style={{ marginTop: 0 }}>
        {lines.map(([label, one]) => (
          <div key={label} className={classes['lineOf']}>
            <dt>{label}</dt>
            <dd>{one ? <RecordLink to={one} /> : <span className="rv-dim">nobody named</span>}</dd>
          </div>
        ))}
        <div>
          <dt>Used by</dt>
          <dd>
            {consumers.length === 0 ? (
              <span className="rv-dim">no unit named</span>
            ) : (
              <>
                {consumers.slice(0, 4).map((one) => (
                  <div key={one.id} className={classes['lineOf']}>
                    <RecordLink to={one} />
                  </div>
                ))}
                {consumers.length > 4 && <span className="rv-dim">and {consumers.length - 4} more</span>}
              </>
            )}
          </dd>
        </div>
      </dl>
    </Panel>
  )
}

export const ServiceDependencies = ({ page }: Readonly<{ page: ServicePage }>) => (
  <Panel title="Dependencies" right={<More to={at(page, 'map')}>Map</More>}>
    <p className={classes['none']}>{page.dependencies.text}</p>
    {page.dependencies.at_risk.length > 0 && (
      <ul className="rv-plain">
        {page.dependencies.at_risk.slice(0, 5).map((one) => (
          <li key={one.id} title={one.why}>
            <RecordLink to={one} withIcon />
            <ToneBadge tone="warn">{one.why.length > 26 ? 'at risk' : one.why}</ToneBadge>
          </li>
        ))}
      </ul>
    )}
    <p className="rv-small" style={{ margin: '6px 0 0' }}>
      <To to={at(page, 'impact')} className="rv-link">
        What does this take down?
      </To>
    </p>
  </Panel>
)

export const ServiceNeeds = ({ page }: Readonly<{ page: ServicePage }>) => (
  <Panel title={`Needs met (${page.needs.items.length})`} right={<More to={page.needs.list} />}>
    <NamedList
      items={page.needs.items.slice(0, 6)}
      empty="No need is stated that this service meets. Ask those who use it what they need it for."
      right={(_, index) => {
        const need = page.needs.items[index]
        return need ? <State kind="need" state={need.state} /> : null
      }}
    />
  </Panel>
)

export const ServiceSupplier = ({ page }: Readonly<{ page: ServicePage }>) => {
  const { main, contracts } = page.supplier
  return (
    <Panel title="Supplier and contract">
      {!main && contracts.length === 0 ? (
        <p className={classes['none']}>No supplier is named: it is delivered in-house.</p>
      ) : (
        <>
          {main && <RecordLink to={main} withIcon />}
          {contracts.map((one) => (
            <div key={one.contract.id} className={classes['contract']}>
              <RecordLink to={one.contract} withIcon />
              {one.notice_by && <ToneBadge tone={one.tone}>{`notice by ${dayText(one.notice_by)}`}</ToneBadge>}
              <span className="rv-dim rv-block">{one.text}</span>
            </div>
          ))}
        </>
      )}
    </Panel>
  )
}

export const ServiceAgreements = ({ page }: Readonly<{ page: ServicePage }>) => (
  <Panel title="Agreements">
    <NamedList
      items={page.agreements}
      empty="No agreement names this service."
      right={(_, index) => {
        const one = page.agreements[index]
        return one ? (
          <span className="rv-dim rv-small">
            {one.agreement_type === 'sla' ? 'SLA' : one.agreement_type === 'ola' ? 'OLA' : 'Supplier'}
          </span>
        ) : null
      }}
    />
  </Panel>
)

export const ServiceReports = ({ page }: Readonly<{ page: ServicePage }>) => (
  <Panel title="Reports" right={<More to={`/reports/new?service=${page.service.ref}&period=${page.period.text}`}>New</More>}>
    <NamedList
      items={page.reports.items.slice(0, 5)}
      empty="None yet."
      right={(_, index) => {
        const one = page.reports.items[index]
        return one ? <State kind="report" state={one.state} /> : null
      }}
    />
  </Panel>
)

export const ServiceCompleteness = ({ page }: Readonly<{ page: ServicePage }>) => {
  const open = page.completeness.points.filter((point) => !point.met)
  if (open.length === 0) return null
  return (
    <Panel title="Missing in this entry" right={<More to={at(page, 'fields')}>Fields</More>}>
      {open.map((point) => (
        <div key={point.label} className={classes['pointLine']}>
          <span className={classes['sign']} aria-hidden>
            ○
          </span>
          <span>
            <b>{point.label}</b> <span className="rv-dim">{point.why}</span>
          </span>
        </div>
      ))}
    </Panel>
  )
}

export const ServiceChanges = ({ page }: Readonly<{ page: ServicePage }>) => (
  <Panel title="Lately" right={<More to={at(page, 'activity')} />}>
    {page.changes.items.length === 0 ? (
      <p className={classes['none']}>Nothing has changed lately.</p>
    ) : (
      <ul className={classes['timeline']} style={{ marginTop: 0 }}>
        {page.changes.items.slice(0, 6).map((one) => (
          <li key={`${one.at} ${one.text}`}>
            <Moment at={one.at} ago /> {one.text}
          </li>
        ))}
      </ul>
    )}
  </Panel>
)

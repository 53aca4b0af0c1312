import type { Tone } from '../../../platform/records/fields.ts'
import type { HealthState } from '../model/health/health.ts'
import type { Hits } from '../model/board.ts'

/** How each state of health is called and coloured; `means` is read on hover. */
export const healthStates: Readonly<Record<HealthState, Readonly<{ label: string; tone: Tone; means: string }>>> = {
  down: { label: 'Down', tone: 'bad', means: 'It does not work.' },
  degraded: { label: 'Degraded', tone: 'warn', means: 'It works worse than it should.' },
  at_risk: { label: 'At risk', tone: 'info', means: 'It works, on fewer spare parts than usual.' },
  maintenance: { label: 'Maintenance', tone: 'info', means: 'Planned work goes on, on it or on what it needs.' },
  unknown: { label: 'Unknown', tone: 'muted', means: 'Nobody knows: not enough of it is watched.' },
  operational: { label: 'Operational', tone: 'good', means: 'It works, as far as what watches it or its parts tells.' },
}

const services = (count: number): string => `${count.toLocaleString()} ${count === 1 ? 'service' : 'services'}`

/** "hits 4 services, 2 of them vital; 1 more has less to spare"; empty when it hits none. */
export const hitsWords = ({ services: hit, vital, at_risk: spare }: Hits): string => {
  const parts = [
    hit > 0 ? `hits ${services(hit)}${vital > 0 ? (hit === 1 ? ', vital' : `, ${vital} of them vital`) : ''}` : '',
    spare > 0 ? `leaves ${services(spare)} with less to spare` : '',
  ].filter((part) => part !== '')
  return parts.join('; ')
}

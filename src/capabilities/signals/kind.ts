import { alert } from './kind/alert.ts'
import { check } from './kind/check.ts'
import { maintenance } from './kind/maintenance.ts'
import { measure } from './kind/measure.ts'
import { correction, outage } from './kind/outage.ts'
import { source } from './kind/source.ts'

export const kinds = [source, measure, check, alert, outage, correction, maintenance] as const

export { alert, check, correction, maintenance, measure, outage, source }

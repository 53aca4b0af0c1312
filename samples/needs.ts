import { need } from '../src/capabilities/needs/kind.ts'
import type { PersonKey, UnitKey } from './cast.ts'
import { dayFromNow, named, type Rows, row, type Times } from './row.ts'

/** title, unit, value, how known, volume, its unit, services, confirmed by, days since it was confirmed (null: never) */
type Wish = readonly [title: string, unit: UnitKey, value: 'vital' | 'high' | 'medium' | 'low', known: 'stated' | 'measured' | 'regulation' | 'assumed', volume: number, volumeUnit: string, services: readonly string[], by: PersonKey | null, days: number | null, aspects?: readonly string[]]

const wishes: readonly Wish[] = [
  ['Know a patient’s whole story at the point of care', 'trust', 'vital', 'stated', 4300, 'clinicians', ['patient-record', 'integration', 'databases', 'clinical-sign-on', 'identity'], 'tobias', 61, ['speed', 'privacy']],
  ['Prescribe and give medicines safely', 'trust', 'vital', 'regulation', 9800, 'doses a day', ['prescribing', 'pharmacy-stock', 'ward-carts'], 'tobias', 118, ['safety']],
  ['See images and reports wherever a patient is treated', 'imaging', 'vital', 'measured', 31_000, 'examinations a month', ['imaging-archive', 'radiology-requests', 'storage', 'mdt-rooms'], 'tobias', 90, ['speed', 'capacity']],
  ['Have laboratory results when a decision waits for them', 'pathology', 'vital', 'measured', 240_000, 'tests a month', ['pathology-system', 'cold-storage'], 'tobias', 84],
  ['Call the crash team within seconds', 'trust', 'vital', 'regulation', 55, 'calls a month', ['paging', 'telephony'], 'tobias', 35, ['safety', 'speed']],
  ['A patient in bed can call a nurse', 'trust', 'vital', 'regulation', 1100, 'beds', ['nurse-call'], 'tobias', 140, ['safety']],
  ['Operate in clean air at the right temperature', 'theatres', 'vital', 'regulation', 8, 'theatres', ['theatre-ventilation', 'chilled-water', 'building-management'], 'victor', 75, ['safety']],
  ['Surgeons see what they need during an operation', 'theatres', 'high', 'stated', 1450, 'operations a month', ['theatre-av', 'theatre-scheduling', 'sterilisation'], 'tobias', 200],
  ['Oxygen, air and vacuum at every bed', 'trust', 'vital', 'regulation', 1100, 'beds', ['medical-gases'], 'victor', 52, ['safety']],
  ['Power that does not fail where lives depend on it', 'estates', 'vital', 'regulation', 6, 'MW', ['electrical', 'data-halls'], 'victor', 52, ['safety', 'capacity']],
  ['Buildings that are safe, warm and clean', 'trust', 'high', 'regulation', 96_000, 'square metres', ['heating', 'fabric', 'cleaning', 'fire-detection', 'access-control', 'catering'], 'victor', 230, ['safety']],
  ['Move patients between levels without waiting', 'trust', 'high', 'measured', 2600, 'moves a day', ['lifts', 'portering'], 'victor', 301],
  ['Staff can do their work at a computer anywhere on site', 'trust', 'high', 'measured', 5200, 'people', ['desktops', 'mobile', 'wireless', 'network', 'files', 'printing', 'compute'], 'helen', 130, ['capacity']],
  ['Write, meet and decide together with people elsewhere', 'trust', 'high', 'stated', 5600, 'people', ['email', 'collaboration', 'internet', 'telehealth'], 'helen', 130],
  ['Protect patients’ data and keep attackers out', 'trust', 'vital', 'regulation', 1, 'organisation', ['perimeter', 'identity', 'monitoring'], 'helen', 44, ['privacy', 'safety']],
  ['Follow a pregnancy without losing a page', 'maternity', 'high', 'stated', 320, 'births a month', ['maternity-record'], 'tobias', 160],
  ['Chart the very ill minute by minute', 'critical-care', 'vital', 'stated', 34, 'beds', ['critical-care-charting'], 'tobias', 97],
  ['See the whole emergency department at a glance', 'emergency', 'high', 'stated', 11_200, 'attendances a month', ['emergency-board', 'signage'], 'tobias', 210, ['speed']],
  ['Patients get an appointment and keep it', 'outpatients', 'high', 'measured', 46_000, 'appointments a month', ['outpatient-booking', 'patient-portal', 'reminders', 'contact-centre', 'parking'], 'daniel', 390],
  ['Patients and staff understand each other', 'outpatients', 'high', 'regulation', 2100, 'consultations a month', ['translation'], 'tobias', 402, ['safety']],
  ['Pay people and fill shifts', 'workforce', 'high', 'regulation', 5200, 'people', ['payroll', 'rostering', 'learning'], 'farah', 180],
  ['Know what was spent and what is owed', 'finance', 'medium', 'regulation', 24_000, 'invoices a month', ['finance-ledger', 'purchasing', 'analytics'], 'leonie', 155],
  ['Teach and discuss in rooms that work', 'workforce', 'medium', 'stated', 620, 'booked hours a month', ['seminar-rooms', 'lecture-capture'], 'farah', 510],
  ['Follow patients with heart failure at home', 'medicine', 'high', 'stated', 900, 'patients', [], 'tobias', 70, ['capacity']],
  ['Find equipment on the wards within minutes', 'surgical-wards', 'medium', 'measured', 140, 'searches a day', [], null, null],
  ['Letters drafted during the consultation', 'outpatients', 'medium', 'assumed', 46_000, 'letters a month', ['ambient-notes'], null, null],
]

/** Needs: two have no service at all, one only a service that is not live yet; the radio meets none; four were not confirmed for a year. */
export const needRows = (times: Times): Rows => ({
  kind: need,
  rows: wishes.map(([title, unit, value, known, volume, volumeUnit, services, by, days, aspects], index) =>
    row(times, need, `need-${index + 1}`, {
      title,
      statement: `${title}.`,
      unit: named(times, 'unit', unit),
      value,
      known_by: known,
      volume,
      volume_unit: volumeUnit,
      services: services.map((key) => named(times, 'service', key)),
      state: by ? 'confirmed' : 'stated',
      confirmed_by: by ? named(times, 'person', by) : null,
      confirmed_on: days === null ? null : dayFromNow(times, -days),
      aspects: aspects ?? [],
      owner: named(times, 'person', 'daniel'),
    }),
  ),
})

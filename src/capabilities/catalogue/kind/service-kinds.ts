import { choice, number, type SimpleField, text, yesNo } from '../../../platform/records/fields.ts'

/** A measure that services of a kind usually promise on. `better` is the direction in which it improves. */
export type TypicalMeasure = Readonly<{ name: string; label: string; unit: string; better: 'higher' | 'lower'; typical: number }>

/** What a kind of service brings of its own: attributes, the unit its use is counted in, typical measures and rules. */
export type ServiceKind = Readonly<{
  value: string
  label: string
  hint: string
  /** The functional unit: what one unit of use is. Unit cost and carbon are given per this unit. */
  functional_unit: string
  attributes: Readonly<Record<string, SimpleField>>
  measures: readonly TypicalMeasure[]
  /** What a change to such a service must respect. */
  change_rule: string
}>

const availability = (typical: number): TypicalMeasure => ({
  name: 'availability',
  label: 'Availability',
  unit: '%',
  better: 'higher',
  typical,
})
const latency = (typical: number): TypicalMeasure => ({
  name: 'latency_p95',
  label: 'Response time, 95th percentile',
  unit: 'ms',
  better: 'lower',
  typical,
})

export const serviceKinds: readonly ServiceKind[] = [
  {
    value: 'infrastructure',
    label: 'IT infrastructure',
    hint: 'Networks, servers, storage, data centres, identity.',
    functional_unit: 'managed node-month',
    attributes: {
      tier: choice({
        label: 'Resilience tier',
        options: [
          { value: '1', label: 'Tier 1' },
          { value: '2', label: 'Tier 2' },
          { value: '3', label: 'Tier 3' },
          { value: '4', label: 'Tier 4' },
        ],
      }),
      platform: text({ label: 'Platform', max: 100 }),
      recovery_time_h: number({ label: 'Recovery time objective', unit: 'h', min: 0 }),
      recovery_point_min: number({ label: 'Recovery point objective', unit: 'min', min: 0 }),
      data_hall: text({ label: 'Data hall', max: 100 }),
    },
    measures: [availability(99.9), { name: 'backup_success', label: 'Backups that succeeded', unit: '%', better: 'higher', typical: 99 }],
    change_rule: 'Changes stay inside the maintenance window and need a tested way back.',
  },
  {
    value: 'audio_visual',
    label: 'Audio-visual',
    hint: 'Rooms, theatres, signage, recording and streaming.',
    functional_unit: 'booked room-hour',
    attributes: {
      rooms: number({ label: 'Rooms', unit: 'rooms', integer: true, min: 0 }),
      bookable_from: text({ label: 'Bookable from', max: 5 }),
      bookable_to: text({ label: 'Bookable to', max: 5 }),
      control_system: text({ label: 'Control system', max: 100 }),
      recording: yesNo({ label: 'Records sound or picture' }),
    },
    measures: [
      { name: 'room_ready', label: 'Booked hours with a working room', unit: '%', better: 'higher', typical: 98 },
      { name: 'setup_time', label: 'Time to a working session', unit: 'min', better: 'lower', typical: 5 },
    ],
    change_rule: 'Changes avoid booked hours; a room is proved with a test session before it is given back.',
  },
  {
    value: 'end_user',
    label: 'End-user computing',
    hint: 'Desktops, laptops, mobile devices, printing, collaboration.',
    functional_unit: 'supported user-month',
    attributes: {
      users: number({ label: 'Users', unit: 'people', integer: true, min: 0 }),
      devices: number({ label: 'Devices', unit: 'devices', integer: true, min: 0 }),
      operating_system: text({ label: 'Operating system', max: 100 }),
      refresh_years: number({ label: 'Refresh cycle', unit: 'years', min: 0, max: 20 }),
      self_service: yesNo({ label: 'Self-service' }),
    },
    measures: [
      { name: 'logon_time', label: 'Sign-in to usable desktop', unit: 's', better: 'lower', typical: 45 },
      { name: 'satisfaction', label: 'Satisfied users', unit: '%', better: 'higher', typical: 85 },
    ],
    change_rule: 'Changes go to a pilot ring first, then in rings.',
  },
  {
    value: 'application',
    label: 'Enterprise application',
    hint: 'Business and clinical systems, integration, analytics.',
    functional_unit: 'transaction',
    attributes: {
      product: text({ label: 'Product', max: 120 }),
      release: text({ label: 'Release', max: 60 }),
      hosting: choice({
        label: 'Hosting',
        options: [
          { value: 'on_site', label: 'On site' },
          { value: 'hosted', label: 'Hosted' },
          { value: 'saas', label: 'Software as a service' },
        ],
      }),
      personal_data: yesNo({ label: 'Holds personal data' }),
      users: number({ label: 'Users', unit: 'people', integer: true, min: 0 }),
      recovery_time_h: number({ label: 'Recovery time objective', unit: 'h', min: 0 }),
    },
    measures: [
      availability(99.5),
      latency(1500),
      { name: 'error_rate', label: 'Failed transactions', unit: '%', better: 'lower', typical: 0.5 },
    ],
    change_rule: 'Changes are tested against interfaces and announced to users.',
  },
  {
    value: 'facilities',
    label: 'Facilities',
    hint: 'Buildings, access control, lifts, cleaning, catering, parking.',
    functional_unit: 'square-metre-month',
    attributes: {
      floor_area_m2: number({ label: 'Floor area', unit: 'm²', min: 0 }),
      buildings: number({ label: 'Buildings', unit: 'buildings', integer: true, min: 0 }),
      statutory_inspection: yesNo({ label: 'Statutory inspection' }),
      inspection_months: number({ label: 'Inspected every', unit: 'months', integer: true, min: 0 }),
    },
    measures: [
      { name: 'planned_done', label: 'Planned maintenance done on time', unit: '%', better: 'higher', typical: 95 },
      { name: 'reactive_response', label: 'Reactive calls answered on time', unit: '%', better: 'higher', typical: 90 },
    ],
    change_rule: 'Changes need a permit to work and notice to the units in the building.',
  },
  {
    value: 'communications',
    label: 'Communications',
    hint: 'Telephony, paging, nurse call, radio, contact centre.',
    functional_unit: 'connected endpoint-month',
    attributes: {
      endpoints: number({ label: 'Endpoints', unit: 'endpoints', integer: true, min: 0 }),
      emergency: yesNo({ label: 'Carries emergency calls' }),
      numbering: text({ label: 'Number range', max: 100 }),
      protocol: text({ label: 'Protocol', max: 60 }),
    },
    measures: [
      availability(99.95),
      { name: 'calls_connected', label: 'Calls connected', unit: '%', better: 'higher', typical: 99.5 },
      { name: 'answer_time', label: 'Time to answer', unit: 's', better: 'lower', typical: 20 },
    ],
    change_rule: 'Emergency routes are tested before and after a change.',
  },
  {
    value: 'industrial_control',
    label: 'Industrial control',
    hint: 'Plant, ventilation, medical gases, building management, power.',
    functional_unit: 'controlled loop-month',
    attributes: {
      loops: number({ label: 'Controlled loops', unit: 'loops', integer: true, min: 0 }),
      safety_level: choice({
        label: 'Safety integrity level',
        options: [
          { value: 'none', label: 'None' },
          { value: 'sil1', label: 'SIL 1' },
          { value: 'sil2', label: 'SIL 2' },
          { value: 'sil3', label: 'SIL 3' },
        ],
      }),
      plant_window: text({ label: 'Plant window', max: 100 }),
      zone: text({ label: 'Network zone', max: 60 }),
      vendor_access: yesNo({ label: 'Remote access by the vendor' }),
    },
    measures: [
      availability(99.99),
      { name: 'loops_in_auto', label: 'Loops in automatic mode', unit: '%', better: 'higher', typical: 95 },
      { name: 'alarm_rate', label: 'Alarms per operator hour', unit: 'alarms/h', better: 'lower', typical: 6 },
    ],
    change_rule: 'Changes happen in the plant window only, after a safety review; none is automatic.',
  },
]

export const serviceKind = (value: string): ServiceKind | undefined => serviceKinds.find((one) => one.value === value)

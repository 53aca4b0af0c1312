import { statusItem, statusNotice, statusPage, statusUpdate } from '../src/capabilities/status/kind.ts'
import { isoOf, type Millis } from '../src/kernel/instant.ts'
import type { Loading } from '../src/platform/records/load.ts'
import { trust, zone } from './cast.ts'
import { works, workSpan } from './outages.ts'
import { dayFromNow, named, row, type Rows, type Times } from './row.ts'
import { majorSpans } from './support/majors.ts'

const minute = 60_000
const day = 86_400_000

/** group, name for readers, services, what it is for, days on record (all when absent) */
const items: readonly (readonly [group: string, title: string, services: readonly string[], about: string, days?: number])[] = [
  ['Clinical records', 'Patient record', ['patient-record'], 'Notes, letters and plans'],
  ['Clinical records', 'Prescribing', ['prescribing'], 'Medicine charts'],
  ['Clinical records', 'Emergency department board', ['emergency-board'], 'Who waits for what'],
  ['Clinical records', 'Theatre lists', ['theatre-scheduling'], 'Planned and emergency lists'],
  ['Diagnostics', 'Pathology results', ['pathology-system'], 'Blood, cultures, histology'],
  ['Diagnostics', 'Images and reports', ['imaging-archive', 'radiology-requests'], 'X-ray, CT, MR, ultrasound'],
  ['For patients', 'Patient portal', ['patient-portal'], 'Letters and appointments at home'],
  ['For patients', 'Appointment booking', ['outpatient-booking'], 'Clinics and reminders'],
  ['For patients', 'Video consultations', ['telehealth'], 'Clinics by video', 40],
  ['Networks and calls', 'Network and wireless', ['network', 'wireless'], 'In every building'],
  ['Networks and calls', 'Internet and partner links', ['internet'], 'The way out'],
  ['Networks and calls', 'Telephones', ['telephony'], 'Desk telephones and switchboard'],
  ['Networks and calls', 'Paging', ['paging'], 'Pagers and cardiac arrest calls'],
  ['Everyday tools', 'E-mail and calendars', ['email'], ''],
  ['Everyday tools', 'File shares', ['files'], ''],
  ['Everyday tools', 'Printing', ['printing'], 'Documents and labels'],
  ['Everyday tools', 'Sign-in', ['identity'], 'Accounts and passwords'],
  ['Buildings', 'Theatre climate', ['theatre-ventilation', 'chilled-water'], 'Ventilation and cooling of theatres'],
  ['Buildings', 'Nurse call', ['nurse-call'], 'Call points on wards'],
]

const page = (times: Times): Loading =>
  row(times, statusPage, 'larkmere', {
    title: `${trust} – service status`,
    slug: 'larkmere',
    public: true,
    state: 'published',
    about: 'Whether the technology of our hospitals works, for staff, patients and partners. In an emergency follow the ward’s own plan.',
    time_zone: zone,
    website: 'https://www.larkmere.example',
    help_url: 'https://help.larkmere.example',
    subscribing: 'mail_and_webhook',
    owner: named(times, 'person', 'agnes'),
  })

const itemRow = (times: Times, [group, title, services, about, days]: (typeof items)[number], index: number): Loading =>
  row(times, statusItem, title, {
    title,
    page: named(times, 'status_page', 'larkmere'),
    group_name: group,
    sorting: (index + 1) * 10,
    about: about === '' ? null : about,
    subjects: services.map((service) => named(times, 'service', service)),
    recorded_since: dayFromNow(times, -(days ?? 550)),
  })

type Stage = 'investigating' | 'identified' | 'monitoring' | 'resolved' | 'announced' | 'under_way' | 'completed'

type Story = Readonly<{
  key: string
  title: string
  type: 'incident' | 'maintenance'
  impact: 'none' | 'minor' | 'major' | 'critical'
  items: readonly string[]
  from: Millis
  to: Millis | null
  outages?: readonly string[]
  incident?: string
  maintenance?: string
  said: readonly (readonly [at: Millis, stage: Stage, words: string])[]
}>

const majorStories = (times: Times): readonly Story[] =>
  majorSpans(times).map(({ key, from, to }): Story => {
    const storage = key === 'storage'
    return {
      key,
      title: storage ? 'Patient record and prescribing do not work' : 'Cooling lost in theatres',
      type: 'incident',
      impact: 'critical',
      items: storage
        ? ['Patient record', 'Prescribing', 'Theatre lists', 'Appointment booking']
        : ['Theatre climate', 'Images and reports'],
      from,
      to,
      incident: key,
      outages: storage
        ? ['storage-databases', 'storage-patient-record', 'storage-prescribing']
        : ['cooling-chilled-water', 'cooling-theatre-ventilation'],
      said: storage
        ? [
            [
              from + 9 * minute,
              'investigating',
              'The patient record and prescribing do not open. **Please work on paper.** We write again within 30 minutes.',
            ],
            [
              from + 48 * minute,
              'identified',
              'A storage system failed. It runs again; its data are being checked before anybody writes to it. Theatres start no new cases.',
            ],
            [to - 35 * minute, 'monitoring', 'Prescribing is back for pharmacy, wards follow. The record opens for reading.'],
            [to, 'resolved', 'All systems are open. Nothing was lost. Paper will be entered this afternoon; thank you for your patience.'],
          ]
        : [
            [from + 14 * minute, 'investigating', 'Theatres 3 to 8 are too warm and hold new cases. Emergencies go to Theatre 1.'],
            [
              from + 50 * minute,
              'identified',
              'Two of three chilled water pumps did not restart after a dip of the grid. Engineers are on site. One scanner is switched off.',
            ],
            [to - 75 * minute, 'monitoring', 'Two pumps run. Theatres are cooling down.'],
            [to, 'resolved', 'Theatres are at 20 °C. Tomorrow’s lists take place as planned.'],
          ],
    }
  })

const workStories = (times: Times): readonly Story[] =>
  works.map(([key, title, services, days, hour, minutes, down]): Story => {
    const { from, to } = workSpan(times, days, hour, minutes)
    const names = items.filter(([, , shown]) => shown.some((one) => (services as readonly string[]).includes(one))).map(([, name]) => name)
    const words = `${title}: ${down ? `${names.join(' and ')} will not work meanwhile` : 'short interruptions are possible'}.`
    return {
      key,
      title,
      type: 'maintenance',
      impact: 'none',
      items: names,
      from,
      to,
      maintenance: key,
      said: [
        [Math.min(times.now - 2 * day, from - 10 * day), 'announced', words],
        ...(days < 0
          ? ([
              [from, 'under_way', 'The planned work has begun.'],
              [to, 'completed', 'The planned work is over.'],
            ] as const)
          : []),
      ],
    }
  })

const stories = (times: Times): readonly Story[] => [
  ...majorStories(times),
  ...workStories(times),
  {
    key: 'images-now',
    title: 'Images open slowly',
    type: 'incident',
    impact: 'minor',
    items: ['Images and reports'],
    from: times.now - 95 * minute,
    to: null,
    outages: ['images-now'],
    said: [
      [times.now - 80 * minute, 'investigating', 'Images take up to a minute to open. Reports are not affected. We look into it.'],
      [
        times.now - 40 * minute,
        'identified',
        'A copy that runs at night has not finished. The supplier stops it; we expect the usual speed by midday.',
      ],
    ],
  },
]

const noticeRow = (times: Times, story: Story): Loading => {
  const link = (kind: string, key: string | undefined): string | null => (key ? named(times, kind, key) : null)
  const last = story.said.at(-1)
  return {
    id: named(times, 'status_notice', story.key),
    created_at: isoOf(story.said[0]?.[0] ?? story.from),
    changed_at: isoOf(last?.[0] ?? story.from),
    values: {
      title: story.title,
      state: last?.[1] ?? 'investigating',
      page: named(times, 'status_page', 'larkmere'),
      notice_type: story.type,
      impact: story.impact,
      items: story.items.map((title) => named(times, 'status_item', title)),
      started_at: isoOf(story.from),
      ended_at: story.to === null ? null : isoOf(story.to),
      incident: link('incident', story.incident),
      outages: (story.outages ?? []).map((key) => named(times, 'outage', key)),
      maintenance: link('maintenance', story.maintenance),
      owner: named(times, 'person', 'callum'),
    },
  }
}

const updateRows = (times: Times, story: Story): readonly Loading[] =>
  story.said.map(([at, stage, words], index) => ({
    id: named(times, 'status_update', `${story.key}:${index}`),
    created_at: isoOf(at),
    changed_at: isoOf(at),
    values: {
      title: `${stage.charAt(0).toUpperCase()}${stage.slice(1).replace('_', ' ')}: ${words.slice(0, 90)}`,
      state: 'told',
      notice: named(times, 'status_notice', story.key),
      stage,
      words,
      at: isoOf(at),
      owner: named(times, 'person', 'callum'),
    },
  }))

/** The public status page of the trust, with what its readers were told. Comes after incidents, outages and maintenance. */
export const statusRows = (times: Times): readonly Rows[] => {
  const told = [...stories(times)].sort((a, b) => a.from - b.from)
  return [
    { kind: statusPage, rows: [page(times)] },
    { kind: statusItem, rows: items.map((item, index) => itemRow(times, item, index)) },
    { kind: statusNotice, rows: told.map((story) => noticeRow(times, story)) },
    { kind: statusUpdate, rows: told.flatMap((story) => updateRows(times, story)) },
  ]
}

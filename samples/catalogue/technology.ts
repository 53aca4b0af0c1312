import { clinical, type Entry, everyone } from './entry.ts'

const infra = { kind: 'infrastructure', unit: 'infrastructure', hours: 'always', group: 'Platforms', consumers: everyone, place: 'site', owner: 'ines' } as const
const user = { kind: 'end_user', unit: 'workplace', hours: 'office', group: 'Workplace', consumers: everyone, place: 'office', owner: 'joel', team: 'workplace' } as const
const voice = { kind: 'communications', unit: 'infrastructure', hours: 'always', group: 'Communications', owner: 'aled', team: 'network', place: 'ward' } as const
const av = { kind: 'audio_visual', unit: 'workplace', hours: 'office', group: 'Rooms', owner: 'joel', team: 'av', supplier: 'lumenry', delivery: 'mixed', place: 'room' } as const

/** Infrastructure, end-user computing, communications and audio-visual services. */
export const technology: readonly Entry[] = [
  {
    ...infra, key: 'network', title: 'Hospital network', criticality: 'vital', owner: 'aled', team: 'network', supplier: 'quillon', delivery: 'mixed', purpose: 'Wired network in every building, between the sites and to the data halls.',
    attributes: { tier: '4', platform: 'Quillon Q9', recovery_time_h: 0.5, recovery_point_min: 0, data_hall: 'A and B' }, needs: ['electrical'], incidents: 120,
    parts: [['core switch', 'Core switch', 2, 1, 'ups-a'], ['distribution switch', 'Distribution switch', 8, 7], ['access switch', 'Access switch', 40, 38], ['dark fibre', 'Fibre to St Hild Hospital', 2, 1], ['address service', 'Name and address server', 2, 1, 'cluster-a']],
  },
  {
    ...infra, key: 'wireless', title: 'Wireless network', criticality: 'high', owner: 'aled', team: 'network', supplier: 'quillon', delivery: 'mixed', purpose: 'Clinical devices and staff work wherever the patient is; visitors get online.',
    attributes: { tier: '3', platform: 'Quillon Air', recovery_time_h: 2 }, needs: ['network', 'identity'], incidents: 150, place: 'ward', parts: [['wireless controller', 'Wireless controller', 2, 1, 'cluster-a'], ['access point', 'Access point group', 14, 12]],
  },
  {
    ...infra, key: 'perimeter', title: 'Perimeter security', criticality: 'vital', owner: 'aled', team: 'security', purpose: 'What comes in and goes out is checked; zones are kept apart.',
    attributes: { tier: '4', platform: 'Quillon Gate', recovery_time_h: 0.5 }, needs: ['network'], incidents: 46, parts: [['firewall', 'Firewall', 2, 1, 'ups-a'], ['proxy', 'Web proxy', 2, 1, 'cluster-a'], ['log collector', 'Security log collector', 1, null, 'cluster-b']],
  },
  {
    ...infra, key: 'internet', title: 'Internet and partner links', criticality: 'high', owner: 'aled', team: 'network', supplier: 'quillon', delivery: 'supplier', purpose: 'Links to the internet, other trusts and general practices.',
    attributes: { tier: '3', platform: 'Quillon Transit', recovery_time_h: 4 }, needs: ['perimeter'], incidents: 40, parts: [['line', 'Internet line', 2, 1], ['router', 'Border router', 2, 1]],
  },
  {
    ...infra, key: 'data-halls', title: 'Data halls', criticality: 'vital', team: 'platform', purpose: 'Space, power and cooling for servers in two halls.',
    attributes: { tier: '3', platform: 'Halls A and B', recovery_time_h: 1, data_hall: 'A and B' }, needs: ['electrical', 'chilled-water'], incidents: 24, parts: [['battery', 'Hall A battery', 2, 1], ['battery', 'Hall B battery', 2, 1], ['air handler', 'Hall air handler', 4, 3]],
  },
  {
    ...infra, key: 'compute', title: 'Virtual platform', criticality: 'vital', team: 'platform', purpose: 'Virtual servers for every hosted application.',
    attributes: { tier: '3', platform: 'Hostware 8', recovery_time_h: 1, recovery_point_min: 15, data_hall: 'A and B' }, needs: ['data-halls', 'storage', 'network'], incidents: 60, parts: [['host', 'Cluster A host', 8, 6], ['host', 'Cluster B host', 8, 6], ['management server', 'Platform management server', 1, null, 'cluster-b']],
  },
  {
    ...infra, key: 'storage', title: 'Storage and backup', criticality: 'vital', team: 'platform', supplier: 'stannage', delivery: 'mixed', purpose: 'Data is kept, copied off site and brought back when it is lost.',
    attributes: { tier: '3', platform: 'Two arrays and a tape library', recovery_time_h: 2, recovery_point_min: 15, data_hall: 'A and B' }, needs: ['data-halls'], incidents: 58,
    parts: [['storage controller', 'Array A controller', 2, 1, 'ups-a'], ['storage controller', 'Array B controller', 2, 1, 'ups-b'], ['backup server', 'Backup server', 2, 1, 'cluster-b'], ['tape library', 'Tape library', 1]],
  },
  {
    ...infra, key: 'databases', title: 'Database platform', criticality: 'vital', team: 'integration', purpose: 'Databases of clinical and corporate applications, kept up, copied and tuned.',
    attributes: { tier: '3', platform: 'PostgreSQL and others', recovery_time_h: 1, recovery_point_min: 5, data_hall: 'A' }, needs: ['compute', 'storage'], incidents: 52, parts: [['database server', 'Database server', 4, 3, 'cluster-a'], ['database proxy', 'Database proxy', 2, 1, 'cluster-a']],
  },
  {
    ...infra, key: 'identity', title: 'Identity and access', criticality: 'vital', team: 'security', purpose: 'People have one account, the right access from their first day, none after their last.',
    attributes: { tier: '4', platform: 'Directory and sign-in', recovery_time_h: 0.5, recovery_point_min: 5 }, needs: ['compute', 'network'], incidents: 310, place: 'office', parts: [['directory server', 'Directory server', 4, 2, 'cluster-a'], ['sign-in server', 'Sign-in server', 2, 1, 'cluster-b']],
  },
  {
    ...infra, key: 'monitoring', title: 'System monitoring', criticality: 'medium', team: 'platform', purpose: 'Faults are seen before users feel them.', attributes: { tier: '2', platform: 'Prometheus' }, needs: ['compute', 'network'], incidents: 22, parts: [['monitoring server', 'Monitoring server', 2, 1, 'cluster-b']], confirmed: 420,
  },
  {
    ...user, key: 'desktops', title: 'Desktops and laptops', criticality: 'high', purpose: 'A working computer where one is needed, with what the job needs on it.',
    attributes: { users: 4900, devices: 6100, operating_system: 'Windows 11', refresh_years: 5, self_service: true }, needs: ['identity', 'network', '~files'], incidents: 520, parts: [['management server', 'Device management server', 2, 1, 'cluster-b'], ['image', 'Desktop build', 2, 1]],
  },
  {
    ...user, key: 'ward-carts', title: 'Ward and medication carts', criticality: 'high', hours: 'always', purpose: 'A computer at the bedside for rounds and medicines.', place: 'ward', consumers: ['medicine', 'surgery', 'family'],
    attributes: { users: 2400, devices: 410, operating_system: 'Windows 11', refresh_years: 6, self_service: false }, needs: ['desktops', 'wireless'], incidents: 130, parts: [['cart', 'Cart pool', 6, 5]],
  },
  {
    ...user, key: 'mobile', title: 'Clinical mobile devices', criticality: 'medium', purpose: 'Observations, photographs and messages on a handheld device.', place: 'ward', consumers: clinical,
    attributes: { users: 1900, devices: 1450, operating_system: 'Android 15', refresh_years: 4, self_service: true }, needs: ['wireless', 'identity'], incidents: 96, parts: [['management server', 'Mobile device manager', 1, null, 'cluster-b']],
  },
  {
    ...user, key: 'printing', title: 'Managed printing', criticality: 'medium', supplier: 'fathom', delivery: 'supplier', purpose: 'Print, copy and scan at the nearest machine; wristbands and labels on the ward.',
    attributes: { users: 5000, devices: 640, refresh_years: 5, self_service: false }, needs: ['network', '~identity'], incidents: 240, parts: [['print server', 'Print server', 2, 1, 'cluster-b'], ['printer', 'Printer fleet', 5, 4]],
  },
  {
    ...user, key: 'email', title: 'E-mail and calendars', criticality: 'high', supplier: 'stannage', delivery: 'supplier', purpose: 'Mail, calendars and shared mailboxes.', attributes: { users: 5600, self_service: true }, needs: ['internet', 'identity'], incidents: 160,
  },
  {
    ...user, key: 'files', title: 'File shares', criticality: 'medium', team: 'platform', purpose: 'Shared folders with the right people in them.', attributes: { users: 5200 }, needs: ['storage', 'identity'], incidents: 86, parts: [['file server', 'File server', 2, 1, 'storage-b']],
  },
  {
    ...user, key: 'collaboration', title: 'Meetings and chat', criticality: 'medium', supplier: 'stannage', delivery: 'supplier', purpose: 'Meet, talk and work on documents together from anywhere.', attributes: { users: 5600, self_service: true }, needs: ['internet', 'identity'], incidents: 74,
  },
  {
    ...user, key: 'clinical-sign-on', title: 'Tap-on sign-in', criticality: 'high', hours: 'always', team: 'security', owner: 'ines', purpose: 'Clinicians are signed in with a card in seconds, at any computer.', place: 'ward', consumers: clinical,
    attributes: { users: 3800, devices: 2900, self_service: true }, needs: ['identity', 'desktops'], incidents: 110, parts: [['sign-on server', 'Tap-on server', 2, 1, 'cluster-a']],
  },
  {
    ...voice, key: 'telephony', title: 'Telephony', criticality: 'vital', supplier: 'tallis', delivery: 'mixed', purpose: 'Telephones at every desk and bed head; emergency lines.', consumers: everyone,
    attributes: { endpoints: 4200, emergency: true, numbering: '0555 010 0000-4999', protocol: 'SIP' }, needs: ['network', 'electrical'], incidents: 100, parts: [['call server', 'Call server', 2, 1, 'cluster-a'], ['gateway', 'Line gateway', 3, 2], ['red telephone line', 'Fallback line', 6, 4]],
  },
  {
    ...voice, key: 'contact-centre', title: 'Switchboard and contact centre', criticality: 'high', supplier: 'tallis', delivery: 'mixed', purpose: 'Callers reach the right person; emergency calls are put out.', consumers: ['outpatients', 'trust'], place: 'office',
    attributes: { endpoints: 64, emergency: true, numbering: '0555 010 0100', protocol: 'SIP' }, needs: ['telephony', '~paging'], incidents: 48, parts: [['call distribution', 'Call distribution server', 2, 1, 'cluster-b'], ['console', 'Switchboard console', 6, 4]],
  },
  {
    ...voice, key: 'paging', title: 'Paging and cardiac arrest calls', criticality: 'vital', supplier: 'nightjar', delivery: 'mixed', purpose: 'The crash team is called in seconds, wherever it is.', consumers: clinical,
    attributes: { endpoints: 780, emergency: true, protocol: 'POCSAG' }, needs: ['telephony', 'electrical'], incidents: 42, parts: [['transmitter', 'Paging transmitter', 3, 2], ['encoder', 'Paging encoder', 2, 1]],
  },
  {
    ...voice, key: 'nurse-call', title: 'Nurse call', criticality: 'vital', supplier: 'nightjar', delivery: 'mixed', team: 'building-services', purpose: 'A patient presses a button and a nurse knows where.', consumers: ['medicine', 'surgery', 'family'],
    attributes: { endpoints: 1900, emergency: true, protocol: 'Nightjar bus' }, needs: ['network', 'electrical', '~paging'], incidents: 120, parts: [['controller', 'Nurse call controller', 8, 8], ['server', 'Nurse call server', 2, 1, 'cluster-a']],
  },
  {
    ...voice, key: 'radio', title: 'Site radio', criticality: 'low', purpose: 'Security and porters talk to each other.', consumers: ['buildings'], place: 'site', attributes: { endpoints: 90, emergency: false, protocol: 'DMR' }, incidents: 10, parts: [['repeater', 'Radio repeater', 2, 1]], confirmed: 700,
  },
  {
    ...voice, key: 'reminders', title: 'Appointment reminders', criticality: 'medium', supplier: 'stannage', delivery: 'supplier', team: 'integration', hours: 'office', purpose: 'Patients are reminded by text and can say that they cannot come.', consumers: ['outpatients'], place: 'clinic',
    attributes: { emergency: false }, needs: ['internet', 'outpatient-booking'], incidents: 22,
  },
  {
    ...voice, key: 'translation', title: 'Interpreting and translation', criticality: 'high', owner: 'ruthanne', unit: 'buildings', supplier: 'babelfield', delivery: 'supplier', team: 'desk', hours: 'office', purpose: 'Patients and staff understand each other, by telephone, video or in person.', consumers: clinical, place: 'clinic',
    attributes: { endpoints: 120, emergency: false }, needs: ['telephony', '~telehealth'], incidents: 40,
  },
  {
    ...voice, key: 'bedside', title: 'Bedside entertainment', criticality: 'low', owner: 'ruthanne', unit: 'buildings', hours: 'office', purpose: 'Television, radio and a telephone at the bed.', consumers: ['medicine', 'surgery'], state: 'retiring', attributes: { endpoints: 700, emergency: false }, needs: ['network'], incidents: 16, parts: [['server', 'Bedside server', 1]],
  },
  {
    ...voice, key: 'fax', title: 'Fax lines', criticality: 'low', owner: null, hours: 'office', purpose: 'Documents by fax, to partners that had nothing else.', consumers: ['outpatients'], state: 'retired', attributes: { endpoints: 40, emergency: false }, incidents: 0, confirmed: 900,
  },
  {
    ...av, key: 'theatre-av', title: 'Theatres’ audio-visual', criticality: 'high', hours: 'theatres', group: 'Theatres', purpose: 'Surgeons see images and endoscopy on every screen, and can share and record them.', consumers: ['theatres'], place: 'theatre',
    attributes: { rooms: 8, bookable_from: '07:00', bookable_to: '20:00', control_system: 'Lumenry Stage', recording: true }, needs: ['network', '~imaging-archive'], incidents: 84, parts: [['video matrix', 'Theatre video matrix', 4, 4, 'ups-b'], ['display', 'Theatre display group', 8, 8], ['recorder', 'Theatre recorder', 2, 1]],
  },
  {
    ...av, key: 'seminar-rooms', title: 'Seminar rooms', criticality: 'medium', purpose: 'Walk in, press one button, present.', consumers: ['workforce', 'trust'], attributes: { rooms: 14, bookable_from: '08:00', bookable_to: '21:00', control_system: 'Lumenry One', recording: false }, needs: ['network', '~collaboration'], incidents: 72,
    parts: [['room panel', 'Seminar room panel', 7, 6], ['projector', 'Projector', 7, 6]],
  },
  {
    ...av, key: 'mdt-rooms', title: 'Multidisciplinary meeting rooms', criticality: 'high', purpose: 'Cancer teams of several hospitals decide together, with images and slides.', consumers: ['diagnostics', 'surgery', 'medicine'], attributes: { rooms: 3, bookable_from: '08:00', bookable_to: '18:00', control_system: 'Lumenry Link', recording: false },
    needs: ['imaging-archive', 'collaboration', 'network'], incidents: 30, parts: [['codec', 'Meeting room codec', 3, 3]],
  },
  {
    ...av, key: 'lecture-capture', title: 'Lecture capture', criticality: 'low', purpose: 'Teaching is recorded and can be seen later.', consumers: ['workforce'], attributes: { rooms: 2, recording: true }, needs: ['network', 'storage'], incidents: 14, confirmed: 530,
  },
  {
    ...av, key: 'signage', title: 'Digital signage', criticality: 'low', purpose: 'Waiting times, directions and notices on public screens.', consumers: ['outpatients', 'emergency'], place: 'clinic', attributes: { rooms: 46, control_system: 'Lumenry Sign', recording: false }, needs: ['network'], incidents: 24, parts: [['player', 'Signage player group', 4, 3]],
  },
  {
    ...av, key: 'telehealth', title: 'Video consultation rooms', criticality: 'medium', purpose: 'Clinics by video, with pictures good enough to decide on.', consumers: ['outpatients', 'older-people'], place: 'clinic', attributes: { rooms: 9, bookable_from: '08:00', bookable_to: '18:00', control_system: 'Lumenry Care', recording: false },
    needs: ['collaboration', 'network'], incidents: 34, parts: [['camera', 'Clinic camera set', 3, 2]],
  },
]

import { clinical, type Entry, everyone } from './entry.ts'

const app = { kind: 'application', unit: 'clinical-systems', hours: 'always' } as const
const office = { kind: 'application', unit: 'clinical-systems', hours: 'office', place: 'office', owner: 'nkechi', group: 'Corporate systems' } as const

/** Clinical and corporate applications. */
export const applications: readonly Entry[] = [
  {
    ...app, key: 'patient-record', title: 'Patient record', criticality: 'vital', owner: 'marit', team: 'clinical-apps', supplier: 'oxbow', delivery: 'mixed', group: 'Clinical record',
    purpose: 'Clinicians read and write the whole story of a patient: notes, observations, orders, letters.',
    consumers: clinical, attributes: { product: 'Oxbow Record', release: '12.4', hosting: 'on_site', personal_data: true, users: 4300, recovery_time_h: 1 },
    needs: ['databases', 'identity', 'network', '~integration', '~clinical-sign-on'], incidents: 420, place: 'ward',
    parts: [['application server', 'Patient record application server', 6, 4, 'cluster-a'], ['web server', 'Patient record web gateway', 2, 1, 'cluster-a'], ['database', 'Patient record database', 1, null, 'storage-a']],
  },
  {
    ...app, key: 'prescribing', title: 'Electronic prescribing', criticality: 'vital', owner: 'marit', team: 'clinical-apps', supplier: 'oxbow', delivery: 'mixed', group: 'Clinical record',
    purpose: 'Doctors prescribe, pharmacists check, nurses give and sign medicines.',
    consumers: ['medicine', 'surgery', 'family', 'pharmacy'], attributes: { product: 'Oxbow Medicines', release: '12.4', hosting: 'on_site', personal_data: true, users: 2900, recovery_time_h: 1 },
    needs: ['patient-record', 'databases', '~ward-carts'], incidents: 170, place: 'ward', parts: [['application server', 'Prescribing application server', 4, 2, 'cluster-a']],
  },
  {
    ...app, key: 'maternity-record', title: 'Maternity record', criticality: 'high', owner: 'marit', team: 'clinical-apps', supplier: 'stannage', delivery: 'supplier', group: 'Clinical record',
    purpose: 'Midwives follow a pregnancy from booking to discharge, at home and in the unit.',
    consumers: ['maternity'], attributes: { product: 'Cradle', release: '2026.2', hosting: 'saas', personal_data: true, users: 340, recovery_time_h: 4 },
    needs: ['internet', 'identity', '~patient-record'], incidents: 44, place: 'ward', parts: [['interface', 'Maternity record connector', 1, null, 'cluster-b']],
  },
  {
    ...app, key: 'emergency-board', title: 'Emergency department board', criticality: 'high', owner: 'marit', team: 'clinical-apps', group: 'Clinical record',
    purpose: 'Staff see who waits, how long, and for what, on every screen of the department.',
    consumers: ['emergency'], attributes: { product: 'In-house board', release: '3.9', hosting: 'on_site', personal_data: true, users: 220, recovery_time_h: 2 },
    needs: ['patient-record', 'network', '~signage'], incidents: 52, place: 'ward', parts: [['application server', 'Emergency board server', 2, 1, 'cluster-b']],
  },
  {
    ...app, key: 'theatre-scheduling', title: 'Theatre scheduling', criticality: 'high', owner: 'marit', team: 'clinical-apps', supplier: 'oxbow', delivery: 'mixed', group: 'Theatres', hours: 'theatres',
    purpose: 'Lists are planned, cases are timed, implants are recorded.',
    consumers: ['theatres'], attributes: { product: 'Oxbow Theatres', release: '12.3', hosting: 'on_site', personal_data: true, users: 480, recovery_time_h: 4 },
    needs: ['patient-record', 'databases'], incidents: 60, place: 'theatre', parts: [['application server', 'Theatre scheduling server', 2, 1, 'cluster-a']],
  },
  {
    ...app, key: 'critical-care-charting', title: 'Critical care charting', criticality: 'vital', owner: 'marit', team: 'clinical-apps', group: 'Clinical record',
    purpose: 'Observations of monitors, pumps and ventilators are charted minute by minute.',
    consumers: ['critical-care'], attributes: { product: 'Vigil', release: '8.1', hosting: 'on_site', personal_data: true, users: 190, recovery_time_h: 0.5 },
    needs: ['databases', 'network', '~patient-record'], incidents: 38, place: 'ward',
    parts: [['application server', 'Critical care charting server', 2, 1, 'cluster-a'], ['gateway', 'Bedside device gateway', 3, 2]],
  },
  {
    ...app, key: 'pathology-system', title: 'Pathology results', criticality: 'vital', owner: 'samira', team: 'clinical-apps', supplier: 'corvane', delivery: 'mixed', group: 'Diagnostics',
    purpose: 'Samples are tracked, analysed and reported to whoever asked.',
    consumers: ['pathology', ...clinical], attributes: { product: 'Corvane Lab', release: '7.0', hosting: 'on_site', personal_data: true, users: 900, recovery_time_h: 2 },
    needs: ['databases', 'identity', '~integration', '~cold-storage'], incidents: 140, place: 'ward',
    parts: [['application server', 'Pathology application server', 3, 2, 'cluster-a'], ['middleware', 'Analyser link', 4, 3, 'cluster-b'], ['label printer', 'Sample label printer', 6, 4]],
  },
  {
    ...app, key: 'imaging-archive', title: 'Imaging archive and viewing', criticality: 'vital', owner: 'samira', team: 'clinical-apps', supplier: 'brackenridge', delivery: 'mixed', group: 'Diagnostics',
    purpose: 'Images are stored and seen wherever a patient is treated.',
    consumers: ['imaging', ...clinical], attributes: { product: 'Brackenridge View', release: '5.6', hosting: 'on_site', personal_data: true, users: 1900, recovery_time_h: 2 },
    needs: ['storage', 'identity', 'network'], incidents: 190, place: 'ward',
    parts: [['application server', 'Imaging archive server', 4, 3, 'cluster-b'], ['image cache', 'Imaging cache', 2, 1, 'storage-b'], ['workstation', 'Reporting workstation', 12, 8]],
  },
  {
    ...app, key: 'radiology-requests', title: 'Radiology requests and reports', criticality: 'high', owner: 'samira', team: 'clinical-apps', supplier: 'brackenridge', delivery: 'mixed', group: 'Diagnostics',
    purpose: 'Examinations are asked for, booked, reported and read.',
    consumers: ['imaging', ...clinical], attributes: { product: 'Brackenridge Report', release: '5.6', hosting: 'on_site', personal_data: true, users: 1700, recovery_time_h: 4 },
    needs: ['imaging-archive', 'databases', '~integration'], incidents: 82, place: 'clinic', parts: [['application server', 'Radiology request server', 2, 1, 'cluster-b']],
  },
  {
    ...app, key: 'integration', title: 'Clinical integration engine', criticality: 'vital', owner: 'ines', team: 'integration', group: 'Platforms',
    purpose: 'Orders, results and admissions travel between systems without being typed again.',
    consumers: everyone, attributes: { product: 'Relay', release: '4.11', hosting: 'on_site', personal_data: true, users: 20, recovery_time_h: 1 },
    needs: ['databases', 'network'], incidents: 74, place: 'site', parts: [['integration node', 'Integration node', 3, 2, 'cluster-a'], ['message queue', 'Message queue', 2, 1, 'cluster-b']],
  },
  {
    ...app, key: 'patient-portal', title: 'Patient portal', criticality: 'medium', owner: 'nkechi', team: 'integration', supplier: 'stannage', delivery: 'supplier', group: 'Access', hours: 'office',
    purpose: 'Patients see letters and results and change their appointments.',
    consumers: ['outpatients'], attributes: { product: 'Stannage Reach', release: '2026.9', hosting: 'saas', personal_data: true, users: 61000, recovery_time_h: 8 },
    needs: ['internet', 'integration', '~outpatient-booking'], incidents: 48, place: 'clinic',
  },
  {
    ...app, key: 'outpatient-booking', title: 'Outpatient booking', criticality: 'high', owner: 'nkechi', team: 'clinical-apps', group: 'Access', hours: 'office',
    purpose: 'Clinics are built, slots are booked, letters go out.',
    consumers: ['outpatients'], attributes: { product: 'Oxbow Access', release: '12.4', hosting: 'on_site', personal_data: true, users: 620, recovery_time_h: 4 },
    needs: ['patient-record', 'databases', '~printing'], incidents: 88, place: 'clinic', parts: [['application server', 'Booking server', 2, 1, 'cluster-b']],
  },
  {
    ...app, key: 'pharmacy-stock', title: 'Pharmacy stock control', criticality: 'high', owner: 'samira', team: 'clinical-apps', group: 'Diagnostics',
    purpose: 'Medicines are ordered, robot-picked and issued to wards.',
    consumers: ['pharmacy'], attributes: { product: 'Apotheca', release: '9.2', hosting: 'on_site', personal_data: false, users: 130, recovery_time_h: 4 },
    needs: ['databases', 'network', '~prescribing'], incidents: 40, place: 'office', parts: [['application server', 'Pharmacy stock server', 2, 1, 'cluster-b'], ['robot', 'Dispensing robot', 2, 1]],
  },
  {
    ...app, key: 'ambient-notes', title: 'Speech notes for clinics', criticality: 'medium', owner: 'marit', team: null, supplier: 'stannage', delivery: 'supplier', group: 'Access', hours: 'office', state: 'in_design', confirmed: null,
    purpose: 'A clinic letter is drafted from the spoken consultation and checked by the clinician.', consumers: ['outpatients'], attributes: { product: 'Stannage Scribe', hosting: 'saas', personal_data: true },
    needs: ['internet', 'patient-record'], incidents: 0, place: 'clinic',
  },
  {
    ...office, key: 'finance-ledger', title: 'Finance ledger', criticality: 'medium', team: 'integration', purpose: 'Budgets, purchase and sales ledgers, month end.', consumers: ['finance'],
    supplier: 'stannage', delivery: 'supplier', attributes: { product: 'Stannage Ledger', release: '2026.6', hosting: 'hosted', personal_data: false, users: 310, recovery_time_h: 24 }, needs: ['internet', 'identity'], incidents: 30,
  },
  {
    ...office, key: 'purchasing', title: 'Purchasing', criticality: 'medium', team: 'integration', purpose: 'Orders are raised, approved and received.', consumers: ['finance', 'trust'],
    attributes: { product: 'Stannage Buy', release: '2026.6', hosting: 'hosted', personal_data: false, users: 700, recovery_time_h: 24 }, supplier: 'stannage', delivery: 'supplier', needs: ['internet', 'finance-ledger'], incidents: 26, confirmed: 480,
  },
  {
    ...office, key: 'payroll', title: 'Payroll and personnel', criticality: 'high', team: 'integration', purpose: 'People are hired, paid and kept on file.', consumers: ['workforce'],
    attributes: { product: 'Tally People', release: '31', hosting: 'on_site', personal_data: true, users: 180, recovery_time_h: 24 }, needs: ['databases', 'identity'], incidents: 28, parts: [['application server', 'Payroll server', 1, null, 'cluster-b']],
  },
  {
    ...office, key: 'rostering', title: 'Staff rostering', criticality: 'high', team: 'integration', purpose: 'Shifts are planned, swapped and paid; gaps are filled from the bank.', consumers: ['workforce', ...clinical], place: 'ward',
    supplier: 'stannage', delivery: 'supplier', attributes: { product: 'Stannage Rota', release: '2026.8', hosting: 'saas', personal_data: true, users: 4600, recovery_time_h: 8 }, needs: ['internet', 'identity', '~payroll'], incidents: 70,
  },
  {
    ...office, key: 'learning', title: 'Learning portal', criticality: 'low', owner: null, team: 'workplace', purpose: 'Mandatory training is taken and recorded.', consumers: ['workforce'],
    attributes: { hosting: 'saas', users: 5200 }, needs: ['internet', 'identity'], incidents: 34, confirmed: 610,
  },
  {
    ...office, key: 'analytics', title: 'Reporting and analytics', criticality: 'medium', owner: 'ines', team: 'integration', purpose: 'Managers and clinicians see activity, waits and outcomes.', consumers: everyone,
    attributes: { product: 'Prism', release: '6.2', hosting: 'on_site', personal_data: true, users: 850, recovery_time_h: 24 }, needs: ['databases', '~integration', '~patient-record'], incidents: 36, parts: [['application server', 'Analytics server', 2, 1, 'cluster-b'], ['database', 'Data warehouse', 1, null, 'storage-b']],
  },
]

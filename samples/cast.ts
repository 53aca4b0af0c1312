/**
 * The cast of the sample organisation: one invented hospital trust. No person, place or firm here is real;
 * addresses end in .example, which is kept for inventions.
 */
export const trust = 'Larkmere Hospitals'
export const zone = 'Europe/London'
export const domain = 'larkmere.example'

export type UnitKey = keyof typeof units

/** title, part of, type, code, people, site */
export const units = {
  trust: ['Larkmere Hospitals', null, 'both', 'LH', 5200, 'Larkmere General'],
  digital: ['Digital and Technology', 'trust', 'provider', 'DT', 142, 'Larkmere General'],
  'service-operations': ['Service Operations', 'digital', 'provider', 'DT-SO', 38, 'Larkmere General'],
  'clinical-systems': ['Clinical Systems', 'digital', 'provider', 'DT-CS', 41, 'Larkmere General'],
  infrastructure: ['Infrastructure and Networks', 'digital', 'provider', 'DT-IN', 34, 'Larkmere General'],
  workplace: ['Workplace Technology', 'digital', 'provider', 'DT-WT', 29, 'Larkmere General'],
  estates: ['Estates and Facilities', 'trust', 'provider', 'EF', 310, 'Larkmere General'],
  engineering: ['Engineering and Plant', 'estates', 'provider', 'EF-EP', 64, 'Energy Centre'],
  buildings: ['Buildings and Hospitality', 'estates', 'provider', 'EF-BH', 228, 'Larkmere General'],
  'clinical-engineering': ['Clinical Engineering', 'estates', 'provider', 'EF-CE', 18, 'Larkmere General'],
  finance: ['Finance and Procurement', 'trust', 'consumer', 'FP', 96, 'Fenwick House'],
  workforce: ['Workforce and Learning', 'trust', 'consumer', 'WL', 88, 'Fenwick House'],
  medicine: ['Division of Medicine', 'trust', 'consumer', 'MD', 1240, 'Larkmere General'],
  emergency: ['Emergency Department', 'medicine', 'consumer', 'MD-ED', 260, 'Larkmere General'],
  acute: ['Acute Medicine', 'medicine', 'consumer', 'MD-AM', 410, 'Larkmere General'],
  'older-people': ['Care of Older People', 'medicine', 'consumer', 'MD-OP', 330, 'St Hild Hospital'],
  surgery: ['Division of Surgery', 'trust', 'consumer', 'SG', 1130, 'Larkmere General'],
  theatres: ['Theatres and Anaesthesia', 'surgery', 'consumer', 'SG-TH', 290, 'Larkmere General'],
  'critical-care': ['Critical Care', 'surgery', 'consumer', 'SG-CC', 180, 'Larkmere General'],
  'surgical-wards': ['Surgical Wards', 'surgery', 'consumer', 'SG-SW', 420, 'Larkmere General'],
  diagnostics: ['Division of Diagnostics', 'trust', 'consumer', 'DG', 640, 'Larkmere General'],
  imaging: ['Imaging', 'diagnostics', 'consumer', 'DG-IM', 190, 'Larkmere General'],
  pathology: ['Pathology', 'diagnostics', 'consumer', 'DG-PA', 240, 'Larkmere General'],
  pharmacy: ['Pharmacy', 'diagnostics', 'consumer', 'DG-PH', 150, 'Larkmere General'],
  family: ['Division of Women and Children', 'trust', 'consumer', 'WC', 720, 'St Hild Hospital'],
  maternity: ['Maternity', 'family', 'consumer', 'WC-MA', 310, 'St Hild Hospital'],
  paediatrics: ['Paediatrics', 'family', 'consumer', 'WC-PD', 240, 'St Hild Hospital'],
  outpatients: ['Outpatients and Access', 'trust', 'consumer', 'OA', 380, 'Fenwick Road Clinic'],
} as const satisfies Record<string, readonly [string, string | null, 'both' | 'provider' | 'consumer', string, number, string]>

export type SupplierKey = keyof typeof suppliers

/** title, category, manager, country, what they do */
export const suppliers = {
  oxbow: ['Oxbow Clinical Software', 'strategic', 'marit', 'United Kingdom', 'Makes and supports the patient record and prescribing.'],
  brackenridge: ['Brackenridge Imaging Systems', 'strategic', 'samira', 'Ireland', 'Imaging archive, viewing and radiology reporting.'],
  corvane: ['Corvane Laboratory Informatics', 'strategic', 'samira', 'Netherlands', 'Pathology system and analyser links.'],
  quillon: ['Quillon Networks', 'tactical', 'aled', 'United Kingdom', 'Network equipment, internet and partner links.'],
  tallis: ['Tallis Voice', 'tactical', 'aled', 'United Kingdom', 'Telephony, switchboard and contact centre.'],
  nightjar: ['Nightjar Alerting', 'strategic', 'aled', 'Denmark', 'Paging, cardiac arrest calls and nurse call.'],
  stannage: ['Stannage Hosting', 'strategic', 'ines', 'Germany', 'Hosted software and off-site copies.'],
  lumenry: ['Lumenry Audio Visual', 'operational', 'joel', 'United Kingdom', 'Theatre and seminar room equipment.'],
  fathom: ['Fathom Print', 'commodity', 'joel', 'United Kingdom', 'Printers and consumables by use.'],
  babelfield: ['Babelfield Languages', 'operational', 'ruthanne', 'United Kingdom', 'Interpreters by telephone, video and in person.'],
  pellow: ['Pellow Cooling and Controls', 'strategic', 'graham', 'United Kingdom', 'Chillers, ventilation and building management.'],
  meridew: ['Meridew Gases', 'strategic', 'graham', 'France', 'Medical gases, manifolds and cylinders.'],
  harrier: ['Harrier Lifts', 'tactical', 'graham', 'United Kingdom', 'Lifts and their statutory inspection.'],
  ironleaf: ['Ironleaf Power', 'tactical', 'graham', 'United Kingdom', 'Generators, switchgear and batteries.'],
  petrichor: ['Petrichor Facilities', 'operational', 'ruthanne', 'United Kingdom', 'Cleaning, catering and linen.'],
} as const satisfies Record<string, readonly [string, 'strategic' | 'tactical' | 'operational' | 'commodity', string, string, string]>

export type PersonKey = keyof typeof people

/** name, job title, level 1-7, unit */
export const people = {
  helen: ['Helen Ashcombe', 'Chief information officer', '7', 'digital'],
  daniel: ['Daniel Achterberg', 'Head of technology portfolio', '6', 'digital'],
  marit: ['Marit Solberg', 'Service manager, clinical record', '5', 'service-operations'],
  samira: ['Samira Haddad', 'Service manager, diagnostics', '5', 'service-operations'],
  aled: ['Aled Prosser', 'Service manager, voice and networks', '5', 'infrastructure'],
  ines: ['Inês Carvalho', 'Service manager, platforms', '5', 'infrastructure'],
  joel: ['Joel Whitcombe', 'Service manager, workplace', '5', 'workplace'],
  ruthanne: ['Ruth-Anne Dacosta', 'Service manager, hospitality', '5', 'buildings'],
  graham: ['Graham Tyldesley', 'Service manager, plant and safety', '5', 'engineering'],
  nkechi: ['Nkechi Obi', 'Service manager, corporate systems', '5', 'clinical-systems'],
  priya: ['Priya Raman', 'Service desk analyst', '2', 'service-operations'],
  owen: ['Owen Pritchard', 'Platform engineer', '4', 'infrastructure'],
  grace: ['Grace Lindqvist', 'Administrator of service tools', '4', 'service-operations'],
  ruth: ['Ruth Adeyemi', 'Ward sister, Ward 12', '4', 'surgical-wards'],
  colin: ['Colin Mayhew', 'Internal auditor', '5', 'finance'],
  victor: ['Victor Amsel', 'Director of estates', '6', 'estates'],
  leonie: ['Leonie Brandt', 'Director of finance', '6', 'finance'],
  farah: ['Farah Siddiqui', 'Director of workforce', '6', 'workforce'],
  tobias: ['Tobias Renn', 'Medical director', '7', 'trust'],
  agnes: ['Agnes Dunmore', 'Head of service operations', '5', 'service-operations'],
  callum: ['Callum Reyes', 'Service desk lead', '4', 'service-operations'],
  hana: ['Hana Kobayashi', 'Clinical applications lead', '4', 'clinical-systems'],
  piotr: ['Piotr Zielak', 'Integration lead', '4', 'clinical-systems'],
  bronwen: ['Bronwen Sayer', 'Network lead', '4', 'infrastructure'],
  yusuf: ['Yusuf Demirel', 'Identity and security lead', '4', 'infrastructure'],
  dominic: ['Dominic Farrow', 'Workplace support lead', '4', 'workplace'],
  elodie: ['Elodie Marchetti', 'Audio-visual lead', '4', 'workplace'],
  norman: ['Norman Heddle', 'Estates helpdesk lead', '3', 'buildings'],
  sheila: ['Sheila Quarmby', 'Plant and controls lead', '4', 'engineering'],
  ivan: ['Ivan Stoyanov', 'Building services lead', '4', 'buildings'],
  maud: ['Maud Ekström', 'Clinical engineering lead', '4', 'clinical-engineering'],
} as const satisfies Record<string, readonly [string, string, '1' | '2' | '3' | '4' | '5' | '6' | '7', UnitKey]>

export type TeamKey = keyof typeof teams

/** title, unit, line, lead, supplier, members besides the lead, what they do */
export const teams = {
  desk: ['Service Desk', 'service-operations', 'first', 'callum', null, 8, 'Takes reports about technology, solves or hands over.'],
  'clinical-apps': [
    'Clinical Applications',
    'clinical-systems',
    'second',
    'hana',
    null,
    5,
    'Patient record, prescribing, theatres, maternity.',
  ],
  integration: ['Integration and Data', 'clinical-systems', 'third', 'piotr', null, 3, 'Messages between systems, databases, reporting.'],
  network: ['Network and Telephony', 'infrastructure', 'second', 'bronwen', null, 4, 'Wired and wireless network, voice and paging.'],
  platform: ['Platforms and Storage', 'infrastructure', 'third', 'owen', null, 3, 'Compute, storage, backup and the data halls.'],
  security: ['Identity and Security', 'infrastructure', 'second', 'yusuf', null, 3, 'Accounts, sign-in, perimeter.'],
  workplace: ['Workplace Support', 'workplace', 'second', 'dominic', null, 5, 'Desktops, mobile devices, printing, e-mail.'],
  av: ['Audio-Visual Technology', 'workplace', 'second', 'elodie', null, 2, 'Theatres’ audio-visual equipment, rooms and signage.'],
  'estates-desk': ['Estates Helpdesk', 'buildings', 'first', 'norman', null, 3, 'Takes reports about buildings and plant.'],
  plant: [
    'Plant and Controls',
    'engineering',
    'second',
    'sheila',
    null,
    4,
    'Ventilation, cooling, gases, power and their control systems.',
  ],
  'building-services': ['Building Services', 'buildings', 'second', 'ivan', null, 4, 'Fabric, doors, lifts and hospitality contracts.'],
  'clinical-engineering': [
    'Clinical Engineering Workshop',
    'clinical-engineering',
    'second',
    'maud',
    null,
    2,
    'Sterilisation plant and bedside equipment.',
  ],
  'oxbow-support': ['Oxbow Product Support', null, 'third', null, 'oxbow', 2, 'Third line for the patient record, at the supplier.'],
  'brackenridge-support': [
    'Brackenridge Field Support',
    null,
    'third',
    null,
    'brackenridge',
    2,
    'Third line for imaging, at the supplier.',
  ],
  'pellow-field': ['Pellow Field Service', null, 'third', null, 'pellow', 2, 'Engineers for chillers and ventilation, at the supplier.'],
} as const satisfies Record<
  string,
  readonly [string, UnitKey | null, 'first' | 'second' | 'third', PersonKey | null, SupplierKey | null, number, string]
>

/** The one person who stands for each role on the sign-in page. */
export const standsFor: Readonly<Record<string, PersonKey>> = {
  Administrator: 'grace',
  'Service manager': 'marit',
  'Portfolio head': 'daniel',
  Chief: 'helen',
  Agent: 'priya',
  Engineer: 'owen',
  Requester: 'ruth',
  Auditor: 'colin',
}

export const firstNames = [
  'Amara',
  'Ben',
  'Chidi',
  'Delyth',
  'Esme',
  'Fergus',
  'Gita',
  'Hamish',
  'Isolde',
  'Jarek',
  'Keziah',
  'Lorcan',
  'Mina',
  'Niamh',
  'Otis',
  'Petra',
  'Quentin',
  'Rosalind',
  'Stefan',
  'Tamsin',
  'Umar',
  'Verity',
  'Wilf',
  'Ximena',
  'Yara',
  'Zachary',
  'Anjali',
  'Bertram',
  'Carys',
  'Darius',
]
export const lastNames = [
  'Abernethy',
  'Bellweather',
  'Castellan',
  'Drummore',
  'Eastlake',
  'Fairclough',
  'Gathercole',
  'Hollinrake',
  'Inchbald',
  'Jessop',
  'Kettleby',
  'Larwood',
  'Mossman',
  'Nettlefold',
  'Orchard',
  'Penhallow',
  'Quayle',
  'Ravensworth',
  'Skelhorn',
  'Thistlewood',
  'Underhay',
  'Vandersteen',
  'Wetherall',
  'Yarrow',
  'Zimmer',
  'Mbeki',
  'Chaudhry',
  'Oyelaran',
  'Nakamura',
  'Petrov',
]

export const wards = [
  'Ward 3',
  'Ward 5',
  'Ward 7',
  'Ward 9',
  'Ward 12',
  'Ward 14',
  'Ward 16',
  'Acute Assessment',
  'Emergency Majors',
  'Critical Care',
  'Labour Ward',
  'Children’s Ward',
  'Stroke Unit',
  'Day Surgery',
]
export const theatreRooms = ['Theatre 1', 'Theatre 2', 'Theatre 3', 'Theatre 4', 'Theatre 5', 'Theatre 6', 'Theatre 7', 'Theatre 8']
export const clinics = [
  'Clinic A',
  'Clinic B',
  'Fracture Clinic',
  'Eye Clinic',
  'Antenatal Clinic',
  'Diabetes Clinic',
  'Fenwick Road Clinic',
]
export const rooms = [
  'Seminar Room 1',
  'Seminar Room 2',
  'Lecture Theatre',
  'Board Room',
  'Learning Centre Room 4',
  'Multidisciplinary Room 2',
]
export const offices = [
  'Finance, Fenwick House',
  'Workforce, Fenwick House',
  'Medical Records',
  'Booking Office',
  'Secretaries’ Office',
  'Pharmacy Office',
]
export const places = [
  'Main entrance',
  'North block',
  'South block',
  'Tower, level 4',
  'Tower, level 7',
  'St Hild Hospital',
  'Energy Centre',
  'Education Centre',
]

/** What goes wrong with a service: title, category, subcategory. Words in braces are filled in. */
export type Issue = readonly [title: string, category: string, subcategory: string]

/** By service. */
export const issues: Readonly<Record<string, readonly Issue[]>> = {
  'patient-record': [
    ['Record very slow on {ward}', 'Application', 'Performance'],
    ['Cannot open notes of a patient on {ward}', 'Application', 'Error'],
    ['Error message when saving a discharge letter', 'Application', 'Error'],
    ['Patient shown twice after transfer to {ward}', 'Data', 'Duplicate'],
    ['Observations missing since this morning on {ward}', 'Interface', 'Missing data'],
    ['New doctor cannot see {ward} list', 'Access', 'Role'],
  ],
  prescribing: [
    ['Medicine chart does not load on {ward}', 'Application', 'Error'],
    ['Dose cannot be signed on {ward}', 'Application', 'Error'],
    ['Allergy warning shown for the wrong drug', 'Data', 'Reference data'],
    ['Prescribing slow during the evening round, {ward}', 'Application', 'Performance'],
  ],
  'maternity-record': [
    ['Community midwife cannot save a visit', 'Application', 'Offline use'],
    ['Growth chart missing from the maternity record', 'Application', 'Display'],
    ['Maternity record signs out every few minutes', 'Access', 'Session'],
  ],
  'emergency-board': [
    ['Emergency board frozen in majors', 'Application', 'Display'],
    ['Waiting times on the board are wrong', 'Data', 'Refresh'],
    ['Ambulance arrivals not shown', 'Interface', 'Missing data'],
  ],
  'theatre-scheduling': [
    ['List for {theatre} cannot be printed', 'Printing', 'List'],
    ['Case times not saved in {theatre}', 'Application', 'Error'],
    ['Implant scan rejected in {theatre}', 'Application', 'Barcode'],
  ],
  'critical-care-charting': [
    ['Ventilator values not charted at bed {bed}', 'Interface', 'Device'],
    ['Fluid balance total is wrong at bed {bed}', 'Data', 'Calculation'],
    ['Charting slow in Critical Care', 'Application', 'Performance'],
  ],
  'pathology-system': [
    ['Results delayed for {ward}', 'Interface', 'Delay'],
    ['Sample labels do not print on {ward}', 'Printing', 'Label'],
    ['Analyser {number} link down', 'Interface', 'Analyser'],
    ['Urgent potassium result not shown', 'Interface', 'Missing data'],
  ],
  'imaging-archive': [
    ['Images load slowly on {ward}', 'Application', 'Performance'],
    ['Previous images cannot be opened in {clinic}', 'Application', 'Retrieval'],
    ['Scanner {number} cannot send studies', 'Interface', 'Modality'],
    ['Reporting workstation {number} shows no images', 'Hardware', 'Workstation'],
  ],
  'radiology-requests': [
    ['Request lost after signing in {clinic}', 'Application', 'Error'],
    ['Report not visible in the patient record', 'Interface', 'Missing data'],
    ['Speech recognition mishears numbers', 'Application', 'Speech'],
  ],
  integration: [
    ['Admissions not reaching pathology', 'Interface', 'Queue'],
    ['Queue of results growing', 'Interface', 'Queue'],
    ['Rejected messages from the booking system', 'Interface', 'Format'],
  ],
  'patient-portal': [
    ['Patients cannot see letters of {clinic}', 'Application', 'Display'],
    ['Verification code does not arrive', 'Access', 'Code'],
    ['Portal shows an error after signing in', 'Application', 'Error'],
  ],
  'outpatient-booking': [
    ['Slots of {clinic} not bookable', 'Data', 'Template'],
    ['Letters for {clinic} not sent', 'Interface', 'Letters'],
    ['Booking screen closes without a message', 'Application', 'Error'],
  ],
  'pharmacy-stock': [
    ['Dispensing robot {number} stopped', 'Hardware', 'Robot'],
    ['Order to wholesaler not sent', 'Interface', 'Orders'],
    ['Stock count differs for {ward}', 'Data', 'Stock'],
  ],
  'finance-ledger': [
    ['Month-end report runs for hours', 'Application', 'Performance'],
    ['Invoice cannot be posted', 'Application', 'Error'],
  ],
  purchasing: [
    ['Approver cannot see an order', 'Access', 'Role'],
    ['Catalogue prices out of date', 'Data', 'Catalogue'],
  ],
  payroll: [
    ['Payslip missing for an employee', 'Data', 'Payslip'],
    ['Overtime file rejected', 'Interface', 'File'],
  ],
  rostering: [
    ['Shift cannot be swapped on {ward}', 'Application', 'Error'],
    ['Bank shifts not shown for {ward}', 'Data', 'Shifts'],
    ['Roster app does not open on a phone', 'Application', 'Mobile'],
  ],
  learning: [
    ['Completed course not recorded', 'Data', 'Record'],
    ['Course video does not play', 'Application', 'Video'],
  ],
  analytics: [
    ['Dashboard of {clinic} not refreshed', 'Data', 'Refresh'],
    ['Report times out', 'Application', 'Performance'],
  ],
  network: [
    ['No network at several desks, {place}', 'Network', 'Outage'],
    ['Access switch {number} unreachable', 'Hardware', 'Switch'],
    ['Slow network in {place}', 'Network', 'Performance'],
  ],
  wireless: [
    ['Wireless drops on {ward}', 'Network', 'Coverage'],
    ['Devices cannot join wireless on {ward}', 'Network', 'Sign-in'],
    ['Access point {number} down', 'Hardware', 'Access point'],
  ],
  perimeter: [
    ['Site blocked that is needed for work', 'Security', 'Filter'],
    ['Many refused sign-ins from one address', 'Security', 'Alert'],
  ],
  internet: [
    ['Partner hospital cannot be reached', 'Network', 'Link'],
    ['Internet slow across the site', 'Network', 'Performance'],
  ],
  'data-halls': [
    ['Temperature high in Hall {hall}', 'Environment', 'Temperature'],
    ['Battery {number} reports a failed cell', 'Environment', 'Power'],
  ],
  compute: [
    ['Host {number} of Cluster {hall} not responding', 'Hardware', 'Host'],
    ['Cluster {hall} memory nearly full', 'Capacity', 'Memory'],
  ],
  storage: [
    ['Backup of last night failed', 'Backup', 'Failed job'],
    ['Array {hall} nearly full', 'Capacity', 'Space'],
    ['File needs to be restored for {ward}', 'Backup', 'Restore'],
  ],
  databases: [
    ['Long-running query blocks others', 'Database', 'Locks'],
    ['Replica behind by minutes', 'Database', 'Replication'],
  ],
  identity: [
    ['Account locked', 'Access', 'Lockout'],
    ['Password forgotten', 'Access', 'Password'],
    ['Starter has no account on the first day', 'Access', 'Starter'],
    ['Access to a shared folder missing', 'Access', 'Role'],
    ['Second factor lost with a phone', 'Access', 'Second factor'],
  ],
  monitoring: [
    ['Alerts arrive twice', 'Monitoring', 'Noise'],
    ['No measurements from Hall {hall}', 'Monitoring', 'Gap'],
  ],
  desktops: [
    ['Computer does not start in {office}', 'Hardware', 'Computer'],
    ['Screen flickers in {office}', 'Hardware', 'Screen'],
    ['Sign-in takes ten minutes in {office}', 'Software', 'Performance'],
    ['Software missing after replacement, {office}', 'Software', 'Install'],
    ['Laptop will not charge', 'Hardware', 'Power'],
    ['Update stuck at restart on {ward}', 'Software', 'Update'],
  ],
  'ward-carts': [
    ['Cart battery lasts an hour on {ward}', 'Hardware', 'Battery'],
    ['Drawer of medication cart does not lock on {ward}', 'Hardware', 'Lock'],
    ['Cart scanner does not read wristbands, {ward}', 'Hardware', 'Scanner'],
  ],
  mobile: [
    ['Handheld loses messages on {ward}', 'Software', 'Messages'],
    ['Broken screen of a clinical handheld', 'Hardware', 'Screen'],
    ['Observation app asks to sign in each time', 'Access', 'Session'],
  ],
  printing: [
    ['Printer jams on {ward}', 'Hardware', 'Paper path'],
    ['Wristbands print blank on {ward}', 'Hardware', 'Wristband'],
    ['Follow-me print shows no jobs in {office}', 'Software', 'Queue'],
    ['Toner empty in {office}', 'Hardware', 'Consumable'],
  ],
  email: [
    ['Cannot send to an outside address', 'Application', 'Delivery'],
    ['Shared mailbox missing', 'Access', 'Mailbox'],
    ['Suspicious message reported', 'Security', 'Phishing'],
    ['Mailbox full', 'Capacity', 'Mailbox'],
  ],
  files: [
    ['Folder cannot be opened in {office}', 'Access', 'Folder'],
    ['File disappeared from a shared folder', 'Data', 'Lost file'],
  ],
  collaboration: [
    ['No sound in an online meeting', 'Software', 'Sound'],
    ['Guest cannot join a meeting', 'Access', 'Guest'],
  ],
  'clinical-sign-on': [
    ['Tap card not recognised on {ward}', 'Access', 'Card'],
    ['Card reader dead on {ward}', 'Hardware', 'Reader'],
    ['Session of a colleague stays open on {ward}', 'Access', 'Session'],
  ],
  telephony: [
    ['Telephone dead on {ward}', 'Hardware', 'Handset'],
    ['Calls cut off after a minute, {office}', 'Line', 'Quality'],
    ['Diversion cannot be set', 'Service', 'Diversion'],
  ],
  'contact-centre': [
    ['Callers wait though agents are free', 'Service', 'Routing'],
    ['Console {number} shows no calls', 'Hardware', 'Console'],
  ],
  paging: [
    ['Test page not received in {place}', 'Coverage', 'Reception'],
    ['Pager battery fails early', 'Hardware', 'Battery'],
  ],
  'nurse-call': [
    ['Call light stays on at bed {bed}, {ward}', 'Hardware', 'Call point'],
    ['Handset broken at bed {bed}, {ward}', 'Hardware', 'Handset'],
    ['Calls of {ward} not shown on the panel', 'Controller', 'Panel'],
  ],
  radio: [['Radio cannot be heard in {place}', 'Coverage', 'Reception']],
  reminders: [['Reminder sent for a cancelled appointment', 'Data', 'Timing']],
  translation: [
    ['Interpreter did not come to {clinic}', 'Service', 'Attendance'],
    ['Video interpreter has no picture in {clinic}', 'Hardware', 'Video'],
    ['No interpreter for a language within a day', 'Service', 'Availability'],
  ],
  bedside: [['Bedside screen dark on {ward}', 'Hardware', 'Screen']],
  'theatre-av': [
    ['No picture from the camera in {theatre}', 'Hardware', 'Camera'],
    ['Recording failed in {theatre}', 'Software', 'Recorder'],
    ['Touch panel does not respond in {theatre}', 'Hardware', 'Panel'],
    ['Images cannot be routed to the large display, {theatre}', 'Hardware', 'Matrix'],
  ],
  'seminar-rooms': [
    ['Projector does not start in {room}', 'Hardware', 'Projector'],
    ['No sound in {room}', 'Hardware', 'Sound'],
    ['Panel of {room} shows the wrong booking', 'Software', 'Booking'],
    ['Laptop cannot be connected in {room}', 'Hardware', 'Cable'],
  ],
  'mdt-rooms': [
    ['Partner hospital not seen in {room}', 'Link', 'Video'],
    ['Slides of pathology not shown in {room}', 'Hardware', 'Display'],
  ],
  'lecture-capture': [['Recording has no sound', 'Hardware', 'Microphone']],
  signage: [
    ['Screen in {clinic} shows an old notice', 'Software', 'Content'],
    ['Screen dark in {clinic}', 'Hardware', 'Screen'],
  ],
  telehealth: [
    ['Picture freezes in {clinic}', 'Link', 'Video'],
    ['Patient cannot hear the clinician, {clinic}', 'Hardware', 'Sound'],
  ],
  'access-control': [
    ['Door does not open with a card, {place}', 'Hardware', 'Reader'],
    ['Door stays open, {place}', 'Hardware', 'Lock'],
    ['New badge has no access', 'Access', 'Badge'],
  ],
  lifts: [
    ['Bed lift {number} out of service', 'Hardware', 'Drive'],
    ['Lift {number} stops between levels', 'Safety', 'Entrapment'],
    ['Lift {number} does not answer calls', 'Controller', 'Call'],
  ],
  fabric: [
    ['Leak from the ceiling, {place}', 'Plumbing', 'Leak'],
    ['Light out on {ward}', 'Lighting', 'Lamp'],
    ['Blocked sink on {ward}', 'Plumbing', 'Drain'],
    ['Door handle loose, {place}', 'Joinery', 'Door'],
  ],
  cleaning: [
    ['Isolation room on {ward} waits for a clean', 'Service', 'Response'],
    ['Toilets not cleaned, {place}', 'Service', 'Standard'],
  ],
  catering: [
    ['Wrong diet delivered on {ward}', 'Service', 'Diet'],
    ['Meals late on {ward}', 'Service', 'Timing'],
  ],
  portering: [
    ['No porter for {theatre} for half an hour', 'Service', 'Response'],
    ['Sample not collected on {ward}', 'Service', 'Collection'],
  ],
  parking: [
    ['Barrier {number} does not open', 'Hardware', 'Barrier'],
    ['Machine takes no cards', 'Payment', 'Card'],
  ],
  'medical-gases': [
    ['Low pressure alarm on {ward}', 'Safety', 'Pressure'],
    ['Vacuum weak at bed {bed}, {ward}', 'Plant', 'Vacuum'],
    ['Manifold reserve low', 'Plant', 'Reserve'],
  ],
  'theatre-ventilation': [
    ['{theatre} too warm', 'Plant', 'Temperature'],
    ['Pressure in {theatre} out of range', 'Safety', 'Pressure'],
    ['Filter alarm in {theatre}', 'Plant', 'Filter'],
  ],
  'chilled-water': [
    ['Chiller {number} tripped', 'Plant', 'Chiller'],
    ['Flow temperature rising', 'Plant', 'Temperature'],
    ['Pump {number} noisy', 'Plant', 'Pump'],
  ],
  'building-management': [
    ['Outstation {number} offline', 'Controller', 'Communication'],
    ['Hundreds of alarms from one loop', 'Controller', 'Alarms'],
  ],
  electrical: [
    ['Power lost at several sockets, {place}', 'Power', 'Circuit'],
    ['Generator {number} failed its monthly test', 'Plant', 'Generator'],
  ],
  heating: [
    ['{ward} too cold', 'Plant', 'Temperature'],
    ['No hot water on {ward}', 'Plumbing', 'Hot water'],
    ['Radiator leaks on {ward}', 'Plumbing', 'Leak'],
  ],
  'fire-detection': [
    ['False alarm, {place}', 'Safety', 'Detector'],
    ['Fault shown on fire panel {number}', 'Controller', 'Panel'],
  ],
  sterilisation: [
    ['Steriliser {number} cycle aborted', 'Plant', 'Cycle'],
    ['Washer {number} does not drain', 'Plant', 'Drain'],
  ],
  'cold-storage': [
    ['Blood fridge warm on {ward}', 'Safety', 'Temperature'],
    ['Logger {number} sends no values', 'Hardware', 'Logger'],
  ],
}

/** What a report says and how it ended, by category; `{…}` as in titles. */
export const words: Readonly<Record<string, Readonly<{ says: readonly string[]; fix: readonly string[]; code: string }>>> = {
  Application: {
    says: [
      'Started this morning; others in the same place see it too.',
      'Happens each time, also on another computer.',
      'Worked yesterday. No message that helps.',
    ],
    fix: [
      'Service restarted; confirmed with the caller.',
      'Known fault; worked around as described in the knowledge article.',
      'Setting corrected by the application team.',
    ],
    code: 'Restored',
  },
  Access: {
    says: ['Cannot work until it is sorted out.', 'Started a new post on Monday.', 'Tried twice with the help of a colleague.'],
    fix: ['Access granted after confirmation by the manager.', 'Unlocked and confirmed by call-back.', 'Role corrected.'],
    code: 'Access given',
  },
  Hardware: {
    says: ['Tried turning it off and on.', 'Borrowed one from next door for now.', 'It has happened before this month.'],
    fix: ['Replaced from stock.', 'Repaired on site.', 'Cable replaced; tested with the caller.'],
    code: 'Repaired',
  },
  Network: {
    says: ['Several people in the same corridor.', 'Comes and goes since the weekend.'],
    fix: ['Port moved to another module.', 'Configuration corrected and watched for an hour.'],
    code: 'Restored',
  },
  Data: {
    says: ['Noticed when comparing with the paper list.', 'The figures do not agree.'],
    fix: ['Record corrected; cause passed on.', 'Feed run again; numbers agree.'],
    code: 'Corrected',
  },
  Interface: {
    says: ['Others are affected; the queue is not moving.', 'Last message came an hour ago.'],
    fix: ['Queue released; nothing was lost.', 'Connection restarted; backlog cleared.'],
    code: 'Restored',
  },
  Plant: {
    says: ['Seen on the round.', 'Alarm on the panel; standby took over.'],
    fix: ['Reset and watched; part ordered.', 'Part replaced, values back in range.'],
    code: 'Repaired',
  },
  Safety: {
    says: ['Area made safe; staff told.', 'Alarm sounded, nobody hurt.'],
    fix: ['Cause removed and tested with the ward.', 'Inspected, reset and recorded in the log.'],
    code: 'Made safe',
  },
}

export const otherwise = {
  says: ['Reported by telephone.', 'Please call back before coming.'],
  fix: ['Done and confirmed with the caller.', 'Put right; nothing else found.'],
  code: 'Restored',
}

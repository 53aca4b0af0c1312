import { type Entry, everyone } from './entry.ts'

const facility = { kind: 'facilities', unit: 'buildings', hours: 'office', group: 'Buildings', consumers: everyone, place: 'site', owner: 'ruthanne', team: 'building-services' } as const
const plant = { kind: 'industrial_control', unit: 'engineering', hours: 'always', group: 'Plant', consumers: everyone, place: 'site', owner: 'graham', team: 'plant' } as const
const window = 'Sunday 02:00-06:00'

/** Buildings and plant. */
export const estates: readonly Entry[] = [
  {
    ...facility, key: 'access-control', title: 'Door access control', criticality: 'high', hours: 'always', purpose: 'Doors open for those who may pass, and for everyone when it burns.', attributes: { floor_area_m2: 96000, buildings: 7, statutory_inspection: false },
    needs: ['network', 'electrical', '~identity'], incidents: 96, parts: [['controller', 'Door controller', 10, 9], ['server', 'Access control server', 2, 1, 'cluster-b']],
  },
  {
    ...facility, key: 'lifts', title: 'Lifts', criticality: 'vital', hours: 'always', supplier: 'harrier', delivery: 'supplier', purpose: 'Beds, theatres’ patients and visitors move between levels.', attributes: { buildings: 5, statutory_inspection: true, inspection_months: 6 },
    needs: ['electrical'], incidents: 88, parts: [['lift', 'Bed lift', 6, 4], ['lift', 'Passenger lift', 8, 6]],
  },
  {
    ...facility, key: 'fabric', title: 'Building maintenance', criticality: 'medium', purpose: 'Roofs, doors, plumbing and lights are kept in order.', attributes: { floor_area_m2: 96000, buildings: 7, statutory_inspection: true, inspection_months: 12 }, incidents: 190,
  },
  {
    ...facility, key: 'cleaning', title: 'Cleaning', criticality: 'high', supplier: 'petrichor', delivery: 'supplier', purpose: 'Clinical and public areas are clean, and cleaned at once where infection asks for it.', attributes: { floor_area_m2: 96000, buildings: 7 }, incidents: 70, place: 'ward',
  },
  { ...facility, key: 'catering', title: 'Patient catering', criticality: 'high', supplier: 'petrichor', delivery: 'supplier', purpose: 'Patients get the meal that they chose and may eat.', attributes: { buildings: 2 }, needs: ['~patient-record', 'electrical'], incidents: 44, place: 'ward' },
  {
    ...facility, key: 'portering', title: 'Portering', criticality: 'high', hours: 'always', purpose: 'Patients, samples and gas cylinders are where they are needed.', attributes: { buildings: 5 }, needs: ['lifts', '~radio', '~mobile'], incidents: 36, place: 'ward',
  },
  { ...facility, key: 'parking', title: 'Car parks', criticality: 'low', owner: null, purpose: 'Patients, visitors and staff find a space and can pay for it.', attributes: { buildings: 3 }, needs: ['network', 'electrical'], incidents: 40, parts: [['barrier', 'Car park barrier', 4, 3]], confirmed: 560 },
  {
    ...plant, key: 'medical-gases', title: 'Medical gases', criticality: 'vital', supplier: 'meridew', delivery: 'mixed', purpose: 'Oxygen, air and vacuum at every bed head, always.', consumers: ['medicine', 'surgery', 'family'], place: 'ward',
    attributes: { loops: 64, safety_level: 'sil2', plant_window: window, zone: 'OT-1', vendor_access: false }, needs: ['electrical'], incidents: 38, parts: [['vessel', 'Oxygen vessel', 2, 1], ['compressor', 'Medical air compressor', 3, 2], ['vacuum pump', 'Vacuum pump', 3, 2], ['manifold', 'Cylinder manifold', 4, 2], ['controller', 'Gas alarm controller', 1]],
  },
  {
    ...plant, key: 'theatre-ventilation', title: 'Theatre ventilation', criticality: 'vital', hours: 'theatres', supplier: 'pellow', delivery: 'mixed', group: 'Theatres', purpose: 'Clean air at the right temperature and pressure, so that theatres may operate.', consumers: ['theatres'], place: 'theatre',
    attributes: { loops: 48, safety_level: 'sil1', plant_window: window, zone: 'OT-2', vendor_access: true }, needs: ['chilled-water', 'electrical', '~building-management'], incidents: 54, parts: [['air handler', 'Theatre air handler', 4, 4], ['controller', 'Ventilation controller', 4, 4, 'bms-a']],
  },
  {
    ...plant, key: 'chilled-water', title: 'Chilled water', criticality: 'vital', supplier: 'pellow', delivery: 'mixed', purpose: 'Cooling for theatres, imaging and the data halls.', attributes: { loops: 36, safety_level: 'none', plant_window: window, zone: 'OT-2', vendor_access: true },
    needs: ['electrical', '~building-management'], incidents: 48, parts: [['chiller', 'Chiller', 3, 2, 'switch-1'], ['pump', 'Chilled water pump', 3, 2, 'switch-1'], ['cooling tower', 'Cooling tower', 2, 1]],
  },
  {
    ...plant, key: 'building-management', title: 'Building management system', criticality: 'high', supplier: 'pellow', delivery: 'mixed', purpose: 'Plant is watched, controlled and tuned from one place.', attributes: { loops: 2100, safety_level: 'none', plant_window: window, zone: 'OT-2', vendor_access: true },
    needs: ['network', 'electrical'], incidents: 56, parts: [['control server', 'Building management server', 2, 1, 'cluster-b'], ['outstation', 'Outstation', 8, 7]],
  },
  {
    ...plant, key: 'electrical', title: 'Electrical supply', criticality: 'vital', supplier: 'ironleaf', delivery: 'mixed', purpose: 'Power from the grid, from generators within fifteen seconds when the grid fails.', attributes: { loops: 120, safety_level: 'sil2', plant_window: window, zone: 'OT-1', vendor_access: false },
    incidents: 44, parts: [['grid supply', 'High-voltage supply', 2, 1], ['generator', 'Generator', 4, 3], ['switchboard', 'Essential switchboard', 3, 3]],
  },
  { ...plant, key: 'heating', title: 'Heating and hot water', criticality: 'high', purpose: 'Wards are warm; water is hot enough to be safe and not to scald.', attributes: { loops: 88, safety_level: 'none', plant_window: window, zone: 'OT-2', vendor_access: false }, needs: ['electrical', '~building-management'], incidents: 92, place: 'ward', parts: [['boiler', 'Boiler', 4, 3], ['calorifier', 'Calorifier', 3, 2]] },
  { ...plant, key: 'fire-detection', title: 'Fire detection', criticality: 'vital', team: 'building-services', purpose: 'Smoke is noticed, people are warned, doors close, the brigade is called.', attributes: { loops: 140, safety_level: 'sil2', plant_window: window, zone: 'OT-1', vendor_access: false }, needs: ['electrical', '~telephony'], incidents: 46, parts: [['panel', 'Fire panel', 6, 6], ['network card', 'Fire network ring', 2, 1]] },
  { ...plant, key: 'sterilisation', title: 'Sterilisation plant', criticality: 'high', hours: 'theatres', team: 'clinical-engineering', unit: 'clinical-engineering', purpose: 'Instruments come back sterile, packed and traced.', consumers: ['theatres', 'surgical-wards'], place: 'theatre', attributes: { loops: 22, safety_level: 'sil1', plant_window: window }, needs: ['electrical', 'heating'], incidents: 34, parts: [['washer', 'Washer disinfector', 4, 3], ['steriliser', 'Steriliser', 4, 3]] },
  { ...plant, key: 'cold-storage', title: 'Cold chain monitoring', criticality: 'high', owner: 'samira', purpose: 'Blood, vaccines and samples stay cold, and somebody knows at once when they do not.', consumers: ['pathology', 'pharmacy'], attributes: { loops: 210, safety_level: 'none', zone: 'OT-3', vendor_access: false }, needs: ['network', 'electrical'], incidents: 52, place: 'ward', parts: [['logger', 'Fridge logger group', 5, 4], ['server', 'Cold chain server', 1, null, 'cluster-b']] },
]

import { contract, supplier } from '../src/capabilities/suppliers/kind.ts'
import { addDays } from '../src/kernel/instant.ts'
import { type SupplierKey, suppliers } from './cast.ts'
import { dayFromNow, named, type Rows, row, type Times } from './row.ts'

/**
 * Contracts as they are written down. `ends`: days from now to the last day; `notice`: days of notice; `years`: length of the term;
 * `renews`: months of automatic renewal, 0 = we may extend, null = ends.
 */
type Deal = Readonly<{
  key: string
  supplier: SupplierKey
  title: string
  services: readonly string[]
  ends: number
  years: number
  notice: number
  renews: number | null
  cost: number
  billing: 'monthly' | 'quarterly' | 'yearly' | 'usage'
  owner: string
  state?: 'draft' | 'active' | 'notice' | 'ended'
  currency?: string
}>

const deals: readonly Deal[] = [
  { key: 'record', supplier: 'oxbow', title: 'Patient record licence and support', services: ['patient-record', 'prescribing', 'theatre-scheduling', 'outpatient-booking'], ends: 512, years: 7, notice: 365, renews: 12, cost: 1_840_000, billing: 'yearly', owner: 'marit' },
  { key: 'record-support', supplier: 'oxbow', title: 'Patient record third-line support', services: ['patient-record'], ends: 147, years: 3, notice: 90, renews: 12, cost: 212_000, billing: 'quarterly', owner: 'marit' },
  { key: 'imaging', supplier: 'brackenridge', title: 'Imaging archive managed service', services: ['imaging-archive', 'radiology-requests'], ends: 192, years: 5, notice: 180, renews: 24, cost: 684_000, billing: 'quarterly', owner: 'samira' },
  { key: 'laboratory', supplier: 'corvane', title: 'Pathology system licence', services: ['pathology-system'], ends: 402, years: 5, notice: 180, renews: 12, cost: 296_000, billing: 'yearly', owner: 'samira', currency: 'EUR' },
  { key: 'analysers', supplier: 'corvane', title: 'Analyser links support', services: ['pathology-system'], ends: 81, years: 3, notice: 90, renews: 12, cost: 58_400, billing: 'yearly', owner: 'samira', currency: 'EUR' },
  { key: 'network', supplier: 'quillon', title: 'Network equipment support', services: ['network', 'wireless', 'perimeter'], ends: 268, years: 5, notice: 90, renews: 12, cost: 318_000, billing: 'yearly', owner: 'aled' },
  { key: 'lines', supplier: 'quillon', title: 'Internet and partner lines', services: ['internet'], ends: 96, years: 3, notice: 60, renews: 12, cost: 94_000, billing: 'monthly', owner: 'aled' },
  { key: 'voice', supplier: 'tallis', title: 'Telephony maintenance', services: ['telephony'], ends: 330, years: 4, notice: 90, renews: 0, cost: 122_000, billing: 'quarterly', owner: 'aled' },
  { key: 'contact', supplier: 'tallis', title: 'Contact centre licences', services: ['contact-centre'], ends: 44, years: 2, notice: 30, renews: 12, cost: 41_500, billing: 'yearly', owner: 'aled' },
  { key: 'alerting', supplier: 'nightjar', title: 'Paging and nurse call maintenance', services: ['paging', 'nurse-call'], ends: 221, years: 5, notice: 120, renews: null, cost: 176_000, billing: 'quarterly', owner: 'aled', currency: 'EUR' },
  { key: 'hosting', supplier: 'stannage', title: 'Hosted finance and purchasing', services: ['finance-ledger', 'purchasing'], ends: 588, years: 4, notice: 180, renews: 12, cost: 402_000, billing: 'yearly', owner: 'ines', currency: 'EUR' },
  { key: 'mail', supplier: 'stannage', title: 'E-mail and collaboration', services: ['email', 'collaboration'], ends: 120, years: 3, notice: 30, renews: 36, cost: 365_000, billing: 'yearly', owner: 'joel', currency: 'EUR' },
  { key: 'rota', supplier: 'stannage', title: 'Rostering subscription', services: ['rostering'], ends: 305, years: 3, notice: 60, renews: 12, cost: 148_000, billing: 'yearly', owner: 'nkechi', currency: 'EUR' },
  { key: 'notes', supplier: 'stannage', title: 'Speech notes pilot', services: ['ambient-notes'], ends: 365, years: 1, notice: 30, renews: null, cost: 36_000, billing: 'usage', owner: 'marit', state: 'draft', currency: 'EUR' },
  { key: 'rooms', supplier: 'lumenry', title: 'Audio-visual maintenance', services: ['theatre-av', 'seminar-rooms', 'mdt-rooms', 'telehealth'], ends: 160, years: 3, notice: 60, renews: 12, cost: 87_000, billing: 'quarterly', owner: 'joel' },
  { key: 'print', supplier: 'fathom', title: 'Print by use', services: ['printing'], ends: 210, years: 5, notice: 90, renews: null, cost: 231_000, billing: 'usage', owner: 'joel' },
  { key: 'interpreters', supplier: 'babelfield', title: 'Interpreters framework', services: ['translation'], ends: 64, years: 2, notice: 30, renews: 0, cost: 198_000, billing: 'usage', owner: 'ruthanne' },
  { key: 'cooling', supplier: 'pellow', title: 'Chillers and ventilation maintenance', services: ['chilled-water', 'theatre-ventilation'], ends: 250, years: 5, notice: 90, renews: 12, cost: 264_000, billing: 'quarterly', owner: 'graham' },
  { key: 'controls', supplier: 'pellow', title: 'Building management support', services: ['building-management'], ends: 250, years: 5, notice: 90, renews: 12, cost: 72_000, billing: 'yearly', owner: 'graham', state: 'notice' },
  { key: 'gases', supplier: 'meridew', title: 'Medical gases supply', services: ['medical-gases'], ends: 700, years: 5, notice: 180, renews: 12, cost: 338_000, billing: 'usage', owner: 'graham', currency: 'EUR' },
  { key: 'lifts', supplier: 'harrier', title: 'Lift maintenance and inspection', services: ['lifts'], ends: 178, years: 3, notice: 90, renews: 12, cost: 118_000, billing: 'quarterly', owner: 'graham' },
  { key: 'power', supplier: 'ironleaf', title: 'Generators and switchgear', services: ['electrical'], ends: 415, years: 5, notice: 120, renews: 0, cost: 143_000, billing: 'yearly', owner: 'graham' },
  { key: 'hospitality', supplier: 'petrichor', title: 'Cleaning and catering', services: ['cleaning', 'catering'], ends: 620, years: 7, notice: 365, renews: null, cost: 6_450_000, billing: 'monthly', owner: 'ruthanne' },
  { key: 'fax', supplier: 'tallis', title: 'Fax gateway', services: ['fax'], ends: -240, years: 3, notice: 30, renews: null, cost: 6_200, billing: 'yearly', owner: 'aled', state: 'ended' },
]

/** Suppliers and contracts. Seen from now, one notice day is close (imaging, in 12 days) and one was missed (analyser links). */
export const supplierRows = (times: Times): Readonly<{ suppliers: Rows; contracts: Rows }> => ({
  suppliers: {
    kind: supplier,
    rows: (Object.keys(suppliers) as SupplierKey[]).map((key, index) => {
      const [title, category, manager, country, about] = suppliers[key]
      return row(times, supplier, key, {
        title,
        category,
        manager: named(times, 'person', manager),
        owner: named(times, 'person', manager),
        country,
        about,
        website: `https://${key}.example`,
        support_email: `support@${key}.example`,
        support_phone: `0555 020 ${String(1000 + index * 37)}`,
        account_number: `LH-${String(20_417 + index * 311)}`,
      })
    }),
  },
  contracts: {
    kind: contract,
    rows: deals.map((deal, index) => {
      const ends = dayFromNow(times, deal.ends)
      return row(times, contract, deal.key, {
        title: deal.title,
        supplier: named(times, 'supplier', deal.supplier),
        services: deal.services.map((key) => named(times, 'service', key)),
        number: `C-${2019 + (index % 6)}-${String(113 + index * 17)}`,
        state: deal.state ?? 'active',
        owner: named(times, 'person', deal.owner),
        starts_on: addDays(ends, 1 - Math.round(deal.years * 365.25)),
        ends_on: ends,
        notice_days: deal.notice,
        notice_by: addDays(ends, -deal.notice),
        how_to_cancel: `In writing to ${suppliers[deal.supplier][0]}, ${deal.notice} days before the end of the term.`,
        renewal: deal.renews === null ? 'none' : deal.renews === 0 ? 'option' : 'automatic',
        renewal_months: deal.renews ? deal.renews : null,
        first_alert_days: 90,
        second_alert_days: 30,
        yearly_cost: `${deal.cost}.00`,
        currency: deal.currency ?? 'GBP',
        billing: deal.billing,
        signed: deal.state !== 'draft',
      })
    }),
  },
})

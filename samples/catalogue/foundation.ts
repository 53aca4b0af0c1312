/** Components that many services stand on. `needs`: other components by key or numbered name, with their redundancy group and how many of it must work. */
export type Foundation = Readonly<{
  key: string
  type: string
  name: string
  team: string
  needs: readonly (readonly [key: string, group?: string, k?: number])[]
}>

const numbered = (name: string, count: number, k: number): readonly (readonly [string, string, number])[] =>
  Array.from({ length: count }, (_, index) => [`${name} ${index + 1}`, name, k] as const)

export const foundation: readonly Foundation[] = [
  {
    key: 'cluster-a',
    type: 'compute cluster',
    name: 'Cluster A',
    team: 'platform',
    needs: [...numbered('Cluster A host', 8, 6), ['storage-a'], ['ups-a']],
  },
  {
    key: 'cluster-b',
    type: 'compute cluster',
    name: 'Cluster B',
    team: 'platform',
    needs: [...numbered('Cluster B host', 8, 6), ['storage-b'], ['ups-b']],
  },
  { key: 'storage-a', type: 'storage array', name: 'Array A', team: 'platform', needs: numbered('Array A controller', 2, 1) },
  { key: 'storage-b', type: 'storage array', name: 'Array B', team: 'platform', needs: numbered('Array B controller', 2, 1) },
  {
    key: 'ups-a',
    type: 'power distribution',
    name: 'Hall A power',
    team: 'plant',
    needs: [...numbered('Hall A battery', 2, 1), ['Essential switchboard 1', 'Feeds', 1], ['Essential switchboard 2', 'Feeds', 1]],
  },
  {
    key: 'ups-b',
    type: 'power distribution',
    name: 'Hall B power',
    team: 'plant',
    needs: [...numbered('Hall B battery', 2, 1), ['Essential switchboard 2', 'Feeds', 1], ['Essential switchboard 3', 'Feeds', 1]],
  },
  { key: 'switch-1', type: 'switchboard', name: 'Plant switchboard', team: 'plant', needs: [['Essential switchboard 1']] },
  { key: 'bms-a', type: 'control network', name: 'Plant control network', team: 'plant', needs: [] },
]

/** Maker, model and years of support by type of component. The makers are invented. */
export const makers: Readonly<Record<string, readonly [string, string, number]>> = {
  'application server': ['Hostware', 'Virtual server, 8 cores', 8],
  'web server': ['Hostware', 'Virtual server, 4 cores', 8],
  'database server': ['Hostware', 'Virtual server, 32 cores', 8],
  'integration node': ['Hostware', 'Virtual server, 8 cores', 8],
  database: ['Oxbow', 'Record store 12', 7],
  host: ['Granvale', 'G740', 6],
  'compute cluster': ['Hostware', 'Cluster 8.2', 7],
  'storage array': ['Vaultline', 'V900', 7],
  'storage controller': ['Vaultline', 'V900-C', 7],
  'backup server': ['Granvale', 'G540', 6],
  'tape library': ['Vaultline', 'T80', 10],
  'core switch': ['Quillon', 'Q9-C', 9],
  'distribution switch': ['Quillon', 'Q9-D', 9],
  'access switch': ['Quillon', 'Q5-48', 8],
  'wireless controller': ['Quillon', 'Air C2', 7],
  'access point': ['Quillon', 'Air 6', 7],
  firewall: ['Quillon', 'Gate 40', 6],
  router: ['Quillon', 'Edge 3', 8],
  'call server': ['Tallis', 'Voice 11', 8],
  gateway: ['Tallis', 'Line 8', 9],
  transmitter: ['Nightjar', 'NJ-TX2', 12],
  encoder: ['Nightjar', 'NJ-E', 10],
  controller: ['Pellow', 'PC-20', 14],
  chiller: ['Pellow', 'CH-900', 20],
  pump: ['Pellow', 'P-45', 15],
  'cooling tower': ['Pellow', 'CT-3', 20],
  'air handler': ['Pellow', 'AH-12', 18],
  outstation: ['Pellow', 'OS-4', 12],
  vessel: ['Meridew', 'VIE-10', 20],
  compressor: ['Meridew', 'MC-3', 15],
  'vacuum pump': ['Meridew', 'MV-3', 15],
  manifold: ['Meridew', 'MM-2', 18],
  generator: ['Ironleaf', 'GX-1500', 25],
  switchboard: ['Ironleaf', 'SB-E', 30],
  battery: ['Ironleaf', 'BX-200', 10],
  lift: ['Harrier', 'HL-1600', 25],
  'video matrix': ['Lumenry', 'Stage 16', 9],
  display: ['Lumenry', 'D55', 7],
  projector: ['Lumenry', 'P8', 7],
  'room panel': ['Lumenry', 'One', 8],
  codec: ['Lumenry', 'Link 2', 7],
  printer: ['Fathom', 'F420', 6],
}

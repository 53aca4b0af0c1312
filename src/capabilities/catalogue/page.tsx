import type { PageContribution, TabContribution } from '../../platform/page/contribution.ts'

const around = (kind: string): readonly TabContribution[] => [
  { kind, name: 'map', label: 'Map', order: 10, load: async () => import('./page/map.tsx') },
  { kind, name: 'impact', label: 'Impact', order: 12, load: async () => import('./page/impact.tsx') },
]

export const pages: PageContribution = {
  routes: [{ path: '/catalogue/gaps', title: 'Gaps in the catalogue', load: async () => import('./page/gaps.tsx') }],
  tabs: [...around('service'), ...around('offering'), ...around('component')],
  actions: [
    {
      kind: 'service',
      name: 'confirm',
      label: 'Confirm that this entry is right',
      icon: 'checklist',
      load: async () => import('./page/confirm.tsx'),
    },
  ],
  menu: [{ desk: 'run', group: 'Catalogue', label: 'Gaps', icon: 'checklist', to: '/catalogue/gaps', right: 'service.edit', order: 90 }],
  commands: [
    {
      label: 'Gaps in the catalogue',
      to: '/catalogue/gaps',
      icon: 'checklist',
      right: 'service.edit',
      words: 'completeness owner missing confirmed stale',
    },
  ],
}

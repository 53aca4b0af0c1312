import type { PageContribution } from '../../platform/page/contribution.ts'

export const pages: PageContribution = {
  routes: [{ path: '/contracts/notice', title: 'Notice days', load: async () => import('./page/notice.tsx') }],
  tabs: [{ kind: 'supplier', name: 'overview', label: 'Overview', load: async () => import('./page/supplier.tsx') }],
  menu: [
    { desk: 'plan', group: 'Suppliers', label: 'Notice days', icon: 'calendar', to: '/contracts/notice', right: 'contract.see', order: 70 },
  ],
  commands: [
    {
      label: 'Notice days of contracts',
      to: '/contracts/notice',
      icon: 'calendar',
      right: 'contract.see',
      words: 'renewal cancel end term next twelve months',
    },
  ],
}

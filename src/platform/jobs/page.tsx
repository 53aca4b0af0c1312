import type { PageContribution } from '../page/contribution.ts'

export const pages: PageContribution = {
  routes: [{ path: '/jobs', title: 'Background work', load: async () => import('./page/jobs.tsx') }],
  menu: [{ desk: 'admin', group: 'Data', label: 'Background work', icon: 'refresh', to: '/jobs', right: 'operator.read', order: 80 }],
  commands: [
    { label: 'Background work', to: '/jobs', icon: 'refresh', right: 'operator.read', words: 'jobs loops cron schedule failures operator' },
  ],
}

import type { PageContribution } from '../../platform/page/contribution.ts'

export const pages: PageContribution = {
  routes: [{ path: '/needs/gaps', title: 'Gaps between needs and services', load: async () => import('./page/gaps.tsx') }],
  menu: [{ desk: 'plan', group: 'Portfolio', label: 'Gaps in needs', icon: 'target', to: '/needs/gaps', right: 'need.see', order: 70 }],
  commands: [
    {
      label: 'Gaps between needs and services',
      to: '/needs/gaps',
      icon: 'target',
      right: 'need.see',
      words: 'unmet lapsed unneeded services nobody needs',
    },
  ],
}

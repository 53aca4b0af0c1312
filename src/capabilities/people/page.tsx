import type { PageContribution } from '../../platform/page/contribution.ts'

export const pages: PageContribution = {
  tabs: [{ kind: 'person', name: 'overview', label: 'Overview', load: async () => import('./page/person.tsx') }],
  commands: [
    { label: 'Who may do what', to: '/role-holdings', icon: 'key', right: 'role_holding.see', words: 'rights roles access permissions' },
  ],
}

import type { PageContribution } from '../page/contribution.ts'

export const pages: PageContribution = {
  routes: [
    { path: '/imports', title: 'Imports', load: async () => import('./page/imports.tsx') },
    { path: '/imports/new', title: 'New import', load: async () => import('./page/new-import.tsx') },
    { path: '/imports/$id', title: 'Import', load: async () => import('./page/import.tsx') },
  ],
  menu: [{ desk: 'admin', group: 'Data', label: 'Imports', icon: 'upload', to: '/imports', right: 'import.run' }],
  commands: [
    {
      label: 'Import records',
      to: '/imports/new',
      icon: 'upload',
      right: 'import.run',
      words: 'csv xlsx excel backstage servicenow upload file',
    },
    { label: 'Imports', to: '/imports', icon: 'upload', right: 'import.run', words: 'batches undo dry run' },
  ],
}

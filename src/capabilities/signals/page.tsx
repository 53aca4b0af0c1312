import { lazy } from 'react'
import type { PageContribution } from '../../platform/page/contribution.ts'
import { registerEditor, registerView } from '../../platform/page/fields/structures.ts'

export const pages: PageContribution = {
  routes: [{ path: '/measures/explore', title: 'Explore measures', load: async () => import('./page/explore.tsx') }],
  tabs: [
    { kind: 'measure', name: 'overview', label: 'Overview', load: async () => import('./page/measure.tsx') },
    { kind: 'source', name: 'overview', label: 'Overview', load: async () => import('./page/source.tsx') },
    { kind: 'check', name: 'overview', label: 'Overview', load: async () => import('./page/check.tsx') },
  ],
  menu: [{ desk: 'run', group: 'Signals', label: 'Explore', icon: 'chart-line', to: '/measures/explore', right: 'measure.see', order: 35 }],
  commands: [
    {
      label: 'Explore measures',
      to: '/measures/explore',
      icon: 'chart-line',
      right: 'measure.see',
      words: 'chart compare overlay metric indicator readings',
    },
  ],
  setup: () => {
    registerEditor(
      'check_assertions',
      lazy(async () => import('./page/assertions-editor.tsx')),
    )
    registerEditor(
      'series_selector',
      lazy(async () => import('./page/selector-editor.tsx')),
    )
    registerEditor(
      'source_settings',
      lazy(async () => import('./page/settings-editor.tsx')),
    )
    registerEditor(
      'labels',
      lazy(async () => import('./page/labels-editor.tsx')),
    )
    registerView(
      'check_assertions',
      lazy(async () => import('./page/assertions-view.tsx')),
    )
    registerView(
      'series_selector',
      lazy(async () => import('./page/selector-view.tsx')),
    )
    registerView(
      'source_settings',
      lazy(async () => import('./page/settings-view.tsx')),
    )
    registerView(
      'labels',
      lazy(async () => import('./page/labels-view.tsx')),
    )
  },
}

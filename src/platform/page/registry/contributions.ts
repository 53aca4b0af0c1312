import type {
  ActionContribution,
  CommandContribution,
  Load,
  MenuContribution,
  PageContribution,
  PeekContribution,
  RouteContribution,
  TabContribution,
} from '../contribution.ts'
import type { Desk } from '../client/shapes.ts'

let pages: readonly PageContribution[] = []

export const registerPages = (contributed: readonly PageContribution[]): void => {
  pages = contributed
  for (const page of contributed) page.setup?.()
}

export const routesContributed = (): readonly RouteContribution[] => pages.flatMap((page) => page.routes ?? [])
export const tabsOf = (kind: string): readonly TabContribution[] =>
  pages.flatMap((page) => page.tabs ?? []).filter((tab) => tab.kind === kind)
export const actionsOf = (kind: string): readonly ActionContribution[] =>
  pages.flatMap((page) => page.actions ?? []).filter((action) => action.kind === kind)
export const peekOf = (kind: string): PeekContribution | undefined =>
  pages.flatMap((page) => page.peeks ?? []).find((peek) => peek.kind === kind)
export const menuContributed = (): readonly MenuContribution[] => pages.flatMap((page) => page.menu ?? [])
export const commandsContributed = (): readonly CommandContribution[] => pages.flatMap((page) => page.commands ?? [])
export const homeOf = (desk: Desk): Load<object> | undefined => pages.map((page) => page.desk?.[desk]).find((load) => load !== undefined)

import { Link, useNavigate } from '@tanstack/react-router'
import type { AnchorHTMLAttributes, Ref } from 'react'
import { searchOf } from '../list/views.ts'

/** "/incidents?state=new" as the router wants it. */
export const addressParts = (address: string): Readonly<{ to: string; search: Record<string, never> }> => {
  const [to = '/', query = ''] = address.split('?')
  return { to, search: searchOf(query) as Record<string, never> }
}

/** A link to an address of this application, with or without a query. */
export const To = ({
  to,
  ref,
  ...rest
}: Readonly<{ to: string; ref?: Ref<HTMLAnchorElement> }> & Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'href'>) => (
  <Link {...(rest as object)} {...addressParts(to)} {...(ref ? { ref } : {})} />
)

/** Goes to an address of this application, with or without a query. */
export const useGo = (): ((address: string, replace?: boolean) => void) => {
  const navigate = useNavigate()
  return (address, replace = false) => void navigate({ ...addressParts(address), replace })
}

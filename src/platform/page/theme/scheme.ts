import { createContext, useContext } from 'react'
import type { Density } from './theme.ts'

const densityKey = 'reeve.density'
export const schemeKey = 'reeve.scheme'

/** The nonce that the server allows for style elements; pages without one (development) need none. */
export const styleNonce = (): string => {
  const found = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? ''
  return found === '__NONCE__' ? '' : found
}

export const storedDensity = (): Density => {
  try {
    return localStorage.getItem(densityKey) === 'roomy' ? 'roomy' : 'compact'
  } catch {
    return 'compact'
  }
}

export const keepDensity = (density: Density): void => {
  document.documentElement.dataset['density'] = density
  try {
    localStorage.setItem(densityKey, density)
  } catch {
    // a browser without storage keeps it for this page only
  }
}

export const DensityContext = createContext<{ density: Density; setDensity: (density: Density) => void }>({
  density: 'compact',
  setDensity: () => undefined,
})
export const useDensity = () => useContext(DensityContext)

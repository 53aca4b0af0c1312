const key = 'reeve.reloaded'
const pauseMs = 10_000

/**
 * A tab that was opened before Reeve was brought to a newer version asks for parts of the page that are gone:
 * it loads the page again. Not twice within ten seconds, since then something else is wrong, and that is shown.
 */
export const reloadWhenNewer = (): void =>
  window.addEventListener('vite:preloadError', (event) => {
    if (Date.now() - Number(sessionStorage.getItem(key) ?? 0) < pauseMs) return
    event.preventDefault()
    sessionStorage.setItem(key, String(Date.now()))
    window.location.reload()
  })

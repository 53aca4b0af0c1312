// Sets light or dark before the first paint, so that the page does not flash. A file of its own because inline scripts are not allowed.
;(function () {
  var root = document.documentElement
  var chosen = 'auto'
  try {
    chosen = localStorage.getItem('reeve.scheme') || 'auto'
    root.dataset.density = localStorage.getItem('reeve.density') || 'compact'
  } catch {
    root.dataset.density = 'compact'
  }
  var dark = chosen === 'dark' || (chosen === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches)
  root.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light')
})()

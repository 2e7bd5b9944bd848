// Runs before the first paint, so that a theme chosen by hand does not flash the other one. A file of its own, because
// the console is served with a content security policy that allows no inline scripts.
try {
  const theme = localStorage.getItem('chargewright-theme')
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
} catch {
  // Storage is blocked: the theme follows the system.
}

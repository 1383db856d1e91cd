/** Notices every change of the page's address, including those a single-page app makes without loading anything. */

const POLL_MS = 500;

/** The Navigation API's surface that we use; some pages define a `navigation` of their own, so it is probed. */
interface NavigationLike extends EventTarget {
  currentEntry: unknown;
}

/**
 * Calls back with the new address after it is committed (`navigate` would be too early: `location` still holds the old one).
 * Where the Navigation API is missing the address is polled. Hash-only changes are reported too; they cost a comparison.
 */
export function watchAddress(callback: (url: URL) => void, signal: AbortSignal): void {
  let last = location.href;
  const check = () => {
    if (location.href === last) return;
    last = location.href;
    callback(new URL(last));
  };
  const navigation = (window as { navigation?: NavigationLike }).navigation;
  const isReal = navigation instanceof EventTarget && 'currentEntry' in navigation;
  if (isReal) navigation.addEventListener('currententrychange', check, { signal });
  else {
    const timer = setInterval(check, POLL_MS);
    signal.addEventListener('abort', () => clearInterval(timer));
  }
  // A page restored from the back/forward cache resumes with the address it had, but may have missed events.
  for (const type of ['popstate', 'pageshow', 'hashchange']) window.addEventListener(type, check, { signal });
}

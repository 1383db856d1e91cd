/** The page's address bar. */
export interface PageLocation {
  path(): string;
  push(path: string): void;
  back(): void;
  forward(): void;
  /** Calls `listener` after every change; returns how to stop. */
  listen(listener: () => void): () => void;
}

/** The document's own location, driven by the History API. */
export function browserLocation(): PageLocation {
  const listeners = new Set<() => void>();
  return {
    path: () => location.pathname + location.search,
    push(path) {
      history.pushState(null, '', path);
      for (const listener of listeners) listener();
    },
    back: () => history.back(),
    forward: () => history.forward(),
    listen(listener) {
      listeners.add(listener);
      addEventListener('popstate', listener);
      return () => {
        listeners.delete(listener);
        removeEventListener('popstate', listener);
      };
    },
  };
}

/** A location of its own, for a page mounted inside another document. */
export function memoryLocation(start: string): PageLocation {
  const listeners = new Set<() => void>();
  const paths = [start];
  let at = 0;
  const go = (index: number) => {
    if (paths[index] === undefined) return;
    at = index;
    for (const listener of listeners) listener();
  };
  return {
    path: () => paths[at] ?? start,
    push(path) {
      paths.splice(at + 1, paths.length, path);
      go(at + 1);
    },
    back: () => go(at - 1),
    forward: () => go(at + 1),
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** The page's address bar. */
export interface PageLocation {
  path(): string;
  push(path: string): void;
  replace(path: string): void;
  /** Calls `listener` after every change; returns how to stop. */
  listen(listener: () => void): () => void;
}

/** The document's own location, driven by the History API. */
export function browserLocation(): PageLocation {
  const listeners = new Set<() => void>();
  const changed = () => {
    for (const listener of listeners) listener();
  };
  return {
    path: () => location.pathname + location.search,
    push(path) {
      history.pushState(null, '', path);
      changed();
    },
    replace(path) {
      history.replaceState(null, '', path);
      changed();
    },
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
  let current = start;
  const go = (path: string) => {
    current = path;
    for (const listener of listeners) listener();
  };
  return {
    path: () => current,
    push: go,
    replace: go,
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

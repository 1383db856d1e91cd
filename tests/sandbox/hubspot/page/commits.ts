/**
 * Tells React's own DOM changes from everyone else's. React calls the dev tools' hook synchronously after it has changed
 * the document, so whatever a MutationObserver has queued at that moment is React's. The hook must exist before
 * react-dom is evaluated: keep this the first import of the page.
 */
type CommitListener = (container: unknown) => void;

interface DevToolsHook {
  supportsFiber?: boolean;
  inject?: (internals: unknown) => number;
  onCommitFiberRoot?: (id: number, root: { containerInfo: unknown }, ...rest: unknown[]) => void;
}

const listeners = new Set<CommitListener>();
const scope = globalThis as { __REACT_DEVTOOLS_GLOBAL_HOOK__?: DevToolsHook };
const hook: DevToolsHook = scope.__REACT_DEVTOOLS_GLOBAL_HOOK__ ?? { supportsFiber: true };
scope.__REACT_DEVTOOLS_GLOBAL_HOOK__ = hook;

const inject = hook.inject?.bind(hook);
hook.inject = (internals) => inject?.(internals) ?? 1;

const previous = hook.onCommitFiberRoot?.bind(hook);
hook.onCommitFiberRoot = (id, root, ...rest) => {
  for (const listener of listeners) listener(root.containerInfo);
  previous?.(id, root, ...rest);
};

/** Calls `listener` with the root's container at the end of every commit; returns how to stop. */
export function onCommit(listener: CommitListener): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

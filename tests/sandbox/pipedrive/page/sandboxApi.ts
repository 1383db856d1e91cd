import type { App } from './app.ts';
import type { PageLocation } from './location.ts';
import { type Origin, originOf } from './render/origins.ts';
import type { Violation } from './strict.ts';

/** What tests ask of the page, as `window.sandboxPage`. */
export interface SandboxPage {
  /** Fetches what is shown again, as after a change by someone else. */
  refresh(): Promise<void>;
  /** Goes to a path of the app without a reload. */
  navigate(path: string): void;
  back(): void;
  forward(): void;
  /** Lets the page mutate itself `times` times; resolves when done. */
  churn(times: number): Promise<void>;
  /** Resolves when no request is under way, every part has arrived and all is rendered. */
  settle(): Promise<void>;
  /** In strict mode, what other scripts did to the page's own nodes. */
  violations: Violation[];
  /** Which record, field and part of the page a node stands for; `null` where it stands for none. */
  originOf(node: Node): Origin | null;
}

export function createSandboxPage(app: App, location: PageLocation, violations: Violation[]): SandboxPage {
  return {
    async refresh() {
      await app.refresh();
      await app.activity.settle();
    },
    navigate: location.push,
    back: location.back,
    forward: location.forward,
    churn: (times) => app.churn.run(times),
    settle: () => app.activity.settle(),
    violations,
    originOf,
  };
}

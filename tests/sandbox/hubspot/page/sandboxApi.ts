import type { Activity } from './activity.ts';
import type { Churn } from './churn.ts';
import type { Violation } from './strict.ts';

/** What tests ask of the page, as `window.sandboxPage`. */
export interface SandboxPage {
  /** Fetches what is shown again, as after a change by someone else. */
  refresh(): Promise<void>;
  /** Goes to a path of the app without a reload. */
  navigate(path: string): void;
  /** Lets the page mutate itself `times` times, outside and inside its cards; resolves when done. */
  churn(times: number): Promise<void>;
  /** Resolves when no request is under way, every card has arrived and all is rendered. */
  settle(): Promise<void>;
  /** In strict mode, what other scripts did to the page's own nodes. */
  violations: Violation[];
}

declare global {
  interface Window {
    sandboxPage?: SandboxPage;
  }
}

interface Parts {
  activity: Activity;
  churn: Churn;
  violations: Violation[];
  refreshers: ReadonlySet<() => Promise<unknown>>;
  navigate(path: string): void;
}

export function createSandboxPage({ activity, churn, violations, refreshers, navigate }: Parts): SandboxPage {
  return {
    async refresh() {
      await Promise.all([...refreshers].map((refresh) => refresh()));
      await activity.settle();
    },
    navigate,
    churn: (times) => churn.run(times),
    settle: () => activity.settle(),
    violations,
  };
}

/** Counts what the page still has to do: requests under way, parts that have yet to arrive. */
export interface Activity {
  during<T>(work: Promise<T>): Promise<T>;
  /** Resolves after `ms`, which count as something to do. */
  pause(ms: number): Promise<void>;
  /** Resolves when nothing is under way and what came of it is on the page. */
  settle(): Promise<void>;
}

const after = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

export function createActivity(): Activity {
  let open = 0;
  let idle: (() => void)[] = [];

  const during = <T>(work: Promise<T>): Promise<T> => {
    open += 1;
    return work.finally(() => {
      open -= 1;
      if (open > 0) return;
      for (const resolve of idle) resolve();
      idle = [];
    });
  };

  return {
    during,
    pause: (ms) => during(after(ms)),
    async settle() {
      for (let quiet = 0; quiet < 3; quiet += 1) {
        await after(0);
        if (open === 0) continue;
        quiet = 0;
        await new Promise<void>((resolve) => idle.push(resolve));
      }
    },
  };
}

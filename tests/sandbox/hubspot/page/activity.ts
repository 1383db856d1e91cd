/** Counts what the page still has to do: requests under way, cards that have yet to arrive. */
export interface Activity {
  /** Notes something under way; call the result when it is done. */
  begin(): () => void;
  during<T>(work: Promise<T>): Promise<T>;
  /** Resolves when nothing is under way and the results are rendered. */
  settle(): Promise<void>;
}

const nextTask = () => new Promise<void>((resolve) => setTimeout(resolve, 0));

export function createActivity(): Activity {
  let open = 0;
  let idle: (() => void)[] = [];

  const begin = () => {
    open += 1;
    let done = false;
    return () => {
      if (done) return;
      done = true;
      open -= 1;
      if (open > 0) return;
      for (const resolve of idle) resolve();
      idle = [];
    };
  };

  return {
    begin,
    during(work) {
      const end = begin();
      return work.finally(end);
    },
    async settle() {
      for (let quiet = 0; quiet < 3; quiet += 1) {
        await nextTask();
        if (open === 0) continue;
        quiet = 0;
        await new Promise<void>((resolve) => idle.push(resolve));
      }
    },
  };
}

/** Runs the newest job of each key after a pause; an older one that still runs is told to stop. */
export interface Scheduler {
  /** Replaces what is planned or running under the same key. */
  plan(key: string, delay: number, job: (isStale: () => boolean) => Promise<void>): void;
  cancel(key: string): void;
  dispose(): void;
}

export function createScheduler(onError: (error: unknown) => void): Scheduler {
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  const generations = new Map<string, number>();
  const cancel = (key: string) => {
    clearTimeout(timers.get(key));
    timers.delete(key);
    generations.set(key, (generations.get(key) ?? 0) + 1);
  };
  return {
    plan(key, delay, job) {
      cancel(key);
      const generation = generations.get(key) ?? 0;
      const isStale = () => generations.get(key) !== generation;
      timers.set(
        key,
        setTimeout(() => {
          timers.delete(key);
          job(isStale).catch(onError);
        }, delay),
      );
    },
    cancel,
    dispose() {
      for (const key of [...timers.keys()]) cancel(key);
    },
  };
}

/** Drives a generator in slices of a few milliseconds so that requests get their turn; undefined when stopped. */
export async function runInSlices<T>(
  steps: Generator<void, T>,
  isStale: () => boolean,
  sliceMs: number,
): Promise<T | undefined> {
  for (;;) {
    const until = performance.now() + sliceMs;
    do {
      const step = steps.next();
      if (step.done) return step.value;
    } while (performance.now() < until);
    await nextTurn();
    if (isStale()) return undefined;
  }
}

/** Lets waiting messages be read; a timer works in Node and in a worker alike. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

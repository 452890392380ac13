/** The exit code by which shells know a program that Ctrl+C has ended. */
export const EXIT_KILLED = 130;

/** SIGHUP: its terminal was closed. */
const ENDING_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Calls back for each signal that asks this process to end, which then goes on until the caller ends it.
 * @returns removes the listener
 */
export function onInterrupt(interrupt: () => void): () => void {
  for (const signal of ENDING_SIGNALS) process.on(signal, interrupt);
  return () => {
    for (const signal of ENDING_SIGNALS) process.off(signal, interrupt);
  };
}

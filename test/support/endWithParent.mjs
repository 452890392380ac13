import { Worker } from 'node:worker_threads';

/**
 * Ends this process, which has a channel to its parent, when the parent has ended: in order, by way of its `exit` event,
 * or by force while it works without a pause, as in a test that loops forever. The channel does not keep it alive.
 * @returns {() => void} ends the watch
 */
export function endWithParent() {
  const exit = () => process.exit(1);
  process.on('disconnect', exit);
  process.channel?.unref();
  // A thread has a loop of its own, which turns while that of the process stands still.
  const watchdog = new Worker(new URL('parentWatchdog.mjs', import.meta.url), { workerData: process.ppid });
  watchdog.unref();
  return () => {
    process.off('disconnect', exit);
    void watchdog.terminate();
  };
}

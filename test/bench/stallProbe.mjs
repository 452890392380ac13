// Loaded into a server under measurement by --import: measures the stalls of its event loop and of its garbage collector
// between two messages of the process that started it.
import { monitorEventLoopDelay, PerformanceObserver } from 'node:perf_hooks';

const RESOLUTION_MS = 1;
const NANOS_PER_MS = 1e6;

const loop = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
let longestCollectionMs = 0;
const collections = new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) longestCollectionMs = Math.max(longestCollectionMs, duration);
});

process.on('message', (request) => {
  if (request === 'start') {
    longestCollectionMs = 0;
    loop.reset();
    loop.enable();
    collections.observe({ entryTypes: ['gc'] });
    process.send('started');
    return;
  }
  loop.disable();
  collections.disconnect();
  // The histogram holds the time between two ticks, of which the resolution is meant.
  const readMs = (nanos) => Math.max(0, nanos / NANOS_PER_MS - RESOLUTION_MS);
  const stalls = { longestMs: readMs(loop.max), p99Ms: readMs(loop.percentile(99)), longestCollectionMs };
  process.send(stalls);
});
// The server ends when it wants to, and not later because of this.
process.channel?.unref();

import type { LoadRunView, LoadSample } from '../../webview/protocol.ts';

const START = Date.UTC(2026, 7, 3, 14, 2, 11);

/** What a load test looks like after `seconds`, with a consumer that keeps up until a hiccup in the middle. */
export function makeLoadRun(seconds: number, state: LoadRunView['state'] = 'running'): LoadRunView {
  const samples = Array.from({ length: seconds * 2 }, (_, index): LoadSample => {
    const isSlow = index > seconds && index < seconds + 8;
    const wave = Math.sin(index / 3);
    return {
      at: START + (index + 1) * 500,
      sent: 200 + wave * 4,
      received: isSlow ? 60 : 198 - wave * 6,
      deleted: isSlow ? 55 : 190 - wave * 8,
      p50: 0.6 + wave * 0.1,
      p99: isSlow ? 14 : 2.4 + wave,
    };
  });
  const sums = {
    sent: seconds * 200,
    failed: 0,
    seconds,
    chunks: seconds * 200,
    queue: { received: seconds * 180, deleted: seconds * 176, waiting: seconds * 20, inFlight: seconds * 4 },
  };
  return {
    queueName: 'images',
    startedAt: START,
    durationMs: 30_000,
    askedPerSecond: 200,
    state,
    samples,
    progress: { ...sums, latencyMs: { p50: 0.6, p99: 2.4 } },
    ...(state === 'ended'
      ? {
          report: {
            ...sums,
            behind: 12,
            failed: 3,
            perSecond: 199.6,
            latencyMs: { p50: 0.62, p95: 1.9, p99: 13.6, max: 48.2 },
            errors: { ECONNRESET: 2, 'AWS.SimpleQueueService.NonExistentQueue;Sender': 1 },
          },
        }
      : {}),
  };
}

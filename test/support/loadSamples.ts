import type { LoadDraft, LoadRunView, LoadSample } from '../../webview/loadProtocol.ts';
import { makeQueue } from './webviewSamples.ts';

const START = Date.UTC(2026, 7, 3, 14, 2, 11);
const PER_SECOND = 200;
const DURATION_S = 30;
const FAILED = 3;
const BEHIND = 12;

const DRAFT: LoadDraft = {
  queueArn: makeQueue('images').arn,
  rate: String(PER_SECOND),
  shape: 'steady',
  duration: String(DURATION_S),
  size: '1024',
  template: '',
  connections: '8',
  groups: '',
  attributes: '',
};

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
  const isEnded = state === 'ended';
  const due = seconds * PER_SECOND;
  const sent = isEnded ? Math.max(0, due - FAILED - BEHIND) : due;
  const sums = {
    sent,
    failed: 0,
    seconds,
    chunks: sent,
    queue: { received: seconds * 180, deleted: seconds * 176, waiting: seconds * 20, inFlight: seconds * 4 },
  };
  return {
    draft: DRAFT,
    queueName: 'images',
    startedAt: START,
    durationMs: 1000 * DURATION_S,
    askedPerSecond: PER_SECOND,
    state,
    samples,
    progress: { ...sums, latencyMs: { p50: 0.6, p99: 2.4 } },
    ...(isEnded
      ? {
          report: {
            ...sums,
            behind: BEHIND,
            failed: FAILED,
            perSecond: seconds === 0 ? 0 : sent / seconds,
            latencyMs: { p50: 0.62, p95: 1.9, p99: 13.6, max: 48.2 },
            errors: { ECONNRESET: 2, 'AWS.SimpleQueueService.NonExistentQueue;Sender': 1 },
          },
        }
      : {}),
  };
}

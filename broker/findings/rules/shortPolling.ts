import * as l10n from '@vscode/l10n';
import { readFirstPrice } from '../../billing/prices.ts';
import { formatNumber, formatTime, formatUsd } from '../../language/numbers.ts';
import { aboutConsumer, type Rule } from '../rule.ts';
import { recall, type TimedMemory } from '../tracker.ts';

/** A poll that took less did not wait: the shortest wait that can be asked for is a second. */
const SHORT_MS = 900;
/** So many empty short polls … */
const EMPTY_POLLS = 10;
/** … within this time are a loop. */
const WINDOW_MS = 10_000;
const DAY_MS = 86_400_000;

/** Times of the newest short polls that found nothing. */
class EmptyPolls implements TimedMemory {
  times: number[] = [];

  add(at: number): void {
    this.times.push(at);
    if (this.times.length > EMPTY_POLLS) this.times.shift();
  }

  shiftTimes(byMs: number): void {
    this.times = this.times.map((at) => at + byMs);
  }
}

const beginEmptyPolls = (): EmptyPolls => new EmptyPolls();

/** Receives that do not wait, in a loop over an empty queue: each is billed. */
export const shortPolling: Rule = {
  name: 'shortPolling',
  order: 60,
  watches: 'Short polling in a loop',
  kinds: ['emptyReceive'],
  mend: {
    kinds: ['emptyReceive'],
    evaluate: (input) => ((input.record.durationMs ?? 0) >= SHORT_MS ? aboutConsumer(input) : undefined),
  },
  evaluate(input) {
    const { record, caller, work } = input;
    if (work === undefined || (record.durationMs ?? 0) >= SHORT_MS) return undefined;
    const emptyPolls = recall(work, beginEmptyPolls);
    emptyPolls.add(record.at);
    const spanMs = record.at - (emptyPolls.times[0] ?? record.at);
    if (emptyPolls.times.length < EMPTY_POLLS || spanMs > WINDOW_MS) return undefined;
    const perDay = Math.round(((EMPTY_POLLS - 1) / Math.max(1, spanMs)) * DAY_MS);
    const price =
      (perDay / 1_000_000) * readFirstPrice(input.queueArn.endsWith('.fifo') ? 'fifo' : 'standard');
    return {
      about: aboutConsumer(input),
      severity: 'warning',
      title: l10n.t('Short polling in a loop'),
      messageNumber: undefined,
      caller,
      explanation: l10n.t(
        '{0} receives in {1} returned no message and did not wait. At this rate, one idle consumer makes {2} billed requests a day, about {3}. A short poll can also miss available messages.',
        EMPTY_POLLS,
        formatTime(spanMs),
        formatNumber(perDay),
        formatUsd(price),
      ),
      remedy: l10n.t(
        'Use long polling: set WaitTimeSeconds to 20 on the receive, or ReceiveMessageWaitTimeSeconds on the queue.',
      ),
      suggestion: { attribute: 'ReceiveMessageWaitTimeSeconds', value: '20' },
    };
  },
};

import type { Queue } from '../../broker/engine/state/queue.ts';
import type { FindingsHarness } from './findingsHarness.ts';

export const SECOND = 1000;
export const HOUR = 3600 * SECOND;
export const DAY = 86_400 * SECOND;

export interface Program {
  readonly does: string;
  readonly run: (harness: FindingsHarness) => void;
}

export type Wait = (harness: FindingsHarness, ms: number) => void;

export interface WaitingProgram {
  readonly does: string;
  /** `wait` is what lets the timeout or the retention run out. */
  readonly run: (harness: FindingsHarness, wait: Wait) => void;
}

export const makeQueue = (harness: FindingsHarness, attributes: Record<string, string> = {}): Queue =>
  harness.createQueue('tasks', { VisibilityTimeout: '30', ...attributes });

/** Receives what is there again and again, and deletes none of it. */
export function receiveAgain(harness: FindingsHarness, queue: Queue, times: number, wait: Wait): void {
  for (let n = 0; n < times; n++) {
    harness.poll(queue);
    wait(harness, 40 * SECOND);
  }
}

/** Receives one message, works on it for some seconds, and deletes it. */
export function handle(
  harness: FindingsHarness,
  seconds: number,
  attributes: Record<string, string> = {},
): void {
  const queue = harness.createQueue('tasks', { VisibilityTimeout: '30', ...attributes });
  harness.send(queue);
  const [message] = harness.poll(queue);
  harness.clock.advance(seconds * SECOND);
  harness.delete(queue, message);
}

/** Receives what is there again and again, and deletes none of it. */
export function fail(harness: FindingsHarness, times: number, attributes: Record<string, string> = {}): void {
  const queue = harness.createQueue('tasks', { VisibilityTimeout: '30', ...attributes });
  harness.send(queue);
  for (let n = 0; n < times; n++) {
    harness.poll(queue);
    harness.clock.advance(30 * SECOND);
  }
}

export function redrive(harness: FindingsHarness, maxReceiveCount: number): Record<string, string> {
  const { arn } = harness.createQueue('dead');
  return { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arn, maxReceiveCount }) };
}

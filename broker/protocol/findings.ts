import { NAME } from './commonShapes.ts';
import type { FINDING_RULES } from './findingRules.ts';
import { NO_PARAMS, notification, request, type } from './method.ts';
import { shape } from './shape.ts';
import type { ConsumerInfo } from './trace.ts';

/** The mistakes that the broker looks for. */
export type FindingRule = keyof typeof FINDING_RULES;

/** A mistake that a program seems to make: one for each rule, queue and consumer, until it no longer happens. */
export interface Finding {
  /** Stable while the finding exists. */
  readonly id: string;
  readonly rule: FindingRule;
  readonly severity: 'error' | 'warning' | 'information';
  /** One short line, such as "Deleted after the visibility timeout". */
  readonly title: string;
  readonly queueArn: string;
  readonly consumer?: ConsumerInfo;
  readonly groupId?: string;
  /** The newest affected messages, at most five. */
  readonly messageIds: readonly string[];
  /** Epoch ms on the broker's clock. */
  readonly firstSeen: number;
  readonly lastSeen: number;
  /** How often it happened. */
  readonly count: number;
  /** What happened and why it matters, in sentences, with the numbers of this case. */
  readonly explanation: string;
  /** What to change. */
  readonly remedy: string;
  /** An attribute value that would help, such as `VisibilityTimeout` `45`. */
  readonly suggestion?: { readonly attribute: string; readonly value: string };
}

export interface FindingsChangedParams {
  /** Newest last-seen first; at most 500. */
  readonly findings: readonly Finding[];
}

/** Reads the findings, the one seen last first, at most 500. */
export const listFindings = request('queueside/findings/list', {
  params: NO_PARAMS,
  result: type<FindingsChangedParams>(),
  stores: 'nothing',
});

/** Dismisses one finding. It does not return until the findings are cleared. */
export const dismissFinding = request('queueside/findings/dismiss', {
  params: shape({ findingId: NAME }),
  result: type<null>(),
  stores: 'nothing',
});

/** Removes all findings, the observations behind them, and the list of dismissed findings. */
export const clearFindings = request('queueside/findings/clear', {
  params: NO_PARAMS,
  result: type<null>(),
  stores: 'nothing',
});

/** Sent to every initialized client, at most every 500 ms while findings change. Always the whole list. */
export const findingsChanged = notification<FindingsChangedParams>('queueside/findings/changed');

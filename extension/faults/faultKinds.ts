import type { FaultKind, QueueFaults } from '../../broker/protocol/faults.ts';
import type { Translate } from '../ground/text.ts';

/** What the menu and the other texts say of a kind of fault. */
interface FaultTexts {
  /** Its part of the menu. */
  readonly part: 'deliveries' | 'calls';
  readonly name: (t: Translate) => string;
  /** What it does. */
  readonly detail: (t: Translate) => string;
  /** That it is on, such as `duplicates 20 %`; `value` is its probability, or its number of ms. */
  readonly active: (t: Translate, value: string, faults: QueueFaults) => string;
  /** Its value in the menu, if that is more than `value`. */
  readonly value?: (t: Translate, value: string, faults: QueueFaults) => string;
}

/** In the order of the menu. */
export const FAULT_TEXTS: Readonly<Record<FaultKind, FaultTexts>> = {
  duplicate: {
    part: 'deliveries',
    name: (t) => t('Duplicates'),
    detail: (t) => t('A deleted message stays and is delivered again'),
    active: (t, rate) => t('duplicates {0}', rate),
  },
  shuffle: {
    part: 'deliveries',
    name: (t) => t('Shuffled order'),
    detail: (t) => t('Messages are delivered in random order'),
    active: (t) => t('shuffled'),
  },
  miss: {
    part: 'deliveries',
    name: (t) => t('Empty short polls'),
    detail: (t) => t('Returns nothing even though messages are available'),
    active: (t, rate) => t('misses {0}', rate),
  },
  delay: {
    part: 'deliveries',
    name: (t) => t('Late delivery'),
    detail: (t) => t('Messages become visible late'),
    active: (t, delayMs) => t('up to {0} ms late', delayMs),
    value: (t, delayMs) => t('up to {0} ms', delayMs),
  },
  throttle: {
    part: 'calls',
    name: (t) => t('Throttling'),
    detail: (t) => t('A call fails with RequestThrottled'),
    active: (t, rate) => t('throttled {0}', rate),
  },
  error: {
    part: 'calls',
    name: (t) => t('Errors'),
    detail: (t) => t('A call fails with an error of your choice'),
    active: (t, rate, { errorCode = 'InternalError' }) => t('{0} {1}', errorCode, rate),
    value: (_t, rate, { errorCode = 'InternalError' }) => `${rate} ${errorCode}`,
  },
  slow: {
    part: 'calls',
    name: (t) => t('Slow responses'),
    detail: (t) => t('Responses are delayed by one second'),
    active: (t, rate) => t('slow {0}', rate),
  },
  drop: {
    part: 'calls',
    name: (t) => t('Dropped connections'),
    detail: (t) => t('The call succeeds but the response is lost, so the client retries'),
    active: (t, rate) => t('dropped connections {0}', rate),
  },
};

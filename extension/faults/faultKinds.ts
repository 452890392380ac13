import * as l10n from '@vscode/l10n';
import type { FaultKind, QueueFaults } from '../../broker/protocol/faults.ts';

/** What the menu and the other texts say of a kind of fault. */
interface FaultTexts {
  /** Its part of the menu. */
  readonly part: 'deliveries' | 'calls';
  readonly name: () => string;
  /** What it does. */
  readonly detail: () => string;
  /** That it is on, such as `duplicates 20%`; `value` is its probability, or its number of ms. */
  readonly active: (value: string, faults: QueueFaults) => string;
  /** Its value in the menu, if that is more than `value`. */
  readonly value?: (value: string, faults: QueueFaults) => string;
}

/** In the order of the menu. */
export const FAULT_TEXTS: Readonly<Record<FaultKind, FaultTexts>> = {
  duplicate: {
    part: 'deliveries',
    name: () => l10n.t('Duplicates'),
    detail: () => l10n.t('A deleted message stays and is delivered again'),
    active: (rate) => l10n.t('duplicates {0}', rate),
  },
  shuffle: {
    part: 'deliveries',
    name: () => l10n.t('Shuffled order'),
    detail: () => l10n.t('Messages are delivered in random order'),
    active: () => l10n.t('shuffled'),
  },
  miss: {
    part: 'deliveries',
    name: () => l10n.t('Empty short polls'),
    detail: () => l10n.t('Returns nothing even though messages are available'),
    active: (rate) => l10n.t('misses {0}', rate),
  },
  delay: {
    part: 'deliveries',
    name: () => l10n.t('Late delivery'),
    detail: () => l10n.t('Messages become visible late'),
    active: (delayMs) => l10n.t('up to {0} ms late', delayMs),
    value: (delayMs) => l10n.t('up to {0} ms', delayMs),
  },
  throttle: {
    part: 'calls',
    name: () => l10n.t('Throttling'),
    detail: () => l10n.t('A call fails with RequestThrottled'),
    active: (rate) => l10n.t('throttled {0}', rate),
  },
  error: {
    part: 'calls',
    name: () => l10n.t('Errors'),
    detail: () => l10n.t('A call fails with an error of your choice'),
    active: (rate, { errorCode = 'InternalError' }) => l10n.t('{0} {1}', errorCode, rate),
    value: (rate, { errorCode = 'InternalError' }) => `${rate} ${errorCode}`,
  },
  slow: {
    part: 'calls',
    name: () => l10n.t('Slow responses'),
    detail: () => l10n.t('Responses are delayed by one second'),
    active: (rate) => l10n.t('slow {0}', rate),
  },
  drop: {
    part: 'calls',
    name: () => l10n.t('Dropped connections'),
    detail: () => l10n.t('The call succeeds but the response is lost, so the client retries'),
    active: (rate) => l10n.t('dropped connections {0}', rate),
  },
};

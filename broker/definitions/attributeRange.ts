import * as l10n from '@vscode/l10n';
import { formatNumber } from '../language/numbers.ts';
import { type Limits, RANGES } from '../engine/base/limits.ts';

/** A number that an attribute may be; without `max` it is the broker's limit for messages. */
interface AttributeRange {
  readonly min: number;
  readonly max?: number;
}

const RANGE_OF: Readonly<Record<string, AttributeRange>> = {
  VisibilityTimeout: RANGES.visibilitySeconds,
  DelaySeconds: RANGES.delaySeconds,
  MessageRetentionPeriod: RANGES.retentionSeconds,
  ReceiveMessageWaitTimeSeconds: RANGES.waitSeconds,
  MaximumMessageSize: RANGES.maximumMessageBytes,
  KmsDataKeyReusePeriodSeconds: RANGES.kmsReuseSeconds,
};

/** What the service leaves out when it refuses a number, such as `Use a whole number from 0 to 43,200.` */
export function describeRange(attribute: string, limits: Limits): string | undefined {
  const range = Object.hasOwn(RANGE_OF, attribute) ? RANGE_OF[attribute] : undefined;
  if (range === undefined) return undefined;
  const [min, max] = [range.min, range.max ?? limits.messageBytes].map((bound) => formatNumber(bound));
  return l10n.t('Use a whole number from {0} to {1}.', min ?? '', max ?? '');
}

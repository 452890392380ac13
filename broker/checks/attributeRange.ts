import * as l10n from '@vscode/l10n';
import { NUMBER_ATTRIBUTES, type NumberAttribute } from '../api/queueAttributes.ts';
import { formatNumber } from '../language/numbers.ts';
import type { Limits } from '../engine/base/limits.ts';

const DECLARED: Readonly<Record<string, NumberAttribute>> = NUMBER_ATTRIBUTES;

/** What the service leaves out when it refuses a number, such as `Use a whole number from 0 to 43,200.` */
export function describeRange(attribute: string, limits: Limits): string | undefined {
  const range = Object.hasOwn(DECLARED, attribute) ? DECLARED[attribute] : undefined;
  if (range === undefined) return undefined;
  const [min, max] = [range.min, range.max ?? limits.messageBytes].map((bound) => formatNumber(bound));
  return l10n.t('Use a whole number from {0} to {1}.', min ?? '', max ?? '');
}

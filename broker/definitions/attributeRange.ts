import { NUMBER_ATTRIBUTES, type NumberAttribute } from '../api/queueAttributes.ts';
import type { Limits } from '../engine/base/limits.ts';

const DECLARED: Readonly<Record<string, NumberAttribute>> = NUMBER_ATTRIBUTES;

/** What the service leaves out when it refuses a number, such as ` Use a whole number from 0 to 43,200.` */
export function describeRange(attribute: string, limits: Limits): string {
  const range = Object.hasOwn(DECLARED, attribute) ? DECLARED[attribute] : undefined;
  if (range === undefined) return '';
  const [min, max] = [range.min, range.max ?? limits.messageBytes].map((bound) =>
    bound.toLocaleString('en-US'),
  );
  return ` Use a whole number from ${min} to ${max}.`;
}

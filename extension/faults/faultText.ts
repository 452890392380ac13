import type { FaultPlan, QueueFaults } from '../../broker/protocol/faults.ts';
import type { Translate } from '../ground/text.ts';

/** Such as `20 %`; three digits are enough for a chance. */
export function formatRate(rate: number): string {
  return `${Number((rate * 100).toPrecision(3))} %`;
}

/**
 * Reads a chance as people type it: `20%`, `20 %`, `0.2`; without a percent sign, numbers over 1 are percents too.
 * @returns 0 to 1, or undefined when it is no chance
 */
export function parseRate(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*(%?)$/.exec(text.trim());
  if (!match) return undefined;
  const number = Number(match[1]);
  const rate = match[2] === '%' || number > 1 ? number / 100 : number;
  return rate <= 1 ? rate : undefined;
}

/** The faults that are on, such as `duplicates 20 %, shuffled`. */
export function describeFaults(t: Translate, faults: QueueFaults): string {
  const parts: string[] = [];
  const rate = (value: number | undefined, describe: (text: string) => string) => {
    if (value !== undefined && value > 0) parts.push(describe(formatRate(value)));
  };
  rate(faults.duplicateRate, (text) => t('duplicates {0}', text));
  if (faults.shuffle === true) parts.push(t('shuffled'));
  if (faults.delayMs !== undefined && faults.delayMs > 0) parts.push(t('up to {0} ms late', faults.delayMs));
  rate(faults.missRate, (text) => t('misses {0}', text));
  rate(faults.throttleRate, (text) => t('throttled {0}', text));
  rate(faults.errorRate, (text) => t('{0} {1}', faults.errorCode ?? 'InternalError', text));
  rate(faults.slowRate, (text) => t('slow {0}', text));
  rate(faults.dropRate, (text) => t('dropped connections {0}', text));
  return parts.join(', ');
}

/** The active faults, and the file that defines them; empty without any. */
export function describePlan(t: Translate, plan: FaultPlan | undefined): string {
  if (plan === undefined) return '';
  const text = describeFaults(t, plan.faults);
  if (plan.definedIn === undefined) return text;
  return t('{0}, by {1}', text, plan.definedIn.slice(plan.definedIn.lastIndexOf('/') + 1));
}

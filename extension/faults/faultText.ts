import * as l10n from '@vscode/l10n';
import {
  FAULT_KINDS,
  FAULTS,
  type FaultKind,
  type FaultPlan,
  isFaultOn,
  type QueueFaults,
} from '../../broker/protocol/faults.ts';
import { readLanguage } from '../ground/language.ts';
import { FAULT_TEXTS } from './faultKinds.ts';

/** Such as `20%`, in German `20 %`; three digits are enough for a chance. */
export function formatRate(rate: number): string {
  const digits = { style: 'percent', maximumSignificantDigits: 3 } as const;
  return new Intl.NumberFormat(readLanguage(), digits).format(rate);
}

/**
 * Reads a chance as people type it: `20%`, `20 %`, `0.2`, `0,2`; without a percent sign, numbers over 1 are percents too.
 * @returns 0 to 1, or undefined when it is no chance
 */
export function parseRate(text: string): number | undefined {
  const match = /^(\d+(?:[.,]\d+)?)\s*(%?)$/.exec(text.trim());
  if (!match) return undefined;
  const number = Number(match[1]?.replace(',', '.'));
  const rate = match[2] === '%' || number > 1 ? number / 100 : number;
  return rate <= 1 ? rate : undefined;
}

/** The faults that are on, such as `duplicates 20%, shuffled`. */
export function describeFaults(faults: QueueFaults): string {
  const kinds = FAULT_KINDS.filter((kind) => isFaultOn(faults, kind));
  return kinds.map((kind) => FAULT_TEXTS[kind].active(formatValue(faults, kind), faults)).join(', ');
}

/** How strong a fault is: its probability or its ms; empty if it is off, or only on or off. */
export function formatValue(faults: QueueFaults, kind: FaultKind): string {
  const name = FAULTS[kind].switch;
  const value = faults[name];
  if (typeof value !== 'number' || value === 0) return '';
  return name.endsWith('Rate') ? formatRate(value) : String(value);
}

/** The active faults, and the file that defines them; empty without any. */
export function describePlan(plan: FaultPlan | undefined): string {
  if (plan === undefined) return '';
  const text = describeFaults(plan.faults);
  if (plan.definedIn === undefined) return text;
  return l10n.t('{0}, by {1}', text, plan.definedIn.slice(plan.definedIn.lastIndexOf('/') + 1));
}

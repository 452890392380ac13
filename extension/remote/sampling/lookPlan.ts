import * as l10n from '@vscode/l10n';
import { formatCount } from '../../ground/text.ts';

/** How many messages are received, and for how long they are hidden from consumers. */
export interface LookPlan {
  readonly messages: number;
  readonly holdSeconds: number;
}

export const USUAL_PLAN: LookPlan = { messages: 10, holdSeconds: 30 };
export const MESSAGE_CHOICES = [10, 25, 50, 100] as const;
export const HOLD_CHOICES = [30, 60, 120, 300] as const;

/** Of ReceiveMessage and of the batches. */
export const MESSAGES_PER_CALL = 10;
/** "Nothing received" proves nothing before that many answers without a message. */
export const EMPTY_ANSWERS = 3;

/** ReceiveMessage calls at most: each of them brings a message, is one of the empty ones, or is the last. */
export function countReceives({ messages }: LookPlan): number {
  return messages - 1 + EMPTY_ANSWERS;
}

/** Calls at most, with those that give the messages back. */
export function countCalls(plan: LookPlan): number {
  return countReceives(plan) + Math.ceil(plan.messages / MESSAGES_PER_CALL);
}

export function nameHold(holdSeconds: number): string {
  return l10n.t('{0} seconds', formatCount(holdSeconds));
}

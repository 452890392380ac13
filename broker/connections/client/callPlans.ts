import type { ActionName } from '../../api/actions.ts';

/** Calls of one action on one queue that are part of a plan. */
export interface PlannedCalls {
  /** Id of the connection: a plan can be about two. */
  readonly connectionId: string;
  readonly action: ActionName;
  readonly queueUrl: string;
  /** At most so many; what is called more often is asked about as if there were no plan. */
  readonly count: number;
}

/** Says in its own words what the calls do that it asks for. */
export interface PlanQuestion {
  readonly title: string;
  readonly detail: string;
  /** The one answer that is a yes. */
  readonly button: string;
}

/** Calls of several actions, on queues of one connection or of two, that the user agrees to by one question before the first of them. */
export interface CallPlan {
  readonly question: PlanQuestion;
  readonly calls: readonly PlannedCalls[];
}

interface Allowance extends PlannedCalls {
  left: number;
}

/** What a user was asked about: whatever the plan says later, it is not what they agreed to. */
export interface AskedPlan {
  readonly answer: Promise<boolean>;
  readonly allowances: readonly Allowance[];
  /** Queues whose names the user typed because the plan deletes their messages: connection and URL. */
  readonly named: Set<string>;
}

/** By the object that was proposed, for all gates: a plan about two connections is one question. */
const ASKED = new WeakMap<CallPlan, AskedPlan>();

export function askOnce(plan: CallPlan, ask: (question: PlanQuestion) => Promise<boolean>): AskedPlan {
  const known = ASKED.get(plan);
  if (known !== undefined) return known;
  const { question, calls } = structuredClone(plan);
  const asked: AskedPlan = {
    answer: ask(question),
    allowances: calls.map((each) => ({ ...each, left: each.count })),
    named: new Set(),
  };
  ASKED.set(plan, asked);
  return asked;
}

export function findAsked(plan: CallPlan): AskedPlan | undefined {
  return ASKED.get(plan);
}

/** Takes one call out of what was agreed to. @returns whether it was part of it */
export function spend(
  { allowances }: AskedPlan,
  connectionId: string,
  action: ActionName,
  queueUrl: string,
): boolean {
  const allowance = allowances.find(
    (each) =>
      each.connectionId === connectionId &&
      each.action === action &&
      each.queueUrl === queueUrl &&
      each.left > 0,
  );
  if (allowance === undefined) return false;
  allowance.left -= 1;
  return true;
}

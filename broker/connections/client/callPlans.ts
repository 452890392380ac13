import { ACTION_DECLARATIONS, type ActionName } from '../../api/actions.ts';

/** Calls of one action on one queue that are part of a plan. */
export interface PlannedCalls {
  /** Id of the connection: a plan can be about two. */
  readonly connectionId: string;
  readonly action: ActionName;
  readonly queueUrl: string;
  /** At most so many; what is called more often is asked about as if there were no plan. */
  readonly count: number;
  /** The visibility timeout that each of them sets, in seconds; absent: any. */
  readonly visibilitySeconds?: number;
}

/** Says in its own words what the calls do that it asks for. */
export interface PlanQuestion {
  readonly title: string;
  readonly detail: string;
  /** The one answer that is a yes. */
  readonly button: string;
  /** What can be done instead: each of them is a no, and the first is the default. */
  readonly alternatives?: readonly string[];
}

/** Why a name that was asked for does not let a call leave. */
export type NameRefusal = 'declined' | 'wrongName';

/** Whether the user agreed; a text: they chose that alternative. */
export type PlanAnswer = boolean | string;

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
  readonly answer: Promise<PlanAnswer>;
  readonly allowances: readonly Allowance[];
  /** What came of asking for the names of queues because the plan deletes their messages, by connection and URL. */
  readonly named: Map<string, Promise<NameRefusal | undefined>>;
}

/** By the object that was proposed, for all gates: a plan about two connections is one question. */
const ASKED = new WeakMap<CallPlan, AskedPlan>();

export function askOnce(plan: CallPlan, ask: (question: PlanQuestion) => Promise<PlanAnswer>): AskedPlan {
  const known = ASKED.get(plan);
  if (known !== undefined) return known;
  const { question, calls } = structuredClone(plan);
  const asked: AskedPlan = {
    answer: ask(question),
    allowances: calls.map((each) => ({ ...each, left: each.count })),
    named: new Map(),
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
  input: object,
): boolean {
  const allowance = allowances.find(
    (each) =>
      each.connectionId === connectionId &&
      each.action === action &&
      each.queueUrl === queueUrl &&
      hasTimeout(input, each.visibilitySeconds) &&
      each.left > 0,
  );
  if (allowance === undefined) return false;
  allowance.left -= 1;
  return true;
}

/** Whether a call makes messages visible again at once, and does nothing else. */
export function givesBack(action: ActionName, input: object): boolean {
  const { batchOf = action } = ACTION_DECLARATIONS[action];
  return batchOf === 'ChangeMessageVisibility' && hasTimeout(input, 0);
}

/** Whether a call sets that visibility timeout, for each of its messages. Without one, that of the queue would count. */
function hasTimeout(input: object, seconds: number | undefined): boolean {
  if (seconds === undefined) return true;
  const { VisibilityTimeout: timeout, Entries: entries } = input as Readonly<Record<string, unknown>>;
  if (!Array.isArray(entries)) return timeout === seconds;
  return entries.every((entry: Readonly<Record<string, unknown>>) => entry['VisibilityTimeout'] === seconds);
}

import type { CallPlan, PlanQuestion } from '../../../broker/connections/client/callPlans.ts';
import { countReceives, type LookPlan } from './lookPlan.ts';

/** Of a dead-letter queue, for which the user is asked once: more of them in one window are asked about again. */
const LOOKS_PER_QUESTION = 1_000;

/** A look that the user is asked about, or has agreed to. */
export interface Look {
  readonly plan: LookPlan;
  readonly queueUrl: string;
  /** For the gate: receives with this hold, and giving back. */
  readonly calls: CallPlan;
}

/** @param isForAll the question counts for the looks at this queue until the window is closed */
export function planLook(
  connectionId: string,
  queueUrl: string,
  question: PlanQuestion,
  plan: LookPlan,
  isForAll: boolean,
): Look {
  const looks = isForAll ? LOOKS_PER_QUESTION : 1;
  const receives = countReceives(plan);
  const of = { connectionId, queueUrl };
  return {
    plan,
    queueUrl,
    calls: {
      question,
      calls: [
        { ...of, action: 'ReceiveMessage', count: looks * receives, visibilitySeconds: plan.holdSeconds },
        // One message can have several receipt handles: an answer's worth of them for each receive.
        {
          ...of,
          action: 'ChangeMessageVisibilityBatch',
          count: looks * (receives + 1),
          visibilitySeconds: 0,
        },
      ],
    },
  };
}

import type { PoolSettings } from '../poolSettings.ts';
import { decideKeda } from './keda.ts';
import type { Outcome, PolicyMemory, Situation } from './policy.ts';
import { decideScheduled } from './scheduled.ts';
import { decideSimple } from './simple.ts';
import { decideStep } from './step.ts';
import { decideTargetTracking } from './targetTracking.ts';

/** What the policy of a pool makes of a situation. Changes nothing. */
export function decide(settings: PoolSettings, memory: PolicyMemory, situation: Situation): Outcome {
  const { policy } = settings;
  switch (policy.type) {
    case 'targetTracking':
      return decideTargetTracking(settings, policy, memory, situation);
    case 'step':
      return decideStep(settings, policy, situation);
    case 'simple':
      return decideSimple(settings, policy, memory, situation);
    case 'keda':
      return decideKeda(settings, policy, memory, situation);
    case 'scheduled':
      return decideScheduled(policy, memory, situation);
    case 'manual':
      return { memory, nextAt: undefined };
  }
}

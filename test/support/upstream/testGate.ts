import { after } from 'mocha';
import { type Gate, type GateOptions, openGate } from '../../../broker/connections/client/gate.ts';
import type { PlanAnswer, PlanQuestion } from '../../../broker/connections/client/callPlans.ts';
import type { Consent, Question } from '../../../broker/connections/client/safeguards.ts';
import type { ConnectionDefinition, EndpointDefinition } from '../../../broker/connections/definition.ts';
import type { Place } from '../../../broker/connections/place.ts';

/** A user who was asked, and what they say. */
export class ScriptedConsent implements Consent {
  /** In the order of the questions. */
  readonly asked: ({ readonly by: keyof Consent } & Question)[] = [];
  /** Plans among them. */
  readonly plans: PlanQuestion[] = [];
  agrees = true;
  /** Alternatives that the user chooses to the next plans. */
  readonly choices: string[] = [];
  /** What the user types for the name of a queue. */
  typed: string | undefined;

  agree(question: Question): Promise<boolean> {
    this.asked.push({ by: 'agree', ...question });
    return Promise.resolve(this.agrees);
  }

  agreeToLaunch(question: Question): Promise<boolean> {
    this.asked.push({ by: 'agreeToLaunch', ...question });
    return Promise.resolve(this.agrees);
  }

  agreeToPlan(question: PlanQuestion): Promise<PlanAnswer> {
    this.plans.push(question);
    return Promise.resolve(this.choices.shift() ?? this.agrees);
  }

  typeQueueName(question: Question): Promise<string | undefined> {
    this.asked.push({ by: 'typeQueueName', ...question });
    return Promise.resolve(this.typed);
  }
}

export function defineEndpoint(endpoint: string): EndpointDefinition {
  return { id: 'x', name: 'x', kind: 'endpoint', endpoint, queues: [], refreshSeconds: 60 };
}

export function placeOf(endpoint: string): Place {
  return { endpoint, region: 'us-east-1', partition: 'aws' };
}

/** A gate to an endpoint, closed when the suite ends. */
export function openTestGate(
  endpoint: string,
  options: Partial<GateOptions> & { readonly definition?: ConnectionDefinition } = {},
): Gate & { readonly consent: Consent } {
  const consent = options.consent ?? new ScriptedConsent();
  const gate = openGate({
    definition: defineEndpoint(endpoint),
    place: placeOf(endpoint),
    readLevel: () => 'open',
    isTrusted: () => true,
    readKeys: () => Promise.resolve(undefined),
    askMfaCode: () => Promise.reject(new Error('Nothing asks for a code.')),
    environment: {},
    ...options,
    consent,
  });
  after(() => gate.close());
  return Object.assign(gate, { consent });
}

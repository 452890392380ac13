import type { ActionName } from '../../api/actions.ts';
import { isStricter, type ProtectionLevel } from '../../protection/protectionLevel.ts';
import type { ConnectionDefinition } from '../definition.ts';
import type { Place } from '../place.ts';
import { checkAttributeChecksums } from './attributeChecksums.ts';
import type { CallPlan } from './callPlans.ts';
import { COMMANDS, type InputOf, type OutputOf, sendCommand } from './commands.ts';
import { createClient } from './createClient.ts';
import type { CredentialsContext } from './credentials.ts';
import { explainFailure, explainNotListed, explainRefusal, type Failure, type Refusal } from './failures.ts';
import { WebPageError } from '../callBounds.ts';
import { askIdentity, type Identity } from './identity.ts';
import { checkOutput } from './outputs.ts';
import { INSPECTION_NAME, type InspectedQueue, inspectMessages, NotInspectableError } from './inspection.ts';
import type { InspectedMessage, InspectionStyle } from './inspectionStyles.ts';
import { type Batch, type Consent, type Launch, Safeguards } from './safeguards.ts';

export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: Failure };

export interface CallOptions {
  readonly launch?: Launch;
  readonly batch?: Batch;
  /** One that {@link Gate.propose} asked about. */
  readonly plan?: CallPlan;
  readonly signal?: AbortSignal;
}

export interface GateOptions extends CredentialsContext {
  readonly definition: ConnectionDefinition;
  readonly place: Place;
  /** As it is at the moment of a call: a level that is raised counts at once. */
  readonly readLevel: () => ProtectionLevel;
  /** Nothing leaves from a window in Restricted Mode. */
  readonly isTrusted: () => boolean;
  readonly consent: Consent;
  /** Before each request to the endpoint: a call has several if it is tried again. */
  readonly onAttempt?: () => void;
}

/**
 * The only way to the queues of a connection. It decides by the name of the action and by the protection level what has to
 * happen before a call: whoever calls, and whatever a menu offers, nothing passes that is not allowed.
 */
export interface Gate {
  /** Never rejects. */
  call<A extends ActionName>(
    action: A,
    input: InputOf<A>,
    options?: CallOptions,
  ): Promise<Answer<OutputOf<A>>>;
  /**
   * Asks the user for all calls of a plan at once, on each level that does not reject one of them. A plan is asked about once: that
   * for two connections is proposed to the gate of each. Never rejects.
   */
  propose(plan: CallPlan): Promise<Answer<undefined>>;
  /**
   * All messages of a queue, as an emulator lists them for developers: nothing is received, so each level allows it. Only endpoints
   * that the user entered are asked, and never AWS. Failures of the kind `missing` say that it does not list them so. Never rejects.
   */
  inspect(
    style: InspectionStyle,
    queue: InspectedQueue,
    signal?: AbortSignal,
  ): Promise<Answer<readonly InspectedMessage[]>>;
  /** Whose the keys are; undefined for endpoints that are not AWS. Never rejects. */
  identify(): Promise<Answer<Identity | undefined>>;
  /** Cancels what is on its way; nothing leaves afterwards. */
  close(): void;
}

export function openGate(options: GateOptions): Gate {
  const { definition, place, isTrusted, readLevel } = options;
  // In no member of the gate, so that nothing reaches it but what is below.
  const client = createClient(definition, place, options);
  const safeguards = new Safeguards(options);
  const closed = new AbortController();
  const pass = async (
    action: ActionName,
    members: object,
    agreed: Omit<CallOptions, 'signal'>,
  ): Promise<Refusal | undefined> => {
    for (;;) {
      if (closed.signal.aborted) return 'closed';
      if (!isTrusted()) return 'untrusted';
      const level = readLevel();
      const refusal = await safeguards.pass(action, members, agreed);
      if (refusal !== undefined) return refusal;
      // A question takes as long as the user thinks: what counts is what holds when the call leaves.
      if (!closed.signal.aborted && isTrusted() && !isStricter(readLevel(), level)) return undefined;
    }
  };
  return {
    async call(action, input, { signal, ...agreed } = {}) {
      // A message from a webview or an argument of a command can have any name.
      if (!Object.hasOwn(COMMANDS, action)) return refuse(explainRefusal('unknownAction', action, options));
      try {
        // What is asked about is what is sent, even if the caller changes it while the user thinks.
        const members = structuredClone(input);
        const refusal = await pass(action, members, agreed);
        if (refusal !== undefined) return refuse(explainRefusal(refusal, action, options));
        // Without it, the client would try a call again whose socket was closed.
        const either = signal ? AbortSignal.any([signal, closed.signal]) : closed.signal;
        const value = await sendCommand(client, action, members, either, (output) => {
          checkOutput(action, output);
          checkAttributeChecksums(action, members, output, place.identityEndpoint !== undefined);
        });
        return { ok: true, value };
      } catch (error) {
        return refuse(explainFailure(error, action, options));
      }
    },
    async propose(plan) {
      const first = plan.calls[0]?.action ?? '';
      for (;;) {
        if (closed.signal.aborted) return refuse(explainRefusal('closed', first, options));
        if (!isTrusted()) return refuse(explainRefusal('untrusted', first, options));
        const level = readLevel();
        const refused = await safeguards.propose(plan);
        if (refused !== undefined) {
          const { refusal, action, choice } = refused;
          const failure = explainRefusal(refusal, action, options);
          return refuse(choice === undefined ? failure : { ...failure, choice });
        }
        if (!closed.signal.aborted && isTrusted() && !isStricter(readLevel(), level))
          return { ok: true, value: undefined };
      }
    },
    async inspect(style, queue, signal) {
      if (closed.signal.aborted) return refuse(explainRefusal('closed', INSPECTION_NAME, options));
      if (!isTrusted()) return refuse(explainRefusal('untrusted', INSPECTION_NAME, options));
      if (definition.kind !== 'endpoint' || place.identityEndpoint !== undefined)
        return refuse(explainRefusal('unknownAction', INSPECTION_NAME, options));
      const either = signal ? AbortSignal.any([signal, closed.signal]) : closed.signal;
      try {
        return {
          ok: true,
          value: await inspectMessages(place, style, queue, either),
        };
      } catch (error) {
        if (error instanceof NotInspectableError || error instanceof WebPageError)
          return refuse(explainNotListed(definition));
        return refuse(explainFailure(error, INSPECTION_NAME, options));
      }
    },
    async identify() {
      if (closed.signal.aborted) return refuse(explainRefusal('closed', 'GetCallerIdentity', options));
      if (!isTrusted()) return refuse(explainRefusal('untrusted', 'GetCallerIdentity', options));
      try {
        return { ok: true, value: await askIdentity(client, place) };
      } catch (error) {
        return refuse(explainFailure(error, 'GetCallerIdentity', options));
      }
    },
    close: () => {
      closed.abort();
      client.destroy();
    },
  };
}

function refuse(failure: Failure): { readonly ok: false; readonly failure: Failure } {
  return { ok: false, failure };
}

import type { SQSClient } from '@aws-sdk/client-sqs';
import type { ActionName } from '../../api/actions.ts';
import { findSafeguard, type ProtectionLevel } from '../../protection/protectionLevel.ts';
import type { ConnectionDefinition } from '../definition.ts';
import type { Place } from '../place.ts';
import { COMMANDS, type InputOf, type OutputOf, sendCommand } from './commands.ts';
import { createClient } from './createClient.ts';
import type { CredentialsContext } from './credentials.ts';
import { explainFailure, explainRefusal, type Failure } from './failures.ts';
import { askIdentity, type Identity } from './identity.ts';
import { listQueueNames } from './queueNames.ts';

/** What a user is asked before a call leaves. */
export interface Question {
  /** Name of the connection. */
  readonly connection: string;
  readonly action: ActionName;
  /** Names of the queues that the call is about. */
  readonly queues: readonly string[];
}

/** Asks the user. Every answer but the one that is asked for is a no. */
export interface Consent {
  /** Whether this one call may leave. */
  agree(question: Question): Promise<boolean>;
  /** Whether all calls that receive, delete or change visibility on these queues may, for one program or panel. */
  agreeToLaunch(question: Question): Promise<boolean>;
  /** @returns what was typed; the gate compares it with the name of the queue */
  typeQueueName(question: Question): Promise<string | undefined>;
}

export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: Failure };

/** The calls of one program that is launched, or of one panel that is opened: agreed to once, for its queues. */
export interface Launch {
  /** URLs. */
  readonly queues: readonly string[];
}

export interface CallOptions {
  readonly launch?: Launch;
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
  /** Whose the keys are; undefined for endpoints that are not AWS. Never rejects. */
  identify(): Promise<Answer<Identity | undefined>>;
  close(): void;
}

export function openGate(options: GateOptions): Gate {
  return new ConnectionGate(options, createClient(options.definition, options.place, options));
}

class ConnectionGate implements Gate {
  private readonly options: GateOptions;
  private readonly client: SQSClient;
  /** What was said to each launch; one that was declined is not asked again. */
  private readonly launches = new WeakMap<Launch, Promise<boolean>>();

  constructor(options: GateOptions, client: SQSClient) {
    this.options = options;
    this.client = client;
  }

  async call<A extends ActionName>(
    action: A,
    input: InputOf<A>,
    { launch, signal }: CallOptions = {},
  ): Promise<Answer<OutputOf<A>>> {
    // A message from a webview or an argument of a command can have any name.
    if (!Object.hasOwn(COMMANDS, action))
      return this.refuse(explainRefusal('unknownAction', action, this.options));
    if (!this.options.isTrusted()) return this.refuse(explainRefusal('untrusted', action, this.options));
    // What is asked about is what is sent, even if the caller changes it while the user thinks.
    const members = structuredClone(input);
    try {
      const refusal = await this.passSafeguard(action, members, launch);
      if (refusal !== undefined) return this.refuse(explainRefusal(refusal, action, this.options));
      return { ok: true, value: await sendCommand(this.client, action, members, signal) };
    } catch (error) {
      return this.refuse(explainFailure(error, action, this.options));
    }
  }

  async identify(): Promise<Answer<Identity | undefined>> {
    if (!this.options.isTrusted()) {
      return this.refuse(explainRefusal('untrusted', 'GetCallerIdentity', this.options));
    }
    try {
      return { ok: true, value: await askIdentity(this.client, this.options.place) };
    } catch (error) {
      return this.refuse(explainFailure(error, 'GetCallerIdentity', this.options));
    }
  }

  close(): void {
    this.client.destroy();
  }

  private refuse(failure: Failure): { readonly ok: false; readonly failure: Failure } {
    return { ok: false, failure };
  }

  /** @returns why the call may not leave; undefined if it may */
  private async passSafeguard(
    action: ActionName,
    input: object,
    launch: Launch | undefined,
  ): Promise<'level' | 'declined' | 'wrongName' | undefined> {
    const { readLevel, consent, definition } = this.options;
    const question = { connection: definition.name, action, queues: listQueueNames(input) };
    switch (findSafeguard(readLevel(), action)) {
      case 'nothing':
        return undefined;
      case 'refusal':
        return 'level';
      case 'question':
        return (await consent.agree(question)) ? undefined : 'declined';
      case 'questionPerLaunch':
        return (await this.askForLaunch(question, input, launch)) ? undefined : 'declined';
      case 'typedName': {
        const [name] = question.queues;
        const typed = await consent.typeQueueName(question);
        if (typed === undefined) return 'declined';
        return name !== undefined && typed === name ? undefined : 'wrongName';
      }
    }
  }

  private askForLaunch(question: Question, input: object, launch: Launch | undefined): Promise<boolean> {
    const url = 'QueueUrl' in input ? String(input.QueueUrl) : undefined;
    // A queue that the user was not asked about is not part of what they agreed to.
    if (launch === undefined || url === undefined || !launch.queues.includes(url)) {
      return this.options.consent.agree(question);
    }
    const asked =
      this.launches.get(launch) ??
      this.options.consent.agreeToLaunch({
        ...question,
        queues: listQueueNames({ QueueUrls: launch.queues }),
      });
    this.launches.set(launch, asked);
    return asked;
  }
}

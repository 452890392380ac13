import type { ActionName } from '../../api/actions.ts';
import { findSafeguard, type ProtectionLevel } from '../../protection/protectionLevel.ts';
import type { ConnectionDefinition } from '../definition.ts';
import { listQueueNames } from './queueNames.ts';

/** What a user is asked before a call leaves. */
export interface Question {
  /** Name of the connection. */
  readonly connection: string;
  readonly action: ActionName;
  /** Names of the queues that the call is about. */
  readonly queues: readonly string[];
  /** Of calls that are asked about together; absent: one. */
  readonly count?: number;
}

/** Calls of one action on one queue that the user wants by one command: agreed to once. */
export interface Batch {
  /** What is called more often than that is asked about again. */
  readonly count: number;
}

/** Asks the user. Every answer but the one that is asked for is a no. */
export interface Consent {
  /** Whether this one call may leave, or so many of them. */
  agree(question: Question): Promise<boolean>;
  /** Whether all calls that receive, delete or change visibility on these queues may, for one program or panel. */
  agreeToLaunch(question: Question): Promise<boolean>;
  /** @returns what was typed; the gate compares it with the name of the queue */
  typeQueueName(question: Question): Promise<string | undefined>;
}

/** The calls of one program that is launched, or of one panel that is opened: agreed to once, for its queues. */
export interface Launch {
  /** URLs. */
  readonly queues: readonly string[];
}

interface AskedBatch {
  /** Action and URL. */
  readonly about: string;
  readonly answer: Promise<boolean>;
  /** Calls that may still leave. */
  left: number;
}

interface SafeguardOptions {
  readonly definition: ConnectionDefinition;
  readonly readLevel: () => ProtectionLevel;
  readonly consent: Consent;
}

/** Does what the protection level wants done before a call. */
export class Safeguards {
  private readonly options: SafeguardOptions;
  /** What was said to each launch; one that was declined is not asked again. */
  private readonly launches = new WeakMap<Launch, Promise<boolean>>();
  private readonly batches = new WeakMap<Batch, AskedBatch>();

  constructor(options: SafeguardOptions) {
    this.options = options;
  }

  /** @returns why the call may not leave; undefined if it may */
  async pass(
    action: ActionName,
    input: object,
    { launch, batch }: { readonly launch?: Launch; readonly batch?: Batch },
  ): Promise<'level' | 'declined' | 'wrongName' | undefined> {
    const { readLevel, consent, definition } = this.options;
    const question = { connection: definition.name, action, queues: listQueueNames(input) };
    switch (findSafeguard(readLevel(), action)) {
      case 'nothing':
        return undefined;
      case 'refusal':
        return 'level';
      case 'question':
        return (await this.askForBatch(question, input, batch)) ? undefined : 'declined';
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

  private askForBatch(question: Question, input: object, batch: Batch | undefined): Promise<boolean> {
    const { consent } = this.options;
    if (batch === undefined) return consent.agree(question);
    const url = 'QueueUrl' in input ? String(input.QueueUrl) : '';
    const about = `${question.action} ${url}`;
    const known = this.batches.get(batch) ?? {
      about,
      left: batch.count,
      answer: consent.agree({ ...question, count: batch.count }),
    };
    this.batches.set(batch, known);
    // What the user was not asked about is not part of what they agreed to.
    if (known.about !== about || known.left === 0) return consent.agree(question);
    known.left -= 1;
    return known.answer;
  }

  private askForLaunch(question: Question, input: object, launch: Launch | undefined): Promise<boolean> {
    const { consent } = this.options;
    const url = 'QueueUrl' in input ? String(input.QueueUrl) : undefined;
    // A queue that the user was not asked about is not part of what they agreed to.
    if (launch === undefined || url === undefined || !launch.queues.includes(url))
      return consent.agree(question);
    const asked =
      this.launches.get(launch) ??
      consent.agreeToLaunch({ ...question, queues: listQueueNames({ QueueUrls: launch.queues }) });
    this.launches.set(launch, asked);
    return asked;
  }
}

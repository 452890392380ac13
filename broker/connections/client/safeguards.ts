import * as l10n from '@vscode/l10n';
import { ACTION_DECLARATIONS, type ActionName } from '../../api/actions.ts';
import { findSafeguard, type ProtectionLevel } from '../../protection/protectionLevel.ts';
import type { ConnectionDefinition } from '../definition.ts';
import {
  askOnce,
  type AskedPlan,
  type CallPlan,
  findAsked,
  givesBack,
  type NameRefusal,
  type PlanAnswer,
  type PlanQuestion,
  spend,
} from './callPlans.ts';
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
  /** All actions that are asked about together; absent: one. */
  readonly actions?: readonly ActionName[];
  /** What they change, for people. */
  readonly lines?: readonly string[];
}

/** Calls that the user wants by one command: agreed to once. */
export interface Batch {
  /** What is called more often than that is asked about again. */
  readonly count: number;
  /** What the calls may be, by the names of actions and queues; absent: the action and the queue of the first one. */
  readonly covers?: { readonly actions: readonly ActionName[]; readonly queues: readonly string[] };
  /** What the calls change, for people: part of the question, whatever has to happen before the call. */
  readonly lines?: readonly string[];
}

/** Asks the user. Every answer but the one that is asked for is a no. */
export interface Consent {
  /** Whether this one call may leave, or so many of them. */
  agree(question: Question): Promise<boolean>;
  /** Whether all calls that receive, delete or change visibility on these queues may, for one program or panel. */
  agreeToLaunch(question: Question): Promise<boolean>;
  /** Whether all calls of a plan may leave. It is asked on each level: it also says what the calls do. */
  agreeToPlan(question: PlanQuestion): Promise<PlanAnswer>;
  /** @returns what was typed; the gate compares it with the name of the queue */
  typeQueueName(question: Question): Promise<string | undefined>;
}

/** The calls of one program that is launched, or of one panel that is opened: agreed to once, for its queues. */
export interface Launch {
  /** URLs. */
  readonly queues: readonly string[];
}

/** No plan brings deleted messages back: its user types the name of the queue. */
function deletesMessages(action: ActionName): boolean {
  const { batchOf = action } = ACTION_DECLARATIONS[action];
  return batchOf === 'DeleteMessage';
}

interface AskedBatch {
  readonly actions: readonly ActionName[];
  /** Names. */
  readonly queues: readonly string[];
  /** Of the first call, if the batch does not say what it covers. */
  readonly url: string | undefined;
  readonly answer: Promise<boolean>;
  /** Calls that may still leave. */
  left: number;
}

interface SafeguardOptions {
  readonly definition: ConnectionDefinition;
  readonly readLevel: () => ProtectionLevel;
  readonly consent: Consent;
}

export interface ProposalRefusal {
  readonly refusal: 'level' | 'declined' | 'wrongName';
  /** The one that it is about. */
  readonly action: ActionName;
  /** What the user chose instead. */
  readonly choice?: string;
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

  /** Asks for all calls of a plan, and for the names of the queues whose messages it deletes. @returns why none of them may leave */
  async propose(plan: CallPlan): Promise<ProposalRefusal | undefined> {
    const { readLevel, consent, definition } = this.options;
    const calls = structuredClone(plan.calls).filter(({ connectionId }) => connectionId === definition.id);
    const refused = calls.find(({ action }) => findSafeguard(readLevel(), action) === 'refusal');
    if (refused !== undefined) return { refusal: 'level', action: refused.action };
    const asked = askOnce(plan, (question) => consent.agreeToPlan(question));
    const action = calls[0]?.action ?? 'ReceiveMessage';
    const answer = await asked.answer;
    if (typeof answer === 'string') return { refusal: 'declined', action, choice: answer };
    if (!answer) return { refusal: 'declined', action };
    for (const each of calls) {
      if (!deletesMessages(each.action) || !this.asksFor(each.action)) continue;
      const queues = listQueueNames({ QueueUrl: each.queueUrl });
      const question = { connection: definition.name, action: each.action, queues };
      const refusal = await this.askForNameOnce(asked, each.queueUrl, question);
      if (refusal !== undefined) return { refusal, action: each.action };
    }
    return undefined;
  }

  /** @returns why the call may not leave; undefined if it may */
  async pass(
    action: ActionName,
    input: object,
    { launch, batch, plan }: { readonly launch?: Launch; readonly batch?: Batch; readonly plan?: CallPlan },
  ): Promise<'level' | 'declined' | 'wrongName' | undefined> {
    const { readLevel, definition } = this.options;
    const lines = batch?.lines;
    const question = {
      connection: definition.name,
      action,
      queues: listQueueNames(input),
      ...(lines !== undefined && { lines }),
    };
    const safeguard = findSafeguard(readLevel(), action);
    const isQuestion = safeguard === 'question' || safeguard === 'questionPerLaunch';
    // A level that is raised halfway must not keep hidden what was received before: giving back only undoes.
    const mayBePlanned = isQuestion || (safeguard === 'refusal' && givesBack(action, input));
    if (mayBePlanned && plan !== undefined) {
      const planned = await this.passPlan(input, plan, question);
      if (planned !== 'unplanned') return planned;
    }
    switch (safeguard) {
      case 'nothing':
        return undefined;
      case 'refusal':
        return 'level';
      case 'question':
        return (await this.askForBatch(question, readUrl(input), batch)) ? undefined : 'declined';
      case 'questionPerLaunch':
        return (await this.askForLaunch(question, input, launch)) ? undefined : 'declined';
      case 'typedName':
        return this.askForName(question);
    }
  }

  private async askForName(question: Question): Promise<NameRefusal | undefined> {
    const [name] = question.queues;
    const typed = await this.options.consent.typeQueueName(question);
    if (typed === undefined) return 'declined';
    return name !== undefined && typed === name ? undefined : 'wrongName';
  }

  private asksFor(action: ActionName): boolean {
    return findSafeguard(this.options.readLevel(), action) !== 'nothing';
  }

  /** Asks once for all that a plan deletes of a queue. */
  private askForNameOnce(
    { named }: AskedPlan,
    url: string,
    question: Question,
  ): Promise<NameRefusal | undefined> {
    const id = identifyQueue(this.options.definition.id, url);
    const known = named.get(id) ?? this.askForName(question);
    named.set(id, known);
    return known;
  }

  /** @returns undefined if the user agreed to the call by a plan that they were asked about */
  private async passPlan(
    input: object,
    plan: CallPlan,
    question: Question,
  ): Promise<NameRefusal | 'unplanned' | undefined> {
    const { definition, readLevel } = this.options;
    const asked = findAsked(plan);
    const url = readUrl(input);
    if (asked === undefined || url === undefined || (await asked.answer) !== true) return 'unplanned';
    if (!spend(asked, definition.id, question.action, url, input)) return 'unplanned';
    if (!deletesMessages(question.action)) return undefined;
    // Not asked for yet if the level was raised since.
    const lines = [
      l10n.t(
        'The protection level is now {0}. Your answer counts for all that is left to delete.',
        readLevel(),
      ),
    ];
    return this.askForNameOnce(asked, url, { ...question, lines });
  }

  private askForBatch(
    question: Question,
    url: string | undefined,
    batch: Batch | undefined,
  ): Promise<boolean> {
    const { consent } = this.options;
    if (batch === undefined) return consent.agree(question);
    const known = this.batches.get(batch) ?? this.askOnce(question, url, batch);
    this.batches.set(batch, known);
    const isCovered =
      known.actions.includes(question.action) &&
      question.queues.every((name) => known.queues.includes(name)) &&
      (batch.covers !== undefined || known.url === url);
    // What the user was not asked about is not part of what they agreed to.
    if (!isCovered || known.left === 0) return consent.agree(question);
    known.left -= 1;
    return known.answer;
  }

  private askOnce(question: Question, url: string | undefined, { count, covers }: Batch): AskedBatch {
    const actions = covers?.actions ?? [question.action];
    const queues = covers?.queues ?? question.queues;
    const asked = { ...question, queues, count, ...(covers !== undefined && { actions }) };
    return { actions, queues, url, left: count, answer: this.options.consent.agree(asked) };
  }

  private askForLaunch(question: Question, input: object, launch: Launch | undefined): Promise<boolean> {
    const { consent } = this.options;
    const url = readUrl(input);
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

function readUrl(input: object): string | undefined {
  return 'QueueUrl' in input ? String(input.QueueUrl) : undefined;
}

function identifyQueue(connectionId: string, url: string): string {
  return `${connectionId} ${url}`;
}

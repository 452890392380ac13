import * as l10n from '@vscode/l10n';
import type { Gate } from '../../../broker/connections/client/gate.ts';
import type { SampleState } from '../../../webview/receiveProtocol.ts';
import type { ConnectionDefinition } from '../../../broker/connections/definition.ts';
import type { ListedQueue } from '../../connections/connection.ts';
import type { Schedule } from '../../ground/schedule.ts';
import { type Look, planLook } from './look.ts';
import { type LookFacts, readLookFacts } from './lookFacts.ts';
import { type LookPlan, USUAL_PLAN } from './lookPlan.ts';
import { describeCountsOnly, nameChange, nameCountsOnly, writeLookQuestion } from './lookQuestion.ts';
import { Sample } from './sample.ts';
import { describeGivenBack, describeNotGivenBack } from './sampleText.ts';

/** What the user can do with a sample that is shown. */
export interface SampleActions {
  giveBack(): void;
  lookAgain(): Promise<void>;
  /** The user closed it. */
  close(): void;
}

/** Shows one sample. */
export interface SampleView {
  show(state: SampleState): void;
}

/** What samples ask of the window. */
export interface SamplePorts {
  /** Asks for other numbers. @returns undefined if the user cancels */
  readonly pickPlan: (queue: string) => Promise<LookPlan | undefined>;
  readonly openView: (connection: string, queue: string, actions: SampleActions) => SampleView;
  /** Says briefly what came of it. */
  readonly tell: (text: string, problem?: string) => void;
}

interface SamplesOptions {
  readonly connection: Pick<ConnectionDefinition, 'id' | 'name'>;
  readonly findQueue: (arn: string) => ListedQueue | undefined;
  /** Of the row, after the user looked at them only. */
  readonly countOne: (arn: string) => Promise<void>;
  /** @throws Error if the connection is not open */
  readonly getGate: () => Gate;
  /** The endpoint is Amazon SQS. */
  readonly isBilled: () => boolean;
  readonly ports: SamplePorts;
  readonly schedule: Schedule;
  /** Epoch ms. */
  readonly readNow: () => number;
}

/** The looks at the queues of a connection. */
export class Samples {
  readonly #options: SamplesOptions;
  /** That were not given back. */
  readonly #open = new Set<Sample>();
  /** Of dead-letter queues, by their ARN: what the user agreed to once. */
  readonly #agreed = new Map<string, Look>();

  constructor(options: SamplesOptions) {
    this.#options = options;
  }

  /** Asks with the numbers of the queue, and shows a sample of its messages, or its counts. */
  async look(arn: string): Promise<void> {
    const { ports, connection } = this.#options;
    const queue = this.#find(arn);
    const look = await this.#agree(queue);
    if (look === undefined) return;
    const shown: Shown = { isStarting: false, isClosed: false };
    const view = ports.openView(connection.name, queue.name, {
      giveBack: () => void shown.sample?.giveBack(),
      lookAgain: () => this.#lookAgain(queue, shown, view),
      close: () => {
        shown.isClosed = true;
        void this.#close(queue.name, shown.sample);
      },
    });
    await this.#run(queue, look, shown, view);
  }

  /** Gives back what is held. @returns undefined: nothing is, so that there is nothing to wait for */
  release(): Promise<void> | undefined {
    if (this.#open.size === 0) return undefined;
    return Promise.all([...this.#open].map((sample) => sample.giveBack())).then(() => undefined);
  }

  async #lookAgain(queue: ListedQueue, shown: Shown, view: SampleView): Promise<void> {
    // Two quick clicks are one look.
    if (shown.isStarting) return;
    shown.isStarting = true;
    const look = await this.#agreeAgain(queue, shown).finally(() => {
      shown.isStarting = false;
    });
    if (look !== undefined) await this.#run(queue, look, shown, view);
  }

  /** @returns undefined: the user does not want it, or closed the view meanwhile, which could not show what is received */
  async #agreeAgain(queue: ListedQueue, shown: Shown): Promise<AgreedLook | undefined> {
    const look = await this.#agree(queue, shown.sample !== undefined);
    if (look === undefined || shown.isClosed) return undefined;
    await shown.sample?.giveBack();
    return shown.isClosed ? undefined : look;
  }

  async #run(queue: ListedQueue, { look, facts }: AgreedLook, shown: Shown, view: SampleView): Promise<void> {
    const { schedule, readNow, countOne } = this.#options;
    const sample = new Sample({
      queueArn: queue.arn,
      facts,
      look,
      gate: this.#options.getGate(),
      schedule,
      readNow,
      onChange: (state) => {
        if (state.phase === 'over') {
          this.#open.delete(sample);
          void countOne(queue.arn);
        }
        if (shown.sample === sample) view.show(state);
      },
    });
    shown.sample = sample;
    this.#open.add(sample);
    await sample.run();
    // Those that are held are in flight.
    if (this.#open.has(sample)) void countOne(queue.arn);
  }

  async #close(name: string, sample: Sample | undefined): Promise<void> {
    if (sample === undefined || !this.#open.has(sample)) return;
    const outcome = await sample.giveBack();
    const problem = describeNotGivenBack(outcome);
    if (outcome.back.length > 0 || problem !== undefined)
      this.#options.ports.tell(describeGivenBack(name, outcome.back.length), problem);
  }

  /** @param isForced the user is asked also about a dead-letter queue that they agreed to */
  async #agree(queue: ListedQueue, isForced = false): Promise<AgreedLook | undefined> {
    const { connection, countOne, getGate, isBilled, ports } = this.#options;
    const gate = getGate();
    const facts = await readLookFacts(gate, queue);
    if ('message' in facts) throw new Error(facts.message);
    const known = this.#agreed.get(queue.arn);
    let isKnown = known !== undefined && facts.isDeadLetterQueue && !isForced;
    let plan = known?.plan ?? USUAL_PLAN;
    for (;;) {
      const question = writeLookQuestion(connection.name, facts, plan, isBilled());
      const { isDeadLetterQueue } = facts;
      const look: Look =
        isKnown && known !== undefined
          ? known
          : planLook(connection.id, queue.url, question, plan, isDeadLetterQueue);
      const answer = await gate.propose(look.calls);
      if (answer.ok) {
        if (isDeadLetterQueue) this.#agreed.set(queue.arn, look);
        return { look, facts };
      }
      const { kind, choice, message } = answer.failure;
      switch (choice) {
        case nameChange():
          plan = (await ports.pickPlan(queue.name)) ?? plan;
          isKnown = false;
          break;
        case nameCountsOnly():
          ports.tell(describeCountsOnly(facts));
          void countOne(queue.arn);
          return undefined;
        default:
          if (kind === 'declined') return undefined;
          throw new Error(message);
      }
    }
  }

  #find(arn: string): ListedQueue {
    const queue = this.#options.findQueue(arn);
    if (queue === undefined) throw new Error(l10n.t('The queue no longer exists: {0}', arn));
    return queue;
  }
}

/** What a view shows. */
interface Shown {
  sample?: Sample;
  /** The user is asked about the next look, or the last one is given back for it. */
  isStarting: boolean;
  isClosed: boolean;
}

interface AgreedLook {
  readonly look: Look;
  readonly facts: LookFacts;
}

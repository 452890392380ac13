import type { Gate } from '../../../broker/connections/client/gate.ts';
import type { SampleState } from '../../../webview/receiveProtocol.ts';
import type { Schedule } from '../../ground/schedule.ts';
import { type GivenBack, HeldMessages, type MessageHandle, type Refusals } from '../heldMessages.ts';
import { unwrap } from '../remoteContext.ts';
import type { Look } from './look.ts';
import type { LookFacts } from './lookFacts.ts';
import { receiveSample, type SampleEnd, WAIT_SECONDS } from './receiveSample.ts';
import { SampledMessages } from './sampledMessages.ts';
import {
  describeEnd,
  describeHeld,
  describeNotGivenBack,
  describeOver,
  describeSample,
} from './sampleText.ts';

export interface SampleOptions {
  /** For the page. */
  readonly queueArn: string;
  readonly facts: LookFacts;
  /** That the user agreed to. */
  readonly look: Look;
  readonly gate: Gate;
  readonly schedule: Schedule;
  /** Epoch ms. */
  readonly readNow: () => number;
  /** Something about it changed. */
  readonly onChange: (state: SampleState) => void;
}

/** One look at a queue: receives messages, holds them while they are shown, and gives them back once. */
export class Sample {
  readonly #options: SampleOptions;
  readonly #held: HeldMessages;
  readonly #sampled: SampledMessages;
  #isStopped = false;
  #end: SampleEnd | undefined;
  #endedAt = 0;
  #outcome: GivenBack | undefined;
  #running: Promise<void> | undefined;
  #givingBack: Promise<GivenBack> | undefined;
  #stopTimer: () => void = () => undefined;

  constructor(options: SampleOptions) {
    this.#options = options;
    const { look, readNow } = options;
    const { holdSeconds } = look.plan;
    this.#held = new HeldMessages({ holdSeconds, hold: (...part) => this.#hold(...part) }, readNow);
    this.#sampled = new SampledMessages(this.#held);
  }

  /** Receives. Called once. */
  run(): Promise<void> {
    this.#running = this.#run();
    return this.#running;
  }

  /** Ends receiving, and gives back what is still hidden. Waits for the call that is not answered: what it brings is given back, too. Never rejects. */
  giveBack(): Promise<GivenBack> {
    this.#isStopped = true;
    this.#givingBack ??= this.#giveBack();
    if (this.#end === undefined) this.#tell();
    return this.#givingBack;
  }

  get state(): SampleState {
    const { facts, queueArn } = this.#options;
    const { messages } = this.#sampled;
    const problem = this.#describeProblem();
    return {
      queueArn,
      phase: this.#phase,
      summary: describeSample(messages.length, facts, this.#end),
      status: this.#describeStatus(),
      ...(problem !== undefined && { problem }),
      messages,
      givenBack: this.#sampled.listHandles(this.#outcome?.back ?? []),
    };
  }

  get #phase(): SampleState['phase'] {
    if (this.#end === undefined) return this.#isStopped ? 'stopping' : 'receiving';
    return this.#outcome === undefined && !this.#held.isEmpty ? 'held' : 'over';
  }

  async #run(): Promise<void> {
    const { look, readNow } = this.#options;
    this.#tell();
    this.#end = await receiveSample(
      {
        receive: (maximum) => this.#receive(maximum),
        isStopped: () => this.#isStopped,
        readNow,
        onReceived: () => this.#tell(),
      },
      look.plan,
      this.#sampled,
    );
    this.#endedAt = readNow();
    const leftMs = this.#held.untilMs - this.#endedAt;
    // Nothing is called then: they are visible by themselves.
    if (!this.#held.isEmpty)
      this.#stopTimer = this.#options.schedule(Math.max(0, leftMs), () => void this.giveBack());
    this.#tell();
  }

  async #receive(maximum: number) {
    const { gate, look } = this.#options;
    const answer = await gate.call(
      'ReceiveMessage',
      {
        QueueUrl: look.queueUrl,
        MaxNumberOfMessages: maximum,
        WaitTimeSeconds: WAIT_SECONDS,
        VisibilityTimeout: look.plan.holdSeconds,
        MessageSystemAttributeNames: ['All'],
        MessageAttributeNames: ['All'],
      },
      { plan: look.calls },
    );
    return answer.ok ? (answer.value.Messages ?? []) : answer.failure;
  }

  async #giveBack(): Promise<GivenBack> {
    await this.#running;
    this.#stopTimer();
    const outcome = await this.#held.giveBack();
    this.#outcome = outcome;
    this.#tell();
    return outcome;
  }

  /** @throws Error if the call failed as a whole */
  async #hold(messages: readonly MessageHandle[], seconds: number): Promise<Refusals> {
    const { gate, look } = this.#options;
    const Entries = messages.map(({ handle }, index) => ({
      Id: String(index),
      ReceiptHandle: handle,
      VisibilityTimeout: seconds,
    }));
    const answer = await gate.call(
      'ChangeMessageVisibilityBatch',
      { QueueUrl: look.queueUrl, Entries },
      { plan: look.calls },
    );
    const failed = unwrap(answer).Failed ?? [];
    return new Map(
      failed.flatMap(({ Id, Code = '', Message }) => {
        const message = messages[Number(Id)];
        return message === undefined ? [] : [[message.messageId, Message ?? Code]];
      }),
    );
  }

  #describeStatus(): string {
    switch (this.#phase) {
      case 'receiving':
      case 'stopping':
        return '';
      case 'held':
        return describeHeld(this.#held.untilMs);
      case 'over':
        return describeOver(this.#outcome);
    }
  }

  #describeProblem(): string | undefined {
    const { holdSeconds } = this.#options.look.plan;
    const notGivenBack = this.#outcome && describeNotGivenBack(this.#outcome);
    const ofEnd = this.#end && describeEnd(this.#end, this.#endedAt + holdSeconds * 1_000);
    return [ofEnd, notGivenBack].filter((text) => text !== undefined).join(' ') || undefined;
  }

  #tell(): void {
    this.#options.onChange(this.state);
  }
}

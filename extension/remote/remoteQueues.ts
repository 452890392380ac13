import type { Event } from 'vscode';
import type { Gate } from '../../broker/connections/client/gate.ts';
import type { Failure } from '../../broker/connections/client/failures.ts';
import type { Place } from '../../broker/connections/place.ts';
import type { EventSource } from '../broker/supervisedClient.ts';
import type { ListedQueue, QueueList, QueuesDifference } from '../connections/connection.ts';
import { compareNames } from '../ground/nameOrder.ts';
import type { Schedule } from '../ground/schedule.ts';
import type { CallBudget } from './callBudget.ts';
import { CallProblems, type OnProblem } from './callProblems.ts';
import { countEach } from './countEach.ts';
import { CreatedQueues } from './createdQueues.ts';
import {
  COUNT_ATTRIBUTES,
  countQueue,
  describeAdded,
  describeListed,
  isSameQueue,
  linkDeadLetters,
} from './remoteQueue.ts';

/** The service gives a token for the next page only to those who ask for a number. */
const PAGE_QUEUES = 1_000;
/** What a peer can make this window remember. */
const MAXIMUM_QUEUES = 20_000;
/** Queues in sight whose counts are read. */
export const WATCHED_QUEUES = 100;
/** The user still types. */
const SEARCH_DELAY_MS = 300;

export interface RemoteQueuesOptions {
  readonly emitter: EventSource<QueuesDifference>;
  readonly budget: CallBudget;
  readonly schedule: Schedule;
  readonly refreshMs: number;
  /** Epoch ms. */
  readonly readNow: () => number;
  /** URLs of queues that the user added, as the settings have them now. */
  readonly readAdded: () => readonly string[];
  readonly onProblem: OnProblem;
}

interface Link {
  readonly gate: Gate;
  readonly place: Place;
}

/** Of a list, or why there is none. */
interface Page {
  readonly queues: readonly ListedQueue[];
  readonly nextToken?: string;
  readonly failure?: Failure;
}

/** The queues of another endpoint, as far as they were listed, with the counts of those in sight. */
export class RemoteQueues implements QueueList {
  readonly onDidChange: Event<QueuesDifference>;
  readonly #options: RemoteQueuesOptions;
  #link: Link | undefined;
  #queues: readonly ListedQueue[] = [];
  #byArn = new Map<string, ListedQueue>();
  #nextToken: string | undefined;
  readonly problems: CallProblems;
  /** ARNs of queues whose counts were read or denied. */
  readonly #tried = new Set<string>();
  readonly #created: CreatedQueues;
  #watched: readonly string[] = [];
  #isVisible = false;
  /** Of counts, at the moment. */
  #round: Promise<void> | undefined;
  #stopTimer: () => void = () => undefined;
  #stopSearch: () => void = () => undefined;

  constructor(options: RemoteQueuesOptions) {
    this.#options = options;
    this.onDidChange = options.emitter.event;
    this.#created = new CreatedQueues(options.readNow);
    this.problems = new CallProblems(options.onProblem);
  }

  get queues(): readonly ListedQueue[] {
    return this.#queues;
  }

  get hasMore(): boolean {
    return this.#nextToken !== undefined && this.#queues.length < MAXIMUM_QUEUES;
  }

  /** All queues are listed. */
  get isWhole(): boolean {
    return this.#link !== undefined && this.#nextToken === undefined && this.problems.ofList === undefined;
  }

  findByArn(arn: string): ListedQueue | undefined {
    return this.#byArn.get(arn);
  }

  findByName(name: string): ListedQueue | undefined {
    return this.#queues.find((queue) => queue.name === name);
  }

  /** Lists the queues from the beginning. */
  async open(gate: Gate, place: Place): Promise<void> {
    this.#link = { gate, place };
    this.#forgetProblems();
    await this.#readList(this.#link);
    const { ofList } = this.problems;
    if (ofList === undefined || ofList.kind === 'denied') await this.count();
    this.#followTime();
  }

  close(): void {
    this.#link = undefined;
    this.#nextToken = undefined;
    this.#forgetProblems();
    this.#stopTimer();
    this.#stopSearch();
    this.#replace([]);
  }

  /** Nothing, while only the user can help: other commands ask for queues, too. */
  refresh(): Promise<void> {
    return this.problems.isPaused ? Promise.resolve() : this.listAgain();
  }

  /** When the user asks for this connection. */
  async listAgain(): Promise<void> {
    const link = this.#link;
    if (link === undefined) return;
    this.#forgetProblems();
    await this.#readList(link);
    if (this.#link !== link) return;
    this.problems.tellList();
    await this.count();
    this.#followTime();
  }

  async #readList(link: Link): Promise<void> {
    const { place } = link;
    const added = this.#options.readAdded().flatMap((url) => describeAdded(url, place) ?? []);
    const page = await this.#list(link, {});
    if (this.#link !== link) return;
    this.#follow(page);
    this.#merge(
      [...added, ...this.#created.list(), ...page.queues],
      page.failure === undefined && page.nextToken === undefined,
    );
  }

  #forgetProblems(): void {
    this.problems.forget();
    this.#tried.clear();
  }

  async readMore(): Promise<void> {
    const link = this.#link;
    if (link === undefined || this.#nextToken === undefined) return;
    const page = await this.#list(link, { NextToken: this.#nextToken });
    if (this.#link !== link) return;
    this.#follow(page);
    this.#merge(page.queues, false);
    this.problems.tellList();
  }

  /** After a failure, what was not listed yet can still be listed. */
  #follow({ nextToken, failure }: Page): void {
    if (failure === undefined) this.#nextToken = nextToken;
    this.problems.setList(failure);
  }

  /** Does nothing if all queues are known. */
  search(prefix: string): void {
    this.#stopSearch();
    if (prefix === '' || this.#nextToken === undefined) return;
    this.#stopSearch = this.#options.schedule(SEARCH_DELAY_MS, () => void this.#search(prefix));
  }

  async #search(prefix: string): Promise<void> {
    const link = this.#link;
    // The service would reject it.
    if (link === undefined || !/^[A-Za-z0-9_-]{1,80}$/.test(prefix)) return;
    const page = await this.#list(link, { QueueNamePrefix: prefix });
    if (this.#link !== link) return;
    this.#merge(page.queues, false);
    if (page.failure === undefined) return;
    this.problems.setList(page.failure);
    this.problems.tellList();
  }

  /** @returns whether it is shown now */
  async add(url: string): Promise<Failure | undefined> {
    const link = this.#link;
    const added = link && describeAdded(url, link.place);
    if (link === undefined || added === undefined) return undefined;
    // Some endpoints only know a queue by the URL that they listed.
    const queue = this.findByArn(added.arn) ?? added;
    const failure = await this.#count(link, queue, (counted) => this.#merge([counted], false));
    if (failure?.kind === 'denied') this.#merge([queue], false);
    return failure;
  }

  /** After a queue was created: lists of the service may lack it for a while. @returns undefined for a URL that is none */
  addCreated(url: string): ListedQueue | undefined {
    const queue = this.#link && describeListed(url, this.#link.place);
    if (queue === undefined) return undefined;
    this.#created.add(queue);
    this.#merge([queue], false);
    return queue;
  }

  /** It was created a moment ago: the service may not know it yet. */
  isNew(arn: string): boolean {
    return this.#created.has(arn);
  }

  /** After a queue was deleted. */
  remove(arn: string): void {
    this.#created.remove(arn);
    this.#replace(this.#queues.filter((queue) => queue.arn !== arn));
  }

  watch(arns: readonly string[]): void {
    this.#watched = arns.slice(0, WATCHED_QUEUES);
    const isNew = this.#watched.some(
      (arn) => this.findByArn(arn)?.isUncounted === true && !this.#tried.has(arn),
    );
    // A round that runs has the rows of before.
    if (isNew && !this.problems.isFailing) void Promise.resolve(this.#round).then(() => this.count());
  }

  setVisible(isVisible: boolean): void {
    if (this.#isVisible === isVisible) return;
    this.#isVisible = isVisible;
    this.#followTime();
    if (isVisible && !this.problems.isFailing) void this.count();
  }

  /** Reads the counts of the queues in sight, as far as the budget allows. */
  count(): Promise<void> {
    if (this.problems.isPaused) return Promise.resolve();
    this.#round ??= this.#countRound().finally(() => {
      this.#round = undefined;
    });
    return this.#round;
  }

  /** Of one queue, after a change of it. */
  async countOne(arn: string): Promise<void> {
    const queue = this.findByArn(arn);
    if (this.#link !== undefined && queue) await this.#count(this.#link, queue);
  }

  async #countRound(): Promise<void> {
    const link = this.#link;
    if (link === undefined || !this.#isVisible) return;
    // Those that were never counted come first; one that cannot be counted does not keep coming first.
    const isNew = ({ arn, isUncounted = false }: ListedQueue) => isUncounted && !this.#tried.has(arn);
    const waiting = this.#watched
      .flatMap((arn) => this.findByArn(arn) ?? [])
      .toSorted((one, other) => Number(isNew(other)) - Number(isNew(one)));
    const { hasCounted, problem } = await countEach(waiting, {
      budget: this.#options.budget,
      isWanted: () => this.#link === link && this.#isVisible,
      count: (queue) => this.#count(link, queue),
    });
    if (this.#link !== link || (problem === undefined && !hasCounted)) return;
    this.problems.endRound(problem);
    if (this.problems.isPaused) this.#stopTimer();
  }

  /** @param show the queue with its counts, before they are shown of one that is listed */
  async #count(
    { gate }: Link,
    queue: ListedQueue,
    show: (counted: ListedQueue) => void = () => undefined,
  ): Promise<Failure | undefined> {
    const answer = await gate.call('GetQueueAttributes', {
      QueueUrl: queue.url,
      AttributeNames: [...COUNT_ATTRIBUTES],
    });
    this.#tried.add(queue.arn);
    if (!answer.ok) {
      if (answer.failure.kind === 'missing' && !this.isNew(queue.arn)) this.remove(queue.arn);
      return answer.failure;
    }
    const counted = countQueue(this.findByArn(queue.arn) ?? queue, answer.value.Attributes ?? {});
    show(counted);
    this.#put(counted);
    return undefined;
  }

  async #list(
    { gate, place }: Link,
    input: { readonly QueueNamePrefix?: string; readonly NextToken?: string },
  ): Promise<Page> {
    const answer = await gate.call('ListQueues', { MaxResults: PAGE_QUEUES, ...input });
    if (!answer.ok) return { queues: [], failure: answer.failure };
    const { QueueUrls = [], NextToken } = answer.value;
    const queues = QueueUrls.slice(0, MAXIMUM_QUEUES).flatMap((url) => describeListed(url, place) ?? []);
    return { queues, ...(NextToken !== undefined && { nextToken: NextToken }) };
  }

  /** @param isAll the others no longer exist */
  #merge(found: readonly ListedQueue[], isAll: boolean): void {
    const merged = new Map(isAll ? [] : this.#queues.map((queue) => [queue.arn, queue]));
    for (const queue of found) {
      const known = this.findByArn(queue.arn);
      if (merged.size < MAXIMUM_QUEUES || known !== undefined) merged.set(queue.arn, known ?? queue);
    }
    this.#replace([...merged.values()]);
  }

  /** One that is listed: a count must not cost the time of a list of 20,000. */
  #put(queue: ListedQueue): void {
    const before = this.#byArn.get(queue.arn);
    const index = before === undefined ? -1 : this.#queues.indexOf(before);
    if (index === -1) return;
    const queues = this.#queues.with(index, queue);
    if (before?.deadLetterTarget !== queue.deadLetterTarget) {
      this.#replace(queues);
      return;
    }
    this.#queues = queues;
    this.#byArn.set(queue.arn, queue);
    if (!isSameQueue(before, queue)) this.#options.emitter.fire({ membership: false, changed: [queue.arn] });
  }

  #replace(queues: readonly ListedQueue[]): void {
    const before = this.#queues;
    const known = this.#byArn;
    this.#queues = linkDeadLetters(queues).toSorted((one, other) => compareNames(one.name, other.name));
    this.#byArn = new Map(this.#queues.map((queue) => [queue.arn, queue]));
    const membership =
      before.length !== this.#queues.length ||
      this.#queues.some(({ arn }, index) => before[index]?.arn !== arn);
    const changed = this.#queues
      .filter((queue) => known.has(queue.arn) && !isSameQueue(known.get(queue.arn), queue))
      .map(({ arn }) => arn);
    if (membership || changed.length > 0) this.#options.emitter.fire({ membership, changed });
  }

  #followTime(): void {
    this.#stopTimer();
    if (this.#link === undefined || !this.#isVisible || this.problems.isPaused) return;
    const { refreshMs, schedule } = this.#options;
    this.#stopTimer = schedule(this.problems.findWaitMs(refreshMs), () => {
      void this.count().finally(() => this.#followTime());
    });
  }
}

import assert from 'node:assert/strict';
import { RuntimeLife, type RuntimeClient } from '../../../broker/runtimeApi/runtimeLife.ts';
import type { RuntimeEvents, RuntimeInvocation } from '../../../broker/functions/seat.ts';
import { invocation } from './recordedRuntime.ts';

/** Connections at a time; the first of them end with each response. */
const CLIENTS = 4;
const ERROR = { errorType: 'E', body: Buffer.alloc(0) };
const RESULT = Buffer.alloc(0);

class Client implements RuntimeClient {
  isOpen = true;
  hasDelivered = true;
  isClosed = false;
  /** Whether the system takes what is written. */
  isBlocked = false;
  unfinishedId: string | undefined;
  readonly closesAfterAnswer: boolean;
  private readonly world: EnvironmentWorld;

  constructor(world: EnvironmentWorld, closesAfterAnswer: boolean) {
    this.world = world;
    this.closesAfterAnswer = closesAfterAnswer;
  }

  deliver({ requestId }: RuntimeInvocation): void {
    assert.ok(this.isOpen, `${requestId} is given to a connection that is not open`);
    assert.equal(this.world.waiting, this, `${requestId} is given to a client that does not wait`);
    this.world.waiting = undefined;
    this.hasDelivered = !this.isBlocked;
    this.world.give(requestId, this);
  }
}

/**
 * An environment, everything that may call it, and a ledger of what became of each invocation, kept by what is seen
 * from outside. Throws when an invocation is given twice, beside another, to a client that has gone, or ends twice.
 */
export class EnvironmentWorld implements RuntimeEvents {
  readonly life = new RuntimeLife(this);
  /** That whose `next` is not answered. */
  waiting: Client | undefined;
  private readonly places = new Map<string, 'kept' | 'ended' | Client>();
  /** Those of which a response began to come. */
  private readonly begun = new Set<string>();
  private readonly clients: Client[] = [];
  /** No longer writable, which the environment has not heard. */
  private readonly ending: Client[] = [];
  private handsOverOnEvent = false;
  private isReady = false;
  private isAnswered = false;

  constructor() {
    for (let place = 0; place < CLIENTS; place++) this.connect(place);
  }

  /** Each takes the place of a connection, and which invocation it is about, counted from the last. */
  readonly steps = {
    next: (place: number) => this.next(place),
    /** The event that comes of it does not leave this process. */
    nextAndBlock: (place: number) => {
      (this.clients[place] as Client).isBlocked = true;
      this.next(place);
    },
    initError: (place: number) => this.call(place, (client) => this.life.initError(client, ERROR)),
    begin: (place: number, of: number) => {
      const client = this.clients[place] as Client;
      if (!this.life.beginAnswer(client, this.idOf(of))) return;
      client.unfinishedId = this.idOf(of);
      this.begun.add(this.idOf(of));
    },
    respond: (place: number, of: number) =>
      this.call(place, (client) => this.life.respond(client, this.idOf(of), RESULT)),
    fail: (place: number, of: number) =>
      this.call(place, (client) => this.life.fail(client, this.idOf(of), ERROR)),
    end: (place: number) => {
      const client = this.clients[place] as Client;
      client.isOpen = false;
      this.ending.push(client);
      this.connect(place);
    },
    close: (place: number) => {
      const ended = this.ending.shift();
      if (ended === undefined) this.steps.end(place);
      else this.close(ended);
    },
    handOver: () => this.handOver(),
    handOverOnEvent: () => {
      this.handsOverOnEvent = !this.handsOverOnEvent;
    },
  } as const;

  give(id: string, client: Client): void {
    assert.equal(this.places.get(id), 'kept', `${id} is given, and was not kept`);
    assert.deepEqual(this.running(), [], `another runs when ${id} is given`);
    this.places.set(id, client);
  }

  /** Lets a runtime that makes no mistakes run what is left. Throws when an invocation was lost. */
  runRest(): void {
    this.handsOverOnEvent = false;
    for (let place = 0; place < CLIENTS; place++) this.steps.end(place);
    while (this.ending.length > 0) this.steps.close(0);
    const [id] = this.running();
    if (id !== undefined) this.assertLeft(id);
    const last = CLIENTS - 1;
    if (id !== undefined) this.call(last, (client) => this.life.respond(client, id, RESULT));
    if (this.life.state === 'initFailed') return;
    this.next(last);
    for (const kept of this.inside()) {
      this.call(last, (client) => this.life.respond(client, kept, RESULT));
      this.next(last);
    }
    assert.deepEqual(this.inside(), []);
  }

  onReady(): void {
    assert.ok(!this.isReady);
    this.isReady = true;
    this.react();
  }

  onInitError(): void {
    this.isReady = false;
    this.isAnswered = false;
    this.react();
  }

  onResponse(id: string): void {
    this.finish(id);
    this.isAnswered = true;
    this.react();
  }

  onError(id: string): void {
    this.onResponse(id);
  }

  onIdle(): void {
    assert.ok(this.isReady && this.isAnswered);
    this.isAnswered = false;
    this.react();
  }

  onGone(): void {
    assert.ok(this.isReady && !this.isAnswered);
    this.isReady = false;
    for (const id of this.running()) {
      const client = this.places.get(id) as Client;
      assert.ok(client.isClosed && !client.hasDelivered, `${id} is taken back, and may run`);
      this.places.set(id, 'kept');
    }
    this.react();
  }

  onAbandoned(id: string): void {
    assert.ok(this.isReady);
    this.isReady = false;
    this.finish(id);
    this.react();
  }

  private next(place: number): void {
    this.call(place, (client) => {
      if (this.waiting === client) return;
      const before = this.waiting;
      this.waiting = client;
      const refused = this.life.next(client);
      if (refused !== undefined) this.waiting = before;
      else assert.ok(before?.isOpen !== true, 'two clients wait');
    });
  }

  /** A whole request of a connection. */
  private call(place: number, request: (client: Client) => void): void {
    const client = this.clients[place] as Client;
    client.unfinishedId = undefined;
    request(client);
  }

  private connect(place: number): void {
    this.clients[place] = new Client(this, place === 0);
  }

  private close(client: Client): void {
    client.isClosed = true;
    if (this.waiting === client) this.waiting = undefined;
    this.life.closeClient(client, client.unfinishedId);
  }

  private handOver(): void {
    const id = `i${this.places.size}`;
    const isFree = this.inside().length === 0;
    this.places.set(id, 'kept');
    if (isFree) this.life.handOver(invocation(id));
    else {
      assert.throws(() => this.life.handOver(invocation(id)), /already has an invocation/);
      this.places.delete(id);
    }
  }

  private react(): void {
    if (this.handsOverOnEvent && this.inside().length === 0) this.handOver();
  }

  private finish(id: string): void {
    assert.ok(this.places.get(id) instanceof Client, `${id} ends, and did not run`);
    this.places.set(id, 'ended');
  }

  /** All connections are closed: what runs has left, or its runtime has shown that it knows it. */
  private assertLeft(id: string): void {
    const { hasDelivered } = this.places.get(id) as Client;
    assert.ok(hasDelivered || this.begun.has(id), `${id} runs, and never left`);
  }

  private idOf(of: number): string {
    return `i${this.places.size - 1 - of}`;
  }

  private running(): string[] {
    return [...this.places].filter(([, place]) => place instanceof Client).map(([id]) => id);
  }

  private inside(): string[] {
    return [...this.places].filter(([, place]) => place !== 'ended').map(([id]) => id);
  }
}

export const STEP_NAMES = Object.keys(new EnvironmentWorld().steps) as (keyof EnvironmentWorld['steps'])[];
export const PLACES = CLIENTS;

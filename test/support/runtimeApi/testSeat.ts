import assert from 'node:assert/strict';
import { createGuardRules } from '../../../broker/http/guard.ts';
import type { RuntimeInvocation, RuntimeSeat } from '../../../broker/functions/seat.ts';
import { type HeadTimes, openSeat } from '../../../broker/runtimeApi/server.ts';
import { formatRequest, RawConnection, type RawAnswer } from '../../conformance/support/rawHttp.ts';
import { RecordedRuntime } from './recordedRuntime.ts';

export const BASE = '/2018-06-01/runtime';
export const NEXT = `GET ${BASE}/invocation/next`;

/** One port of the Runtime API, without a broker. */
export class TestSeat {
  readonly events = new RecordedRuntime();
  readonly defects: unknown[] = [];
  private readonly connections: RawConnection[] = [];
  private seat: RuntimeSeat | undefined;
  private readonly waiters = new Set<() => void>();

  static async open(times?: HeadTimes): Promise<TestSeat> {
    const test = new TestSeat();
    const ports = {
      guard: createGuardRules([], []),
      onDefect: (error: unknown) => {
        test.defects.push(error);
      },
    };
    test.events.onEvent = () => {
      for (const waiter of test.waiters) waiter();
    };
    test.seat = await openSeat(ports, test.events, times);
    return test;
  }

  get port(): number {
    return (this.seat as RuntimeSeat).port;
  }

  handOver(invocation: RuntimeInvocation): void {
    this.seat?.handOver(invocation);
  }

  connect(): RawConnection {
    const connection = new RawConnection(this.port);
    this.connections.push(connection);
    return connection;
  }

  /** Sends one request on a connection, or on a new one, and reads its response. */
  async call(
    line: string,
    body: string | Buffer = '',
    headers: Record<string, string> = {},
    connection = this.connect(),
  ): Promise<RawAnswer> {
    connection.write(formatRequest(line, headers, body));
    return connection.readAnswer();
  }

  /** As {@link call}; resolves with the status and the body. */
  async answer(...call: Parameters<TestSeat['call']>): Promise<unknown[]> {
    const { status, body } = await this.call(...call);
    return [status, body];
  }

  /** Sends `next` and resolves when the environment knows that it waits. */
  async wait(connection = this.connect()): Promise<RawConnection> {
    const isKnown = this.once('ready', 'idle');
    connection.write(formatRequest(NEXT, {}));
    await isKnown;
    return connection;
  }

  /** Gets an event. @returns the connection that it came on */
  async run(invocation: RuntimeInvocation): Promise<RawConnection> {
    const connection = await this.wait();
    this.handOver(invocation);
    assert.equal((await connection.readAnswer()).status, 200);
    return connection;
  }

  /** Resolves at the next event that begins with one of these words. */
  once(...words: readonly string[]): Promise<void> {
    const { length } = this.events.seen;
    return new Promise((resolve) => {
      const look = (): void => {
        const added = this.events.seen.slice(length);
        if (!added.some((event) => words.some((word) => event.startsWith(word)))) return;
        this.waiters.delete(look);
        resolve();
      };
      this.waiters.add(look);
    });
  }

  async close(): Promise<void> {
    for (const { socket } of this.connections) socket.destroy();
    await this.seat?.close();
  }
}

import { type Crashes, endWithoutApi, logInvokeError } from './crashes.ts';
import { describeError, writeResult } from './errorBody.ts';
import { createContext } from './invocationContext.ts';
import type { Handler } from './loadHandler.ts';
import type { Invocation, RuntimeClient } from './runtimeClient.ts';
import { collectStream, isPromise, isStreaming } from './streamedResponse.ts';

/**
 * Invocations up to Node.js 22. A handler reports its result by a promise, by its callback, or by `context.done`, `succeed` or
 * `fail`; if it does none of that, the result is null when the event loop is empty. What it returns otherwise does not count.
 */
export class CallbackLoop {
  private readonly client: RuntimeClient;
  private readonly handler: Handler;
  private readonly crashes: Crashes;
  /** What is done when the event loop is empty. */
  private whenEmpty: () => void = () => undefined;

  constructor(client: RuntimeClient, handler: Handler, crashes: Crashes) {
    this.client = client;
    this.handler = handler;
    this.crashes = crashes;
    process.on('beforeExit', () => this.whenEmpty());
  }

  start(): void {
    this.take().catch(endWithoutApi);
  }

  private async take(): Promise<void> {
    const invocation = await this.client.next();
    this.crashes.invocationId = invocation.id;
    if (isStreaming(this.handler)) {
      await this.stream(invocation);
      this.takeNext();
      return;
    }
    this.invoke(invocation);
  }

  private invoke(invocation: Invocation): void {
    const { client } = this;
    const { id } = invocation;
    let isReported = false;
    let waitsForEmptyLoop = true;

    const report = (send: () => Promise<void>): void => {
      if (isReported) {
        console.error(
          'Invocation has already been reported as done. Cannot call complete more than once per invocation.',
        );
        return;
      }
      isReported = true;
      this.whenEmpty = () => undefined;
      send()
        .then(() => this.takeNext())
        .catch(endWithoutApi);
    };
    const succeed = (result: unknown): void => {
      // An error of this is the error of whoever reports the result.
      const body = writeResult(result, false);
      report(() => client.respond(id, body));
    };
    const fail = (error: unknown): void => {
      if (!isReported) logInvokeError(error);
      report(() => client.fail(id, describeError(error)));
    };
    const done = (error: unknown, result?: unknown): void => {
      if (error === undefined || error === null) succeed(result);
      else fail(error);
    };
    const callback = (error: unknown, result?: unknown): void => {
      if ((error !== undefined && error !== null) || !waitsForEmptyLoop) {
        done(error, result);
        return;
      }
      this.whenEmpty = () => setImmediate(succeed, result);
    };
    this.whenEmpty = () => succeed(null);

    const finish = onlyOnce();
    const ends = {
      get callbackWaitsForEmptyEventLoop() {
        return waitsForEmptyLoop;
      },
      set callbackWaitsForEmptyEventLoop(waits: boolean) {
        waitsForEmptyLoop = waits;
      },
      done: finish(done),
      succeed: finish(succeed),
      fail: finish((error: unknown) => fail(error ?? 'handled')),
    };
    const call = finish(callback);
    try {
      const context = Object.assign(ends, createContext(invocation));
      const result = this.handler(JSON.parse(invocation.event), context, call);
      if (isPromise(result))
        void Promise.resolve(result).then(context.succeed, context.fail).catch(context.fail);
    } catch (error) {
      call(error);
    }
  }

  private async stream(invocation: Invocation): Promise<void> {
    const { client, handler } = this;
    const { id, event } = invocation;
    this.whenEmpty = () => undefined;
    try {
      const context = createContext(invocation);
      const { body, contentType } = await collectStream(handler, JSON.parse(event), context);
      await client.respond(id, body, contentType);
    } catch (error) {
      logInvokeError(error);
      await client.fail(id, describeError(error));
    }
  }

  private takeNext(): void {
    setImmediate(() => this.start());
  }
}

/** Makes functions of which only the first call of any counts, unless it throws. */
function onlyOnce(): <Args extends unknown[]>(report: (...args: Args) => void) => (...args: Args) => void {
  let isFinished = false;
  return (report) =>
    (...args) => {
      if (isFinished) return;
      report(...args);
      isFinished = true;
    };
}

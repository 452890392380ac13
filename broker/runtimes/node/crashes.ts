import { describeError, type ErrorBody, RuntimeFault } from './errorBody.ts';
import type { RuntimeClient } from './runtimeClient.ts';

/** How the process ends after it has reported an exception that was not caught, and a promise whose rejection was not. */
const UNCAUGHT_EXCEPTION = 129;
const UNHANDLED_REJECTION = 128;
/** That of Node.js for a promise that never settles. */
const UNSETTLED_PROMISE = 13;

/** Before the code of the function replaces it. */
const logError = console.error.bind(console);

/** Reports what ends the process, of the invocation that runs or else of the start, and ends it. */
export class Crashes {
  private readonly client: RuntimeClient;
  private isEnding = false;
  /** The invocation that runs, or the last one. */
  invocationId: string | undefined;

  constructor(client: RuntimeClient) {
    this.client = client;
    process.on('uncaughtException', (error) => this.end('Uncaught Exception', error, UNCAUGHT_EXCEPTION));
    process.on('unhandledRejection', (reason) => {
      const fault = new RuntimeFault('UnhandledPromiseRejection', String(reason), reason);
      this.end('Unhandled Promise Rejection', fault, UNHANDLED_REJECTION, reason);
    });
  }

  /** A handler could not be loaded. */
  endStart(error: unknown, isModern: boolean): void {
    if (isModern) this.end('Init Error', error, 1);
    else this.end('Uncaught Exception', error, UNCAUGHT_EXCEPTION);
  }

  /** Nothing is left to do, and the promise of the handler has not settled. */
  endUnsettled(): void {
    const fault = new RuntimeFault(
      'NodeJsExit',
      'The Lambda runtime client detected an unexpected Node.js exit code. This is most commonly caused by a Promise that was never settled. For more information, see https://nodejs.org/docs/latest/api/process.html#exit-codes',
    );
    this.end('Invoke Error', fault, UNSETTLED_PROMISE);
  }

  /** @param printed what is shown instead of the error */
  end(heading: string, error: unknown, code: number, printed = error): void {
    showError(heading, printed);
    // What follows from the first one would hide it.
    if (this.isEnding) return;
    this.isEnding = true;
    const exit = (): void => process.exit(code);
    this.report(describeError(error)).then(exit, exit);
  }

  private report(error: ErrorBody): Promise<void> {
    const { client, invocationId } = this;
    return invocationId === undefined ? client.failInit(error) : client.fail(invocationId, error);
  }
}

/** Shows why an invocation failed. */
export function logInvokeError(error: unknown): void {
  showError('Invoke Error', error);
}

/** An error may throw another one when it is shown: it is reported all the same. */
function showError(heading: string, error: unknown): void {
  try {
    logError(heading, error);
  } catch {
    logError(heading, describeError(error).errorMessage);
  }
}

/** The Runtime API does not answer, or gives no event: the environment is over. */
export function endWithoutApi(error: unknown): void {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}

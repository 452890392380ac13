import { types } from 'node:util';

/** What an invoker sees of a failure. AWS's client for Node.js writes `trace`, where those of other languages write `stackTrace`. */
export interface ErrorBody {
  readonly errorType: string;
  readonly errorMessage: string;
  /** Lines. */
  readonly trace: readonly string[];
}

/** A failure that the service has a name for, such as `HandlerNotFound`; its type gets the prefix `Runtime.`. */
export class RuntimeFault extends Error {
  override readonly name: string;

  /** @param cause whose stack says more than that of the loop */
  constructor(kind: string, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = `Runtime.${kind}`;
    const stack = isErrorLike(cause) ? cause.stack : undefined;
    this.stack = stack ?? `${this.name}: ${message}`;
  }
}

/** Describes whatever a function threw, as AWS's client does. Its members are texts, whatever those of an error are. */
export function describeError(error: unknown): ErrorBody {
  try {
    if (isErrorLike(error)) {
      const { name, message, stack } = error as Readonly<Record<keyof Error, unknown>>;
      const trace = typeof stack === 'string' ? stack.split('\n') : [];
      return { errorType: String(name), errorMessage: String(message), trace };
    }
    return { errorType: typeof error, errorMessage: String(error), trace: [] };
  } catch {
    return {
      errorType: 'handled',
      errorMessage:
        'callback called with Error argument, but there was a problem while retrieving one or more of its message, name, and stack',
      trace: [],
    };
  }
}

/** Also an error of another context, such as that of a sandbox. */
function isErrorLike(error: unknown): error is Error {
  if (types.isNativeError(error)) return true;
  if (typeof error !== 'object' || error === null) return false;
  const { name, message, stack } = error as Record<string, unknown>;
  return [name, message, stack].every((each) => typeof each === 'string' && each !== '');
}

/** @throws RuntimeFault (from Node.js 24 on) or Error when JSON cannot say it */
export function writeResult(result: unknown, isModern: boolean): string {
  try {
    return JSON.stringify(result) ?? 'null';
  } catch (error) {
    const message = 'Unable to stringify response body';
    throw isModern ? new RuntimeFault('JSONStringifyError', message, error) : new Error(message);
  }
}

import type { FunctionError, RuntimeEvents, RuntimeInvocation } from '../../../broker/functions/seat.ts';

/** What a runtime did, a text each, such as `response id-1 {"ok":true}`. */
export class RecordedRuntime implements RuntimeEvents {
  readonly seen: string[] = [];
  /** Called after each, as a listener that acts at once. */
  onEvent: ((event: string) => void) | undefined;

  onReady(): void {
    this.add('ready');
  }

  onInitError(error: FunctionError): void {
    this.add(`initError ${describe(error)}`);
  }

  onResponse(requestId: string, body: Buffer): void {
    this.add(`response ${requestId} ${body.toString()}`);
  }

  onError(requestId: string, error: FunctionError): void {
    this.add(`error ${requestId} ${describe(error)}`);
  }

  onIdle(): void {
    this.add('idle');
  }

  onGone(): void {
    this.add('gone');
  }

  onAbandoned(requestId: string): void {
    this.add(`abandoned ${requestId}`);
  }

  /** What came since the last call. */
  take(): string[] {
    return this.seen.splice(0);
  }

  private add(event: string): void {
    this.seen.push(event);
    this.onEvent?.(event);
  }
}

function describe({ errorType = 'no type', body }: FunctionError): string {
  return `${errorType} ${body.toString()}`;
}

export function invocation(
  requestId: string,
  payload: string | Buffer = '{"Records":[]}',
): RuntimeInvocation {
  return {
    requestId,
    deadlineMs: 1_795_000_000_123,
    functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:orders',
    traceId: 'Root=1-5e9b7c2a-000000000000000000000001;Parent=0000000000000001;Sampled=1',
    payload,
  };
}

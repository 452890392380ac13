import { type Crashes, logInvokeError } from './crashes.ts';
import { describeError, RuntimeFault, writeResult } from './errorBody.ts';
import { createContext } from './invocationContext.ts';
import type { Handler } from './loadHandler.ts';
import type { Invocation, RuntimeClient } from './runtimeClient.ts';
import { collectStream, isStreaming } from './streamedResponse.ts';

/** A handler with so many parameters expects a callback. */
const CALLBACK_PARAMETERS = 3;

/** Throws what Lambda says to a handler that expects a callback. */
export function rejectCallbackHandler(handler: Handler): void {
  if (handler.length < CALLBACK_PARAMETERS || isStreaming(handler)) return;
  throw new RuntimeFault(
    'CallbackHandlerDeprecated',
    'ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. You need to modify this function to use a supported handler signature to use Node.js 24 or later. For more information see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html.',
  );
}

/**
 * Invocations from Node.js 24 on: the result is what the handler returns, or what its promise resolves to. Rejects if the
 * Runtime API does not answer.
 */
export async function runPromiseLoop(
  client: RuntimeClient,
  handler: Handler,
  crashes: Crashes,
): Promise<never> {
  process.on('beforeExit', () => crashes.endUnsettled());
  for (;;) {
    const invocation = await client.next();
    crashes.invocationId = invocation.id;
    let send: () => Promise<void>;
    try {
      send = await invoke(client, handler, invocation);
    } catch (error) {
      logInvokeError(error);
      send = () => client.fail(invocation.id, describeError(error));
    }
    await send();
  }
}

/** @returns what sends the result */
async function invoke(
  client: RuntimeClient,
  handler: Handler,
  invocation: Invocation,
): Promise<() => Promise<void>> {
  const { id, event: text } = invocation;
  const context = createContext(invocation);
  const event: unknown = JSON.parse(text);
  if (isStreaming(handler)) {
    const { body, contentType } = await collectStream(handler, event, context);
    return () => client.respond(id, body, contentType);
  }
  const result = writeResult(await handler(event, context), true);
  return () => client.respond(id, result);
}

// The loop of a function in Node.js: polls the Runtime API, and calls the handler. Bundled into one file, dist/runtimes/node.mjs.
import { CallbackLoop } from './callbackLoop.ts';
import { Crashes, endWithoutApi } from './crashes.ts';
import { type Handler, loadHandler } from './loadHandler.ts';
import { rejectCallbackHandler, runPromiseLoop } from './promiseLoop.ts';
import { RuntimeClient } from './runtimeClient.ts';
import { offerStreaming } from './streamedResponse.ts';

/** From this version on, handlers return their result, and get no callback. */
const FIRST_MODERN_VERSION = 24;

const { env } = process;
const address = env['AWS_LAMBDA_RUNTIME_API'];
if (address === undefined || address === '') {
  console.error('AWS_LAMBDA_RUNTIME_API is not set: this program is started by queueside function run.');
  process.exit(1);
}
const client = new RuntimeClient(address);
const crashes = new Crashes(client);
void run();

async function run(): Promise<void> {
  const isModern = findVersion() >= FIRST_MODERN_VERSION;
  offerStreaming();
  let handler: Handler;
  try {
    handler = await loadHandler(env['LAMBDA_TASK_ROOT'] ?? process.cwd(), env['_HANDLER'] ?? '', isModern);
    if (isModern) rejectCallbackHandler(handler);
  } catch (error) {
    crashes.endStart(error, isModern);
    return;
  }
  if (isModern) runPromiseLoop(client, handler, crashes).catch(endWithoutApi);
  else new CallbackLoop(client, handler, crashes).start();
}

/** Of the runtime that the function has on Lambda; if that is not said, the version that runs it. */
function findVersion(): number {
  const [, declared] = /^AWS_Lambda_nodejs(\d+)/.exec(env['AWS_EXECUTION_ENV'] ?? '') ?? [];
  return Number(declared ?? process.versions.node.split('.')[0]);
}

import { fail } from '../engine/result.ts';
import type { Answer } from './answer.ts';
import type { Handlers } from './handlers/handlers.ts';
import type { MethodKey } from './methods.ts';
import type { Session } from './session.ts';

/** What changes nothing that is stored: its answer need not wait for the disk, and is given when the disk is full. */
const STORE_NOTHING: ReadonlySet<string> = new Set<MethodKey>([
  'getBroker',
  'stopBroker',
  'registerConsumer',
  'getStorage',
  'listQueues',
  'getQueue',
  'peekMessages',
  'getMessage',
  'subscribeTrace',
  'unsubscribeTrace',
  'readTrace',
  'clearTrace',
  'getClock',
  'readAccounting',
  'planDefinitions',
  'compareDefinitions',
  'writeDefinitions',
  'listFindings',
  'listFaults',
  'getTelemetry',
]);

type AnyHandler = (params: unknown, session: Session) => Answer<unknown> | Promise<Answer<unknown>>;

/** Holds every answer back until what it tells of is safe; refuses it when it cannot be made safe. */
export function holdAnswers(handlers: Handlers, commit: (done: (error?: Error) => void) => void): Handlers {
  const held = Object.entries(handlers).map(([key, handler]) => {
    const handle = handler as AnyHandler;
    if (STORE_NOTHING.has(key)) return [key, handle] as const;
    const hold: AnyHandler = async (params, session) => {
      const answer = await handle(params, session);
      if (!answer.ok) return answer;
      const error = await new Promise<Error | undefined>((resolve) => commit(resolve));
      if (error === undefined) return answer;
      return fail('ServiceUnavailable', `The broker could not store the change: ${error.message}`);
    };
    return [key, hold] as const;
  });
  return Object.fromEntries(held) as unknown as Handlers;
}

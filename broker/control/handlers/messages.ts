import { readMessages } from '../readMessages.ts';
import { succeed } from '../../engine/base/result.ts';
import { sendBatch } from '../sendBatch.ts';
import type { ControlServices } from '../services.ts';
import type { HandlersOf } from './handler.ts';
import { withQueue } from './queue.ts';

export function createBatchHandlers(services: ControlServices): HandlersOf<'readMessages' | 'sendMessages'> {
  const { engine } = services;
  return {
    readMessages: ({ queueArn, cursor, limit }) =>
      withQueue(services, queueArn, (queue) => {
        // Lets happen what is due, so that what is read is what a receive would find.
        engine.begin();
        engine.settle();
        return succeed(readMessages(engine, queue, { cursor, limit }));
      }),
    sendMessages: ({ queueArn, messages }) =>
      withQueue(services, queueArn, (queue) => sendBatch(services, queue, messages)),
  };
}

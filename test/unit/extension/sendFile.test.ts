import assert from 'node:assert/strict';
import type { BatchedMessage } from '../../../broker/protocol/messages.ts';
import type { FileLine } from '../../../extension/fileFormats/messageRecord.ts';
import { loadConnectionCode } from '../../support/connections/loadConnectionCode.mjs';
import { MemoryConnection } from '../../support/connections/memoryConnection.ts';
import { makeQueue } from '../../support/webviewSamples.ts';

describe('a file that changes while it is sent', () => {
  const line = (at: number) => ({
    kind: 'message' as const,
    line: at,
    record: { body: String(at), attributes: [], systemAttributes: {} },
  });

  async function send(messageCount: number, readMessageFile: () => AsyncGenerator<FileLine>) {
    const { sendFile } = await loadConnectionCode();
    const connection = new MemoryConnection('able', [], {
      sendBatch: ({ messages }: { readonly messages: readonly BatchedMessage[] }) =>
        Promise.resolve({
          sends: messages.map(({ body }) => ({ messageId: `new ${body}`, isDuplicate: false })),
        }),
    });
    const placed = { connection, queue: makeQueue('orders') } as never;
    const options = { fifo: undefined, messageCount, findProblem: () => undefined };
    const ignore = () => undefined;
    return sendFile({ readMessageFile } as never, '/a.csv', placed, options, ignore, () => false);
  }

  for (const [what, end, reason] of [
    [
      'can no longer be understood',
      () => ({ kind: 'unreadable' as const, problem: { kind: 'badQuotes' as const, line: 3 } }),
      'a.csv: Row 3: Its quotes don’t match.',
    ],
    [
      'can no longer be read',
      () => {
        throw new Error('EIO: i/o error');
      },
      'EIO: i/o error',
    ],
    ['has more than it had', () => line(3), 'a.csv changed during the import.'],
  ] as const)
    it(`is imported as far as it could be read, and the outcome says why, if it ${what}`, async () => {
      const outcome = await send(2, async function* () {
        yield* [line(1), line(2)];
        yield await Promise.resolve().then<FileLine>(end);
      });
      assert.deepEqual([outcome.sentIds, outcome.stopReason], [['new 1', 'new 2'], reason]);
    });
});

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Comparison } from './contract/comparison.ts';
import { READ_ACTIONS } from './contract/contractModel.ts';
import { History } from './contract/history.ts';
import type { HistoryKind } from './contract/inputs.ts';

/** How many histories one run takes; QUEUESIDE_HISTORIES asks for more. */
const HISTORIES = Number(process.env.QUEUESIDE_HISTORIES ?? 21_000);
/** So few in flight that histories reach the limit; a noisy tenant of a fair queue needs 30. */
const IN_FLIGHT_LIMITS: Readonly<Record<HistoryKind, number>> = { standard: 8, fifo: 5, fair: 120_000 };
const SHARES: Readonly<Record<HistoryKind, number>> = { standard: 0.4, fifo: 0.5, fair: 0.1 };
const KINDS = ['standard', 'fifo', 'fair'] as const;
const LONGEST = 30;
/** Histories of fixed seeds that reach what all of them can. */
const SAMPLE = 120;

/** Codes that a history must reach, beside each action's success. */
const REACHED = [
  'AddPermission InvalidParameterValue',
  'AddPermission OverLimit',
  'CancelMessageMoveTask InvalidParameterValue',
  'ChangeMessageVisibility InvalidParameterValue',
  'ChangeMessageVisibility MissingParameter',
  'ChangeMessageVisibilityBatch entry:InvalidParameterValue',
  'CreateQueue QueueAlreadyExists',
  'CreateQueue QueueDeletedRecently',
  'DeleteMessage InvalidParameterValue',
  'DeleteMessage ReceiptHandleIsInvalid',
  'DeleteMessageBatch BatchEntryIdsNotDistinct',
  'DeleteMessageBatch entry:ReceiptHandleIsInvalid',
  'GetQueueAttributes InvalidAttributeName',
  'ListMessageMoveTasks ResourceNotFoundException',
  'PurgeQueue PurgeQueueInProgress',
  'ReceiveMessage NonExistentQueue',
  'ReceiveMessage OverLimit',
  'SendMessage InvalidMessageContents',
  'SendMessage InvalidParameterValue',
  'SendMessageBatch EmptyBatchRequest',
  'SendMessageBatch InvalidBatchEntryId',
  'SendMessageBatch InvalidParameterValue',
  'SendMessageBatch TooManyEntriesInBatchRequest',
  'SendMessageBatch entry:EmptyValue',
  'SetQueueAttributes InvalidAttributeName',
  'SetQueueAttributes InvalidAttributeValue',
  'SetQueueAttributes InvalidParameterValue',
  'StartMessageMoveTask InvalidParameterValue',
];

const seed = fc.noShrink(fc.nat());

function run(kind: HistoryKind, first: number, seeds: readonly number[]): Comparison {
  const comparison = new Comparison(IN_FLIGHT_LIMITS[kind]);
  const history = new History(kind, comparison);
  history.begin(first);
  for (const each of seeds) history.step(each);
  history.end();
  return comparison;
}

describe('the engine against a second reading of the contract', () => {
  for (const kind of KINDS) {
    it(`agrees on every answer and every count: ${kind}`, () => {
      fc.assert(
        fc.property(seed, fc.array(seed, { minLength: 1, maxLength: LONGEST }), (first, seeds) => {
          run(kind, first, seeds);
        }),
        { numRuns: Math.ceil(HISTORIES * SHARES[kind]) },
      );
    }).timeout(0);
  }

  it('over histories in which every action succeeds and is refused', () => {
    const seen = new Set<string>();
    for (const [place, kind] of KINDS.entries()) {
      for (let number = 0; number < SAMPLE; number++) {
        const base = (place * SAMPLE + number) * LONGEST;
        const seeds = Array.from({ length: LONGEST }, (_, step) => base + step);
        for (const answer of run(kind, base, seeds).seen) seen.add(answer);
      }
    }
    assert.ok(READ_ACTIONS.length >= 23);
    const wanted = [...READ_ACTIONS.map((name) => `${name} ok`), ...REACHED];
    assert.deepEqual(
      wanted.filter((answer) => !seen.has(answer)),
      [],
    );
  }).timeout(0);
});

import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { CallPlan } from '../../../broker/connections/client/callPlans.ts';
import type { Failure } from '../../../broker/connections/client/failures.ts';
import type { Gate } from '../../../broker/connections/client/gate.ts';
import { TransferCallError } from '../../../extension/remote/transfer/ports.ts';
import { RemoteTarget } from '../../../extension/remote/transfer/remoteEnds.ts';

const PLAN: CallPlan = { question: { title: '', detail: '', button: '' }, calls: [] };

function createTarget(answer: unknown): RemoteTarget {
  const gate = { call: () => Promise.resolve(answer) } as unknown as Gate;
  return new RemoteTarget({ gate, url: 'http://127.0.0.1/orders', isFifo: false, plan: PLAN });
}

describe('A queue of another endpoint that messages are sent to', () => {
  for (const [kind, code, isUnsure, effect] of [
    ['call', 'InvalidMessageContents', false, 'message'],
    ['call', 'InvalidParameterValue', false, 'message'],
    ['call', 'InvalidParameterValueException', false, 'message'],
    ['call', 'AWS.SimpleQueueService.BatchRequestTooLong', false, 'message'],
    ['call', 'com.amazonaws.sqs#UnsupportedOperation', false, 'message'],
    // Of the queue, and not of what is in the call.
    ['call', 'KmsDisabled', false, 'stop'],
    ['call', 'KmsInvalidState', false, 'stop'],
    ['call', 'InvalidAddress', false, 'stop'],
    ['call', 'SomethingElse', false, 'stop'],
    ['denied', 'AccessDenied', false, 'stop'],
    ['missing', 'QueueDoesNotExist', false, 'stop'],
    ['busy', 'ThrottlingException', false, 'stop'],
    ['busy', 'OverLimit', false, 'stop'],
    // Not sent: the user said no, the connection is closed, or nothing listens there.
    ['declined', undefined, false, 'stop'],
    ['protected', undefined, false, 'stop'],
    ['cancelled', undefined, false, 'stop'],
    ['network', undefined, false, 'stop'],
    // The call left, and no response of the service arrived that can be read.
    ['busy', undefined, true, 'unsure'],
    ['call', undefined, true, 'unsure'],
    ['network', undefined, true, 'unsure'],
    ['cancelled', undefined, true, 'unsure'],
    ['address', undefined, true, 'unsure'],
    // Rejected, after an attempt before that has no response.
    ['denied', 'AccessDenied', true, 'unsure'],
    ['call', 'InvalidMessageContents', true, 'unsure'],
    // It is not known.
    ['call', 'InvalidMessageContents', undefined, 'unsure'],
  ] as const) {
    it(`takes a failure ${kind} ${code ?? 'without a code'}, unsure: ${isUnsure}, for one with the effect ${effect}`, async () => {
      const failure: Failure = {
        kind,
        message: 'why',
        ...(code !== undefined && { code }),
        ...(isUnsure !== undefined && { isUnsure }),
      };
      await assert.rejects(createTarget({ ok: false, failure }).send([{ body: 'x' }]), (error) => {
        assert.ok(error instanceof TransferCallError);
        assert.deepEqual([error.message, error.effect], ['why', effect]);
        return true;
      });
    });
  }

  for (const [Code, SenderFault, stops] of [
    ['InvalidMessageContents', true, false],
    // Some servers do not say it.
    ['InvalidParameterValue', undefined, false],
    ['InvalidParameterValue', false, false],
    ['AnotherCode', true, false],
    ['AnotherCode', false, true],
    ['InternalError', true, true],
    ['InternalError', undefined, true],
    ['ServiceUnavailable', false, true],
    ['ThrottlingException', true, true],
    ['KMS.AccessDeniedException', true, true],
  ] as const) {
    it(`${stops ? 'stops at' : 'rejects'} a message with ${Code}, fault of the sender: ${SenderFault}`, async () => {
      const value = {
        Successful: [{ Id: '0', MessageId: 'a' }],
        Failed: [{ Id: '1', Code, Message: 'why', SenderFault }],
      };
      assert.deepEqual(await createTarget({ ok: true, value }).send([{ body: 'x' }, { body: 'y' }]), [
        { messageId: 'a', isDuplicate: false },
        { refusal: 'why', ...(stops && { stops }) },
      ]);
    });
  }
});

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
  for (const [kind, code, effect] of [
    ['call', 'InvalidMessageContents', 'message'],
    ['call', 'InvalidParameterValue', 'message'],
    ['call', 'InvalidParameterValueException', 'message'],
    ['call', 'AWS.SimpleQueueService.BatchRequestTooLong', 'message'],
    ['call', 'com.amazonaws.sqs#UnsupportedOperation', 'message'],
    // Of the queue, and not of what is in the call.
    ['call', 'KmsDisabled', 'stop'],
    ['call', 'KmsInvalidState', 'stop'],
    ['call', 'InvalidAddress', 'stop'],
    ['call', 'SomethingElse', 'stop'],
    ['denied', 'AccessDenied', 'stop'],
    ['missing', 'QueueDoesNotExist', 'stop'],
    ['declined', undefined, 'stop'],
    ['protected', undefined, 'stop'],
    // Rejected by the service before it did anything.
    ['busy', 'ThrottlingException', 'stop'],
    ['busy', 'OverLimit', 'stop'],
    // The call left, and no response of the service arrived that can be read.
    ['busy', undefined, 'unsure'],
    ['call', undefined, 'unsure'],
    ['network', undefined, 'unsure'],
    ['cancelled', undefined, 'unsure'],
    ['address', undefined, 'unsure'],
  ] as const) {
    it(`takes a failure ${kind} ${code ?? 'without a code'} for one with the effect ${effect}`, async () => {
      const failure: Failure = { kind, message: 'why', ...(code !== undefined && { code }) };
      await assert.rejects(createTarget({ ok: false, failure }).send([{ body: 'x' }]), (error) => {
        assert.ok(error instanceof TransferCallError);
        assert.deepEqual([error.message, error.effect], ['why', effect]);
        return true;
      });
    });
  }

  for (const [kind, code, isUnsure, effect] of [
    // Rejected after an attempt before that has no response.
    ['denied', 'AccessDenied', true, 'unsure'],
    ['call', 'InvalidMessageContents', true, 'unsure'],
    ['busy', 'ThrottlingException', true, 'unsure'],
    // Not sent: the connection is closed, or nothing listens there.
    ['cancelled', undefined, false, 'stop'],
    ['network', undefined, false, 'stop'],
    ['call', 'InvalidMessageContents', false, 'message'],
  ] as const) {
    it(`takes a failure ${kind} ${code ?? 'without a code'} that ${isUnsure ? 'may have' : 'has not'} stored messages for one with the effect ${effect}`, async () => {
      const failure: Failure = { kind, message: 'why', isUnsure, ...(code !== undefined && { code }) };
      await assert.rejects(createTarget({ ok: false, failure }).send([{ body: 'x' }]), { effect });
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

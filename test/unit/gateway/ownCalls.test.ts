import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { isDenied } from '../../../broker/gateway/ownCalls.ts';

describe('A call of the gateway itself that fails', () => {
  for (const [type, expected] of [
    ['com.amazon.coral.service#AccessDeniedException', true],
    ['com.amazonaws.sqs#AccessDenied', true],
    ['AccessDenied', true],
    ['com.amazonaws.sqs#QueueDoesNotExist', false],
    ['ReceiptHandleIsInvalid', false],
    ['', false],
  ] as const) {
    it(`${expected ? 'lacks' : 'does not lack'} a permission: ${type || 'no type'}`, () => {
      assert.equal(isDenied(type), expected);
    });
  }
});

import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { MessageDetails } from '../../../../broker/protocol/message.ts';
import { describeNoLife } from '../../../../webview/message/noLife.ts';

const details = { sentAt: 0 } as MessageDetails;

describe('The life of a message without steps', () => {
  it('is no longer known, if the local broker has the message', () => {
    assert.match(describeNoLife({ details }), /^Sent .*\. Its trace is no longer known\.$/);
  });

  it('never was, if another endpoint has it', () => {
    assert.match(
      describeNoLife({ details, connectionName: 'staging' }),
      /^Sent .*\. The connection staging has no trace\.$/,
    );
  });
});

import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { createQueue } from '../../broker/protocol/queue.ts';
import { sendMessage } from '../../broker/protocol/message.ts';
import { readWholeTrace } from '../../extension/trace/traceExport.ts';
import { formatTraceHeader, formatTraceLine } from '../../extension/trace/traceFormat.ts';
import { readTraceLines } from '../../extension/trace/traceFile.ts';
import { type ControlClient, openClient } from '../support/controlClient.ts';
import { startTestBroker } from '../support/testBroker.ts';

describe('a trace that is saved from a broker', () => {
  let client: ControlClient;

  before(async () => {
    const { info } = await startTestBroker();
    client = await openClient(info.control);
  });

  it('opens again with every event and the contents of the messages', async () => {
    const { arn } = await client.request(createQueue, { name: 'orders' });
    const body = `{"order":4711,"text":"${'long '.repeat(200)}"}`;
    const attributes = [{ name: 'priority', type: 'String', value: 'high' }];
    const { messageId } = await client.request(sendMessage, { queueArn: arn, body, attributes, count: 3 });

    const lines = [formatTraceHeader(Date.now())];
    for await (const page of readWholeTrace(client)) lines.push(...page.map(formatTraceLine));
    const result = await readTraceLines(lines);

    assert.ok(result.ok);
    const { events, contents, unreadableCount } = result.trace;
    assert.equal(unreadableCount, 0);
    assert.deepEqual(
      events.map(({ kind }) => kind),
      ['queueCreated', 'sent', 'sent', 'sent'],
    );
    const content = contents.get(messageId);
    assert.equal(contents.size, 3);
    assert.equal(content?.body, body);
    assert.deepEqual(content?.attributes, attributes);
    await client.close();
  });
});

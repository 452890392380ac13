import assert from 'node:assert/strict';
import { describeAction, describeOverTime } from './support/suite.ts';

const BATCHES = [
  ['SendMessageBatch', { MessageBody: 'b' }],
  ['DeleteMessageBatch', { ReceiptHandle: 'garbage' }],
  ['ChangeMessageVisibilityBatch', { ReceiptHandle: 'garbage', VisibilityTimeout: 0 }],
] as const;

for (const [action, entry] of BATCHES) {
  describeAction(`The entries of ${action}`, (suite) => {
    const entries = (ids: readonly string[]) => ids.map((Id) => ({ Id, ...entry }));
    for (const [title, Entries, code, message] of [
      [
        'none',
        [],
        'AWS.SimpleQueueService.EmptyBatchRequest',
        `There should be at least one ${action}RequestEntry in the request.`,
      ],
      [
        'eleven',
        entries(Array.from({ length: 11 }, (_, index) => `id${index}`)),
        'AWS.SimpleQueueService.TooManyEntriesInBatchRequest',
        'Maximum number of entries per request are 10. You have sent 11.',
      ],
      [
        'two with one id',
        entries(['idA', 'idA']),
        'AWS.SimpleQueueService.BatchEntryIdsNotDistinct',
        'Id idA repeated.',
      ],
      ['one with a bad id', entries(['a b']), 'AWS.SimpleQueueService.InvalidBatchEntryId', /batch entry id/],
      ['one with a long id', entries(['x'.repeat(81)]), 'AWS.SimpleQueueService.InvalidBatchEntryId', /80/],
      ['one without an id', [entry], 'AWS.SimpleQueueService.InvalidBatchEntryId', /batch entry id/],
    ] as const) {
      it(`may not be ${title}`, async () => {
        const QueueUrl = await suite.createQueue();
        await suite.client.expectError(action, { QueueUrl, Entries }, code, message);
      });
    }
  });
}

describeAction('SendMessageBatch', (suite) => {
  it('answers for each entry, and fails entries alone', async () => {
    const QueueUrl = await suite.createQueue({ MaximumMessageSize: '1024' });
    const output = await suite.client.expect('SendMessageBatch', {
      QueueUrl,
      Entries: [
        {
          Id: 'good',
          MessageBody: 'hello',
          MessageAttributes: { color: { DataType: 'String', StringValue: 'blue' } },
        },
        { Id: 'characters', MessageBody: '\u0001' },
        { Id: 'large', MessageBody: 'x'.repeat(1025) },
        { Id: 'empty', MessageBody: '' },
        { Id: 'delayed', MessageBody: 'hello', DelaySeconds: 901 },
      ],
    });
    const [good] = output['Successful'];
    assert.equal(output['Successful'].length, 1);
    assert.equal(good.Id, 'good');
    assert.equal(good.MD5OfMessageBody, '5d41402abc4b2a76b9719d911017c592');
    assert.equal(good.MD5OfMessageAttributes, 'da1b33cc3cbfe8b1630921e78e6b9880');
    assert.ok(good.MessageId);
    const failed = new Map(output['Failed'].map((entry: { Id: string }) => [entry.Id, entry]));
    const codes = [...failed.values()].map((entry) => [
      (entry as { Id: string }).Id,
      (entry as { Code: string }).Code,
    ]);
    assert.deepEqual(codes, [
      ['characters', 'InvalidMessageContents'],
      ['large', 'InvalidParameterValue'],
      ['empty', 'EmptyValue'],
      ['delayed', 'InvalidParameterValue'],
    ]);
    assert.deepEqual(failed.get('large'), {
      Id: 'large',
      Code: 'InvalidParameterValue',
      Message: 'One or more parameters cannot be validated. Reason: Message must be shorter than 1024 bytes.',
      SenderFault: true,
    });
  });

  it('answers 200 and no successes when all entries fail', async () => {
    const QueueUrl = await suite.createQueue();
    const output = await suite.client.expect('SendMessageBatch', {
      QueueUrl,
      Entries: [{ Id: 'a', MessageBody: '\u0000' }],
    });
    assert.deepEqual(output['Successful'] ?? [], []);
    assert.equal(output['Failed'].length, 1);
  });

  it('takes 1 MiB together and not a byte more, whatever the maximum of the queue', async () => {
    const QueueUrl = await suite.createQueue();
    const half = 'x'.repeat(524_288);
    const send = (second: string) => ({
      QueueUrl,
      Entries: [
        { Id: 'a', MessageBody: half },
        { Id: 'b', MessageBody: second },
      ],
    });
    await suite.client.expect('SendMessageBatch', send(half));
    await suite.client.expectError(
      'SendMessageBatch',
      send(`${half}x`),
      'AWS.SimpleQueueService.BatchRequestTooLong',
      'Batch requests cannot be longer than 1048576 bytes. You have sent 1048577 bytes.',
    );
  });

  it('keeps the order of the entries on a FIFO queue', async () => {
    const QueueUrl = await suite.createQueue({ FifoQueue: 'true', ContentBasedDeduplication: 'true' });
    const bodies = Array.from({ length: 10 }, (_, index) => `body ${index}`);
    await suite.client.expect('SendMessageBatch', {
      QueueUrl,
      Entries: bodies.map((MessageBody, index) => ({ Id: `${index}`, MessageBody, MessageGroupId: 'g' })),
    });
    assert.deepEqual(
      (await suite.receive(QueueUrl)).map((message) => message['Body']),
      bodies,
    );
  });

  it('is refused whole when a FIFO entry has no deduplication id', async () => {
    const QueueUrl = await suite.createQueue({ FifoQueue: 'true' });
    const Entries = [{ Id: 'a', MessageBody: 'b', MessageGroupId: 'g' }];
    await suite.client.expectError(
      'SendMessageBatch',
      { QueueUrl, Entries },
      'InvalidParameterValue',
      /ContentBasedDeduplication/,
    );
  });
});

describeAction('DeleteMessage', (suite) => {
  it('deletes, and succeeds again', async () => {
    const QueueUrl = await suite.createQueue();
    await suite.send(QueueUrl);
    const [message] = await suite.receive(QueueUrl, { VisibilityTimeout: 0 });
    const input = { QueueUrl, ReceiptHandle: message?.['ReceiptHandle'] };
    assert.deepEqual(await suite.client.expect('DeleteMessage', input), {});
    assert.deepEqual(await suite.client.expect('DeleteMessage', input), {});
    assert.deepEqual(await suite.receive(QueueUrl), []);
  });

  it('refuses garbage, another queue’s handle, and no handle', async () => {
    const QueueUrl = await suite.createQueue();
    const other = await suite.createQueue();
    await suite.send(other);
    const [foreign] = await suite.receive(other);
    const refused = await suite.client.expectError(
      'DeleteMessage',
      { QueueUrl, ReceiptHandle: 'garbage' },
      'ReceiptHandleIsInvalid',
      'The input receipt handle "garbage" is not a valid receipt handle.',
    );
    assert.equal(refused.status, 404);
    await suite.client.expectError(
      'DeleteMessage',
      { QueueUrl, ReceiptHandle: foreign?.['ReceiptHandle'] },
      'ReceiptHandleIsInvalid',
    );
    await suite.client.expectError(
      'DeleteMessage',
      { QueueUrl },
      'MissingParameter',
      'The request must contain the parameter ReceiptHandle.',
    );
  });
});

describeAction('DeleteMessageBatch', (suite) => {
  it('fails only the entries with a bad handle', async () => {
    const QueueUrl = await suite.createQueue();
    await suite.send(QueueUrl);
    const [message] = await suite.receive(QueueUrl);
    const output = await suite.client.expect('DeleteMessageBatch', {
      QueueUrl,
      Entries: [
        { Id: 'good', ReceiptHandle: message?.['ReceiptHandle'] },
        { Id: 'bad', ReceiptHandle: 'garbage' },
      ],
    });
    assert.deepEqual(output['Successful'], [{ Id: 'good' }]);
    assert.deepEqual(output['Failed'], [
      {
        Id: 'bad',
        Code: 'ReceiptHandleIsInvalid',
        Message: 'The input receipt handle "garbage" is not a valid receipt handle.',
        SenderFault: true,
      },
    ]);
  });
});

describeAction('ChangeMessageVisibility', (suite) => {
  it('shows a message at once with 0', async () => {
    const QueueUrl = await suite.createQueue();
    await suite.send(QueueUrl);
    const [message] = await suite.receive(QueueUrl);
    const ReceiptHandle = message?.['ReceiptHandle'];
    await suite.client.expect('ChangeMessageVisibility', { QueueUrl, ReceiptHandle, VisibilityTimeout: 0 });
    assert.equal((await suite.receive(QueueUrl)).length, 1);
  });

  it('refuses what it must', async () => {
    const QueueUrl = await suite.createQueue();
    await suite.send(QueueUrl);
    const [message] = await suite.receive(QueueUrl);
    const ReceiptHandle: string = message?.['ReceiptHandle'];
    const change = (input: object) => ({ QueueUrl, ReceiptHandle, VisibilityTimeout: 1, ...input });
    const refuse = (input: object, code: string, text?: string | RegExp) =>
      suite.client.expectError('ChangeMessageVisibility', change(input), code, text);
    await refuse(
      { VisibilityTimeout: undefined },
      'MissingParameter',
      'The request must contain the parameter VisibilityTimeout.',
    );
    await refuse({ ReceiptHandle: undefined }, 'MissingParameter', /ReceiptHandle/);
    await refuse({ ReceiptHandle: 'garbage' }, 'ReceiptHandleIsInvalid');
    await refuse({ VisibilityTimeout: 43_201 }, 'InvalidParameterValue', /VisibilityTimeout/);
    await suite.client.expect('DeleteMessage', { QueueUrl, ReceiptHandle });
    await refuse(
      {},
      'InvalidParameterValue',
      `Value ${ReceiptHandle} for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available for visibility timeout change.`,
    );
  });
});

describeOverTime('Receipt handles over time', (suite) => {
  it('delete late on a standard queue and not on a FIFO queue', async () => {
    const standard = await suite.createQueue();
    const fifo = await suite.createQueue({ FifoQueue: 'true', ContentBasedDeduplication: 'true' });
    await suite.send(standard);
    await suite.send(fifo, { MessageGroupId: 'g' });
    const [late] = await suite.receive(standard, { VisibilityTimeout: 1 });
    const [expired] = await suite.receive(fifo, { VisibilityTimeout: 1 });
    await suite.clock.advance(1000);
    await suite.client.expect('DeleteMessage', {
      QueueUrl: standard,
      ReceiptHandle: late?.['ReceiptHandle'],
    });
    const ReceiptHandle: string = expired?.['ReceiptHandle'];
    await suite.client.expectError(
      'DeleteMessage',
      { QueueUrl: fifo, ReceiptHandle },
      'InvalidParameterValue',
      `Value ${ReceiptHandle} for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired.`,
    );
  });

  it('hide a message again that is visible, on a standard queue', async () => {
    const QueueUrl = await suite.createQueue();
    await suite.send(QueueUrl);
    const [message] = await suite.receive(QueueUrl, { VisibilityTimeout: 1 });
    await suite.clock.advance(1000);
    await suite.client.expect('ChangeMessageVisibility', {
      QueueUrl,
      ReceiptHandle: message?.['ReceiptHandle'],
      VisibilityTimeout: 10,
    });
    assert.deepEqual(await suite.receive(QueueUrl), []);
    await suite.clock.advance(10_000);
    assert.equal((await suite.receive(QueueUrl)).length, 1);
  });

  it('keep a message for twelve hours at most', async () => {
    const QueueUrl = await suite.createQueue();
    await suite.send(QueueUrl);
    const [message] = await suite.receive(QueueUrl);
    const change = (VisibilityTimeout: number) => ({
      QueueUrl,
      ReceiptHandle: message?.['ReceiptHandle'],
      VisibilityTimeout,
    });
    await suite.clock.approach(10_000);
    await suite.client.expect('ChangeMessageVisibility', change(43_190));
    await suite.clock.arrive();
    await suite.client.expectError(
      'ChangeMessageVisibility',
      change(43_191),
      'InvalidParameterValue',
      'Value 43191 for parameter VisibilityTimeout is invalid. Reason: Total VisibilityTimeout for the message is beyond the limit [43200 seconds]',
    );
  });
});

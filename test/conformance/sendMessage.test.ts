import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describeAction, describeOverTime } from './support/suite.ts';

const ILLEGAL_BODY = /^Invalid characters found\. Valid unicode characters are #x9 \| #xA \| #xD \| /;

describeAction('SendMessage', (suite) => {
  let queueUrl: string;
  before(async () => {
    queueUrl = await suite.createQueue();
  });

  it('answers with an id and the digests of what was sent', async () => {
    const sent = await suite.send(queueUrl, {
      MessageBody: 'hello',
      MessageAttributes: {
        color: { DataType: 'String', StringValue: 'blue' },
        count: { DataType: 'Number', StringValue: '3' },
        blob: { DataType: 'Binary', BinaryValue: 'AQID' },
      },
      MessageSystemAttributes: {
        AWSTraceHeader: {
          DataType: 'String',
          StringValue: 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1',
        },
      },
    });
    assert.match(sent['MessageId'], /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    assert.equal(sent['MD5OfMessageBody'], '5d41402abc4b2a76b9719d911017c592');
    assert.equal(sent['MD5OfMessageAttributes'], 'd838729972a4b70e2d2acd9d59ac847c');
    assert.equal(sent['MD5OfMessageSystemAttributes'], '5ae4d5d7636402d80f4eb6d213245a88');
    assert.equal(sent['SequenceNumber'], undefined);
  });

  it('leaves out the digests of attributes that were not sent', async () => {
    const sent = await suite.send(queueUrl);
    assert.deepEqual(Object.keys(sent).sort(), ['MD5OfMessageBody', 'MessageId']);
  });

  for (const [title, body] of [
    ['spaces, tabs and line ends', 'line1\r\nline2\t. '],
    ['characters beyond the basic plane', 'héllo ✓ 😀'],
    ['markup and separators', '<a b="c">&amp;]]></a>+%20=&'],
    ['the delete character', '\u007f'],
  ] as const) {
    it(`carries ${title} unchanged`, async () => {
      const url = await suite.createQueue();
      const sent = await suite.send(url, { MessageBody: body });
      const [message] = await suite.receive(url);
      assert.equal(message?.['Body'], body);
      assert.equal(sent['MD5OfMessageBody'], createHash('md5').update(body).digest('hex'));
      assert.equal(message['MD5OfBody'], sent['MD5OfMessageBody']);
    });
  }

  const attribute = (value: object) => ({ MessageAttributes: { x: value } });
  const refusals: readonly [title: string, input: object, code: string, message: string | RegExp][] = [
    [
      'no body',
      { MessageBody: undefined },
      'MissingParameter',
      'The request must contain the parameter MessageBody.',
    ],
    [
      'an empty body',
      { MessageBody: '' },
      'MissingParameter',
      'The request must contain the parameter MessageBody.',
    ],
    ['a control character', { MessageBody: 'a\u0001b' }, 'InvalidMessageContents', ILLEGAL_BODY],
    ['a noncharacter', { MessageBody: '\ufffe' }, 'InvalidMessageContents', ILLEGAL_BODY],
    [
      'a delay of 901',
      { DelaySeconds: 901 },
      'InvalidParameterValue',
      'Value 901 for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900.',
    ],
    [
      'a negative delay',
      { DelaySeconds: -1 },
      'InvalidParameterValue',
      /DelaySeconds must be >= 0 and <= 900\.$/,
    ],
    [
      'one byte too many',
      { MessageBody: 'x'.repeat(1_048_577) },
      'InvalidParameterValue',
      'One or more parameters are invalid. Reason: Message must be shorter than 1048576 bytes.',
    ],
    [
      'a byte too many because of an attribute',
      {
        MessageBody: 'x'.repeat(1_048_576 - 10),
        MessageAttributes: { abc: { DataType: 'String', StringValue: 'de' } },
      },
      'InvalidParameterValue',
      /shorter than 1048576 bytes\.$/,
    ],
    [
      'eleven attributes',
      {
        MessageAttributes: Object.fromEntries(
          Array.from({ length: 11 }, (_, index) => [`n${index}`, { DataType: 'String', StringValue: 'v' }]),
        ),
      },
      'InvalidParameterValue',
      'Number of message attributes [11] exceeds the allowed maximum [10].',
    ],
    [
      'an unknown attribute type',
      attribute({ DataType: 'string', StringValue: 'v' }),
      'InvalidParameterValue',
      "The type of message (user) attribute 'x' is invalid. You must use only the following supported type prefixes: Binary, Number, String.",
    ],
    [
      'an empty attribute value',
      attribute({ DataType: 'String', StringValue: '' }),
      'InvalidParameterValue',
      "Message (user) attribute 'x' must contain a non-empty value of type 'String'.",
    ],
    [
      'an attribute without a value',
      attribute({ DataType: 'String' }),
      'InvalidParameterValue',
      "The message (user) attribute 'x' must contain a non-empty message attribute value.",
    ],
    [
      'a number that is none',
      attribute({ DataType: 'Number', StringValue: 'abc' }),
      'InvalidParameterValue',
      "Can't cast the value of message (user) attribute 'x' to a number.",
    ],
    [
      'a number of half a megabyte at once',
      attribute({ DataType: 'Number', StringValue: `1${'0'.repeat(500_000)}1` }),
      'InvalidParameterValue',
      "Can't cast the value of message (user) attribute 'x' to a number.",
    ],
    [
      'an empty attribute name',
      { MessageAttributes: { '': { DataType: 'String', StringValue: 'v' } } },
      'InvalidParameterValue',
      'The request must contain non-empty message (user) attribute names.',
    ],
    [
      'bad characters in an attribute value',
      attribute({ DataType: 'String', StringValue: '\u0002' }),
      'InvalidParameterValue',
      /Invalid characters/,
    ],
    [
      'a list value',
      attribute({ DataType: 'String', StringListValues: ['v'] }),
      'AWS.SimpleQueueService.UnsupportedOperation',
      'Message attribute list values in SendMessage operation are not supported.',
    ],
    [
      'an unknown system attribute',
      { MessageSystemAttributes: { Other: { DataType: 'String', StringValue: 'v' } } },
      'InvalidParameterValue',
      "Message system attribute name 'Other' is invalid.",
    ],
    [
      'a deduplication id on a standard queue',
      { MessageDeduplicationId: 'd' },
      'InvalidParameterValue',
      /MessageDeduplicationId/,
    ],
  ];
  for (const reserved of ['AWS.x', 'amazon.x', '.x', 'x.']) {
    it(`refuses the attribute name ${reserved}`, async () => {
      const MessageAttributes = { [reserved]: { DataType: 'String', StringValue: 'v' } };
      const input = { QueueUrl: queueUrl, MessageBody: 'b', MessageAttributes };
      await suite.client.expectError('SendMessage', input, 'InvalidParameterValue', /AWS\.|Amazon\./);
    });
  }
  for (const [title, input, code, message] of refusals) {
    it(`refuses ${title}`, async () => {
      await suite.client.expectError(
        'SendMessage',
        { QueueUrl: queueUrl, MessageBody: 'hello', ...input },
        code,
        message,
      );
    });
  }

  it('takes a message of exactly the maximum size, attributes included', async () => {
    await suite.send(queueUrl, {
      MessageBody: 'x'.repeat(1_048_576 - 11),
      MessageAttributes: { abc: { DataType: 'String', StringValue: 'de' } },
    });
  });

  it('takes ten attributes with labels and accented names', async () => {
    await suite.send(queueUrl, {
      MessageAttributes: Object.fromEntries(
        Array.from({ length: 10 }, (_, index) => [
          `attr.${index}øßä`,
          { DataType: 'Number.java.lang.Long', StringValue: '1493147359900' },
        ]),
      ),
    });
  });

  it('takes a group on a standard queue', async () => {
    const url = await suite.createQueue();
    await suite.send(url, { MessageGroupId: 'tenant-1' });
    const [message] = await suite.receive(url, { MessageSystemAttributeNames: ['MessageGroupId'] });
    assert.deepEqual(message?.['Attributes'], { MessageGroupId: 'tenant-1' });
  });
});

describeAction('SendMessage to a FIFO queue', (suite) => {
  let queueUrl: string;
  before(async () => {
    queueUrl = await suite.createQueue({ FifoQueue: 'true' });
  });

  it('answers with a sequence number of 20 digits that rises', async () => {
    const first = await suite.send(queueUrl, { MessageGroupId: 'g', MessageDeduplicationId: 'one' });
    const second = await suite.send(queueUrl, { MessageGroupId: 'g', MessageDeduplicationId: 'two' });
    assert.match(first['SequenceNumber'], /^\d{20}$/);
    assert.ok(second['SequenceNumber'] > first['SequenceNumber']);
  });

  it('answers a duplicate with the id and number of the first', async () => {
    const url = await suite.createQueue({ FifoQueue: 'true' });
    const first = await suite.send(url, { MessageGroupId: 'g', MessageDeduplicationId: 'd' });
    const again = await suite.send(url, {
      MessageGroupId: 'g',
      MessageDeduplicationId: 'd',
      MessageBody: 'other',
    });
    assert.equal(again['MessageId'], first['MessageId']);
    assert.equal(again['SequenceNumber'], first['SequenceNumber']);
    assert.equal((await suite.receive(url)).length, 1);
  });

  const refusals: readonly [title: string, input: object, code: string, message: string | RegExp][] = [
    [
      'no group',
      { MessageDeduplicationId: 'd' },
      'MissingParameter',
      'The request must contain the parameter MessageGroupId.',
    ],
    [
      'no deduplication id',
      { MessageGroupId: 'g' },
      'InvalidParameterValue',
      'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
    ],
    [
      'a group with a space',
      { MessageGroupId: 'a b', MessageDeduplicationId: 'd' },
      'InvalidParameterValue',
      'Value a b for parameter MessageGroupId is invalid. Reason: MessageGroupId can only include alphanumeric and punctuation characters. 1 to 128 in length.',
    ],
    [
      'a deduplication id of 129 characters',
      { MessageGroupId: 'g', MessageDeduplicationId: 'd'.repeat(129) },
      'InvalidParameterValue',
      /MessageDeduplicationId can only include/,
    ],
    [
      'a delay of its own',
      { MessageGroupId: 'g', MessageDeduplicationId: 'd', DelaySeconds: 2 },
      'InvalidParameterValue',
      'Value 2 for parameter DelaySeconds is invalid. Reason: The request include parameter that is not valid for this queue type.',
    ],
  ];
  for (const [title, input, code, message] of refusals) {
    it(`refuses ${title}`, async () => {
      await suite.client.expectError(
        'SendMessage',
        { QueueUrl: queueUrl, MessageBody: 'hello', ...input },
        code,
        message,
      );
    });
  }
});

describeOverTime('SendMessage with a delay', (suite) => {
  it('hides the message until the delay is over', async () => {
    const url = await suite.createQueue();
    await suite.send(url, { DelaySeconds: 5 });
    await suite.clock.approach(5000);
    assert.equal((await suite.receive(url)).length, 0);
    await suite.clock.arrive();
    assert.equal((await suite.receive(url)).length, 1);
  });

  it('lets the message override the delay of a standard queue, with 0 too', async () => {
    const url = await suite.createQueue({ DelaySeconds: '60' });
    await suite.send(url, { DelaySeconds: 0 });
    assert.equal((await suite.receive(url)).length, 1);
  });

  it('forgets a deduplication id after five minutes', async () => {
    const url = await suite.createQueue({ FifoQueue: 'true', ContentBasedDeduplication: 'true' });
    const first = await suite.send(url, { MessageGroupId: 'g' });
    await suite.clock.approach(300_000);
    assert.equal((await suite.send(url, { MessageGroupId: 'g' }))['MessageId'], first['MessageId']);
    await suite.clock.arrive();
    assert.notEqual((await suite.send(url, { MessageGroupId: 'g' }))['MessageId'], first['MessageId']);
  });
});

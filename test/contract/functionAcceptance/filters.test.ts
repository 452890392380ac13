import assert from 'node:assert/strict';
import { ListEventSourceMappingsCommand, UpdateEventSourceMappingCommand } from '@aws-sdk/client-lambda';
import { nextEvent, writeAskingHandler } from '../../support/functions/askingHandler.ts';
import { useLiveFunctions } from '../../support/functions/liveFunctions.ts';
import { OPERATORS } from '../../support/filterOperators.ts';

const TEXT = '{"body":[{"prefix":"ORDER-"}]}';
const JSON_RULE = '{"body":{"kind":["order"]}}';
const OTHER_FIELD = '{"messageAttributes":{"kind":{"stringValue":["new"]}}}';

describe('Acceptance of functions: filters', () => {
  const live = useLiveFunctions();
  let UUID: string | undefined;

  before(async () => {
    await live.run({
      queues: { orders: {} },
      functions: { work: { ...writeAskingHandler(live), mappings: [{ queue: 'orders' }] } },
    });
    const { EventSourceMappings } = await live.lambda.send(new ListEventSourceMappingsCommand({}));
    UUID = EventSourceMappings?.[0]?.UUID;
  });

  const setFilters = (...patterns: readonly string[]) =>
    live.lambda.send(
      new UpdateEventSourceMappingCommand({
        UUID,
        FilterCriteria: { Filters: patterns.map((Pattern) => ({ Pattern })) },
      }),
    );
  const send = (MessageBody: string) =>
    live.sqs.call('SendMessage', {
      QueueUrl: live.urlOf('orders'),
      MessageBody,
      MessageAttributes: { kind: { DataType: 'String', StringValue: 'new' } },
    });

  /** A process gets it, and deletes it. */
  const assertProcessed = async (body: string): Promise<void> => {
    await send(body);
    const event = await nextEvent(live);
    assert.deepEqual(event.bodies, [body]);
    event.returns();
    await live.settle('orders');
  };

  /** It is deleted, and no process gets it. @returns why, as the trace says it */
  const assertDeleted = async (body: string): Promise<readonly [unknown, unknown]> => {
    await live.trace.catchUp();
    const invocations = live.find('invoked').length;
    const { MessageId } = (await send(body)) as { MessageId: string };
    await live.settle('orders');
    assert.deepEqual(await live.count('orders'), { visible: 0, inFlight: 0 });
    const [filtered, deleted] = live.trace.events.filter(({ messageId }) => messageId === MessageId).slice(2);
    assert.deepEqual([filtered?.kind, deleted?.kind], ['filteredOut', 'deleted']);
    assert.equal(live.find('invoked').length, invocations);
    return [filtered?.cause, filtered?.detail];
  };

  describe('5. a message that no filter matches is gone, and the trace says why:', () => {
    const noMatch = ['noMatch', 'The filter of the mapping of work does not match.'] as const;
    const noText = (form: string, pattern: string, about: string): string =>
      `The body is ${form}, and this filter of the mapping of work is about ${about}: ${pattern}`;
    const textBody = ['textBody', noText('text', JSON_RULE, 'a JSON object')] as const;
    const jsonBody = ['jsonBody', noText('JSON', TEXT, 'text')] as const;
    const bodies: readonly (readonly [
      what: string,
      body: string,
      pattern: string,
      why: readonly [cause: string, detail: string] | 'matched',
    ])[] = [
      ['text, and a rule about text', 'ORDER-1', TEXT, 'matched'],
      ['other text, and a rule about text', 'order-1', TEXT, noMatch],
      ['text, and a rule about JSON', 'ORDER-1', JSON_RULE, textBody],
      ['JSON, and a rule about text', '{"kind":"order"}', TEXT, jsonBody],
      ['text, and no rule about the body', 'ORDER-1', OTHER_FIELD, 'matched'],
      ['JSON, and no rule about the body', '{"kind":"order"}', OTHER_FIELD, 'matched'],
      ['JSON, and a rule about JSON', '{"kind":"order"}', JSON_RULE, 'matched'],
      ['other JSON, and a rule about JSON', '{"kind":"refund"}', JSON_RULE, noMatch],
    ];
    for (const [what, body, pattern, why] of bodies) {
      it(what, async () => {
        await setFilters(pattern);
        if (why === 'matched') await assertProcessed(body);
        else assert.deepEqual(await assertDeleted(body), why);
      });
    }

    it('several filters', async () => {
      await setFilters(JSON_RULE, '{"body":{"kind":["return"]}}');
      await assertProcessed('{"kind":"return"}');
      assert.deepEqual(await assertDeleted('{"kind":"refund"}'), [
        'noMatch',
        'None of the 2 filters of the mapping of work matches.',
      ]);
      assert.deepEqual(await assertDeleted('order'), textBody);
    });

    const either = '{"$or":[{"a":[1]},{"b":[2]}]}';
    for (const [name, pattern, hit, miss] of [
      ...OPERATORS.map(([operator, values, [hit], [miss]]) => {
        const bodyOf = (value: string | undefined) => (value === undefined ? '{}' : `{"field":${value}}`);
        return [operator, `{"field":${values}}`, bodyOf(hit), bodyOf(miss)] as const;
      }),
      ['$or', either, '{"b":2}', '{"a":2}'],
    ] as const) {
      it(`the operator ${name}`, async () => {
        await setFilters(`{"body":${pattern}}`);
        await assertProcessed(hit);
        assert.deepEqual(await assertDeleted(miss), noMatch);
      });
    }
  });
});

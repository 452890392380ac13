import assert from 'node:assert/strict';
import { parseCredentials } from '../../../broker/auth/credentials.ts';
import { buildContext } from '../../../broker/auth/requestContext.ts';
import { parsePolicy } from '../../../broker/auth/policyParser.ts';
import { readLoadCommand } from '../../../broker/cli/loadOptions.ts';
import { createLoadMessages } from '../../../broker/cli/loadMessages.ts';
import { applyText, planText } from '../../../broker/definitions/definitions.ts';
import { parseDefinitions } from '../../../broker/definitions/parse.ts';
import { writeQueues } from '../../../broker/definitions/write.ts';
import { readEnvironment, readFileVariables } from '../../../extension/launch/environment.ts';
import { inject } from '../../../extension/launch/injection.ts';
import { readTraceLines } from '../../../extension/trace/traceFile.ts';
import { makeDefinitionTarget } from '../../support/definitionTarget.ts';
import { accessRequest, user } from '../../support/policyHarness.ts';
import { TRICKY_NAMES, withMember } from '../../support/trickyNames.ts';

const NAMESPACE = { account: '000000000000', region: 'us-east-1' };

/** Every parser of texts that people and peers write; requests of SQS are tried over HTTP, in test/conformance. */
for (const name of TRICKY_NAMES) {
  describe(`A member that is called ${name}`, () => {
    it('is a queue, a tag and an attribute of a message in definitions, and is written back', () => {
      const text = JSON.stringify({
        queues: withMember(name, {
          tags: withMember(name, 'a tag'),
          messages: [{ body: withMember(name, 1), attributes: withMember(name, 'an attribute') }],
        }),
      });
      const [queue] = parseDefinitions(text).queues;
      assert.equal(queue?.name, name);
      assert.deepEqual(Object.entries(queue.tags), [[name, 'a tag']]);
      assert.deepEqual(queue.messages[0]?.attributes, [
        { name, type: 'String', stringValue: 'an attribute' },
      ]);
      assert.equal(queue.messages[0]?.body, `{"${name}":1}`);
      const target = makeDefinitionTarget();
      assert.equal(applyText(target, NAMESPACE, text).sentCount, 1);
      assert.deepEqual(planText(target, NAMESPACE, text).plan, { create: [], change: [], unlisted: [] });
      const written = writeQueues(target, NAMESPACE, target.engine.listQueues('us-east-1', '000000000000'));
      assert.deepEqual(
        JSON.parse(written),
        JSON.parse(JSON.stringify({ queues: withMember(name, { tags: withMember(name, 'a tag') }) })),
      );
    });

    it('changes the tag of a queue that exists', () => {
      const target = makeDefinitionTarget();
      const file = (value: string) =>
        JSON.stringify({ queues: { orders: { tags: withMember(name, value) } } });
      applyText(target, NAMESPACE, file('one'));
      const { plan } = applyText(target, NAMESPACE, file('two'));
      assert.deepEqual(plan.change[0]?.differences, [{ what: `tag ${name}`, from: 'one', to: 'two' }]);
      const queue = target.engine.findQueue('us-east-1', '000000000000', 'orders');
      assert.equal(queue?.tags.get(name), 'two');
    });

    const misplaced: readonly [what: string, file: object, message: RegExp][] = [
      ['file', { queues: {}, ...withMember(name, {}) }, /The file has no member/],
      ['queue', { queues: { q: withMember(name, {}) } }, /A queue has no member/],
      [
        'queue attributes',
        { queues: { q: { attributes: withMember(name, '1') } } },
        new RegExp(`Unknown Attribute ${name}`),
      ],
      ['dead letter', { queues: { q: { deadLetter: withMember(name, 1) } } }, /deadLetter has no member/],
      ['faults', { queues: { q: { faults: withMember(name, 1) } } }, /faults has no member/],
      [
        'message',
        { queues: { q: { messages: [{ body: 'x', ...withMember(name, 1) }] } } },
        /A message has no/,
      ],
    ];
    for (const [what, file, message] of misplaced) {
      it(`is refused in definitions as a member of the ${what}`, () => {
        const { problems } = planText(makeDefinitionTarget(), NAMESPACE, JSON.stringify(file));
        assert.equal(problems.length, 1);
        assert.match(problems[0]?.message ?? '', message);
      });
    }

    it('is a tag of a user, which policies may ask for', () => {
      const file = {
        users: [{ name: 'alice', accessKeyId: 'A', secretAccessKey: 's', tags: withMember(name, 'yes') }],
      };
      const parsed = parseCredentials(JSON.stringify(file), '000000000000');
      assert.ok(parsed.ok);
      const principal = parsed.credentials.get('A')?.principal;
      assert.deepEqual(Object.entries(principal?.tags ?? {}), [[name, 'yes']]);
      const context = buildContext(
        accessRequest({ principal: user({ tags: withMember(name, 'yes') as never }) }),
      );
      assert.deepEqual(context.get(`aws:principaltag/${name.toLowerCase()}`), ['yes']);
    });

    it('is refused as a member of a credential file and of a user', () => {
      const user = { name: 'alice', accessKeyId: 'A', secretAccessKey: 's' };
      for (const file of [
        { users: [user], ...withMember(name, 1) },
        { users: [{ ...user, ...withMember(name, 1) }] },
      ]) {
        const parsed = parseCredentials(JSON.stringify(file), '000000000000');
        assert.ok(!parsed.ok);
        assert.match(parsed.problem.message, /is not a known member of this file/);
      }
    });

    const statement = { Effect: 'Allow', Action: '*', Resource: '*' };
    const policies: readonly [what: string, document: object, message: RegExp][] = [
      ['policy', { Statement: statement, ...withMember(name, 1) }, /is not a known member of a policy/],
      [
        'statement',
        { Statement: { ...statement, ...withMember(name, 1) } },
        /is not a known member of a policy/,
      ],
      [
        'condition',
        { Statement: { ...statement, Condition: withMember(name, { 'aws:username': 'a' }) } },
        /is not a condition operator/,
      ],
    ];
    for (const [what, document, message] of policies) {
      it(`is refused as a member of a ${what}`, () => {
        const given = JSON.parse(JSON.stringify({ Version: '2012-10-17', ...document })) as unknown;
        const parsed = parsePolicy(given, { kind: 'identity', name: 'test' });
        assert.ok(!parsed.ok);
        assert.match(parsed.problem.message, message);
      });
    }

    it('is an attribute of the messages of a load test', () => {
      const command = readLoadCommand([
        '--queue=http://127.0.0.1:9324/000000000000/q',
        `--attributes=${name}=a`,
      ]);
      assert.ok(command.kind === 'run');
      const { members } = createLoadMessages(command.options)();
      assert.deepEqual(
        (JSON.parse(JSON.stringify(members)) as Record<string, unknown>)['MessageAttributes'],
        {
          ...withMember(name, { DataType: 'String', StringValue: 'a' }),
        },
      );
    });

    it('is a variable of a launch and of an envFile, and stays one', () => {
      const launch = { type: 'node', name: 'x', request: 'launch', env: withMember(name, 'kept') };
      assert.deepEqual(Object.entries(readEnvironment(launch)), [[name, 'kept']]);
      assert.deepEqual([...readFileVariables(`${name}=kept`)], [[name, 'kept']]);
      const injection = {
        endpoint: 'http://127.0.0.1:9324',
        region: 'us-east-1',
        trust: {},
        proxyBypass: {},
      };
      const env = Object.entries(inject(launch, injection, []).env as object);
      assert.deepEqual(env[0], [name, 'kept']);
    });

    it('is passed over in a saved trace', async () => {
      const event = { sequence: 1, at: 1, kind: 'sent', ...withMember(name, { kind: 'deleted' }) };
      const lines = ['{"format":"queueside-trace","version":1}', JSON.stringify(event)];
      const result = await readTraceLines(lines);
      assert.ok(result.ok);
      assert.equal(result.trace.events[0]?.kind, 'sent');
    });
  });
}

import assert from 'node:assert/strict';
import {
  SQSClient,
  type SQSClientConfig,
  CreateQueueCommand,
  ListQueuesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  DeleteQueueCommand,
} from '@aws-sdk/client-sqs';
import { describe, it } from 'mocha';
import { createAuthority } from '../../broker/auth/authorize.ts';
import { parseCredentials } from '../../broker/auth/credentials.ts';
import { ControlClient } from '../../broker/client/controlClient.ts';
import {
  agreeToLaunch,
  answerQuestion,
  listQuestions,
  type GatewayQuestion,
  getGateway,
  questionsChanged,
  setGatewayLevel,
} from '../../broker/protocol/gateway.ts';
import { registerConsumer } from '../../broker/protocol/broker.ts';
import { ACTION_NAMES } from '../../broker/api/actions.ts';
import { findSafeguard } from '../../broker/protection/protectionLevel.ts';
import {
  GATEWAY_TOKEN,
  startGateway,
  type TestGateway,
  type TestGatewayOptions,
} from '../support/gateway/testGateway.ts';
import { AWAITS_PROGRAMS_MS } from '../../broker/gateway/gateway.ts';
import { ManualSchedule } from '../support/manualSchedule.ts';
import { describeDirectly, type LocalBroker, startLocalBroker } from './support/broker.ts';
import { RawClient } from './support/client.ts';

const REAL = { accessKeyId: 'AKIDREALREALREAL', secretAccessKey: 'real secret' };
const LAUNCH = { accessKeyId: 'QSLAUNCH00000001', secretAccessKey: 'launch secret' };

describeDirectly('A gateway', function () {
  this.timeout(20_000);
  let broker: LocalBroker;
  const open: (() => void | Promise<void>)[] = [];

  beforeEach(async () => {
    // An endpoint that knows the keys of the connection, and no others.
    const parsed = parseCredentials(JSON.stringify({ users: [{ name: 'real', ...REAL }] }), '000000000000');
    assert.ok(parsed.ok);
    broker = await startLocalBroker({
      authority: createAuthority({
        mode: 'signatures',
        credentials: parsed.credentials,
        demandsTls: false,
        now: () => Date.now(),
        signingNow: () => Date.now(),
      }),
    });
    open.push(() => broker.close());
  });

  afterEach(async () => {
    for (const close of open.splice(0).toReversed()) await close();
  });

  async function start(options: TestGatewayOptions = {}): Promise<TestGateway> {
    const gateway = await startGateway(broker.endpoint, { keys: REAL, checksCallers: true, ...options });
    open.push(() => gateway.close());
    return gateway;
  }

  async function connect({ info }: TestGateway): Promise<ControlClient> {
    const client = await ControlClient.open(info.control, GATEWAY_TOKEN);
    open.push(() => client.close());
    return client;
  }

  async function launch(gateway: TestGateway, config: SQSClientConfig = {}): Promise<SQSClient> {
    const control = await connect(gateway);
    await control.request(registerConsumer, { ...LAUNCH, name: 'worker', kind: 'debugSession' });
    return createClient(gateway, config);
  }

  function createClient({ endpoint }: TestGateway, config: SQSClientConfig = {}): SQSClient {
    const client = new SQSClient({
      endpoint,
      region: 'us-east-1',
      credentials: { ...LAUNCH },
      maxAttempts: 1,
      ...config,
    });
    open.push(() => client.destroy());
    return client;
  }

  it('lets programs try again that it does not know yet, for five seconds after it was started again', async () => {
    const schedule = new ManualSchedule();
    const gateway = await start({
      startsAgain: true,
      parts: { schedule: schedule.after, keepAlive: { pingMs: Number.MAX_SAFE_INTEGER, pongMs: 1 } },
    });
    const client = createClient(gateway);
    await assert.rejects(client.send(new ListQueuesCommand({})), {
      name: 'ServiceUnavailable',
      message: 'Queueside gateway: it was started again, and does not know this program yet.',
    });
    schedule.advance(AWAITS_PROGRAMS_MS);
    await assert.rejects(client.send(new ListQueuesCommand({})), { name: 'InvalidClientTokenId' });
    const control = await connect(gateway);
    await control.request(registerConsumer, { ...LAUNCH, name: 'worker', kind: 'debugSession' });
    await client.send(new ListQueuesCommand({}));
  });

  it('signs with the keys of the connection what a launch has signed with its own', async () => {
    const client = await launch(await start());
    const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName: 'orders' }));
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'hello' }));
    const { Messages } = await client.send(new ReceiveMessageCommand({ QueueUrl }));
    assert.deepEqual(
      Messages?.map(({ Body }) => Body),
      ['hello'],
    );
    assert.deepEqual([...new Set(broker.calls.map(({ caller }) => caller.accessKeyId))], [REAL.accessKeyId]);
  });

  it('gives programs queue URLs of its own, in both protocols, with the account and the name of the queue', async () => {
    const gateway = await start({ checksCallers: false });
    for (const protocol of ['json', 'query'] as const) {
      const client = new RawClient(gateway, protocol);
      const { QueueUrl } = await client.expect('CreateQueue', { QueueName: `own-${protocol}` });
      assert.equal(QueueUrl, `${gateway.endpoint}/000000000000/own-${protocol}`);
      assert.deepEqual(await client.expect('GetQueueUrl', { QueueName: `own-${protocol}` }), { QueueUrl });
      const { QueueUrls } = await client.expect('ListQueues', { QueueNamePrefix: `own-${protocol}` });
      assert.deepEqual(QueueUrls, [QueueUrl]);
      const policy = JSON.stringify({
        deadLetterTargetArn: `arn:aws:sqs:us-east-1:000000000000:own-${protocol}`,
        maxReceiveCount: 1,
      });
      const source = await client.expect('CreateQueue', {
        QueueName: `source-${protocol}`,
        Attributes: { RedrivePolicy: policy },
      });
      const { queueUrls } = await client.expect('ListDeadLetterSourceQueues', { QueueUrl });
      assert.deepEqual(queueUrls, [source['QueueUrl']]);
    }
  });

  it('rejects calls that no launch has signed', async () => {
    const gateway = await start();
    const client = await launch(gateway);
    const wrong = createClient(gateway, { credentials: { ...LAUNCH, secretAccessKey: 'guessed' } });
    await assert.rejects(wrong.send(new ListQueuesCommand({})), { name: 'SignatureDoesNotMatch' });
    const unknown = createClient(gateway, { credentials: { ...REAL } });
    await assert.rejects(unknown.send(new ListQueuesCommand({})), { name: 'InvalidClientTokenId' });
    const unsigned = await fetch(`${gateway.endpoint}/?Action=ListQueues`);
    assert.equal(unsigned.status, 403);
    assert.match(await unsigned.text(), /AccessDenied.*signed with the keys of a launch/);
    assert.deepEqual(broker.calls, []);
    await client.send(new ListQueuesCommand({}));
    assert.equal(broker.calls.length, 1);
  });

  it('has no secret of the connection in what a client of its control channel can read, and in its log', async () => {
    const gateway = await start();
    const control = await connect(gateway);
    const info = JSON.stringify(await control.request(getGateway, {}));
    assert.ok(!`${info}${gateway.log.join()}`.includes(REAL.secretAccessKey));
  });

  describe('with the level readOnly', () => {
    it('only passes the actions that read, and names the level', async () => {
      const gateway = await start({ level: 'readOnly', checksCallers: false });
      const client = new RawClient(gateway, 'json');
      const passed: string[] = [];
      for (const action of ACTION_NAMES) {
        const { error } = await client.call(action, { QueueUrl: `${gateway.endpoint}/000000000000/orders` });
        if (error?.message.startsWith('Queueside gateway') !== true) {
          passed.push(action);
          continue;
        }
        assert.equal(error.code, 'AccessDenied');
        assert.equal(
          error.message,
          `Queueside gateway: the protection level readOnly of “test” does not allow ${action}.`,
        );
      }
      assert.deepEqual(
        passed,
        ACTION_NAMES.filter((action) => findSafeguard('readOnly', action) === 'nothing'),
      );
      assert.deepEqual([...new Set(broker.calls.map((call) => call.action))], passed);
      await client.expectError('DropTables', {}, 'AccessDenied', /only allows the actions of Amazon SQS/);
    });

    it('passes more when the level is lowered', async () => {
      const gateway = await start({ level: 'readOnly', checksCallers: false });
      const client = new RawClient(gateway, 'query');
      await client.expectError('CreateQueue', { QueueName: 'orders' }, 'AccessDenied');
      const control = await connect(gateway);
      await control.request(setGatewayLevel, { level: 'open' });
      await client.expect('CreateQueue', { QueueName: 'orders' });
      assert.equal((await control.request(getGateway, {})).level, 'open');
    });
  });

  describe('with the level confirm', () => {
    let gateway: TestGateway;
    let client: SQSClient;
    let control: ControlClient;
    let asked: GatewayQuestion[];
    let QueueUrl: string;

    beforeEach(async () => {
      gateway = await start({ level: 'open' });
      client = await launch(gateway);
      ({ QueueUrl = '' } = await client.send(new CreateQueueCommand({ QueueName: 'orders' })));
      control = await connect(gateway);
      await control.request(setGatewayLevel, { level: 'confirm' });
      asked = [];
    });

    /** Answers each question from now on. */
    function answer(reply: 'yes' | 'no', text?: string): void {
      control.onNotification(questionsChanged, ({ questions }) => {
        for (const question of questions) {
          if (asked.some(({ questionId }) => questionId === question.questionId)) continue;
          asked.push(question);
          void control.request(answerQuestion, {
            questionId: question.questionId,
            answer: reply,
            ...(text !== undefined && { text }),
          });
        }
      });
    }

    it('asks once for a launch, its queue and what it does there', async () => {
      answer('yes');
      await Promise.all([1, 2, 3].map(() => client.send(new ReceiveMessageCommand({ QueueUrl }))));
      await client.send(new ReceiveMessageCommand({ QueueUrl }));
      await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' }));
      await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' }));
      assert.deepEqual(
        asked.map(
          (question) => question.kind === 'launch' && [question.program, question.effect, question.queues],
        ),
        [
          ['worker', 'consume', ['orders']],
          ['worker', 'change', ['orders']],
        ],
      );
    });

    it('rejects what the user did not agree to, and does not ask again', async () => {
      answer('no');
      for (let round = 0; round < 2; round++) {
        await assert.rejects(client.send(new ReceiveMessageCommand({ QueueUrl })), {
          name: 'AccessDenied',
          message:
            'Queueside gateway: the protection level confirm of “test” asks before ReceiveMessage, and you did not agree. To be asked again, click the connection in the status bar and choose Ask Again.',
        });
      }
      assert.equal(asked.length, 1);
      assert.ok(!broker.calls.some(({ action }) => action === 'ReceiveMessage'));
    });

    it('does not ask about what was agreed to at the launch', async () => {
      answer('no');
      const { accessKeyId } = LAUNCH;
      await control.request(agreeToLaunch, { accessKeyId, queues: ['orders'], effects: ['consume'] });
      await client.send(new ReceiveMessageCommand({ QueueUrl }));
      assert.deepEqual(asked, []);
      await assert.rejects(client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' })));
    });

    it('wants the name of a queue that is deleted, each time', async () => {
      answer('yes', 'order');
      await assert.rejects(client.send(new DeleteQueueCommand({ QueueUrl })), { name: 'AccessDenied' });
      assert.deepEqual(
        asked.map(({ kind }) => kind),
        ['typedName'],
      );
      assert.deepEqual(
        asked.map((question) => question.kind === 'typedName' && question.accessKeyId),
        [LAUNCH.accessKeyId],
      );
    });

    it('deletes it when the name was entered', async () => {
      answer('yes', 'orders');
      await client.send(new DeleteQueueCommand({ QueueUrl }));
      assert.equal([...broker.engine.allQueues()].length, 0);
    });

    it('checks the level again after the question', async () => {
      control.onNotification(questionsChanged, ({ questions: [question] }) => {
        if (question === undefined) return;
        void control.request(setGatewayLevel, { level: 'readOnly' });
        void control.request(answerQuestion, { questionId: question.questionId, answer: 'yes' });
      });
      await assert.rejects(client.send(new ReceiveMessageCommand({ QueueUrl })), /level readOnly/);
    });

    it('withdraws a question when the last program that waits for it has hung up', async () => {
      const lists: (readonly GatewayQuestion[])[] = [];
      const next = () =>
        new Promise<void>((resolve) =>
          control.onNotification(questionsChanged, ({ questions }) => {
            lists.push(questions);
            resolve();
          }),
        );
      const asks = next();
      const [first, last] = [new AbortController(), new AbortController()];
      const calls = [first, last].map((each) =>
        client.send(new ReceiveMessageCommand({ QueueUrl }), { abortSignal: each.signal }),
      );
      const over = Promise.allSettled(calls);
      await asks;
      first.abort();
      // A call that is answered has passed the gateway after the one that was hung up.
      await client.send(new ListQueuesCommand({}));
      assert.equal((await control.request(listQuestions, {})).questions.length, 1);
      const ends = next();
      last.abort();
      await Promise.all([ends, over]);
      assert.deepEqual(
        lists.map((questions) => questions.map((question) => question.kind)),
        [['launch'], []],
      );
      answer('yes');
      await client.send(new ReceiveMessageCommand({ QueueUrl }));
      assert.equal(asked.length, 1);
    });

    it('lets a program try again whose question waits when the gateway ends', async () => {
      control.onNotification(questionsChanged, ({ questions }) => {
        if (questions.length > 0) void gateway.gateway.close();
      });
      await assert.rejects(client.send(new ReceiveMessageCommand({ QueueUrl })), {
        name: 'ServiceUnavailable',
        message: 'Queueside gateway: it ends, and asked you before. The call had no effect.',
      });
    });

    it('does not ask about calls that read', async () => {
      await client.send(new ListQueuesCommand({}));
    });
  });
});

import assert from 'node:assert/strict';
import { readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import type { PlacedQueue } from '../../../extension/connections/connection.ts';
import type { ExchangeRequest } from '../../../extension/connections/exchange.ts';
import { createExchangeWorld, type ExchangeWorld } from '../../support/transfer/exchangeWorld.ts';

const COUNT = 25;
const BODIES = Array.from({ length: COUNT }, (_, index) => `message ${index}`);

describe('Copying and moving messages from another endpoint', () => {
  let world: ExchangeWorld['world'];
  let remote: ExchangeWorld['remote'];
  let there: ExchangeWorld['there'];
  let here: ExchangeWorld['here'];
  let folder: ExchangeWorld['folder'];
  let ports: ExchangeWorld['ports'];
  let describeRequest: ExchangeWorld['describeRequest'];
  let listBodies: ExchangeWorld['listBodies'];
  let listStates: ExchangeWorld['listStates'];
  let untilSaid: ExchangeWorld['untilSaid'];

  beforeEach(async () => {
    ({ world, remote, there, here, folder, ports, describeRequest, listBodies, listStates, untilSaid } =
      await createExchangeWorld(BODIES));
  });

  const exchange = (mode: ExchangeRequest['mode']) =>
    world.code.exchangeMessages(ports(), describeRequest(mode));

  it('shows the plan before anything is received, and copies all of the queue', async () => {
    let receivesBefore: unknown;
    remote.consent.agreeToPlan = async (question) => {
      remote.consent.plans.push(question);
      receivesBefore = (await there.read()).map(({ receiveCount }) => receiveCount);
      return true;
    };
    await exchange('copy');
    const [question] = remote.consent.plans;
    assert.equal(question?.title, 'Copy about 25 messages from orders (x) to copies (Local broker)?');
    assert.match(question?.detail ?? '', /^At most 25 messages\. Calls on x: about 9\.$/m);
    assert.match(question?.detail ?? '', /The messages stay in orders\./);
    assert.match(question?.detail ?? '', /hidden from the consumers of orders until the copy ends/);
    assert.match(question?.detail ?? '', /visible again after 5 min at the latest, and you can resume/);
    assert.deepEqual(
      receivesBefore,
      BODIES.map(() => 0),
    );
    assert.deepEqual(await listBodies(here), BODIES.toSorted());
    assert.deepEqual([await listBodies(there), await listStates()], [BODIES.toSorted(), ['visible']]);
    assert.equal(world.window.said.at(-1), 'Copied 25 messages to copies (Local broker).');
    assert.deepEqual(await readdir(folder), []);
  });

  it('says what could be dead-lettered, as the queue is set', async () => {
    await there.gate.call('SetQueueAttributes', {
      QueueUrl: there.queue.url,
      Attributes: {
        RedrivePolicy: JSON.stringify({ deadLetterTargetArn: there.queue.arn, maxReceiveCount: 3 }),
      },
    });
    remote.consent.agrees = false;
    await exchange('copy');
    assert.match(
      remote.consent.plans[0]?.detail ?? '',
      /orders allows 3 receives: a message that was received 3 times goes to its dead-letter queue orders instead/,
    );
    assert.deepEqual([await listBodies(here), await listStates()], [[], ['visible']]);
  });

  it('moves on “confirm” once the name of the queue was typed, without another question', async () => {
    remote.setLevel('confirm');
    remote.consent.typed = 'orders';
    await exchange('move');
    assert.deepEqual(
      [remote.consent.plans.length, remote.consent.asked.map(({ by }) => by)],
      [1, ['typeQueueName']],
    );
    assert.deepEqual([await listBodies(there), await listBodies(here)], [[], BODIES.toSorted()]);
  });

  it('receives nothing if another name was typed, which is said', async () => {
    remote.setLevel('confirm');
    remote.consent.typed = 'copies';
    await assert.rejects(exchange('move'), /The name that you typed is not the name of the queue/);
    assert.deepEqual(
      (await there.read()).map(({ receiveCount }) => receiveCount),
      BODIES.map(() => 0),
    );
  });

  it('is rejected on “readOnly” before anything is asked', async () => {
    remote.setLevel('readOnly');
    await exchange('copy');
    assert.match(world.window.said.at(-1) ?? '', /readOnly, which does not allow ReceiveMessage/);
    assert.deepEqual([remote.consent.plans, world.window.items], [[], []]);
  });

  it('does not copy a queue to itself by another connection', async () => {
    const request = describeRequest('copy');
    await world.code.exchangeMessages(ports(), { ...request, to: there.local as PlacedQueue<'exchange'> });
    assert.match(world.window.said.at(-1) ?? '', /^Both are the same queue: http/);
    assert.deepEqual(remote.consent.plans, []);
  });

  it('gives everything back when it is canceled, says so, and forgets it', async () => {
    world.window.cancelAfter = 1;
    world.window.press = '';
    await exchange('copy');
    const said = world.window.said.at(-1) ?? '';
    assert.match(said, /^Copied 10 messages to copies \(Local broker\)\. You canceled it\./);
    assert.match(said, /The messages of orders \(x\) that were received are visible again\./);
    assert.deepEqual([(await here.read()).length, await listStates()], [10, ['visible']]);
    await untilForgotten();
  });

  for (const [what, close] of [
    ['disconnects', () => remote.connection.close()],
    ['changes the connection', () => remote.connection.dispose()],
  ] as const) {
    it(`gives everything back when the user ${what} meanwhile`, async () => {
      world.window.press = '';
      const { name, can } = here.local.connection;
      const sendBatch: typeof can.sendBatch = (params) => {
        close();
        return can.sendBatch(params);
      };
      const connection = { id: 'here', name, can: { ...can, sendBatch } };
      const to = { ...here.local, connection } as unknown as PlacedQueue<'exchange'>;
      await world.code.exchangeMessages(ports(), { ...describeRequest('copy'), to });
      assert.match(world.window.said.at(-1) ?? '', /^Copied 10 messages.* You canceled it\./);
      assert.deepEqual([(await here.read()).length, await listStates()], [10, ['visible']]);
    });
  }

  it('resumes what it canceled if the user wants it, and sends nothing twice', async () => {
    world.window.cancelAfter = 1;
    world.window.press = 'Resume';
    const done = untilSaid('Copied 25 messages to copies (Local broker).');
    remote.consent.agreeToPlan = (question) => {
      // The first plan is canceled, the second is not.
      if (remote.consent.plans.push(question) === 2) world.window.cancelAfter = Infinity;
      return Promise.resolve(true);
    };
    await exchange('copy');
    await done;
    assert.match(remote.consent.plans[1]?.detail ?? '', /^10 messages were stored before the interruption/);
    assert.deepEqual(await listBodies(here), BODIES.toSorted());
  });

  it('does not resume what another window took over while it offered that', async () => {
    world.window.cancelAfter = 1;
    world.window.press = 'Resume';
    const done = untilSaid('Another window has resumed or discarded this transfer.');
    remote.consent.agreeToPlan = async (question) => {
      // The second plan is that of the resumption.
      if (remote.consent.plans.push(question) === 1) return true;
      const [name = ''] = await readdir(folder);
      await rename(join(folder, name), join(folder, 'b.jsonl'));
      return true;
    };
    await exchange('copy');
    await done;
    assert.deepEqual([(await here.read()).length, await readdir(folder)], [10, ['b.jsonl']]);
  });

  describe('in the other direction', () => {
    const LOCAL = ['one', 'two', 'three', 'four'];

    beforeEach(() => here.fill(LOCAL.map((body) => ({ body }))));

    async function send(mode: ExchangeRequest['mode'], messageIds?: readonly string[]): Promise<void> {
      const { from, to } = describeRequest(mode);
      const request = { mode, from: to, to: from, ...(messageIds && { messageIds }) };
      await world.code.exchangeMessages(ports(), request);
    }
    const listSent = async () => (await listBodies(there)).filter((body) => LOCAL.includes(body));

    it('copies chosen messages without receiving anything', async () => {
      const [, two, three] = await here.read();
      assert.ok(two && three);
      await send('copy', [three.messageId, two.messageId]);
      assert.deepEqual(await listSent(), ['three', 'two']);
      assert.doesNotMatch(remote.consent.plans[0]?.detail ?? '', /receiv(ing|ed)/);
      assert.deepEqual(
        (await here.read()).map(({ receiveCount }) => receiveCount),
        [0, 0, 0, 0],
      );
      assert.equal(world.window.said.at(-1), 'Copied 2 messages to orders (x).');
    });

    it('moves what no consumer processes, and says what stays', async () => {
      await here.gate.call('ReceiveMessage', { QueueUrl: here.queue.url, MaxNumberOfMessages: 1 });
      await send('move');
      assert.equal((await listSent()).length, 3);
      assert.deepEqual(
        (await here.read()).map(({ state }) => state),
        ['inFlight'],
      );
      assert.equal(
        world.window.said.at(-1),
        'Moved 3 messages to orders (x). 1 message stays in copies (Local broker), because it is in flight.',
      );
    });

    it('is one question for all its calls on “confirm”, and none is called after a no', async () => {
      remote.setLevel('confirm');
      remote.consent.agrees = false;
      await send('copy');
      assert.deepEqual([remote.consent.plans.length, await listSent()], [1, []]);
      remote.consent.agrees = true;
      await send('copy');
      assert.deepEqual([remote.consent.plans.length, remote.consent.asked], [2, []]);
      assert.deepEqual(await listSent(), LOCAL.toSorted());
    });
  });

  /** Fails by the time limit of the test if it is not. */
  async function untilForgotten(): Promise<void> {
    while ((await readdir(folder)).length > 0);
  }
});

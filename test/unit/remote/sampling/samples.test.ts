import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import { type LocalBroker, startLocalBroker } from '../../../conformance/support/broker.ts';
import { callSqs } from '../../../support/callSqs.ts';
import { createRemoteWorld, untilQueues } from '../../../support/upstream/remoteWorld.ts';

const arnOf = (name: string): string => `arn:aws:sqs:us-east-1:000000000000:${name}`;
const DEAD = 'orders-dead';
const REDRIVE = JSON.stringify({ deadLetterTargetArn: arnOf(DEAD), maxReceiveCount: '3' });

describe('A look at messages of a connection', () => {
  let broker: LocalBroker;
  let world: ReturnType<typeof createRemoteWorld>;

  beforeEach(async () => {
    broker = await startLocalBroker();
    await call('CreateQueue', { QueueName: DEAD });
    await call('CreateQueue', { QueueName: 'orders', Attributes: { RedrivePolicy: REDRIVE } });
    await call('CreateQueue', { QueueName: 'orders.fifo', Attributes: { FifoQueue: 'true' } });
    for (const name of ['orders', DEAD])
      for (let index = 0; index < 10; index += 1)
        await call('SendMessage', { QueueUrl: urlOf(name), MessageBody: `${name} ${index}` });
    world = createRemoteWorld(broker.endpoint);
    await world.connection.open();
  });

  afterEach(async () => {
    assert.deepEqual(broker.defects, []);
    world.connection.dispose();
    await broker.close();
  });

  const urlOf = (name: string): string => `${broker.endpoint}/000000000000/${name}`;
  const call = (action: string, input: object) => callSqs(broker.endpoint, action, input);
  const count = (action: string): number => broker.calls.filter((each) => each.action === action).length;
  const look = (name: string) => world.connection.can.sample?.(arnOf(name));
  const view = (index = 0) => {
    const found = world.views[index];
    assert.ok(found);
    return { actions: found.actions, state: () => found.shown.at(-1) };
  };
  /** The counts that consumers see. */
  async function readCounts(name: string): Promise<readonly [visible: number, hidden: number]> {
    const { Attributes } = await call('GetQueueAttributes', {
      QueueUrl: urlOf(name),
      AttributeNames: ['All'],
    });
    const values = Attributes as Readonly<Record<string, string>>;
    return [
      Number(values['ApproximateNumberOfMessages']),
      Number(values['ApproximateNumberOfMessagesNotVisible']),
    ];
  }
  async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
    for (let turns = 0; turns < 1_000 && !(await holds()); turns += 1)
      await new Promise((resolve) => setImmediate(resolve));
    assert.ok(await holds());
  }

  it('asks with what the queue is set to', async () => {
    world.consent.agrees = false;
    for (const name of ['orders', DEAD, 'orders.fifo']) await look(name);
    const details = world.consent.plans.map(({ detail }) => detail);
    assert.match(details[0] ?? '', /“orders” allows 3 receives.*would be moved to “orders-dead”/);
    assert.match(details[1] ?? '', /“orders-dead” is a dead-letter queue/);
    assert.match(details[2] ?? '', /“orders\.fifo” hides them[^]*message groups are blocked/);
    assert.equal(count('ReceiveMessage'), 0);
    assert.deepEqual(world.views, []);
  });

  it('takes other numbers, and asks with them', async () => {
    world.consent.choices.push('Change Numbers…');
    world.setPlan({ messages: 25, holdSeconds: 120 });
    const looking = look(DEAD);
    await until(() => world.views[0]?.shown.at(-1)?.messages.length === 10);
    view().actions.giveBack();
    await call('SendMessage', { QueueUrl: urlOf(DEAD), MessageBody: 'late' });
    await looking;
    assert.deepEqual(
      world.consent.plans.map(({ button }) => button),
      ['Look at 10 Messages', 'Look at 25 Messages'],
    );
    assert.match(world.consent.plans[1]?.detail ?? '', /up to 25 messages .* for 120 seconds/);
  });

  it('shows the messages, hidden, with their bodies, until the view is closed', async () => {
    await look('orders');
    const { state, actions } = view();
    assert.deepEqual(
      state()?.messages.map(({ body, systemAttributes }) => [
        body,
        systemAttributes['ApproximateReceiveCount'],
      ]),
      Array.from({ length: 10 }, (_, index) => [`orders ${index}`, '1']),
    );
    assert.equal(state()?.phase, 'held');
    assert.equal(
      state()?.summary,
      '10 of about 10 messages, a sample: the service chose them, in no particular order.',
    );
    assert.deepEqual(await readCounts('orders'), [0, 10]);
    actions.close();
    await until(async () => (await readCounts('orders'))[0] === 10);
    assert.deepEqual(world.told, ['Gave 10 messages back to orders.']);
    await untilQueues(
      world.connection,
      () => world.connection.queues.findByName('orders')?.counts.visible === 10,
    );
    assert.equal(count('ChangeMessageVisibilityBatch'), 1);
  });

  const ENDS: readonly (readonly [what: string, end: () => void | Promise<unknown>])[] = [
    ['the user gives them back', () => view().actions.giveBack()],
    ['the connection is removed', () => world.connection.dispose()],
    ['the user looks again', () => view().actions.lookAgain()],
  ];
  for (const [what, end] of ENDS) {
    it(`gives the messages back when ${what}`, async () => {
      await look('orders');
      await end();
      await until(() => count('ChangeMessageVisibilityBatch') === 1);
      const isLookedAtAgain = what === 'the user looks again';
      await until(async () => (await readCounts('orders'))[isLookedAtAgain ? 1 : 0] === 10);
      const state = view().state();
      assert.deepEqual([state?.phase, state?.givenBack.length], isLookedAtAgain ? ['held', 0] : ['over', 10]);
      if (isLookedAtAgain) assert.equal(state?.messages[0]?.systemAttributes['ApproximateReceiveCount'], '2');
    });
  }

  it('receives nothing if the view is closed during the question of the next look', async () => {
    await look('orders');
    const { actions } = view();
    world.consent.agreeToPlan = () => {
      actions.close();
      return Promise.resolve(true);
    };
    await actions.lookAgain();
    await until(async () => (await readCounts('orders'))[0] === 10);
    assert.equal(count('ReceiveMessage'), 1);
  });

  it('receives once if the user presses Look Again twice', async () => {
    await look('orders');
    const { actions, state } = view();
    await Promise.all([actions.lookAgain(), actions.lookAgain()]);
    assert.deepEqual([world.consent.plans.length, count('ReceiveMessage')], [2, 2]);
    assert.deepEqual([state()?.phase, await readCounts('orders')], ['held', [0, 10]]);
    // Later, it is another one.
    await actions.lookAgain();
    assert.equal(count('ReceiveMessage'), 3);
  });

  it('gives back what came so far when it is stopped in the middle, also what comes meanwhile', async () => {
    world.consent.choices.push('Change Numbers…');
    world.setPlan({ messages: 25, holdSeconds: 30 });
    const looking = look('orders');
    // The second call waits, under the manual clock: 10 of 25 are there.
    await until(() => world.views[0]?.shown.at(-1)?.messages.length === 10);
    const { state, actions } = view();
    assert.equal(state()?.phase, 'receiving');
    actions.giveBack();
    assert.equal(state()?.phase, 'stopping');
    assert.equal(count('ChangeMessageVisibilityBatch'), 0);
    await call('SendMessage', { QueueUrl: urlOf('orders'), MessageBody: 'late' });
    await looking;
    await until(() => state()?.phase === 'over');
    assert.deepEqual([state()?.messages.length, state()?.givenBack.length], [11, 11]);
    assert.deepEqual(await readCounts('orders'), [11, 0]);
  });

  it('makes no call to give back messages whose visibility timeout is over', async () => {
    await look('orders');
    world.setNow(30_001);
    view().actions.giveBack();
    await until(() => view().state()?.phase === 'over');
    assert.equal(count('ChangeMessageVisibilityBatch'), 0);
    assert.match(view().state()?.status ?? '', /visible to consumers again/);
  });

  it('says at the end of the visibility timeout that the messages are visible', async () => {
    await look('orders');
    const timer = world.timers.findLast(({ delayMs }) => delayMs === 30_000);
    assert.ok(timer);
    world.setNow(30_000);
    timer.callback();
    await until(() => view().state()?.phase === 'over');
    assert.equal(count('ChangeMessageVisibilityBatch'), 0);
  });

  it('calls nothing where the level is readOnly, and says so before it asks', async () => {
    world.setLevel('readOnly');
    assert.match(world.connection.remote.findRefusal('sample') ?? '', /readOnly.*ReceiveMessage/);
    // Also if a command asks all the same.
    await assert.rejects(async () => look('orders'), /readOnly, which does not allow ReceiveMessage/);
    assert.equal(count('ReceiveMessage'), 0);
    assert.deepEqual([world.consent.asked, world.consent.plans, world.views], [[], [], []]);
  });

  it('gives the messages back also if the level has become readOnly since', async () => {
    await look('orders');
    world.setLevel('readOnly');
    view().actions.close();
    await until(() => world.told.length === 1);
    assert.deepEqual(world.told, ['Gave 10 messages back to orders.']);
    assert.deepEqual(await readCounts('orders'), [10, 0]);
  });

  it('passes the gate of the level confirm by one question, the one with the numbers', async () => {
    world.setLevel('confirm');
    await look('orders');
    view().actions.giveBack();
    await until(() => view().state()?.phase === 'over');
    assert.deepEqual([world.consent.plans.length, world.consent.asked], [1, []]);
    assert.equal(view().state()?.givenBack.length, 10);
  });

  it('asks each time for a queue with consumers, and once for a dead-letter queue', async () => {
    for (const name of ['orders', 'orders', DEAD, DEAD]) {
      await look(name);
      world.views.at(-1)?.actions.close();
      await until(async () => (await readCounts(name))[0] === 10);
    }
    assert.equal(world.consent.plans.length, 3);
  });

  it('reads the counts and receives nothing, if that is what the user wants', async () => {
    world.consent.choices.push('Look at Counts Only');
    await look('orders');
    assert.deepEqual(world.told, ['orders: about 10 visible, 0 in flight, 0 delayed.']);
    assert.deepEqual([count('ReceiveMessage'), world.views.length], [0, 0]);
  });
});

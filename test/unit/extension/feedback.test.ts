import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { MessageSummary, MessagesResult } from '../../../broker/protocol/message.ts';
import { type ConnectionWorld, createConnectionWorld } from '../../support/connections/connectionWorld.ts';
import { MemoryConnection } from '../../support/connections/memoryConnection.ts';
import { makeQueue } from '../../support/webviewSamples.ts';

/** What a command that changes something says when it is done, in the English of the sources. */
const FEEDBACK: Readonly<Record<string, readonly string[]>> = {
  createQueue: ['Created {0}.'],
  deleteQueue: ['Deleted {0}.'],
  purgeQueue: ['Purged 1 message.', 'Purged {0} messages.'],
  undoLastChange: ['1 message was restored.', 'The queue {0} was restored.', '1 message was restored.'],
  editQueue: ['Changed {0}: {1}.'],
  editAttribute: ['Changed {0}: {1}.'],
  attachDeadLetterQueue: ['{0} takes messages of {1} after {2} receives.'],
  detachDeadLetterQueue: ['{0} no longer takes messages of {1}.'],
  redriveQueue: ['Redrove 1 message of {0}.', 'Redrove {0} messages of {1}.'],
  closeConnection: ['Disconnected {0}.'],
  startDlqRedrive: ['Moved about 1 message of {0}.', 'Moved about {0} messages of {1}.'],
  redriveMessages: ['Redrove 1 message.', 'Redrove {0} messages.'],
  moveMessages: ['Moved 1 message to {0}.', 'Moved {0} messages to {1}.'],
  copyMessages: ['Copied 1 message to {0}.', 'Copied {0} messages to {1}.'],
  sendAgain: ['Sent 1 message again.', 'Sent {0} messages again.'],
  deleteMessages: ['Deleted 1 message from {0}.', 'Deleted {0} messages from {1}.'],
  extendMessages: ['Extended 1 message.', 'Extended {0} messages.'],
  releaseMessages: ['1 message is visible.', '{0} messages are visible.'],
  sendMessage: ['Sent to {0} at {1}'],
  sendFiles: ['Sent {0} messages to {1}.'],
  exportMessages: ['Exported 1 message from {0} to {1}.', 'Exported {0} messages from {1} to {2}.'],
  exportTraceMessages: [
    'Exported 1 message from the trace to {0}.',
    'Exported {0} messages from the trace to {1}.',
  ],
  importMessages: ['Imported 1 message from {0} into {1}.', 'Imported {0} messages from {1} into {2}.'],
  clearTrace: ['Cleared the trace.'],
  saveTrace: ['Saved {0} events'],
  replayTrace: ['Replayed {0} of {1} messages.'],
  fixFinding: ['Changed {0}: {1}.'],
  dismissFinding: ['Dismissed “{0}”.'],
  clearFindings: ['Cleared 1 finding.', 'Cleared {0} findings.'],
  injectFaults: ['Faults on {0}: {1}; seed {2}.', 'No faults on {0}.'],
  stopFaults: ['Stopped the faults of {0}.'],
  deleteAlarm: ['Deleted the alarm {0}.'],
  enableAlarmActions: ['Enabled the actions of {0}.'],
  disableAlarmActions: ['Disabled the actions of {0}.'],
  setAlarmState: ['{0} is now: {1}.'],
  stopAllFaults: ['All faults are turned off.'],
  undoAdvance: ['1 message was restored.', '{0} messages were restored.'],
  resetClock: ['The broker’s clock shows real time again.'],
  toggleHold: ['Visibility timeouts now pause at breakpoints.'],
  resumeVisibilityTimeouts: ['Visibility timeouts run again until your program pauses.'],
  breakOnArrival: ['Breaks at messages to {0}.'],
  removeArrivalBreakpoint: ['No longer breaks when a message arrives at {0}.'],
  runPool: ['The pool {0} is running.'],
  debugPool: ['Debugging the pool {0}.'],
  stopPool: [
    'Stopped the pool {0}.',
    'The pool {0} stops: 1 process finishes its messages.',
    'The pool {0} stops: {1} processes finish their messages.',
  ],
  setPoolSize: ['Set {0} to 1 process.', 'Set {0} to {1} processes.'],
  interruptPool: ['Ends {0} processes of {1} an hour; seed {2}.', '{0} is no longer interrupted.'],
  protectPoolProcess: ['{0} is protected from scale-in.'],
  unprotectPoolProcess: ['{0} is no longer protected from scale-in.'],
  endPoolProcess: ['Sent SIGKILL to {0}.', 'Sent SIGKILL to {0}, which has 1 message in flight.'],
  declarePool: ['Added the pool {0} to {1}. Enter its command, and save the file.'],
  runFunction: ['The function {0} is running.'],
  debugFunction: ['Debugging the function {0}: the first message of its queues starts it.'],
  stopFunction: [
    'Stopped the function {0}.',
    'The function {0} stops: 1 invocation is finished first.',
    'The function {0} stops: {1} invocations are finished first.',
  ],
  applyDefinitions: ['{0} created', '{0} changed', 'Deleted {0} queues.'],
  writeDefinitions: ['Wrote {0}.'],
  useTemplate: ['{0}: {1}.', '{0} is no longer used. Its queues stay.'],
  clearStorage: ['Cleared the stored messages of this workspace'],
  rotateMasterKey: ['The master key of the data folder was changed.'],
  resetBilling: ['Reset the cost estimate.'],
  addConnection: ['Added the connection {0}.'],
  addQueueByUrl: ['Added {0} to {1}.'],
  removeConnection: ['Removed the connection {0}.'],
  chooseDebugConnection: ['The next launches call the local broker.', 'The next launches call {0}.'],
  stopGateway: ['Stopped the gateway of {0}.'],
};

/** These change something, and what they change is in sight: the status item, a list that stays, a panel or a report. */
const SHOW_IT: readonly string[] = [
  'startBroker',
  'stopBroker',
  'restartBroker',
  'advanceClock',
  'manageKeys',
  'manageUsers',
  'manageBodyKeys',
  'runLoadTest',
  'invokeFunctionWithLastBatch',
  'editFunctionEvent',
  'receiveMessages',
  'sampleMessages',
  'createAlarm',
  'editAlarm',
  'testIdempotence',
  'openSample',
  'chooseTraceSource',
  'searchQueues',
  'sortQueues',
  'groupQueues',
  'hideEmptyQueues',
  'pinQueues',
  'unpinQueues',
  'filterQueues',
  'clearFilter',
];

const ORDERS = makeQueue('orders').arn;
const DEAD = makeQueue('orders-dead').arn;

function makeMessage(messageId: string): MessageSummary {
  return { messageId, state: 'visible', sentAt: 0, receiveCount: 1, sizeBytes: 5, preview: messageId };
}

describe('a command that changes something', () => {
  let world: ConnectionWorld;
  let asked: [string, unknown][];
  /** What the next edit comes to. */
  let result: MessagesResult;
  let back: MessagesResult;

  beforeEach(async () => {
    world = await createConnectionWorld();
    asked = [];
    result = { done: ['a', 'b'], missed: [], undoId: 'seven' };
    back = { done: ['a', 'b'], missed: [] };
    const edit = (name: string) => (params: unknown) => {
      asked.push([name, params]);
      return Promise.resolve(result);
    };
    let isEmpty = false;
    const place = new MemoryConnection(
      'able',
      [makeQueue('orders', 2), { ...makeQueue('orders-dead', 2), deadLetterSources: [ORDERS] }],
      {
        peek: {
          page: () => Promise.resolve({ messages: isEmpty ? [] : ['a', 'b'].map(makeMessage) }),
          search: () => Promise.reject(new Error('not asked for')),
          readPage: () => Promise.reject(new Error('not asked for')),
          read: () => Promise.reject(new Error('not asked for')),
          follow: () => Promise.reject(new Error('not asked for')),
        },
        change: { delete: edit('delete'), release: edit('release'), extend: edit('extend') },
        transfer: { again: edit('again'), copy: edit('copy'), move: edit('move') },
        redrive: (params) => {
          isEmpty = true;
          return edit('redrive')(params);
        },
        undo: {
          list: () => Promise.resolve([]),
          messages: (undoId) => {
            asked.push(['undo', undoId]);
            return Promise.resolve(back);
          },
          change: () => Promise.reject(new Error('not asked for')),
          loss: () => Promise.reject(new Error('not asked for')),
        },
      },
    );
    world.connections.add(world.memory);
    world.connections.add(place);
  });

  async function listMessages(queue = 'orders') {
    const [messages] = await world.listRows(await world.findRow(2, queue));
    return world.listRows(messages);
  }

  it('is known here, with what it says or shows', () => {
    const known = new Set([...Object.keys(FEEDBACK), ...SHOW_IT]);
    const all = world.code.ALL_COMMANDS.map(([name]) => name);
    assert.deepEqual(
      [...known].filter((name) => !all.includes(name)),
      [],
    );
    const others = all.filter((name) => !known.has(name));
    // What is left opens, shows or copies something.
    assert.deepEqual(
      others.filter(
        (name) => !/^(?:open|show|copy|peek|load|refresh|explain|decrypt|compare|editAndResend)/.test(name),
      ),
      [],
    );
  });

  it('says it in words that are translated', () => {
    const texts = JSON.parse(readFileSync('extension/l10n/bundle.l10n.json', 'utf8')) as object;
    const missing = Object.values(FEEDBACK)
      .flat()
      .filter((text) => !Object.hasOwn(texts, text));
    assert.deepEqual(missing, []);
  });

  const rows: readonly [command: string, queue: string, says: string, undoes: boolean][] = [
    ['deleteMessages', 'orders', 'Deleted 2 messages from orders.', true],
    ['moveMessages', 'orders', 'Moved 2 messages to orders-dead.', true],
    ['redriveMessages', 'orders-dead', 'Redrove 2 messages.', true],
    ['copyMessages', 'orders', 'Copied 2 messages to orders-dead.', false],
    ['sendAgain', 'orders', 'Sent 2 messages again.', false],
    ['extendMessages', 'orders', 'Extended 2 messages.', false],
    ['releaseMessages', 'orders', '2 messages are visible.', false],
  ];
  for (const [command, queue, says, undoes] of rows) {
    it(`says “${says}”${undoes ? ' and takes it back' : ''}: ${command}`, async () => {
      if (!undoes) result = { done: ['a', 'b'], missed: [] };
      world.window.press = 'Undo';
      world.window.typed = '10m';
      world.window.choose = (items) => items.find(({ label }) => label === 'orders-dead');
      const messages = await listMessages(queue);
      await world.run(command, messages[0], messages);
      await settle();
      const said = world.window.said.filter((text) => !text.endsWith('?'));
      assert.deepEqual(said, undoes ? [says, '2 messages were restored.'] : [says]);
      assert.deepEqual(
        asked.filter(([name]) => name === 'undo'),
        undoes ? [['undo', 'seven']] : [],
      );
    });
  }

  it('takes a redrive of a whole queue back, the last page first', async () => {
    world.window.press = 'Undo';
    await world.run('redriveQueue', await world.findRow(2, 'orders-dead'));
    await settle();
    assert.deepEqual(world.window.said, ['Redrove 2 messages of orders-dead.', '2 messages were restored.']);
    assert.deepEqual(asked.at(-1), ['undo', 'seven']);
  });

  it('says how many could not be put back, and why', async () => {
    world.window.press = 'Undo';
    back = { done: ['a'], missed: [{ messageId: 'b', reason: 'A consumer is processing it.' }] };
    const [first] = await listMessages();
    await world.run('deleteMessages', first);
    await settle();
    assert.equal(
      world.window.said.at(-1),
      '1 message was restored. Not put back: 1. A consumer is processing it.',
    );
  });

  it('says what it skipped, with the reason, and still offers to take back the rest', async () => {
    result = { done: ['a'], missed: [{ messageId: 'b', reason: 'It is gone.' }], undoId: 'three' };
    world.window.press = 'Undo';
    const messages = await listMessages();
    await world.run('deleteMessages', messages[0], messages);
    await settle();
    assert.ok(world.window.said.includes('Deleted 1 message from orders. Skipped: 1. It is gone.'));
    assert.deepEqual(asked.at(-1), ['undo', 'three']);
  });

  it('purges and deletes queues with a word about it', async () => {
    const row = await world.findRow(1, 'orders');
    await world.run('purgeQueue', row);
    await world.run('deleteQueue', row);
    await settle();
    const said = world.window.said.filter((text) => !text.endsWith('?'));
    assert.deepEqual(said, ['Purged 2 messages.', 'Deleted orders.']);
    assert.equal(world.memory.queues.findByArn(DEAD)?.name, 'orders-dead');
  });
});

/** What follows a command without being waited for: promises only. */
async function settle(): Promise<void> {
  for (let turns = 0; turns < 10; turns += 1) await new Promise((resolve) => setImmediate(resolve));
}

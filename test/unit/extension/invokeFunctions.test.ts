import assert from 'node:assert/strict';
import type { FunctionInfo, InvokeFunctionResult } from '../../../broker/protocol/functions.ts';
import { type ConnectionWorld, createConnectionWorld } from '../../support/connections/connectionWorld.ts';
import { makeFunction } from '../../support/functions/functionSamples.ts';

const EVENT = '{"Records":[{"body":"one"}]}';
const RETURNED: InvokeFunctionResult = {
  payload: '{"width":320}',
  logTail: 'START\nresized\n',
  report: {
    requestId: '8f6c',
    function: 'resize',
    environment: 'resize #1',
    at: 0,
    isCold: false,
    durationMs: 12.5,
    billedMs: 13,
    outcome: 'returned',
    memory: 128,
  },
};
const THROTTLED: InvokeFunctionResult = { reason: 'It is throttled.', logTail: '' };

describe('a function that the user invokes', () => {
  let world: ConnectionWorld;

  beforeEach(async () => {
    world = await createConnectionWorld();
    list(makeFunction('resize', { state: 'running' }));
    world.session.answer('function/readEvent', { payload: EVENT });
    world.session.answer('function/invoke', RETURNED);
    world.session.answer('function/run', {});
    world.window.press = '';
  });

  const list = (info: FunctionInfo) => world.session.answer('function/list', { functions: [info] });
  const invoked = () => world.session.asked('function/invoke').map(({ payload }) => payload);
  /** For what a command starts and does not wait for. */
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  const readOpened = () => {
    const opened = world.window.opened.at(-1) as unknown;
    return { document: opened as { getText(): string; edit(text: string): void }, uri: opened as never };
  };

  it('gets the event of its last batch, and says how that ended', async () => {
    await world.run('invokeFunctionWithLastBatch', 'resize');
    await settle();
    assert.deepEqual(invoked(), [EVENT]);
    assert.deepEqual(world.window.said, ['resize: Returned after 12.50 ms, request 8f6c']);
    assert.deepEqual(world.session.asked('function/run'), []);
  });

  it('shows what it returned, and its log', async () => {
    world.window.press = 'Show Result';
    await world.run('invokeFunctionWithLastBatch', 'resize');
    await settle();
    assert.equal(
      world.texts.provideTextDocumentContent(readOpened().uri),
      '{\n  "width": 320\n}\n\nSTART\nresized\n',
    );
  });

  it('says why it was not invoked', async () => {
    world.session.answer('function/invoke', THROTTLED);
    await world.run('invokeFunctionWithLastBatch', 'resize');
    await settle();
    assert.deepEqual(world.window.said, ['resize: It is throttled.']);
  });

  it('is run in this window first, if no program runs it', async () => {
    list(makeFunction('resize'));
    await world.run('invokeFunctionWithLastBatch', 'resize');
    assert.deepEqual(
      world.session.asked('function/run').map(({ name }) => name),
      ['resize'],
    );
    assert.deepEqual(invoked(), [EVENT]);
  });

  it('needs a batch for that', async () => {
    world.session.answer('function/readEvent', {});
    await world.run('invokeFunctionWithLastBatch', 'resize');
    assert.deepEqual(invoked(), []);
    assert.deepEqual(world.window.said, [
      'No queue has invoked resize since the broker started. Edit an event instead.',
    ]);
  });

  it('gets an event as the user has edited it', async () => {
    world.window.press = 'Invoke';
    const show = world.code.window.showTextDocument;
    Object.assign(world.code.window, {
      showTextDocument: (document: { edit(text: string): void }) => {
        document.edit('{"edited":true}');
        return show(document as never);
      },
    });
    try {
      await world.run('editFunctionEvent', 'resize');
    } finally {
      Object.assign(world.code.window, { showTextDocument: show });
    }
    await settle();
    assert.deepEqual(invoked(), ['{"edited":true}']);
    assert.equal(world.window.said[0], 'Edit the event, and then invoke resize with it.');
  });

  it('begins with the last batch, laid out', async () => {
    await world.run('editFunctionEvent', 'resize');
    assert.equal(readOpened().document.getText(), `${JSON.stringify(JSON.parse(EVENT), undefined, 2)}\n`);
    assert.deepEqual(invoked(), []);
  });

  it('begins with a message of its queue, if there was no batch', async () => {
    world.session.answer('function/readEvent', {});
    await world.run('editFunctionEvent', 'resize');
    const { Records } = JSON.parse(readOpened().document.getText()) as { Records: Record<string, unknown>[] };
    const [{ eventSourceARN, awsRegion, body } = {}] = Records;
    assert.deepEqual(
      [Records.length, eventSourceARN, awsRegion, body],
      [1, 'arn:aws:sqs:us-east-1:000000000000:images', 'us-east-1', '{"hello":"world"}'],
    );
  });
});

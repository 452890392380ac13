import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { type GatewayQuestion, questionsChanged } from '../../../broker/protocol/gateway.ts';
import { GATHER_MS } from '../../../extension/remote/programs/gatherMs.ts';
import { createConnectionWorld } from '../../support/connections/connectionWorld.ts';
import { INFO, ScriptedGateway } from '../../support/gateway/gatewayUse.ts';
import { ManualSchedule } from '../../support/manualSchedule.ts';
import { waitFor } from '../../support/waitFor.ts';

const LAUNCH: GatewayQuestion = {
  kind: 'launch',
  questionId: '1',
  program: 'worker',
  accessKeyId: 'QS1',
  effect: 'consume',
  action: 'ReceiveMessage',
  queues: ['orders'],
};
const NAME: GatewayQuestion = {
  kind: 'typedName',
  questionId: '2',
  program: 'worker',
  accessKeyId: 'QS1',
  action: 'DeleteQueue',
  queue: 'orders',
};
const CODE: GatewayQuestion = { kind: 'mfaCode', questionId: '3', device: 'arn:aws:iam::1:mfa/me' };

async function open() {
  const { code, window } = await createConnectionWorld();
  window.typed = '';
  window.holdsInput = false;
  const gateway = new ScriptedGateway();
  const schedule = new ManualSchedule();
  const questions = new code.ProgramQuestions({
    use: gateway,
    schedule: schedule.after,
    log: { warn: () => undefined },
  });
  // What waited before the window connected is there.
  for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
  const ask = (...list: readonly GatewayQuestion[]) => {
    gateway.report(questionsChanged, { questions: list });
    schedule.advance(GATHER_MS);
  };
  const answers = () => gateway.requests.filter(([method]) => method !== 'listQuestions');
  return { code, window, gateway, schedule, questions, ask, answers };
}

describe('The questions of a gateway in a window', () => {
  it('about a launch are a dialog with program, queues, what is done and where', async () => {
    const { window, ask, answers } = await open();
    ask(LAUNCH, { ...LAUNCH, questionId: '5', effect: 'change', queues: ['audit'] });
    await waitFor(() => answers().length === 4 || undefined);
    assert.deepEqual(window.said, ['In memory: let “worker” use orders, audit?']);
    assert.equal(
      window.details[0],
      [
        'Receive, delete and change visibility of messages: orders.',
        'Send messages, create queues, and change attributes and tags: audit.',
        '',
        'https://sqs.eu-west-1.amazonaws.com/',
        '',
        'Other programs and people may use these queues. You are asked again for other queues.',
      ].join('\n'),
    );
    assert.deepEqual(answers(), [
      ['agree', { accessKeyId: 'QS1', queues: ['orders'], effects: ['consume'] }],
      ['agree', { accessKeyId: 'QS1', queues: ['audit'], effects: ['change'] }],
      ['answer', { questionId: '1', answer: 'yes' }],
      ['answer', { questionId: '5', answer: 'yes' }],
    ]);
  });

  it('are for one call if the dialog is closed', async () => {
    const { window, ask, answers } = await open();
    window.cancels = true;
    ask(LAUNCH);
    await waitFor(() => answers().length > 0 || undefined);
    window.cancels = false;
    assert.deepEqual(answers(), [['answer', { questionId: '1', answer: 'notNow' }]]);
  });

  it('are asked again by the list of the gateway after a no', async () => {
    const { code, window, gateway, ask, answers } = await open();
    const labels = async () => {
      await code.showGateway([gateway], undefined);
      return window.items.map(({ label }) => label);
    };
    window.choose = () => undefined;
    assert.ok(!(await labels()).includes('$(question) Ask Again'));
    window.press = 'Don’t Allow';
    ask(LAUNCH);
    await waitFor(() => answers().length > 0 || undefined);
    assert.deepEqual(answers(), [['answer', { questionId: '1', answer: 'no' }]]);
    assert.ok((await labels()).includes('$(question) Ask Again'));
    window.press = '';
    window.choose = (items) => items.find(({ label }) => label.includes('Ask Again'));
    await labels();
    assert.deepEqual(answers()[1], [
      'agree',
      { accessKeyId: 'QS1', queues: ['orders'], effects: ['consume'] },
    ]);
  });

  it('say how many queues there are instead of a long list', async () => {
    const { window, ask, answers } = await open();
    ask({ ...LAUNCH, queues: ['a', 'b', 'c', 'd'] });
    await waitFor(() => answers().length > 0 || undefined);
    assert.deepEqual(window.said, ['In memory: let “worker” use 4 queues?']);
    assert.match(window.details[0] ?? '', /messages: a, b, c, d\./);
  });

  it('about a launch of another window are not shown', async () => {
    const { window, gateway, ask } = await open();
    gateway.launches.clear();
    ask(LAUNCH, NAME);
    assert.deepEqual([window.said, gateway.requests.length], [[], 1]);
  });

  it('want the name of a queue typed', async () => {
    for (const [typed, answer, said] of [
      ['orders', { questionId: '2', answer: 'yes', text: 'orders' }, []],
      [
        'order',
        { questionId: '2', answer: 'yes', text: 'order' },
        [/DeleteQueue was not called: “order” is not/],
      ],
      ['', { questionId: '2', answer: 'no' }, []],
    ] as const) {
      const { window, ask, answers } = await open();
      window.typed = typed;
      ask(NAME);
      await waitFor(() => answers().length > 0 || undefined);
      assert.deepEqual(answers(), [['answer', answer]]);
      assert.equal(window.said.length, said.length);
      if (said[0] !== undefined) assert.match(window.said[0] ?? '', said[0]);
    }
  });

  it('for a code are asked in every window, and go away when another one has answered', async () => {
    const { window, gateway, ask, answers } = await open();
    gateway.launches.clear();
    window.holdsInput = true;
    ask(CODE);
    await Promise.resolve();
    ask();
    window.holdsInput = false;
    window.typed = '123456';
    // Waits for its turn: the question before has to be gone.
    ask({ ...CODE, questionId: '4' });
    await waitFor(() => answers().length > 0 || undefined);
    assert.deepEqual(answers(), [['answer', { questionId: '4', answer: 'yes', text: '123456' }]]);
  });

  it('are asked that waited before the window connected', async () => {
    const { gateway, schedule, answers } = await open();
    gateway.waiting = [LAUNCH];
    gateway.setState({ kind: 'running', info: INFO });
    await waitFor(() => schedule.pendingCount > 0 || undefined);
    schedule.advance(GATHER_MS);
    await waitFor(() => answers().length === 2 || undefined);
    assert.deepEqual(answers().at(-1), ['answer', { questionId: '1', answer: 'yes' }]);
  });

  it('are not asked again after a restart of the gateway: it gets what was agreed to', async () => {
    const { window, gateway, ask, answers } = await open();
    ask(LAUNCH);
    await waitFor(() => answers().length === 2 || undefined);
    gateway.setState({ kind: 'restarting', attempt: 1, retryAt: 0 });
    gateway.requests.length = 0;
    gateway.setState({ kind: 'running', info: INFO });
    assert.deepEqual(answers(), [
      ['agree', { accessKeyId: 'QS1', queues: ['orders'], effects: ['consume'] }],
    ]);
    ask({ ...LAUNCH, questionId: '9' });
    assert.deepEqual(answers().at(-1), ['answer', { questionId: '9', answer: 'yes' }]);
    assert.equal(window.said.length, 1);
  });

  it('start no gateway, and say that the answer was too late', async () => {
    const { window, gateway, ask } = await open();
    ask(LAUNCH);
    gateway.setState({ kind: 'stopped' });
    gateway.requests.length = 0;
    await waitFor(() => window.said.length === 2 || undefined);
    assert.match(window.said[1] ?? '', /^“worker” did not wait for your answer/);
    assert.deepEqual(gateway.requests, []);
  });
});

import assert from 'node:assert/strict';
import type { MarkdownString, TreeItem } from 'vscode';
import type { FunctionInfo } from '../../../broker/protocol/functions.ts';
import type { ConsumerNode } from '../../../extension/processes/consumerNode.ts';
import { type ConnectionWorld, createConnectionWorld } from '../../support/connections/connectionWorld.ts';
import { makeEnvironment, makeFunction } from '../../support/functions/functionSamples.ts';
import { makePool } from '../../support/poolSamples.ts';

const CRASHED = makeEnvironment('resize', 1, {
  state: 'ended',
  end: { at: 0, signal: 'SIGKILL', reason: 'It timed out after 3 s.', lastLines: ['one', 'two'] },
});
const NO_LONGER_NEEDED = makeEnvironment('resize', 2, {
  state: 'ended',
  end: { at: 0, code: 0, lastLines: ['bye'] },
});
const FAILED = { at: -5000, requestId: '8f6c', type: 'TypeError', message: 'no\nsuch image' };

describe('functions in the Consumers view', () => {
  let world: ConnectionWorld;

  beforeEach(async () => {
    world = await createConnectionWorld();
  });

  function listRows(node?: ConsumerNode): ConsumerNode[] {
    const view = world.code.window.createTreeView('consumers', {} as never);
    const redraw = {
      event: () => ({ dispose: () => undefined }),
      fire: () => undefined,
      dispose: () => undefined,
    };
    return world.consumers.listRows(view as never, redraw, node);
  }
  const show = (...functions: readonly FunctionInfo[]) =>
    world.session.notify('function/changed', { functions });
  const read = (node?: ConsumerNode): TreeItem[] => listRows(node).map((row) => row.toItem());

  const functions: readonly (readonly [Partial<FunctionInfo>, description: string, context: string])[] = [
    [{}, 'not running', 'function;runnable;debuggable'],
    [{ state: 'running' }, 'running · 0 of 10 environments busy', 'function;running'],
    [
      {
        state: 'running',
        environments: [makeEnvironment('resize', 1, { state: 'busy' }), makeEnvironment('resize', 2)],
        counts: { invocations: 3, errors: 1, throttles: 0, coldStarts: 2 },
      },
      'running · 1 of 10 environments busy · 2 cold starts · 1 error',
      'function;running',
    ],
    [
      { state: 'running', waiting: 4, counts: { invocations: 9, errors: 2, throttles: 0, coldStarts: 1 } },
      'running · 0 of 10 environments busy · 4 invocations wait · 1 cold start · 2 errors',
      'function;running',
    ],
    [
      { state: 'stopping', waiting: 1 },
      'stopping · 0 of 10 environments busy · 1 invocation waits',
      'function;stopping',
    ],
  ];
  for (const [info, description, context] of functions) {
    it(`show a function: ${description}`, () => {
      show(makeFunction('resize', info));
      const [item] = read();
      assert.deepEqual(
        [item?.label, item?.description, item?.contextValue],
        ['resize', description, context],
      );
    });
  }

  for (const source of ['file:///shop/app/template.yaml', '/shop/app/template.yaml', 'app/template.yaml'])
    it(`name the file that declares them, ${source}, as the Explorer does`, () => {
      show(makeFunction('resize', { source }));
      const tooltip = read()[0]?.tooltip as MarkdownString | undefined;
      assert.match(tooltip?.value ?? '', /Declared in app\/template\.yaml$/);
    });

  for (const [what, definition, context] of [
    ['Node.js', {}, 'function;runnable;debuggable'],
    ['a command', { command: 'node loop.js' }, 'function;runnable'],
    ['Python', { runtime: 'python3.13' }, 'function;runnable;debuggable'],
    ['a program of its own', { runtime: 'provided.al2023' }, 'function;runnable;debuggable'],
    ['Java', { runtime: 'java21' }, 'function;runnable;debuggable'],
  ] as const) {
    it(`can be debugged if their environments are started by a debugger: ${what}`, () => {
      show(makeFunction('resize', { definition }));
      assert.equal(read()[0]?.contextValue, context);
    });
  }

  for (const [definition, description] of [
    [{ environments: 1 }, 'running · 0 of 1 environment busy'],
    [{ environments: 5, reservedConcurrency: 2 }, 'running · 0 of 2 environments busy'],
    [{ environments: 5, reservedConcurrency: 20 }, 'running · 0 of 5 environments busy'],
  ] as const) {
    it(`say how many environments can be busy: ${description}`, () => {
      show(makeFunction('resize', { state: 'running', definition }));
      assert.equal(read()[0]?.description, description);
    });
  }

  it('show the last error of a function below it, in one line, for eyes and for screen readers', () => {
    show(makeFunction('resize', { lastError: FAILED }));
    const [row] = listRows();
    const [error, ...others] = read(row);
    assert.deepEqual([error?.label, error?.description], ['TypeError: no such image', '5 s ago']);
    assert.deepEqual(others, []);
    assert.match(row?.toItem().accessibilityInformation?.label ?? '', /TypeError: no/);
  });

  const environments: readonly (readonly [Parameters<typeof makeEnvironment>[2], string, string])[] = [
    [{ state: 'starting' }, 'starting · 0 s', 'loading~spin'],
    [{ since: -65_000, invocations: 1 }, 'idle · 1 min 5 s · 1 invocation', 'circle-large-outline'],
    [{ state: 'busy', invocations: 2, usedMemory: 61 }, 'busy · 0 s · 2 invocations · 61 MB', 'play-circle'],
    [{ state: 'frozen' }, 'frozen · 0 s', 'circle-outline'],
    [{ state: 'ending', isOutdated: true }, 'ending · 0 s · is replaced', 'arrow-down'],
    [{ isDebugged: true }, 'idle · 0 s · debugger attached', 'debug-alt'],
    [
      { state: 'busy', isDebugged: true, isPaused: true },
      'busy · 0 s · paused by the debugger',
      'debug-pause',
    ],
  ];
  for (const [environment, description, icon] of environments) {
    it(`show an environment: ${description}`, () => {
      show(
        makeFunction('resize', {
          state: 'running',
          environments: [makeEnvironment('resize', 7, environment)],
        }),
      );
      const [item] = read(listRows()[0]);
      assert.deepEqual(
        [
          item?.label,
          item?.description,
          item?.contextValue,
          (item?.iconPath as { id: string } | undefined)?.id,
        ],
        ['resize #7', description, 'functionEnvironment;alive', icon],
      );
    });
  }

  it('show environments that ended below those that run, the newest first, and one that failed with its last lines', () => {
    show(
      makeFunction('resize', {
        state: 'running',
        environments: [CRASHED, NO_LONGER_NEEDED, makeEnvironment('resize', 3)],
      }),
    );
    const rows = listRows(listRows()[0]);
    assert.deepEqual(
      rows.map((row) => row.toItem().label),
      ['resize #3', 'Ended'],
    );
    const children = rows[1]?.getChildren() ?? [];
    assert.deepEqual(
      children.map((row) => row.toItem().description),
      ['ended · exit code 0 · 0 s ago', 'ended · SIGKILL · 0 s ago'],
    );
    assert.deepEqual(
      children.map((row) => row.getChildren().map((line) => line.toItem().label)),
      [[], ['one', 'two']],
    );
    assert.match(children[1]?.toItem().accessibilityInformation?.label ?? '', /timed out after 3 s/);
  });

  it('are in a group of their own beside pools, and in none without', () => {
    show(makeFunction('resize'));
    assert.deepEqual(
      read().map(({ label }) => label),
      ['resize'],
    );
    world.session.notify('pool/changed', { pools: [makePool('images')] });
    assert.deepEqual(
      listRows().map((group) => [group.toItem().label, read(group).map(({ label }) => label)]),
      [
        ['Pools', ['images']],
        ['Functions', ['resize']],
      ],
    );
  });

  it('are gone with their broker', () => {
    show(makeFunction('resize'));
    world.session.setState({ kind: 'stopped' });
    assert.deepEqual(listRows(), []);
  });

  describe('can be stopped', () => {
    for (const [busy, says] of [
      [0, 'Stopped the function resize.'],
      [1, 'The function resize stops: 1 invocation is finished first.'],
      [2, 'The function resize stops: 2 invocations are finished first.'],
    ] as const) {
      it(`with ${busy} invocations: ${says}`, async () => {
        const running = makeFunction('resize', {
          state: 'running',
          environments: [1, 2, 3].map((number) =>
            makeEnvironment('resize', number, { state: number > busy ? 'idle' : 'busy' }),
          ),
        });
        show(running);
        world.session.answer('function/stop', { functions: [running] });
        await world.run('stopFunction', listRows()[0]);
        assert.deepEqual(world.session.asked('function/stop'), [{ name: 'resize' }]);
        assert.deepEqual(world.window.said, [says]);
      });
    }
  });

  describe('have a log', () => {
    beforeEach(() => {
      world.session.answer('function/readLog', { lines: ['START RequestId: 8f6c', 'works'] });
      show(makeFunction('resize', { environments: [CRASHED, NO_LONGER_NEEDED] }));
    });

    it('of the environment that was started last, if another program runs them', async () => {
      await world.run('showFunctionLog', listRows()[0]);
      assert.deepEqual(world.session.asked('function/readLog'), [{ name: 'resize', environment: 2 }]);
    });

    it('of one environment, by its row and by its name', async () => {
      const [ended] = listRows(listRows()[0]);
      await world.run('showFunctionLog', ended?.getChildren()[1]);
      world.session.answer('function/list', { functions: world.functions.source.functions });
      await world.run('showFunctionLog', 'resize #1');
      assert.deepEqual(world.session.asked('function/readLog'), [
        { name: 'resize', environment: 1 },
        { name: 'resize', environment: 1 },
      ]);
    });

    it('once they have run', async () => {
      show(makeFunction('resize'));
      await world.run('showFunctionLog', listRows()[0]);
      assert.deepEqual(world.window.said, ['The function resize has not run yet.']);
    });
  });

  it('say so if the function of a lens is not declared, such as one of a template that the broker rejects', async () => {
    world.session.answer('function/list', { functions: [makeFunction('resize')] });
    await world.run('debugFunction', 'gone');
    assert.deepEqual(world.window.said, [
      'The broker has no function gone. Check the problems of the file that declares it.',
    ]);
  });

  for (const [command, listed, says] of [
    ['runFunction', [], 'No functions exist. Declare one in queueside.json, or use a template.'],
    ['runFunction', [makeFunction('resize', { state: 'running' })], 'All functions are running.'],
    ['stopFunction', [makeFunction('resize')], 'No function is running.'],
    ['showFunctionLog', [makeFunction('resize')], 'No function has run yet.'],
  ] as const) {
    it(`have a command that says what is missing: ${command}, ${says}`, async () => {
      world.session.answer('function/list', { functions: listed });
      await world.run(command);
      assert.deepEqual(world.window.said, [says]);
    });
  }
});

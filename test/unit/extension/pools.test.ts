import assert from 'node:assert/strict';
import type { TreeItem } from 'vscode';
import type { PoolInfo } from '../../../broker/protocol/pools.ts';
import type { ConsumerNode } from '../../../extension/processes/consumerNode.ts';
import { type ConnectionWorld, createConnectionWorld } from '../../support/connections/connectionWorld.ts';
import { makePool, makeProcess } from '../../support/poolSamples.ts';

const CRASHED = makeProcess('images', 1, {
  state: 'crashed',
  end: { at: 0, code: 1, lastLines: ['one', 'Error: no such bucket'], lostLeases: 2 },
});

describe('the Consumers view', () => {
  let world: ConnectionWorld;
  let redrawn: unknown[];

  beforeEach(async () => {
    world = await createConnectionWorld();
    redrawn = [];
  });

  function listRows(node?: ConsumerNode): ConsumerNode[] {
    const view = world.code.window.createTreeView('consumers', {} as never);
    const redraw = {
      event: () => ({ dispose: () => undefined }),
      fire: (rows: unknown) => redrawn.push(rows),
      dispose: () => undefined,
    };
    return world.consumers.listRows(view as never, redraw, node);
  }
  const show = (...pools: readonly PoolInfo[]) => world.session.notify('pool/changed', { pools });
  const read = (node?: ConsumerNode): TreeItem[] => listRows(node).map((row) => row.toItem());

  it('is empty without pools: VS Code then shows how to declare one', () => {
    assert.deepEqual(listRows(), []);
  });

  const pools: readonly (readonly [Partial<PoolInfo>, description: string, context: string])[] = [
    [{}, 'not running', 'pool;runnable;debuggable'],
    [{ state: 'running', desired: 1 }, 'running · 0 of 1 process', 'pool;running;debuggable'],
    [
      { state: 'running', desired: 3, processes: [CRASHED, makeProcess('images', 2)], crashes: 1 },
      'running · 1 of 3 processes · 1 crash',
      'pool;running;debuggable',
    ],
    [
      { state: 'running', desired: 0, crashes: 2, interruptions: { perHour: 60, seed: 1 } },
      'running · 0 of 0 processes · 2 crashes · interrupted at random',
      'pool;running;debuggable',
    ],
    [
      { state: 'stopping', processes: [makeProcess('images', 1)] },
      'stopping · 1 process',
      'pool;stopping;debuggable',
    ],
    [{ state: 'stopped', processes: [CRASHED] }, 'stopped', 'pool;runnable;debuggable'],
    [{ state: 'failed', crashes: 5 }, 'failed · 5 crashes', 'pool;runnable;debuggable'],
  ];
  for (const [pool, description, context] of pools) {
    it(`shows a pool: ${description}`, () => {
      show(makePool('images', pool));
      const [item] = read();
      assert.deepEqual(
        [item?.label, item?.description, item?.contextValue],
        ['images', description, context],
      );
    });
  }

  it('says why a pool failed or cannot decide, for eyes and for screen readers', () => {
    show(
      makePool('images', { state: 'failed', failure: 'images #5 crashed, as those before it.' }),
      makePool('orders', { state: 'running', failure: 'There is no queue images.' }),
    );
    const [failed, undecided] = read();
    assert.match(JSON.stringify(failed?.iconPath), /problemsErrorIcon/);
    assert.match(failed?.accessibilityInformation?.label ?? '', /images #5 crashed/);
    assert.match(JSON.stringify(undecided?.iconPath), /problemsWarningIcon/);
    assert.match(undecided?.accessibilityInformation?.label ?? '', /There is no queue images/);
  });

  it('has a word in the rows of pools that a debugger can run', () => {
    const { command: _, ...definition } = makePool('images').definition;
    const python = makePool('images', { definition: { command: 'python3 worker.py' } });
    show(
      makePool('images'),
      { ...makePool('images'), definition: { ...definition, launch: 'Worker' } },
      python,
    );
    assert.deepEqual(
      read().map(({ contextValue }) => contextValue),
      ['pool;runnable;debuggable', 'pool;runnable;debuggable', 'pool;runnable'],
    );
  });

  const processes: readonly (readonly [Parameters<typeof makeProcess>[2], string, string])[] = [
    [{}, 'in service · 0 s', 'poolProcess;alive'],
    [{ state: 'starting', since: -65_000 }, 'starting · 1 min 5 s', 'poolProcess;alive'],
    [
      { leases: 1, isPaused: true },
      'in service · 0 s · 1 message · paused by the debugger',
      'poolProcess;alive',
    ],
    [
      { leases: 2, isProtected: true },
      'in service · 0 s · 2 messages · protected from scale-in',
      'poolProcess;alive;protected',
    ],
    [{ state: 'draining', leases: 1 }, 'draining · 0 s · 1 message', 'poolProcess;alive'],
  ];
  for (const [process, description, context] of processes) {
    it(`shows a process: ${description}`, () => {
      show(
        makePool('images', { state: 'running', desired: 1, processes: [makeProcess('images', 7, process)] }),
      );
      const [pool] = listRows();
      const [item] = read(pool);
      assert.deepEqual(
        [item?.label, item?.description, item?.contextValue],
        ['images #7', description, context],
      );
    });
  }

  it('shows processes that ended below those that run, the newest first, and a crash with its last lines', () => {
    const stopped = makeProcess('images', 2, {
      state: 'stopped',
      end: { at: 0, signal: 'SIGTERM', lastLines: ['bye'], lostLeases: 0 },
    });
    show(
      makePool('images', {
        state: 'running',
        desired: 1,
        processes: [CRASHED, stopped, makeProcess('images', 3)],
      }),
    );
    const [pool] = listRows();
    const rows = listRows(pool);
    assert.deepEqual(
      rows.map((row) => row.toItem().label),
      ['images #3', 'Ended'],
    );
    const ended = rows[1];
    assert.deepEqual(
      [ended?.toItem().description, ended?.toItem().collapsibleState],
      ['2 processes', world.code.TreeItemCollapsibleState.Expanded],
    );
    const children = ended?.getChildren() ?? [];
    assert.deepEqual(
      children.map((row) => row.toItem().description),
      ['ended · SIGTERM · 0 s ago', 'crashed · exit code 1 · had 2 messages in flight · 0 s ago'],
    );
    assert.deepEqual(
      children.map((row) => row.getChildren().map((line) => line.toItem().label)),
      [[], ['one', 'Error: no such bucket']],
    );
  });

  it('is drawn again when pools change, and has no rows of a broker that is gone', () => {
    listRows();
    const before = redrawn.length;
    show(makePool('images'));
    assert.equal(redrawn.length, before + 1);
    world.session.setState({ kind: 'stopped' });
    assert.deepEqual(listRows(), []);
  });

  describe('has commands that say what they changed', () => {
    const running = makePool('images', {
      state: 'running',
      desired: 2,
      processes: [makeProcess('images', 1, { leases: 1 }), makeProcess('images', 2, { isProtected: true })],
    });
    const rows: readonly (readonly [
      command: string,
      row: 'pool' | number,
      typed: string,
      asked: readonly [method: string, params: object],
      says: string | RegExp,
    ])[] = [
      [
        'setPoolSize',
        'pool',
        '4',
        ['setDesired', { name: 'images', desired: 4 }],
        'Set images to 4 processes.',
      ],
      [
        'setPoolSize',
        'pool',
        '1',
        ['setDesired', { name: 'images', desired: 1 }],
        'Set images to 1 process.',
      ],
      [
        'stopPool',
        'pool',
        '',
        ['stop', { name: 'images' }],
        'The pool images stops: 2 processes finish their messages.',
      ],
      [
        'endPoolProcess',
        0,
        '',
        ['killProcess', { name: 'images', process: 1 }],
        'Sent SIGKILL to images #1, which has 1 message in flight.',
      ],
      [
        'endPoolProcess',
        1,
        '',
        ['killProcess', { name: 'images', process: 2 }],
        'Sent SIGKILL to images #2.',
      ],
      [
        'protectPoolProcess',
        0,
        '',
        ['protectProcess', { name: 'images', process: 1, isProtected: true }],
        'images #1 is protected from scale-in.',
      ],
      [
        'unprotectPoolProcess',
        1,
        '',
        ['protectProcess', { name: 'images', process: 2, isProtected: false }],
        'images #2 is no longer protected from scale-in.',
      ],
    ];
    for (const [command, row, typed, [method, params], says] of rows) {
      it(`${command}: ${String(says)}`, async () => {
        show(running);
        const [pool] = listRows();
        const target = row === 'pool' ? pool : listRows(pool)[row];
        world.session.answer(`pool/${method}`, { pools: [running] });
        world.window.typed = typed;
        await world.run(command, target);
        assert.deepEqual(world.session.asked(`pool/${method}`), [params]);
        assert.deepEqual(world.window.said, [says]);
      });
    }

    it('interruptPool keeps the seed of a pool that is interrupted, and ends it with 0', async () => {
      world.session.answer('pool/interrupt', { pools: [running] });
      show({ ...running, interruptions: { perHour: 60, seed: 7 } });
      const [pool] = listRows();
      world.window.typed = '30';
      await world.run('interruptPool', pool);
      show({ ...running, interruptions: { perHour: 30, seed: 7 } });
      world.window.typed = '0';
      await world.run('interruptPool', pool);
      assert.deepEqual(world.session.asked('pool/interrupt'), [
        { name: 'images', perHour: 30, seed: 7 },
        { name: 'images', perHour: 0, seed: 7 },
      ]);
      assert.deepEqual(world.window.said, [
        'Ends 30 processes of images an hour; seed 7.',
        'images is no longer interrupted.',
      ]);
    });

    for (const wrong of ['', '5', '-1', '1.5', 'many']) {
      it(`setPoolSize rejects “${wrong}”, which is not within min and max`, async () => {
        show(running);
        world.window.typed = wrong;
        await world.run('setPoolSize', listRows()[0]);
        assert.deepEqual(world.session.asked('pool/setDesired'), []);
      });
    }

    it('ask which pool or process where they have no row, and offer only those that they can change', async () => {
      world.session.answer('pool/list', { pools: [running, makePool('orders')] });
      const offered = async (command: string) => {
        await world.run(command);
        return world.window.items.map(({ label }) => label);
      };
      assert.deepEqual(await offered('stopPool'), ['images']);
      assert.deepEqual(await offered('runPool'), ['orders']);
      assert.deepEqual(await offered('endPoolProcess'), ['images #1', 'images #2']);
      assert.deepEqual(await offered('unprotectPoolProcess'), ['images #2']);
    });

    it('say what to do when there is no pool', async () => {
      world.window.press = 'Declare Pool…';
      await world.run('runPool');
      await new Promise((resolve) => setImmediate(resolve));
      assert.deepEqual(world.window.said, ['There are no pools. Declare one in queueside.json.']);
      assert.deepEqual(world.executed.at(-1), ['queueside.declarePool']);
    });

    it('debugPool names what a pool with a command of another program lacks', async () => {
      show(makePool('images', { definition: { command: 'python3 worker.py' } }));
      await world.run('debugPool', listRows()[0]);
      assert.match(world.window.said[0] ?? '', /cannot start the command of images: .* “launch” of the pool/);
      assert.deepEqual(world.session.asked('pool/run'), []);
    });
  });
});

describe('a pool that is declared for the user', () => {
  const rows: readonly (readonly [name: string, text: string, pool: object, queues: object])[] = [
    ['an empty file', '{}\n', { workers: make('orders') }, { orders: {} }],
    [
      'a file with queues',
      '{ "queues": { "images": {}, "b": {} } }',
      { workers: make('images') },
      { images: {}, b: {} },
    ],
    [
      'a file with a pool of that name',
      '{ "queues": { "images": {} }, "pools": { "workers": {} } }',
      { workers: {}, 'workers-2': make('images') },
      { images: {} },
    ],
  ];
  let addPool: ConnectionWorld['code']['addPool'];
  before(async () => {
    ({ addPool } = (await createConnectionWorld()).code);
  });

  for (const [name, text, pools, queues] of rows) {
    it(`is added to ${name}, and its command is found`, () => {
      const declared = addPool(text);
      assert.ok(declared);
      assert.deepEqual(JSON.parse(declared.text), { queues, pools });
      assert.ok(declared.text.slice(declared.commandOffset).startsWith('node worker.js"'));
    });
  }

  it('leaves comments alone', () => {
    const declared = addPool('{\n  // the queues\n  "queues": { "images": {} },\n}\n');
    assert.match(declared?.text ?? '', /\/\/ the queues/);
  });

  it('is not added to a file with errors', () => {
    for (const text of ['{ "queues": ', '[]', '{,}']) assert.equal(addPool(text), undefined, text);
  });

  function make(queue: string) {
    return { queue, command: 'node worker.js', min: 0, max: 4 };
  }
});

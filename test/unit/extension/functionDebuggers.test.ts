import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FUNCTION_RUNTIMES, type FunctionRuntime } from '../../../broker/protocol/functionDefinition.ts';
import { type ConnectionWorld, createConnectionWorld } from '../../support/connections/connectionWorld.ts';
import { makeFunction } from '../../support/functions/functionSamples.ts';

const LOOPS = '/extension/dist/runtimes';

describe('the debugger of a function', () => {
  let world: ConnectionWorld;
  let folder: string;

  beforeEach(async () => {
    world = await createConnectionWorld();
    folder = mkdtempSync(join(tmpdir(), 'queueside-debuggers-'));
    install();
  });

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
    install();
  });

  /** These debug types are contributed by extensions from now on. */
  function install(...types: readonly string[]): void {
    const debuggers = types.map((type) => ({ type }));
    const all = [{ packageJSON: {} }, { packageJSON: { contributes: { debuggers } } }];
    Object.assign(world.code.extensions, { all });
  }

  const find = (runtime: FunctionRuntime) =>
    world.code.findDebugger(makeFunction('resize', { definition: { runtime } }).definition, folder);

  for (const { language, runtime, file, command, installed, described } of [
    {
      language: 'Python',
      runtime: 'python3.13',
      command: ['/venv/bin/python', '-u', `${LOOPS}/python.py`],
      installed: ['debugpy'],
      described: {
        type: 'debugpy',
        python: '/venv/bin/python',
        pythonArgs: ['-u'],
        program: `${LOOPS}/python.py`,
        console: 'internalConsole',
        rules: [{ path: `${LOOPS}/**`, include: false }],
      },
    },
    {
      language: '.NET',
      runtime: 'dotnet8',
      command: ['/usr/bin/dotnet', 'Shop.dll'],
      installed: ['coreclr'],
      described: {
        type: 'coreclr',
        program: '/usr/bin/dotnet',
        args: ['Shop.dll'],
        console: 'internalConsole',
      },
    },
    {
      language: 'Go',
      runtime: 'provided.al2023',
      file: 'go.mod',
      command: ['/shop/bootstrap'],
      installed: ['lldb', 'go'],
      described: { type: 'go', mode: 'debug', program: 'FOLDER', args: [] },
    },
    {
      language: 'Rust',
      runtime: 'provided.al2023',
      file: 'Cargo.toml',
      command: ['/shop/bootstrap'],
      installed: ['go', 'cppdbg', 'lldb-dap'],
      described: { type: 'lldb-dap', program: '/shop/bootstrap', args: [] },
    },
    {
      language: 'C++',
      runtime: 'provided.al2',
      command: ['/shop/bootstrap'],
      installed: ['cppdbg', 'lldb'],
      described: { type: 'lldb', program: '/shop/bootstrap', args: [] },
    },
  ] as readonly {
    readonly language: string;
    readonly runtime: FunctionRuntime;
    readonly file?: string;
    readonly command: readonly [string, ...string[]];
    readonly installed: readonly string[];
    readonly described: Readonly<Record<string, unknown>>;
  }[]) {
    it(`for ${language} is the first that is installed, and gets the command line in its own form`, () => {
      if (file !== undefined) writeFileSync(join(folder, file), '');
      const found = find(runtime);
      assert.equal(found?.language, language);
      assert.equal(world.code.findDebugType(found), undefined);
      install(...installed);
      const type = world.code.findDebugType(found) ?? assert.fail('none');
      const launch = { command, folder, environment: {} };
      assert.ok(found.way.request === 'launch');
      const configuration = world.code.describeDebugger(found.way, launch, {
        type,
        name: 'resize #1',
        loops: LOOPS,
      });
      const { MIMode: _, ...plain } = configuration;
      const program = described['program'] === 'FOLDER' ? folder : described['program'];
      assert.deepEqual(plain, { ...described, program, cwd: folder, name: 'resize #1', request: 'launch' });
    });
  }

  it('of Node.js is always there', () => {
    const found = find('nodejs22.x') ?? assert.fail('none');
    assert.equal(world.code.findDebugType(found), 'node');
  });

  for (const { language, runtime, file, extension } of [
    { language: 'Python', runtime: 'python3.13', extension: 'ms-python.debugpy' },
    { language: 'Java', runtime: 'java21', extension: 'vscjava.vscode-java-debug' },
    { language: '.NET', runtime: 'dotnet8', extension: 'ms-dotnettools.csharp' },
    { language: 'Go', runtime: 'provided.al2023', file: 'go.mod', extension: 'golang.go' },
    { language: 'Rust', runtime: 'provided.al2023', file: 'Cargo.toml', extension: 'vadimcn.vscode-lldb' },
    { language: 'C++', runtime: 'provided.al2023', extension: 'vadimcn.vscode-lldb' },
  ] as readonly {
    readonly language: string;
    readonly runtime: FunctionRuntime;
    readonly file?: string;
    readonly extension: string;
  }[]) {
    it(`for ${language} is offered if it is not installed`, async () => {
      if (file !== undefined) writeFileSync(join(folder, file), '');
      const info = makeFunction('resize', { folder, definition: { runtime } });
      world.session.answer('function/list', { functions: [info] });
      world.window.press = 'Show Extension';
      await world.run('debugFunction', 'resize');
      assert.deepEqual(world.window.said, [
        `To debug the function resize, install a debugger for ${language}.`,
      ]);
      assert.deepEqual(world.executed, [['workbench.extensions.search', `@id:${extension}`]]);
      assert.deepEqual(world.session.asked('function/run'), []);
    });
  }

  it('exists for each runtime', () => {
    for (const runtime of FUNCTION_RUNTIMES) assert.ok(find(runtime), runtime);
  });

  it('is missing for commands', async () => {
    const definition = { command: 'node loop.js' };
    world.session.answer('function/list', { functions: [makeFunction('resize', { definition })] });
    await world.run('debugFunction', 'resize');
    assert.deepEqual(world.window.said, ['The debugger cannot start the function resize: it has a command.']);
    assert.deepEqual(world.session.asked('function/run'), []);
  });
});

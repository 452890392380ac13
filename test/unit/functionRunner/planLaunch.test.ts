import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import {
  type FunctionProgramPorts,
  type FunctionStartOrder,
  planLaunch,
  type PlannedLaunch,
} from '../../../broker/functionRunner/functionProgram.ts';
import type { FunctionDefinition } from '../../../broker/protocol/functionDefinition.ts';

const LOOPS = '/opt/queueside/runtimes';
const PROGRAMS = ['node', 'python3', 'java', 'dotnet'];

describe('the command line of a function', () => {
  let folder: string;

  const write = (...paths: string[]): void => {
    for (const path of paths) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), '');
      chmodSync(join(folder, path), 0o755);
    }
  };
  const plan = (
    definition: Omit<FunctionDefinition, 'name'>,
    path = join(folder, 'bin'),
    more: Pick<FunctionProgramPorts, 'compiledLoop' | 'isBuiltAtStart'> = {},
  ): PlannedLaunch => {
    const order: FunctionStartOrder = {
      name: 'thumbnails',
      order: 'start',
      environment: 1,
      environmentName: 'thumbnails #1',
      credential: { accessKeyId: 'AKIDFUNCTION', secretAccessKey: 'secret' },
      definition: { name: 'thumbnails', directory: 'code', ...definition },
      runtimeApi: '127.0.0.1:4711',
      logStream: '2026/11/28/[$LATEST]0',
    };
    const broker = { endpoint: 'http://127.0.0.1:9324', region: 'us-east-1' };
    return planLaunch(order, { ...more, folder, inherited: { PATH: path }, broker, loops: LOOPS });
  };
  const listWords = (definition: Omit<FunctionDefinition, 'name'>): readonly string[] | string => {
    const planned = plan(definition);
    assert.ok(planned.ok, 'failure' in planned ? planned.failure : '');
    const { command } = planned;
    const shorten = (word: string): string => word.replaceAll(folder, '~').replaceAll(`${delimiter}~`, ' ~');
    return typeof command === 'string' ? command : command.map(shorten);
  };
  const failure = (planned: PlannedLaunch): string =>
    planned.ok ? '' : planned.failure.replaceAll(folder, '~');

  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'queueside-launch-')));
    mkdirSync(join(folder, 'code'));
    write(...PROGRAMS.map((name) => `bin/${name}`));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const cases: readonly (readonly [
    what: string,
    files: readonly string[],
    definition: Omit<FunctionDefinition, 'name'>,
    words: readonly string[] | string,
  ])[] = [
    [
      'Node.js: 90 % of the memory for the heap',
      [],
      { runtime: 'nodejs24.x', handler: 'app.handler', memory: 512 },
      ['node', '--max-old-space-size=460', '/opt/queueside/runtimes/node.mjs'],
    ],
    [
      'Node.js with the smallest memory, which is the default',
      [],
      { runtime: 'nodejs20.x', handler: 'app.handler' },
      ['node', '--max-old-space-size=115', '/opt/queueside/runtimes/node.mjs'],
    ],
    [
      'Python',
      [],
      { runtime: 'python3.13', handler: 'app.handler' },
      ['python3', '-u', '/opt/queueside/runtimes/python.py'],
    ],
    [
      'Python of a virtual environment',
      ['code/.venv/bin/python'],
      { runtime: 'python3.13', handler: 'app.handler' },
      ['~/code/.venv/bin/python', '-u', '/opt/queueside/runtimes/python.py'],
    ],
    [
      'Python of a virtual environment above',
      ['venv/bin/python', 'code/app.py'],
      { runtime: 'python3.13', handler: 'app.handler' },
      ['~/venv/bin/python', '-u', '/opt/queueside/runtimes/python.py'],
    ],
    [
      'Python, but not of a virtual environment above the repository',
      ['.venv/bin/python', 'code/.git/config'],
      { runtime: 'python3.13', handler: 'app.handler' },
      ['python3', '-u', '/opt/queueside/runtimes/python.py'],
    ],
    [
      'Java of a package',
      ['code/lib/b.jar', 'code/lib/a.jar'],
      { runtime: 'java21', handler: 'Orders', memory: 512 },
      [
        'java',
        '-Xmx435m',
        '-XX:TieredStopAtLevel=1',
        '-cp',
        '~/code ~/code/lib/a.jar ~/code/lib/b.jar',
        `${LOOPS}/Loop.java`,
      ],
    ],
    [
      'Java that Maven built',
      [
        'code/target/classes/Orders.class',
        'code/target/dependency/core.jar',
        'code/target/orders.jar',
        'code/target/original-orders.jar',
        'code/target/orders-sources.jar',
      ],
      { runtime: 'java21', handler: 'Orders' },
      [
        'java',
        '-Xmx108m',
        '-XX:TieredStopAtLevel=1',
        '-cp',
        '~/code ~/code/target/classes ~/code/target/dependency/core.jar ~/code/target/orders.jar',
        `${LOOPS}/Loop.java`,
      ],
    ],
    [
      'Java that Gradle built',
      [
        'code/build/classes/java/main/Orders.class',
        'code/build/libs/orders-all.jar',
        'code/build/libs/orders-plain.jar',
      ],
      { runtime: 'java21', handler: 'Orders' },
      [
        'java',
        '-Xmx108m',
        '-XX:TieredStopAtLevel=1',
        '-cp',
        '~/code ~/code/build/classes/java/main ~/code/build/libs/orders-all.jar',
        `${LOOPS}/Loop.java`,
      ],
    ],
    [
      'Java of one JAR file, with a class path of the definition before it',
      ['code/orders.jar', 'code/lib/a.jar'],
      {
        runtime: 'java21',
        handler: 'Orders',
        directory: 'code/orders.jar',
        environment: { CLASSPATH: 'more.jar' },
      },
      [
        'java',
        '-Xmx108m',
        '-XX:TieredStopAtLevel=1',
        '-cp',
        'more.jar ~/code/orders.jar',
        `${LOOPS}/Loop.java`,
      ],
    ],
    [
      '.NET with a class library',
      ['code/bin/Debug/net8.0/Orders.deps.json', 'code/bin/Debug/net8.0/Amazon.Lambda.RuntimeSupport.dll'],
      { runtime: 'dotnet8', handler: 'Orders::Orders.Function::Handle' },
      [
        'dotnet',
        'exec',
        '--depsfile',
        '~/code/bin/Debug/net8.0/Orders.deps.json',
        '--runtimeconfig',
        '~/code/bin/Debug/net8.0/Orders.runtimeconfig.json',
        '~/code/bin/Debug/net8.0/Amazon.Lambda.RuntimeSupport.dll',
        'Orders::Orders.Function::Handle',
      ],
    ],
    [
      '.NET with a program',
      ['code/Orders.deps.json'],
      { runtime: 'dotnet10', handler: 'Orders' },
      ['dotnet', '~/code/Orders.dll'],
    ],
    ['a program of its own', ['code/bootstrap'], { runtime: 'provided.al2023' }, ['~/code/bootstrap']],
    ['a command', ['code/bootstrap'], { runtime: 'provided.al2023', command: 'go run .' }, 'go run .'],
  ];
  for (const [what, files, definition, words] of cases) {
    it(what, () => {
      write(...files);
      assert.deepEqual(listWords(definition), words);
    });
  }

  if (process.platform === 'linux') {
    it('Java by AWS’s own client, if the function brings it', () => {
      write('code/lib/aws-lambda-java-runtime-interface-client-2.8.3.jar');
      const words = listWords({ runtime: 'java21', handler: 'Orders::handle' });
      assert.deepEqual(words.slice(-2), [
        'com.amazonaws.services.lambda.runtime.api.client.AWSLambda',
        'Orders::handle',
      ]);
    });
  }

  it('Java by the classes of the loop, once they are compiled', () => {
    const words = (classes: string | undefined): readonly string[] => {
      const compiledLoop = { find: () => classes };
      const planned = plan({ runtime: 'java21', handler: 'Orders' }, undefined, { compiledLoop });
      return planned.ok ? (planned.command.slice(-2) as string[]) : [];
    };
    const code = join(folder, 'code');
    assert.deepEqual(words(undefined), [code, `${LOOPS}/Loop.java`]);
    assert.deepEqual(words('/classes'), [`${code}${delimiter}/classes`, 'queueside.loop.Loop']);
  });

  it('runs in the folder of the code, with its variables', () => {
    const planned = plan({ runtime: 'nodejs24.x', handler: 'app.handler' });
    assert.ok(planned.ok);
    assert.equal(planned.folder, join(folder, 'code'));
    assert.equal(planned.environment['LAMBDA_TASK_ROOT'], join(folder, 'code'));
  });

  const failures: readonly (readonly [
    what: string,
    files: readonly string[],
    definition: Omit<FunctionDefinition, 'name'>,
    sentence: string,
  ])[] = [
    [
      'a folder that does not exist',
      [],
      { runtime: 'nodejs24.x', directory: 'other' },
      'The folder ~/other does not exist. Create it, or change the path.',
    ],
    [
      'a program that is not built, in Go',
      ['code/go.mod'],
      { runtime: 'provided.al2023' },
      '~/code has no executable file bootstrap. Build the function (for example, go build -o bootstrap .), or set its command.',
    ],
    [
      'a program that is not built',
      [],
      { runtime: 'provided.al2' },
      '~/code has no executable file bootstrap. Build the function, or set its command.',
    ],
    [
      'an assembly that is not built',
      [],
      { runtime: 'dotnet8', handler: 'Orders::Orders.Function::Handle' },
      '~/code has no built assembly Orders. Build the function with dotnet build.',
    ],
    [
      'an assembly outside of its folder',
      ['code/a.txt', 'Orders.deps.json'],
      { runtime: 'dotnet8', handler: '../Orders' },
      'The handler ../Orders must begin with the name of an assembly, without a folder.',
    ],
    [
      'a class library outside of its folder, in the words of Windows',
      ['code/a.txt'],
      { runtime: 'dotnet8', handler: '..\\Orders::Orders.Function::Handle' },
      'The handler ..\\Orders::Orders.Function::Handle must begin with the name of an assembly, without a folder.',
    ],
    [
      'a class library without AWS’s client',
      ['code/Orders.deps.json'],
      { runtime: 'dotnet8', handler: 'Orders::Orders.Function::Handle' },
      'The function needs Amazon.Lambda.RuntimeSupport.dll beside its assembly. Add the package Amazon.Lambda.RuntimeSupport, and build it.',
    ],
  ];
  for (const [what, files, definition, sentence] of failures) {
    it(`says what is wrong with ${what}`, () => {
      write(...files);
      assert.equal(failure(plan(definition)), sentence);
    });
  }

  it('names the program that a runtime needs', () => {
    const programs = [
      ['nodejs24.x', 'node'],
      ['python3.13', 'python3'],
      ['java21', 'java'],
    ] as const;
    for (const [runtime, program] of programs) {
      assert.equal(
        failure(plan({ runtime, handler: 'app.handler' }, '/nowhere')),
        `The runtime ${runtime} needs the program ${program}, which was not found. Install it, or add its folder to the PATH.`,
      );
    }
  });

  it('needs no program that is built at the start, as a debugger does', () => {
    const definition = { runtime: 'provided.al2023' } as const;
    write('code/go.mod');
    assert.match(failure(plan(definition)), /^~\/code has no executable file bootstrap\./);
    const planned = plan(definition, '', { isBuiltAtStart: (code) => code === join(folder, 'code') });
    assert.deepEqual(planned.ok && [planned.command, planned.folder], [
      ['./bootstrap'],
      join(folder, 'code'),
    ]);
  });
});

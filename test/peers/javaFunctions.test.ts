import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CompiledLoop } from '../../broker/functionRunner/compiledLoop.ts';
import { Programs } from '../../broker/programs/programs.ts';
import { type FunctionProcess, LOG_STREAM } from '../support/functions/functionProcess.ts';
import { BATCH, describeFunctions } from '../support/functions/peerFunctions.ts';
import { DEADLINE_MS, FUNCTION_ARN, TRACE_ID } from '../support/functions/runtimeApiServer.ts';
import { findProjectRoot } from '../support/project.mjs';
import { useFunctions } from '../support/functions/useFunctions.ts';

/** What the function brings beside its classes. */
const WAYS = [
  { way: 'the loop of ours, without other packages', libraries: 'own' },
  { way: 'the loop of ours, with AWS’s package for objects', libraries: 'serialized' },
  ...(process.platform === 'linux' ? [{ way: 'AWS’s own client', libraries: 'aws' }] : []),
];
const ORDER = { name: 'paper', count: 1, lines: [{ article: 'A4' }], unknown: { a: [1] } };

describeFunctions('Java', 'the compiled loop for Java', (folder) => {
  let compiled: CompiledLoop;
  const startAny = useFunctions({
    runtime: 'java17',
    directory: join(folder, 'target', 'own'),
    environment: { CLASSPATH: join(folder, 'target', 'classes') },
    handler: 'Deeds',
  });

  beforeEach(() => {
    compiled = new CompiledLoop(new Programs(), join(findProjectRoot(), 'dist', 'runtimes'));
  });
  afterEach(() => compiled.close());

  it('is compiled beside the first start, and used by the next', async () => {
    const first = await startAny({ compiledLoop: compiled });
    await compiled.compile(process.env);
    const next = await startAny({ compiledLoop: compiled });
    assert.deepEqual([await first.call({}), await next.call({})], [1, 1]);
    const classes = String(compiled.find(process.env));
    assert.ok(existsSync(join(classes, 'queueside', 'loop', 'Loop.class')));
    compiled.close();
    assert.equal(existsSync(classes), false);
    assert.equal(compiled.find(process.env), undefined);
  });

  it('is not used where there is no compiler', async () => {
    await compiled.compile({ PATH: '/nowhere' });
    assert.equal(compiled.find({ PATH: '/nowhere' }), undefined);
    assert.equal(await (await startAny({ compiledLoop: compiled })).call({}), 1);
  });
});

for (const { way, libraries } of WAYS) {
  describeFunctions('Java', `a function in Java, by ${way}`, (folder) => {
    const startAny = useFunctions({
      runtime: 'java17',
      directory: join(folder, 'target', libraries),
      environment: { CLASSPATH: join(folder, 'target', 'classes') },
    });
    const start = (handler: string): Promise<FunctionProcess> => startAny({ handler });

    // AWS's client finds classes by CLASSPATH of its command line alone, as ours does.
    it('makes objects of a batch, and reports the messages that failed', async () => {
      const process = await start('Batch');
      assert.deepEqual(await process.call(BATCH), { batchItemFailures: [{ itemIdentifier: 'message-1' }] });
      const rest = ' of arn:aws:sqs:us-east-1:000000000000:images 1 Binary 3';
      assert.deepEqual(await process.waitForLines(2), [
        `received {"image":1}${rest}`,
        `received Grüße${rest}`,
      ]);
      assert.deepEqual(await process.call({ Records: [] }), { batchItemFailures: [] });
    });

    it('reports an error with its cause, and goes on', async () => {
      const process = await start('Deeds');
      const error = await process.fail({ do: 'fail' });
      assert.equal(error.errorType, 'java.lang.IllegalStateException');
      assert.equal(error.errorMessage, 'no stock');
      assert.match(String(error.stackTrace?.[0]), /^Deeds\.handleRequest\(Deeds\.java:\d+\)$/);
      assert.equal(
        error.stackTrace?.some((line) => line.includes('queueside')),
        false,
      );
      assert.equal(await process.call({}), 2);
    });

    // Only of ours: what AWS's client does with these is not documented.
    if (libraries !== 'aws') {
      for (const [what, deed, errorMessage] of [
        ['whose cause is caused by it', 'circle', 'no stock'],
        ['whose text cannot be read', 'unreadable', undefined],
      ] as const) {
        it(`reports an error ${what}, and goes on`, async () => {
          const process = await start('Deeds');
          assert.equal((await process.fail({ do: deed })).errorMessage, errorMessage);
          assert.equal(await process.call({}), 2);
        });
      }
    }

    it('gives the context', async () => {
      const process = await start('Deeds');
      const { requestId, remaining, ...rest } = (await process.call({ do: 'context' })) as Record<
        string,
        unknown
      >;
      assert.match(String(requestId), /^[\da-f-]{36}$/);
      assert.ok(Number(remaining) > 0 && Number(remaining) <= DEADLINE_MS);
      assert.deepEqual(rest, {
        arn: FUNCTION_ARN,
        name: 'thumbnails',
        version: '$LATEST',
        memory: 128,
        logGroup: '/aws/lambda/thumbnails',
        logStream: LOG_STREAM,
        // Without identity and client: what is null is left out.
        trace: TRACE_ID,
      });
      // AWS's client adds no line break.
      if (libraries !== 'aws') assert.deepEqual(await process.waitForLines(1), ['logged']);
    });

    it('gives plain values to a handler of a map, and takes them', async () => {
      const process = await start('Deeds');
      const values = [
        null,
        true,
        'Grüße, 世界 🌍 "\\\n\u0001',
        0,
        -17,
        2 ** 40,
        1.5,
        [],
        {},
        { a: [1, { b: true }] },
      ];
      assert.deepEqual(await process.call({ do: 'echo', value: values }), values);
    });

    it('ends without a word', async () => {
      const process = await start('Deeds');
      assert.deepEqual(await process.invoke({ do: 'exit' }), { kind: 'exit', code: 7, signal: null });
    });

    it('reports an error of the virtual machine, and ends', async () => {
      const process = await start('Deeds');
      const error = await process.fail({ do: 'overflow' });
      assert.equal(error.errorType, 'java.lang.StackOverflowError');
      assert.deepEqual(await process.waitForExit(), { kind: 'exit', code: 0, signal: null });
    });

    const forms: readonly (readonly [handler: string, event: unknown, result: unknown])[] = [
      ['Forms::bean', ORDER, { name: 'paper', count: 2, lines: [{ article: 'Grüße, 世界 🌍' }] }],
      ['Forms::text', 'a "quoted" text', 'a "quoted" text!'],
      ['Forms::number', 41, 42],
      ['Forms::alone', {}, 'alone'],
      ['Forms::still', [1, 2], 'still 2'],
      ['Inherited', ORDER, 'paper A4'],
    ];
    for (const [handler, event, result] of forms) {
      it(`calls ${handler}`, async () => {
        assert.deepEqual(await (await start(handler)).call(event), result);
      });
    }

    it('sends what a stream gets as it is', async () => {
      const end = await (await start('Forms::stream')).invoke({ a: 1 });
      assert.equal(end.kind, 'response');
      assert.deepEqual(
        end.kind === 'response' && end.body,
        Buffer.from([0, 255, 128, ...Buffer.from('{"a":1}')]),
      );
    });

    it('says that an event does not fit', async () => {
      const process = await start('Forms::number');
      const error = await process.fail({ a: 1 });
      assert.equal(error.errorMessage, 'An error occurred during JSON parsing');
      assert.equal(await process.call(1), 2);
    });

    const failures: readonly (readonly [
      what: string,
      handler: string,
      errorType: string | undefined,
      errorMessage: string,
    ])[] = [
      [
        'a class that does not exist',
        'com.x.Orders',
        'java.lang.ClassNotFoundException',
        'Class not found: com.x.Orders',
      ],
      [
        'a method that does not exist',
        'Forms::other',
        undefined,
        'No public method named other with appropriate method signature found on class Forms',
      ],
      [
        'a class without an interface',
        'Forms',
        undefined,
        'Class does not implement an appropriate handler interface: Forms',
      ],
    ];
    for (const [what, handler, errorType, errorMessage] of failures) {
      it(`reports ${what} of each invocation`, async () => {
        const process = await start(handler);
        const expected = errorType === undefined ? { errorMessage } : { errorMessage, errorType };
        assert.deepEqual(await process.fail({}), expected);
        assert.deepEqual(await process.fail({}), expected);
      });
    }

    it('cannot start when a constructor throws', async () => {
      const process = await start('Broken');
      const { errorType, errorMessage } = await process.waitForInitError();
      assert.deepEqual([errorType, errorMessage], ['java.lang.IllegalStateException', 'no database']);
      assert.deepEqual(await process.waitForExit(), { kind: 'exit', code: 1, signal: null });
    });
  });
}

import assert from 'node:assert/strict';
import {
  LOG_STREAM,
  type FunctionOptions,
  type FunctionProcess,
} from '../../support/functions/functionProcess.ts';
import { DEADLINE_MS, FUNCTION_ARN, TRACE_ID } from '../../support/functions/runtimeApiServer.ts';
import { useFunctions } from '../../support/functions/useFunctions.ts';

describe('the loop of functions in Node.js', () => {
  const start = useFunctions({ handler: 'app.handler' });
  const startModern = (code: string, options: FunctionOptions = {}): Promise<FunctionProcess> =>
    start({ runtime: 'nodejs24.x', files: { 'app.mjs': code }, ...options });
  const startOlder = (code: string, options: FunctionOptions = {}): Promise<FunctionProcess> =>
    start({ runtime: 'nodejs22.x', files: { 'app.js': code }, ...options });

  describe('takes as the result', () => {
    const cases: readonly (readonly [what: string, code: string, older: unknown, modern: unknown])[] = [
      [
        'what an async handler returns',
        'async (event) => ({ got: event })',
        { got: { a: 1 } },
        { got: { a: 1 } },
      ],
      ['null for undefined', 'async () => undefined', null, null],
      ['what any promise resolves to', '() => ({ then: (resolve) => resolve("then") })', 'then', 'then'],
      ['what a plain function returns, from Node.js 24 on', '() => "plain"', null, 'plain'],
      [
        'letters of all languages',
        'async () => "Grüße, 世界 🌍 \\u2028"',
        'Grüße, 世界 🌍 \u2028',
        'Grüße, 世界 🌍 \u2028',
      ],
    ];
    for (const [what, code, older, modern] of cases) {
      it(what, async () => {
        assert.deepEqual(await (await startOlder(`exports.handler = ${code};`)).call({ a: 1 }), older);
        assert.deepEqual(await (await startModern(`export const handler = ${code};`)).call({ a: 1 }), modern);
      });
    }

    const callbacks: readonly (readonly [what: string, code: string, result: unknown])[] = [
      ['what the callback gets', '(e, c, callback) => callback(null, "called")', 'called'],
      ['that of the first call', '(e, c, callback) => { callback(null, 1); callback(null, 2); }', 1],
      ['what context.succeed gets', '(e, context) => context.succeed("succeeded")', 'succeeded'],
      ['what context.done gets', '(e, context) => context.done(null, "done")', 'done'],
      ['null if nothing is reported', '() => { setTimeout(() => {}, 20); }', null],
      ['null if a promise never settles', 'async () => new Promise(() => {})', null],
      [
        'the callback’s, when nothing is left to do',
        '(e, c, callback) => { const result = []; callback(null, result); setTimeout(() => result.push("late"), 20); }',
        ['late'],
      ],
      [
        'the callback’s at once, if it asks for that',
        '(e, c, callback) => { c.callbackWaitsForEmptyEventLoop = false; const result = []; setInterval(() => result.push("late"), 1e6); callback(null, result); }',
        [],
      ],
      [
        'that of context.done at once, whatever is left to do',
        '(e, c) => { setInterval(() => {}, 1e6); c.done(null, c.callbackWaitsForEmptyEventLoop); }',
        true,
      ],
    ];
    for (const [what, code, result] of callbacks) {
      it(`${what}, up to Node.js 22`, async () => {
        const process = await startOlder(`exports.handler = ${code};`);
        assert.deepEqual(await process.call({}), result);
        assert.deepEqual(await process.call({}), result);
      });
    }

    for (const runtime of ['nodejs22.x', 'nodejs24.x'] as const) {
      it(`bytes that are written to a stream, in ${runtime}`, async () => {
        const process = await start({
          runtime,
          files: {
            'app.js': `exports.handler = awslambda.streamifyResponse(async (event, stream) => {
              stream.setContentType('image/png');
              stream.write(Buffer.from([0, 255, 128]));
              stream.end(Buffer.from([1]));
            });`,
          },
        });
        const end = await process.invoke({});
        assert.deepEqual(end, {
          kind: 'response',
          body: Buffer.from([0, 255, 128, 1]),
          contentType: 'image/png',
        });
      });
    }
  });

  describe('reports an error and goes on when', () => {
    const cases: readonly (readonly [what: string, code: string, errorType: string, message: string])[] = [
      ['an async handler throws', 'async () => { throw new TypeError("boom"); }', 'TypeError', 'boom'],
      ['a plain handler throws', '() => { throw new RangeError("boom"); }', 'RangeError', 'boom'],
      ['a text is thrown', 'async () => { throw "text"; }', 'string', 'text'],
      ['undefined is thrown', 'async () => { throw undefined; }', 'undefined', 'undefined'],
      [
        'an error of its own class is thrown',
        'async () => { throw Object.assign(new Error("no stock"), { name: "StockError" }); }',
        'StockError',
        'no stock',
      ],
      [
        'an error cannot be read',
        'async () => { throw Object.defineProperty(new Error(), "message", { get() { throw new Error("unreadable"); } }); }',
        'handled',
        'callback called with Error argument, but there was a problem while retrieving one or more of its message, name, and stack',
      ],
      [
        'the name of an error is no text',
        'async () => { throw Object.assign(new Error("no stock"), { name: 404 }); }',
        '404',
        'no stock',
      ],
      [
        'the stack of an error is no text',
        'async () => { Error.prepareStackTrace = (error, sites) => sites; throw new Error("no stock"); }',
        'Error',
        'no stock',
      ],
    ];
    for (const [what, code, errorType, errorMessage] of cases) {
      for (const runtime of ['nodejs22.x', 'nodejs24.x'] as const) {
        it(`${what}, in ${runtime}`, async () => {
          const source = `let calls = 0; const handler = ${code};
            exports.handler = (...args) => (calls++ ? Promise.resolve("again") : handler(...args));`;
          const process = await start({ runtime, files: { 'app.js': source } });
          // context.fail says `handled` for undefined.
          const isHandled = errorType === 'undefined' && runtime === 'nodejs22.x';
          const error = await process.fail({});
          assert.equal(error.errorType, isHandled ? 'string' : errorType);
          assert.equal(error.errorMessage, isHandled ? 'handled' : errorMessage);
          assert.ok(Array.isArray(error.trace));
          assert.equal(await process.call({}), 'again');
        });
      }
    }

    it('the callback gets one, or context.fail', async () => {
      const process = await startOlder(
        'exports.handler = (e, c, callback) => (e.fails ? c.fail(new Error("failed")) : callback(new Error("called")));',
      );
      assert.equal((await process.fail({ fails: true })).errorMessage, 'failed');
      assert.equal((await process.fail({})).errorMessage, 'called');
    });

    it('the result cannot be JSON', async () => {
      const code = 'async () => 1n';
      const older = await (await startOlder(`exports.handler = ${code};`)).fail({});
      assert.deepEqual([older.errorType, older.errorMessage], ['Error', 'Unable to stringify response body']);
      const modern = await (await startModern(`export const handler = ${code};`)).fail({});
      assert.equal(modern.errorType, 'Runtime.JSONStringifyError');
    });

    it('the event is no JSON', async () => {
      const process = await startModern('export const handler = async () => 1;');
      assert.equal((await process.fail(undefined, { raw: '{' })).errorType, 'SyntaxError');
      assert.equal(await process.call({}), 1);
    });

    it('with the lines of the stack, of the code of the function first', async () => {
      const process = await startModern(
        'export const handler = async () => {\n  throw new Error("boom");\n};',
      );
      const { trace = [] } = await process.fail({});
      assert.equal(trace[0], 'Error: boom');
      assert.match(String(trace[1]), /^ {4}at .*app\.mjs:2:9\)?$/);
      assert.ok((await process.waitForLines(1)).some((line) => line.startsWith('Invoke Error Error: boom')));
    });
  });

  describe('ends, after it has reported why, with', () => {
    const THROWS =
      'setTimeout(() => { throw new Error("later"); }, 1); return new Promise(() => setInterval(() => {}, 1e6));';
    const REJECTS =
      'Promise.reject(new Error("no database")); return new Promise(() => setInterval(() => {}, 1e6));';
    for (const runtime of ['nodejs22.x', 'nodejs24.x'] as const) {
      it(`129 for an exception that is not caught, in ${runtime}`, async () => {
        const process = await start({
          runtime,
          files: { 'app.js': `exports.handler = async () => { ${THROWS} };` },
        });
        const { errorType, errorMessage } = await process.fail({});
        assert.deepEqual([errorType, errorMessage], ['Error', 'later']);
        assert.deepEqual(await process.waitForExit(), { kind: 'exit', code: 129, signal: null });
      });

      it(`128 for a rejection that is not handled, in ${runtime}`, async () => {
        const process = await start({
          runtime,
          files: { 'app.js': `exports.handler = async () => { ${REJECTS} };` },
        });
        const { errorType, errorMessage } = await process.fail({});
        assert.deepEqual(
          [errorType, errorMessage],
          ['Runtime.UnhandledPromiseRejection', 'Error: no database'],
        );
        assert.deepEqual(await process.waitForExit(), { kind: 'exit', code: 128, signal: null });
      });
    }

    it('13 for a promise that never settles, from Node.js 24 on', async () => {
      const process = await startModern('export const handler = async () => new Promise(() => {});');
      assert.equal((await process.fail({})).errorType, 'Runtime.NodeJsExit');
      assert.deepEqual(await process.waitForExit(), { kind: 'exit', code: 13, signal: null });
    });
  });

  it('ends without a word when the function calls process.exit', async () => {
    const process = await startModern(
      'export const handler = async (code) => globalThis.process.exit(code);',
    );
    assert.deepEqual(await process.invoke(7), { kind: 'exit', code: 7, signal: null });
  });

  it('ends when the Runtime API does', async () => {
    const process = await startModern('export const handler = async () => 1;');
    assert.equal(await process.call({}), 1);
    process.closeApi();
    assert.deepEqual(await process.waitForExit(), { kind: 'exit', code: 1, signal: null });
    assert.match(process.lines.join('\n'), /^The Runtime API does not answer: /m);
  });

  it('keeps what a module remembers, and goes on where the Runtime API closed an idle connection', async () => {
    const process = await startModern('let count = 0; export const handler = async () => ++count;');
    assert.equal(await process.call({}), 1);
    process.closeIdle();
    assert.equal(await process.call({}), 2);
  });

  for (const runtime of ['nodejs22.x', 'nodejs24.x'] as const) {
    it(`gives the context, in ${runtime}`, async () => {
      const process = await start({
        runtime,
        memory: 256,
        files: {
          'app.js': `exports.handler = async (event, context) => ({
            ...context,
            remaining: context.getRemainingTimeInMillis(),
            hasDone: 'done' in context,
            trace: process.env._X_AMZN_TRACE_ID,
            folder: process.cwd(),
          });`,
        },
      });
      const { remaining, awsRequestId, ...rest } = (await process.call(
        {},
        {
          headers: { 'Lambda-Runtime-Client-Context': '{"custom":{"a":1}}' },
        },
      )) as Record<string, unknown>;
      assert.ok(Number(remaining) > 0 && Number(remaining) <= DEADLINE_MS);
      assert.match(String(awsRequestId), /^[\da-f-]{36}$/);
      const isOlder = runtime === 'nodejs22.x';
      assert.deepEqual(rest, {
        ...(isOlder ? { callbackWaitsForEmptyEventLoop: true } : {}),
        functionName: 'thumbnails',
        functionVersion: '$LATEST',
        memoryLimitInMB: '256',
        logGroupName: '/aws/lambda/thumbnails',
        logStreamName: LOG_STREAM,
        clientContext: { custom: { a: 1 } },
        invokedFunctionArn: FUNCTION_ARN,
        hasDone: isOlder,
        trace: TRACE_ID,
        folder: process.folder,
      });
    });
  }

  it('shows what the function prints as it is', async () => {
    const process = await startModern(
      'console.log("started"); export const handler = async () => console.error("Grüße");',
    );
    await process.call({});
    assert.deepEqual(await process.waitForLines(2), ['started', 'Grüße']);
  });

  it('limits the heap to the memory size', async () => {
    const code =
      'import v8 from "node:v8"; export const handler = async () => v8.getHeapStatistics().heap_size_limit;';
    const sizes = [512, 2048];
    const limits = await Promise.all(
      sizes.map(async (memory) => Number(await (await startModern(code, { memory })).call({}))),
    );
    for (const [index, limit] of limits.entries()) {
      const megabytes = limit / 1_048_576;
      const memory = sizes[index] as number;
      assert.ok(megabytes > memory * 0.85 && megabytes < memory * 1.2, `${megabytes} MB of ${memory}`);
    }
  });

  it('is not seen by code that replaces the HTTP client of Node.js', async () => {
    const process = await startModern(`import http from 'node:http';
      import { syncBuiltinESMExports } from 'node:module';
      http.request = http.get = () => { throw new Error('no network in tests'); };
      syncBuiltinESMExports();
      export const handler = async () => 'answered';`);
    assert.equal(await process.call({}), 'answered');
  });
});

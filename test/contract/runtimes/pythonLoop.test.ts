import assert from 'node:assert/strict';
import {
  LOG_STREAM,
  type FunctionOptions,
  type FunctionProcess,
} from '../../support/functions/functionProcess.ts';
import { DEADLINE_MS, FUNCTION_ARN, TRACE_ID } from '../../support/functions/runtimeApiServer.ts';
import { useFunctions } from '../../support/functions/useFunctions.ts';
import { findOnPath } from '../../support/process.mjs';

const isMissing = findOnPath('python3', 'python') === undefined;

(isMissing ? describe.skip : describe)('the loop of functions in Python', () => {
  const startAny = useFunctions({ handler: 'app.handler', runtime: 'python3.13' });
  const startFiles = (
    files: Readonly<Record<string, string>>,
    options: FunctionOptions = {},
  ): Promise<FunctionProcess> => startAny({ files, ...options });
  const start = (code: string, options?: FunctionOptions): Promise<FunctionProcess> =>
    startFiles({ 'app.py': code }, options);

  describe('finds the handler of', () => {
    const CODE = 'def handler(event, context): return __name__';
    const cases: readonly (readonly [what: string, handler: string, file: string, module: string])[] = [
      ['a module', 'app.handler', 'app.py', 'app'],
      ['a package', 'orders.app.handler', 'orders/app.py', 'orders.app'],
      ['a folder', 'orders/app.handler', 'orders/app.py', 'orders.app'],
      ['the package itself', 'orders.handler', 'orders/__init__.py', 'orders'],
      ['a module whose name is that of the loop', 'python.handler', 'python.py', 'python'],
    ];
    for (const [what, handler, file, module] of cases) {
      it(what, async () => {
        assert.equal(await (await startFiles({ [file]: CODE }, { handler })).call({}), module);
      });
    }

    it('a module that imports its neighbour', async () => {
      const files = { 'app.py': 'from util import handler', 'util.py': CODE };
      assert.equal(await (await startFiles(files)).call({}), 'util');
    });
  });

  describe('says what is wrong at the start:', () => {
    const cases: readonly (readonly [
      what: string,
      code: string,
      options: FunctionOptions,
      errorType: string,
      errorMessage: RegExp,
    ])[] = [
      [
        'no such module',
        '',
        { handler: 'orders.app.handler' },
        'Runtime.ImportModuleError',
        /^Unable to import module 'orders\.app': No module named 'orders'$/,
      ],
      [
        'a module that imports one that does not exist',
        'import missing_package',
        {},
        'Runtime.ImportModuleError',
        /^Unable to import module 'app': No module named 'missing_package'$/,
      ],
      [
        'a syntax error',
        'def handler(event context): pass',
        {},
        'Runtime.UserCodeSyntaxError',
        /^Syntax error in module 'app': .*\(app\.py, line 1\)$/,
      ],
      [
        'no such function',
        'def other(event, context): pass',
        {},
        'Runtime.HandlerNotFound',
        /^Handler 'handler' missing on module 'app'$/,
      ],
      [
        'a handler without a dot',
        '',
        { handler: 'app' },
        'Runtime.MalformedHandlerName',
        /^Bad handler 'app': not enough values to unpack/,
      ],
      [
        'the name of a module that is built in',
        '',
        { handler: 'sys.exit' },
        'Runtime.BuiltInModuleConflict',
        /^Cannot use built-in module sys as a handler module$/,
      ],
      ['a module that raises', 'raise RuntimeError("no database")', {}, 'RuntimeError', /^no database$/],
      [
        'an error whose class has a name of other letters',
        'class Störung数(Exception): pass\nraise Störung数("no database")',
        {},
        'Störung数',
        /^no database$/,
      ],
    ];
    for (const [what, code, options, errorType, errorMessage] of cases) {
      it(what, async () => {
        const process = await start(code, options);
        const error = await process.waitForInitError();
        assert.equal(error.errorType, errorType);
        assert.match(error.errorMessage, errorMessage);
        assert.equal(error.requestId, '');
        assert.ok(Array.isArray(error.stackTrace));
        assert.deepEqual(await process.waitForExit(), { kind: 'exit', code: 1, signal: null });
      });
    }

    it('of a syntax error, its file and line', async () => {
      const process = await start('\n\ndef handler(event context): pass');
      const { stackTrace = [] } = await process.waitForInitError();
      assert.deepEqual(stackTrace, [
        `  File "${process.folder}/app.py" Line 3\n    def handler(event context): pass`,
      ]);
    });
  });

  describe('takes as the result', () => {
    const cases: readonly (readonly [what: string, expression: string, text: string])[] = [
      ['what the handler returns', '{"got": event}', '{"got": {"a": 1}}'],
      ['None', 'None', 'null'],
      [
        'decimal numbers as they are written',
        '{"price": Decimal("1.10"), "n": 1}',
        '{"price": 1.10, "n": 1}',
      ],
      ['what is no number', '[float("nan"), Decimal("NaN")]', '[NaN, NaN]'],
      ['letters of all languages', '"Grüße, 世界 🌍"', '"Grüße, 世界 🌍"'],
      ['bytes as they are', '"Grüße".encode() + bytes([0x22])', 'Grüße"'],
    ];
    for (const [what, expression, text] of cases) {
      it(what, async () => {
        const process = await start(
          `from decimal import Decimal\ndef handler(event, context): return ${expression}`,
        );
        const end = await process.invoke({ a: 1 });
        assert.equal(end.kind, 'response');
        if (end.kind !== 'response') return;
        assert.equal(end.body.toString(), text);
        assert.equal(end.contentType, what.startsWith('bytes') ? 'application/unknown' : 'application/json');
      });
    }

    it('letters as ASCII before Python 3.12', async () => {
      const process = await start('def handler(event, context): return "ü"', { runtime: 'python3.11' });
      const end = await process.invoke({});
      assert.equal(end.kind === 'response' && end.body.toString(), '"\\u00fc"');
    });
  });

  describe('reports an error and goes on when', () => {
    const cases: readonly (readonly [what: string, code: string, errorType: string, message: RegExp])[] = [
      ['the handler raises', 'raise ValueError("boom")', 'ValueError', /^boom$/],
      [
        'the result cannot be JSON',
        'return {1, 2}',
        'Runtime.MarshalError',
        /^Unable to marshal response: Object of type set is not JSON serializable$/,
      ],
      [
        'the handler is async',
        'return sleep()',
        'Runtime.MarshalError',
        /^Unable to marshal response: Object of type coroutine is not JSON serializable$/,
      ],
      ['the error has no text', 'raise KeyError()', 'KeyError', /^$/],
      [
        'the text of the error cannot be read',
        'raise type("Odd", (Exception,), {"__str__": lambda self: 1 / 0})()',
        'Odd',
        /^<exception str\(\) failed>$/,
      ],
      ['the text of the error is no UTF-8', 'raise OSError("\\udcff.txt")', 'OSError', /^\udcff\.txt$/],
      [
        'the handler closed its output before',
        'import sys; sys.stdout.close(); raise ValueError("boom")',
        'ValueError',
        /^boom$/,
      ],
    ];
    for (const [what, code, errorType, message] of cases) {
      it(what, async () => {
        const process = await start(
          `async def sleep(): pass\ndef handler(event, context):\n  if event == "again": return "again"\n  ${code}`,
        );
        const error = await process.fail({});
        assert.equal(error.errorType, errorType);
        assert.match(error.errorMessage, message);
        assert.match(String(error.requestId), /^[\da-f-]{36}$/);
        assert.equal(await process.call('again'), 'again');
      });
    }

    it('the event is no JSON', async () => {
      const process = await start('def handler(event, context): return 1');
      const error = await process.fail(undefined, { raw: '{' });
      assert.equal(error.errorType, 'Runtime.UnmarshalError');
      assert.match(error.errorMessage, /^Unable to unmarshal input: /);
    });

    it('with the frames of the function alone', async () => {
      const process = await start(
        'def handler(event, context):\n  check()\ndef check():\n  raise ValueError("boom")',
      );
      const { stackTrace = [] } = await process.fail({});
      assert.equal(stackTrace.length, 2);
      assert.match(
        String(stackTrace[0]),
        new RegExp(`^ {2}File "${process.folder}/app\\.py", line 2, in handler\n {4}check\\(\\)\n`),
      );
      assert.match(String(stackTrace[1]), /line 4, in check\n/);
      assert.deepEqual((await process.waitForLines(2)).slice(0, 2), [
        '[ERROR] ValueError: boom',
        'Traceback (most recent call last):',
      ]);
    });
  });

  it('hands over what is no JSON by its type as it came', async () => {
    const process = await start('def handler(event, context): return event.decode()');
    assert.equal(await process.call(undefined, { raw: 'plain', contentType: 'text/plain' }), 'plain');
  });

  for (const [code, exit] of [
    ['import sys\ndef handler(event, context): sys.exit(7)', 7],
    ['import os\ndef handler(event, context): os._exit(0)', 0],
  ] as const) {
    it(`ends without a word when the function exits with ${exit}`, async () => {
      assert.deepEqual(await (await start(code)).invoke({}), { kind: 'exit', code: exit, signal: null });
    });
  }

  it('ends when the Runtime API does', async () => {
    const process = await start('def handler(event, context): return 1');
    assert.equal(await process.call({}), 1);
    process.closeApi();
    assert.deepEqual(await process.waitForExit(), { kind: 'exit', code: 1, signal: null });
    assert.match(process.lines.join('\n'), /^The Runtime API does not answer: /m);
  });

  it('keeps what a module remembers, and goes on where the Runtime API closed an idle connection', async () => {
    const process = await start(
      'count = 0\ndef handler(event, context):\n  global count\n  count += 1\n  return count',
    );
    assert.equal(await process.call({}), 1);
    process.closeIdle();
    assert.equal(await process.call({}), 2);
  });

  it('waits without limit, also if the function gives its sockets one', async () => {
    const process = await start(
      'import socket, threading\nsocket.setdefaulttimeout(0.001)\ndef handler(event, context):\n  threading.Timer(0.05, print, ["later"]).start()\n  return event',
    );
    assert.equal(await process.call(1), 1);
    await process.waitForLines(1);
    assert.equal(await process.call(2), 2);
  });

  it('gives the context', async () => {
    const process = await start(
      `import os
def handler(event, context):
  values = {name: value for name, value in vars(context).items() if not name.startswith("_")}
  values["identity"] = context.identity.cognito_identity_id
  values["client_context"] = context.client_context.custom
  values["remaining"] = context.get_remaining_time_in_millis()
  values["trace"] = os.environ["_X_AMZN_TRACE_ID"]
  values["folder"] = os.getcwd()
  return values`,
      { memory: 256 },
    );
    const {
      remaining,
      aws_request_id: requestId,
      ...rest
    } = (await process.call(
      {},
      { headers: { 'Lambda-Runtime-Client-Context': '{"custom":{"a":1}}' } },
    )) as Record<string, unknown>;
    assert.ok(Number(remaining) > 0 && Number(remaining) <= DEADLINE_MS);
    assert.match(String(requestId), /^[\da-f-]{36}$/);
    assert.deepEqual(rest, {
      function_name: 'thumbnails',
      function_version: '$LATEST',
      memory_limit_in_mb: '256',
      log_group_name: '/aws/lambda/thumbnails',
      log_stream_name: LOG_STREAM,
      invoked_function_arn: FUNCTION_ARN,
      tenant_id: null,
      identity: null,
      client_context: { a: 1 },
      trace: TRACE_ID,
      folder: process.folder,
    });
  });

  it('has no time left after the deadline', async () => {
    const process = await start('def handler(event, context): return context.get_remaining_time_in_millis()');
    assert.equal(await process.call({}, { headers: { 'Lambda-Runtime-Deadline-Ms': '1000' } }), 0);
  });

  it('shows what the function prints and logs, as Lambda does', async () => {
    const process = await start(`import logging
logging.basicConfig(format="ignored", level=logging.DEBUG)
logger = logging.getLogger()
logger.setLevel(logging.INFO)
print("started")
def handler(event, context):
  print("Grüße")
  logger.info("resized %d", 3)
  logger.debug("not shown")
  return context.aws_request_id`);
    const requestId = String(await process.call({}));
    const [started, printed, logged, ...rest] = await process.waitForLines(3);
    assert.deepEqual([started, printed, rest], ['started', 'Grüße', []]);
    assert.match(String(logged), new RegExp(`^\\[INFO\\]\\t[\\d-]+T[\\d:.]+Z\\t${requestId}\\tresized 3$`));
  });

  it('uses the virtual environment of the folder, or of one above it', async () => {
    const python = findOnPath('python3', 'python') as string;
    const wrapper = `#!/bin/sh\nOWN_PYTHON=yes exec '${python}' "$@"\n`;
    const process = await startFiles(
      {
        '.venv/bin/python': wrapper,
        'functions/orders/app.py':
          'import os\ndef handler(event, context): return os.environ.get("OWN_PYTHON")',
      },
      { directory: 'functions/orders' },
    );
    assert.equal(await process.call({}), 'yes');
  });
});

import assert from 'node:assert/strict';
import type { FunctionOptions, FunctionProcess } from '../../support/functions/functionProcess.ts';
import { useFunctions } from '../../support/functions/useFunctions.ts';

const MODULE = '{ "type": "module" }';

describe('the loop of functions in Node.js', () => {
  const start = useFunctions({ handler: 'app.handler' });
  const startModern = (code: string, options: FunctionOptions = {}): Promise<FunctionProcess> =>
    start({ runtime: 'nodejs24.x', files: { 'app.mjs': code }, ...options });
  const startOlder = (code: string, options: FunctionOptions = {}): Promise<FunctionProcess> =>
    start({ runtime: 'nodejs22.x', files: { 'app.js': code }, ...options });

  describe('finds the handler of', () => {
    const ESM = 'export const handler = async () => "esm";';
    const COMMON = 'exports.handler = async () => "commonjs";';
    const cases: readonly (readonly [
      what: string,
      handler: string,
      files: Readonly<Record<string, string>>,
      result: string,
    ])[] = [
      ['CommonJS', 'app.handler', { 'app.js': COMMON }, 'commonjs'],
      ['a module by its package.json', 'app.handler', { 'app.js': ESM, 'package.json': MODULE }, 'esm'],
      [
        'a folder below the package.json',
        'src/orders/app.handler',
        { 'src/orders/app.js': ESM, 'package.json': MODULE },
        'esm',
      ],
      ['.mjs', 'app.handler', { 'app.mjs': ESM }, 'esm'],
      ['.cjs in a module', 'app.handler', { 'app.cjs': COMMON, 'package.json': MODULE }, 'commonjs'],
      ['.js before .mjs', 'app.handler', { 'app.mjs': ESM, 'app.js': COMMON }, 'commonjs'],
      ['a file without extension before .js', 'app.handler', { app: COMMON, 'app.js': ESM }, 'commonjs'],
      [
        'a member of a member',
        'app.orders.handler',
        { 'app.js': 'exports.orders = { handler: async () => "nested" };' },
        'nested',
      ],
      [
        'a package',
        'orders.handler',
        { 'node_modules/orders/index.js': COMMON, 'node_modules/orders/package.json': '{}' },
        'commonjs',
      ],
      ['a folder', 'orders.handler', { 'orders/index.js': COMMON }, 'commonjs'],
    ];
    for (const runtime of ['nodejs22.x', 'nodejs24.x'] as const) {
      for (const [what, handler, files, result] of cases) {
        it(`${what}, in ${runtime}`, async () => {
          assert.equal(await (await start({ runtime, handler, files })).call({}), result);
        });
      }
    }

    it('an export that only the default export has, from Node.js 24 on', async () => {
      const code = 'export default { handler: async () => "default" };';
      assert.equal(await (await startModern(code)).call({}), 'default');
      const older = await start({ runtime: 'nodejs22.x', files: { 'app.mjs': code } });
      assert.equal((await older.waitForInitError()).errorType, 'Runtime.HandlerNotFound');
    });
  });

  describe('says what is wrong at the start:', () => {
    const cases: readonly (readonly [
      what: string,
      options: FunctionOptions,
      errorType: string,
      errorMessage: RegExp,
    ])[] = [
      [
        'no such module',
        { files: {} },
        'Runtime.ImportModuleError',
        /^Error: Cannot find module 'app'\nRequire stack:/,
      ],
      [
        'a module that requires one that does not exist',
        { files: { 'app.js': 'require("missing-package"); exports.handler = async () => 1;' } },
        'Runtime.ImportModuleError',
        /^Error: Cannot find module 'missing-package'\n/,
      ],
      [
        'a module that imports a package that does not exist',
        { files: { 'app.mjs': 'import "missing-package";' } },
        'Error',
        /^Cannot find package 'missing-package' imported from /,
      ],
      [
        'a syntax error',
        { files: { 'app.js': 'exports.handler = async ( => 1;' } },
        'Runtime.UserCodeSyntaxError',
        /^SyntaxError: /,
      ],
      [
        'a syntax error in a module',
        { files: { 'app.mjs': 'export const handler = async ( => 1;' } },
        'Runtime.UserCodeSyntaxError',
        /^SyntaxError: /,
      ],
      [
        'no such export',
        { files: { 'app.js': 'exports.other = async () => 1;' } },
        'Runtime.HandlerNotFound',
        /^app\.handler is undefined or not exported$/,
      ],
      [
        'an export that is no function',
        { files: { 'app.js': 'exports.handler = 4711;' } },
        'Runtime.HandlerNotFound',
        /^app\.handler is not a function$/,
      ],
      [
        'a handler outside the folder',
        { handler: '../app.handler', files: {} },
        'Runtime.MalformedHandlerName',
        /^'\.\.\/app\.handler' is not a valid handler name\. /,
      ],
      [
        'a handler without a dot',
        { handler: 'app', files: {} },
        'Runtime.MalformedHandlerName',
        /^Bad handler$/,
      ],
      [
        'a module that throws',
        { files: { 'app.js': 'throw new RangeError("too many");' } },
        'RangeError',
        /^too many$/,
      ],
      [
        'a module whose promise is rejected',
        { files: { 'app.js': 'Promise.reject(new Error("no database")); exports.handler = async () => 1;' } },
        'Runtime.UnhandledPromiseRejection',
        /^Error: no database$/,
      ],
    ];
    for (const [what, options, errorType, errorMessage] of cases) {
      it(what, async () => {
        const process = await start({ runtime: 'nodejs22.x', ...options });
        const error = await process.waitForInitError();
        assert.equal(error.errorType, errorType);
        assert.match(error.errorMessage, errorMessage);
        assert.ok(Array.isArray(error.trace));
        const code = errorType === 'Runtime.UnhandledPromiseRejection' ? 128 : 129;
        assert.deepEqual(await process.waitForExit(), { kind: 'exit', code, signal: null });
      });
    }

    it('of a syntax error, its file and line', async () => {
      const process = await startOlder('\n\nexports.handler = async ( => 1;');
      const { trace = [] } = await process.waitForInitError();
      assert.match(trace.join('\n'), /app\.js:3\n/);
    });

    it('and ends with 1 from Node.js 24 on', async () => {
      const process = await startModern('throw new Error("no");');
      assert.equal((await process.waitForInitError()).errorMessage, 'no');
      assert.deepEqual(await process.waitForExit(), { kind: 'exit', code: 1, signal: null });
    });

    it('a handler that expects a callback, from Node.js 24 on', async () => {
      const code = 'export const handler = (event, context, callback) => callback(null, 1);';
      const { errorType, errorMessage } = await (await startModern(code)).waitForInitError();
      assert.equal(errorType, 'Runtime.CallbackHandlerDeprecated');
      assert.match(errorMessage, /removed support for callback-based function handlers/);
    });
  });
});

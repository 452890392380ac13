import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { dirname } from 'node:path';
import { FunctionProcess, type FunctionOptions } from '../../support/functions/functionProcess.ts';
import { findNodes } from '../../support/functions/findNodes.ts';

const HANDLER = `import { double } from './double.ts';
  interface Event { readonly count: number }
  export const handler = async (event: Event): Promise<number> => double(event.count);`;
const DOUBLE = 'export const double = (count: number): number => 2 * count;';
const FILES = { 'src/app.ts': HANDLER, 'src/double.ts': DOUBLE, 'package.json': '{ "type": "module" }' };

const canStrip = (node: string): boolean => {
  const printed = execFileSync(node, ['-p', 'Boolean(process.features.typescript)'], { encoding: 'utf8' });
  return printed.trim() === 'true';
};

// Here because the editor of this stage brings a Node.js that is new enough.
describe('functions in TypeScript', () => {
  const nodes = findNodes();
  const newer = nodes.find(canStrip);
  const older = nodes.find((node) => !canStrip(node));
  let process: FunctionProcess | undefined;

  const start = async (node: string, options: FunctionOptions): Promise<FunctionProcess> => {
    const inherited = { PATH: dirname(node) };
    process = await FunctionProcess.start({
      handler: 'src/app.handler',
      runtime: 'nodejs24.x',
      inherited,
      ...options,
    });
    return process;
  };

  afterEach(async () => {
    await process?.close();
    process = undefined;
  });

  if (newer === undefined) it.skip('need Node.js 22.18: run the host tests once, which install it');
  else {
    for (const runtime of ['nodejs22.x', 'nodejs24.x'] as const) {
      it(`run as they are where Node.js strips types, in ${runtime}`, async () => {
        assert.equal(await (await start(newer, { files: FILES, runtime })).call({ count: 21 }), 42);
      });
    }

    it('run as CommonJS', async () => {
      const files = { 'app.cts': 'exports.handler = async (count: number) => count + 1;' };
      assert.equal(await (await start(newer, { files, handler: 'app.handler' })).call(1), 2);
    });

    it('run what was built where a file of that name exists', async () => {
      const files = { ...FILES, 'src/app.js': 'export const handler = async () => "built";' };
      assert.equal(await (await start(newer, { files })).call({ count: 21 }), 'built');
    });

    it('say what Node.js cannot strip', async () => {
      const files = { 'src/app.ts': 'enum Color { Red }\nexport const handler = async () => Color.Red;' };
      const { errorType, errorMessage } = await (await start(newer, { files })).waitForInitError();
      assert.equal(errorType, 'Runtime.UserCodeSyntaxError');
      assert.match(errorMessage, /TypeScript enum is not supported in strip-only mode/);
    });
  }

  if (older === undefined) it.skip('this Node.js strips types');
  else
    it('name the version that can run them where Node.js does not strip types', async () => {
      const error = await (await start(older, { files: FILES })).waitForInitError();
      assert.equal(error.errorType, 'Runtime.ImportModuleError');
      assert.match(error.errorMessage, /does not run TypeScript\. Use Node\.js 22\.18 or newer, or build/);
    });
});

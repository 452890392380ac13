import assert from 'node:assert/strict';
import type { FunctionRuntime } from '../../../broker/protocol/functionDefinition.ts';
import { findHandler, findHandlerSite, moduleOf } from '../../../extension/templates/handlerSites.ts';

const FOLDER = '/w/shop';

function find(runtime: FunctionRuntime, handler: string, directory?: string) {
  const definition = { name: 'f', runtime, handler, ...(directory === undefined ? {} : { directory }) };
  return findHandlerSite(definition, FOLDER);
}

describe('The file of a handler', () => {
  const handlers: readonly (readonly [FunctionRuntime, string, string | undefined, string | undefined])[] = [
    ['nodejs22.x', 'app.handler', undefined, '/w/shop/app handler'],
    ['nodejs22.x', 'app.handler', 'src', '/w/shop/src/app handler'],
    ['nodejs22.x', 'src/orders/app.lambdaHandler', '.', '/w/shop/src/orders/app lambdaHandler'],
    ['nodejs20.x', 'app.api.handler', undefined, '/w/shop/app api'],
    ['nodejs22.x', 'app.handler', '/built/resize', '/built/resize/app handler'],
    ['python3.13', 'app.handler', 'src', '/w/shop/src/app handler'],
    ['python3.13', 'orders.app.handler', undefined, '/w/shop/orders/app handler'],
    ['python3.13', 'orders/app.handler', undefined, '/w/shop/orders/app handler'],
    ['nodejs22.x', 'handler', undefined, undefined],
    ['java21', 'shop.Orders::handleRequest', undefined, undefined],
    ['provided.al2023', 'bootstrap', undefined, undefined],
  ];
  for (const [runtime, handler, directory, expected] of handlers) {
    it(`${runtime} ${handler} in ${directory ?? 'its folder'}`, () => {
      const site = find(runtime, handler, directory);
      assert.equal(site && `${site.module} ${site.name}`, expected);
    });
  }

  for (const [path, expected] of [
    ['/w/shop/app.js', '/w/shop/app javaScript'],
    ['/w/shop/app.mts', '/w/shop/app javaScript'],
    ['/w/shop/app.tsx', '/w/shop/app javaScript'],
    ['/w/shop/app.py', '/w/shop/app python'],
    ['/w/shop/app.json', undefined],
  ] as const) {
    it(path, () => {
      const found = moduleOf(path);
      assert.equal(found && `${found.module} ${found.language}`, expected);
    });
  }
});

describe('The line of a handler', () => {
  const lines: readonly (readonly [FunctionRuntime, string, boolean])[] = [
    ['nodejs22.x', 'export const handler = async () => 1;', true],
    ['nodejs22.x', 'export const handler: SQSHandler = async () => 1;', true],
    ['nodejs22.x', 'export async function handler(event) {', true],
    ['nodejs22.x', 'export function handler() {', true],
    ['nodejs22.x', 'exports.handler = async () => 1;', true],
    ['nodejs22.x', 'module.exports.handler = async () => 1;', true],
    ['nodejs22.x', "exports['handler'] = async () => 1;", true],
    ['nodejs22.x', 'const handler = () => 1; export { handler };', true],
    ['nodejs22.x', 'export const handlers = [];', false],
    ['nodejs22.x', '  const handler = () => 1;', false],
    ['nodejs22.x', '// the handler', false],
    ['python3.13', 'def handler(event, context):', true],
    ['python3.13', 'handler = Mangum(app)', true],
    ['python3.13', '    def handler(self):', false],
    ['python3.13', 'def handler_of(event):', false],
  ];
  for (const [runtime, line, expected] of lines) {
    it(`${expected ? 'is' : 'is not'}: ${line}`, () => {
      const site = find(runtime, 'app.handler');
      assert.ok(site);
      const before = runtime.startsWith('python') ? '# first\n' : '// first\n';
      assert.equal(findHandler(`${before}${line}\n`, site), expected ? before.length : undefined);
    });
  }

  for (const name of ['$handler', '(x', '[x', 'x)', 'a+', 'x?', 'x{2}', 'x|y', '^x', '\\x']) {
    it(`is found for a name that means something in a pattern: ${name}`, () => {
      for (const [runtime, line] of [
        ['nodejs22.x', `export const ${name} = 1;`],
        ['python3.13', `def ${name}(event):`],
      ] as const) {
        const site = find(runtime, `app.${name}`);
        assert.ok(site);
        assert.equal(findHandler(`// first\n${line}\n`, site), '// first\n'.length);
        assert.equal(findHandler('export const other = 1;\ndef other(event):\n', site), undefined);
      }
    });
  }

  it('is searched for in a time that grows with the text, whatever the name and the text are', () => {
    const site = find('nodejs22.x', 'app.(a+)+');
    assert.ok(site);
    const spaces = ' '.repeat(100_000);
    const lines = [
      'exports.' + 'a'.repeat(100_000),
      `export function${spaces}x`,
      `function${spaces}*${spaces}x`,
    ];
    const start = process.cpuUsage();
    assert.equal(findHandler(lines.join('\n'), site), undefined);
    const { user, system } = process.cpuUsage(start);
    // A search that tries each way to divide 100,000 spaces takes many seconds.
    assert.ok(user + system < 1_000_000, `${user + system} µs`);
  });
});

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { DefinitionTarget } from '../../../broker/definitions/definition.ts';
import { applyText, planText } from '../../../broker/definitions/definitions.ts';
import { writeQueues } from '../../../broker/definitions/write.ts';
import { DECLARED_FUNCTION, FUNCTION_DEFAULTS } from '../../../broker/protocol/functionDefinition.ts';
import { MAPPING_DEFAULTS } from '../../../broker/protocol/mappingLimits.ts';
import type { JsonSchema } from '../../../broker/protocol/shape.ts';
import { makeDefinitionTarget } from '../../support/definitionTarget.ts';
import { outlineSchema, readDefaults } from '../../support/schemaOutline.ts';

const NAMESPACE = { account: '000000000000', region: 'us-east-1' };
const ORIGIN = { source: '/shop/queueside.json', folder: '/shop' };
const FUNCTION = { runtime: 'nodejs22.x', handler: 'resize.handler' };

function file(functions: unknown): string {
  const queues = { orders: {}, slow: { attributes: { VisibilityTimeout: 2 } }, 'steps.fifo': {} };
  return JSON.stringify({ functions, queues }, undefined, 1);
}

/** The problems, each with the text that it marks. */
function findProblems(text: string): readonly string[] {
  const lines = text.split('\n');
  return planText(makeDefinitionTarget(), NAMESPACE, text).problems.map(
    ({ line, character, endCharacter, message }) =>
      `${(lines[line] ?? '').slice(character, endCharacter)}: ${message}`,
  );
}

describe('Functions of a definition file', () => {
  let target: DefinitionTarget;
  /** Without prototypes: those of the file have none. */
  const list = (): unknown =>
    JSON.parse(JSON.stringify(target.functions.all.map(({ settings }) => settings.given)));
  const count = (): number => target.functions.all.length;
  beforeEach(() => {
    target = makeDefinitionTarget();
  });

  it('are declared, with the folder of the file', () => {
    const resize = { ...FUNCTION, mappings: [{ queue: 'orders', window: 2, batchSize: 100 }] };
    assert.deepEqual(applyText(target, NAMESPACE, file({ resize }), ORIGIN).problems, []);
    assert.deepEqual(list(), [{ name: 'resize', ...resize }]);
    assert.deepEqual(target.functions.all[0]?.origin, ORIGIN);
  });

  it('are deleted when they are removed from the file, and not with another one', () => {
    applyText(target, NAMESPACE, file({ resize: FUNCTION, other: FUNCTION }), ORIGIN);
    applyText(target, NAMESPACE, file({}), { ...ORIGIN, source: 'another file' });
    assert.equal(count(), 2);
    applyText(target, NAMESPACE, file({ other: { ...FUNCTION, timeout: 9 } }), ORIGIN);
    assert.deepEqual(list(), [{ name: 'other', ...FUNCTION, timeout: 9 }]);
  });

  it('need room beside those of other files, and take that of those that they replace', () => {
    const name = (prefix: string, count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`${prefix}${index}`, FUNCTION]));
    const apply = (functions: unknown, source: string) =>
      applyText(target, NAMESPACE, file(functions), { ...ORIGIN, source }).problems.map(
        ({ message }) => message,
      );
    assert.deepEqual(apply(name('a', 60), 'a file'), []);
    assert.deepEqual(apply(name('b', 41), 'another file'), ['There are 100 functions, which is the limit.']);
    assert.equal(count(), 60);
    assert.deepEqual(apply(name('b', 40), 'another file'), []);
    assert.deepEqual(apply(name('c', 60), 'a file'), []);
    assert.equal(count(), 100);
  });

  it('are written back as they were, without mappings of queues that are not written', () => {
    const resize = { ...FUNCTION, mappings: [{ queue: 'orders' }, { queue: 'steps.fifo' }] };
    const lone = { ...FUNCTION, environment: { TABLE: 'x' }, mappings: [{ queue: 'steps.fifo' }] };
    applyText(target, NAMESPACE, file({ resize, lone }), ORIGIN);
    const queues = [...target.engine.allQueues()];
    const write = (wanted: typeof queues): unknown =>
      (JSON.parse(writeQueues(target, NAMESPACE, wanted)) as { functions: unknown }).functions;
    assert.deepEqual(write(queues), { resize, lone });
    const orders = queues.filter(({ name }) => name === 'orders');
    const { mappings: _mappings, ...bare } = lone;
    assert.deepEqual(write(orders), {
      resize: { ...FUNCTION, mappings: [{ queue: 'orders' }] },
      lone: bare,
    });
  });

  describe('with faults', () => {
    const FAULTS = { throttleRate: 0.5, slowStartMs: 0, seed: 7 };
    const apply = (faults?: unknown, source = ORIGIN.source): void => {
      const resize = faults === undefined ? FUNCTION : { ...FUNCTION, faults };
      const { problems } = applyText(target, NAMESPACE, file({ resize }), { ...ORIGIN, source });
      assert.deepEqual(problems, []);
    };
    const find = () => target.functions.all[0] ?? assert.fail();
    const read = (): unknown => JSON.parse(JSON.stringify(find().faults?.faults ?? null));

    it('have them until they are removed from the file, and not in what is kept of the function', () => {
      apply(FAULTS);
      assert.deepEqual(read(), FAULTS);
      assert.deepEqual(list(), [{ name: 'resize', ...FUNCTION }]);
      apply({ crashAfterRate: 1 });
      assert.deepEqual(read(), { crashAfterRate: 1 });
      apply();
      assert.equal(read(), null);
    });

    it('go on with their random numbers when the file is applied again', () => {
      apply(FAULTS);
      const active = find().faults;
      apply(FAULTS);
      assert.equal(find().faults, active);
    });

    it('keep those that were set by hand, unless the file mentions them', () => {
      apply();
      find().setFaults({ timeoutRate: 1 });
      apply();
      assert.deepEqual(read(), { timeoutRate: 1 });
      apply(FAULTS);
      assert.deepEqual(read(), FAULTS);
      find().setFaults({ timeoutRate: 1 });
      apply(null);
      assert.equal(read(), null);
      find().setFaults({ timeoutRate: 1 });
      apply({ timeoutRate: 0 });
      assert.equal(read(), null);
    });

    it('are written back, without what is off', () => {
      const write = (): unknown =>
        (JSON.parse(writeQueues(target, NAMESPACE, [])) as { functions: Record<string, unknown> }).functions;
      apply({ ...FAULTS, timeoutRate: 0 });
      assert.deepEqual(write(), { resize: { ...FUNCTION, faults: FAULTS } });
      apply({ timeoutRate: 1, seed: 1 });
      assert.deepEqual(write(), { resize: { ...FUNCTION, faults: { timeoutRate: 1 } } });
      apply(null);
      assert.deepEqual(write(), { resize: FUNCTION });
    });
  });

  const mapped = (mapping: object, more: object = {}) => ({
    resize: { ...FUNCTION, ...more, mappings: [mapping] },
  });
  const faulty: readonly (readonly [name: string, functions: unknown, problem: string])[] = [
    ['a list', [], '[]: functions must be an object.'],
    ['no object', { resize: 7 }, '"resize": A function must be an object.'],
    [
      'a name with a dot',
      { 'a.b': FUNCTION },
      '"a.b": "a.b" must be 1 to 64 letters, digits, hyphens and underscores.',
    ],
    [
      'no handler',
      { resize: { runtime: 'python3.13' } },
      '"resize": A function with the runtime python3.13 must have a "handler".',
    ],
    [
      'a timeout of no time',
      { resize: { ...FUNCTION, timeout: 0 } },
      '0: timeout must be a whole number from 1 to 5400.',
    ],
    [
      'an unknown member',
      { resize: { ...FUNCTION, memorySize: 128 } },
      '"memorySize": A function has no member "memorySize"; it can have runtime, handler, directory, command, environment, timeout, memory, reservedConcurrency, environments, mappings, faults.',
    ],
    [
      'a rate that is no probability',
      { resize: { ...FUNCTION, faults: { throttleRate: 2 } } },
      '2: faults.throttleRate must be a number from 0 to 1.',
    ],
    [
      'a fault of queues',
      { resize: { ...FUNCTION, faults: { dropRate: 0.5 } } },
      '"dropRate": faults has no member "dropRate"; it can have seed, throttleRate, slowStartRate, slowStartMs, timeoutRate, crashBeforeRate, crashAfterRate.',
    ],
    [
      'a reserved variable',
      { resize: { ...FUNCTION, environment: { AWS_REGION: 'x' } } },
      '"x": The environment variable AWS_REGION is reserved: Lambda sets it.',
    ],
    ['an unknown queue', mapped({ queue: 'other' }), '"other": This file has no queue "other".'],
    [
      'a batch without a window',
      mapped({ queue: 'orders', batchSize: 11 }),
      '11: Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10',
    ],
    [
      'a window on a FIFO queue',
      mapped({ queue: 'steps.fifo', window: 1 }),
      '1: A FIFO queue has no batching window.',
    ],
    [
      'a timeout longer than the visibility timeout of a queue',
      mapped({ queue: 'slow' }),
      '"slow": Queue visibility timeout: 2 seconds is less than Function timeout: 3 seconds',
    ],
    [
      'a filter that is no pattern',
      mapped({ queue: 'orders', filters: ['{"body":["a"]}', '{"body":"a"}'] }),
      String.raw`"{\"body\":\"a\"}": Invalid filter pattern definition. body must be a list of values, or an object with fields.`,
    ],
    [
      'an unknown member of a mapping',
      mapped({ queue: 'orders', batch: 5 }),
      '"batch": mappings has no member "batch"; it can have queue, batchSize, window, filters, maximumConcurrency, reportBatchItemFailures, provisionedPollers, enabled.',
    ],
  ];
  for (const [name, functions, problem] of faulty) {
    it(`cannot have ${name}`, () => assert.deepEqual(findProblems(file(functions)), [problem]));
  }

  it('may have the timeout of a queue', () => {
    assert.deepEqual(findProblems(file(mapped({ queue: 'slow' }, { timeout: 2 }))), []);
  });

  it('cannot be more than 100', () => {
    const functions = Object.fromEntries(Array.from({ length: 102 }, (_, index) => [`f${index}`, FUNCTION]));
    assert.deepEqual(findProblems(file(functions)), ['"f100": A file may have at most 100 functions.']);
  });
});

describe('The schema of functions', () => {
  const { definitions } = JSON.parse(readFileSync('extension/schemas/queueside.schema.json', 'utf8')) as {
    readonly definitions: Readonly<Record<string, JsonSchema>>;
  };

  it('has the members that the broker reads', () => {
    const own = outlineSchema(definitions['function'] ?? {}, definitions);
    assert.deepEqual(own, outlineSchema(DECLARED_FUNCTION.describe(), {}, ['name']));
  });

  it('has the default values that the broker uses', () => {
    assert.deepEqual(readDefaults(definitions['function']), { ...FUNCTION_DEFAULTS });
    assert.deepEqual(readDefaults(definitions['mapping']), { ...MAPPING_DEFAULTS });
  });
});

import assert from 'node:assert/strict';
import { checkFunction } from '../../../broker/functions/checkFunction.ts';
import {
  loadFunctions,
  type SavedFunction,
  saveFunctions,
} from '../../../broker/functions/savedFunctions.ts';
import type { FunctionDefinition, MappingDefinition } from '../../../broker/protocol/functionDefinition.ts';
import { FUNCTION } from '../../support/functionWorld.ts';

const BINARY: FunctionDefinition = { name: 'resize', runtime: 'provided.al2023' };

describe('The definition of a function', () => {
  const RIGHT: readonly FunctionDefinition[] = [
    FUNCTION,
    BINARY,
    { ...BINARY, command: 'go run .' },
    { ...BINARY, runtime: 'dotnet8', handler: 'Resize::Resize.Function::Handle' },
    { ...BINARY, runtime: 'dotnet8', command: 'dotnet Resize.dll' },
    { ...FUNCTION, environment: { TABLE: 'images', AWS_SAM_LOCAL: 'true' } },
    {
      ...FUNCTION,
      mappings: [
        { queue: 'a', batchSize: 11, window: 1 },
        { queue: 'b.fifo', batchSize: 10 },
      ],
    },
    { ...FUNCTION, mappings: [{ queue: 'a', provisionedPollers: { minimum: 5, maximum: 5 } }] },
  ];
  for (const definition of RIGHT) {
    it(`may be ${JSON.stringify(definition)}`, () => {
      assert.deepEqual(checkFunction(definition), []);
    });
  }

  const WRONG: readonly {
    readonly change: Partial<FunctionDefinition>;
    readonly path: string;
    readonly says: RegExp;
  }[] = [
    { change: { handler: undefined as never }, path: '', says: /nodejs22\.x must have a "handler"/ },
    { change: { runtime: 'dotnet8', handler: undefined as never }, path: '', says: /must have a "handler"/ },
    { change: { command: './run' }, path: 'command', says: /nodejs22\.x has no "command"/ },
    { change: { environment: { AWS_REGION: 'x' } }, path: 'environment.AWS_REGION', says: /is reserved/ },
  ];
  for (const { change, path, says } of WRONG) {
    it(`may not have ${JSON.stringify(change)}`, () => {
      const [problem, ...rest] = checkFunction({ ...FUNCTION, ...change });
      assert.deepEqual([problem?.path.join('.'), rest], [path, []]);
      assert.match(problem?.message ?? '', says);
    });
  }

  const WRONG_MAPPINGS: readonly {
    readonly mapping: Omit<MappingDefinition, 'queue'>;
    readonly queue?: string;
    readonly path: string;
    readonly says: RegExp;
  }[] = [
    {
      mapping: { batchSize: 11 },
      path: 'batchSize',
      says: /^Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10$/,
    },
    {
      mapping: { batchSize: 11, window: 1 },
      queue: 'a.fifo',
      path: 'batchSize',
      says: /at most 10 messages/,
    },
    { mapping: { window: 1 }, queue: 'a.fifo', path: 'window', says: /no batching window/ },
    {
      mapping: { maximumConcurrency: 2, provisionedPollers: {} },
      path: 'maximumConcurrency',
      says: /and not both/,
    },
    {
      mapping: { provisionedPollers: { minimum: 5, maximum: 4 } },
      path: 'provisionedPollers.maximum',
      says: /less than "minimum", which is 5/,
    },
  ];
  for (const { mapping, queue = 'a', path, says } of WRONG_MAPPINGS) {
    it(`may not have the mapping ${JSON.stringify({ queue, ...mapping })}`, () => {
      const [problem, ...rest] = checkFunction({ ...FUNCTION, mappings: [{ queue, ...mapping }] });
      assert.deepEqual([problem?.path.join('.'), rest], [`mappings.0.${path}`, []]);
      assert.match(problem?.message ?? '', says);
    });
  }

  it('may name each queue once', () => {
    const [problem, ...rest] = checkFunction({ ...FUNCTION, mappings: [{ queue: 'a' }, { queue: 'a' }] });
    assert.deepEqual([problem?.path.join('.'), rest], ['mappings.1.queue', []]);
  });
});

describe('Functions that are kept', () => {
  const keep = (): { notes: Map<string, string>; keeper: Parameters<typeof saveFunctions>[0] } => {
    const notes = new Map<string, string>();
    const keeper = {
      readNote: (key: string) => notes.get(key),
      writeNote: (key: string, value: string) => void notes.set(key, value),
    };
    return { notes, keeper };
  };

  it('are read back as they were', () => {
    const { keeper } = keep();
    const functions: SavedFunction[] = [
      { definition: FUNCTION, source: 'a.json', folder: '/a' },
      { definition: BINARY },
    ];
    saveFunctions(keeper, functions);
    assert.deepEqual(loadFunctions(keeper), { functions, problems: [] });
    assert.deepEqual(loadFunctions(undefined), { functions: [], problems: [] });
  });

  it('are no note until there is one', () => {
    const { notes, keeper } = keep();
    saveFunctions(keeper, []);
    assert.equal(notes.size, 0);
    saveFunctions(keeper, [{ definition: FUNCTION }]);
    saveFunctions(keeper, []);
    assert.deepEqual(loadFunctions(keeper), { functions: [], problems: [] });
  });

  it('are left out where they are damaged, and no command gets into the log', () => {
    const { notes, keeper } = keep();
    const damaged = [
      null,
      { definition: { ...BINARY, runtime: 'cobol', command: 'secret' } },
      { definition: { ...FUNCTION, command: 'secret' } },
      { definition: FUNCTION, folder: 5 },
    ];
    notes.set('functions', JSON.stringify({ version: 1, functions: [...damaged, { definition: BINARY }] }));
    assert.deepEqual(loadFunctions(keeper), {
      functions: [{ definition: BINARY }],
      problems: [
        'the function null cannot be restored',
        'the function "resize" cannot be restored',
        'the function "resize" cannot be restored',
        'the function "resize" cannot be restored',
      ],
    });
    for (const text of ['', '{', 'null', '{"functions":5}']) {
      notes.set('functions', text);
      const { functions, problems } = loadFunctions(keeper);
      assert.deepEqual([functions, problems.length], [[], 1]);
    }
  });
});

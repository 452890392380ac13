import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { planText } from '../../../broker/definitions/definitions.ts';
import { FAULT_ERRORS, FAULTY_ACTIONS, QUEUE_FAULTS } from '../../../broker/protocol/faults.ts';
import { makeDefinitionTarget } from '../../support/definitionTarget.ts';

interface Schema {
  readonly default?: string | number | boolean;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
}

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
  readonly contributes: {
    readonly jsonValidation: readonly { readonly fileMatch: string; readonly url: string }[];
    readonly languages: readonly { readonly id: string; readonly filenames: readonly string[] }[];
  };
};
const PATH = 'extension/schemas/queueside.schema.json';
const { definitions } = JSON.parse(readFileSync(PATH, 'utf8')) as {
  readonly definitions: Readonly<Record<string, Schema>>;
};
const attributes = Object.entries(definitions.attributes?.properties ?? {});

/** What the broker says of a definition, from a broker without queues. */
function countProblems(name: string, queue: object): number {
  const namespace = { account: '000000000000', region: 'us-east-1' };
  return planText(makeDefinitionTarget(), namespace, JSON.stringify({ queues: { [name]: queue } })).problems
    .length;
}

describe('the schema of the queue definitions', () => {
  it('is the one that the editor uses for the file, in which comments are welcome', () => {
    assert.ok(
      manifest.contributes.jsonValidation.some(
        ({ fileMatch, url }) => fileMatch === 'queueside.json' && url === '%schema.definitions%',
      ),
    );
    const texts = JSON.parse(readFileSync('package.nls.json', 'utf8')) as Readonly<Record<string, string>>;
    assert.equal(texts['schema.definitions'], `./${PATH}`);
    assert.ok(
      manifest.contributes.languages.some(
        ({ id, filenames }) => id === 'jsonc' && filenames.includes('queueside.json'),
      ),
    );
  });

  it('knows every attribute that the broker takes', () => {
    const settable = `VisibilityTimeout DelaySeconds MaximumMessageSize MessageRetentionPeriod
      ReceiveMessageWaitTimeSeconds Policy RedriveAllowPolicy SqsManagedSseEnabled KmsMasterKeyId
      KmsDataKeyReusePeriodSeconds FifoQueue ContentBasedDeduplication DeduplicationScope FifoThroughputLimit`;
    assert.deepEqual(attributes.map(([name]) => name).sort(), settable.split(/\s+/).sort());
  });

  for (const [name, schema] of attributes) {
    const queue = /Fifo|Dedup/.test(name) ? 'q.fifo' : 'q';
    const [range] = schema.anyOf ?? [];
    const good = [schema.default, range?.minimum, range?.maximum].filter((value) => value !== undefined);
    for (const value of good) {
      it(`and the broker take ${String(value)} for ${name}`, () => {
        assert.equal(countProblems(queue, { attributes: { [name]: value } }), 0);
        assert.equal(countProblems(queue, { attributes: { [name]: String(value) } }), 0);
      });
    }
    const bad = [(range?.minimum ?? 0) - 1, (range?.maximum ?? Number.NaN) + 1].filter(
      (value) => range?.minimum !== undefined && !Number.isNaN(value),
    );
    for (const value of bad) {
      it(`and the broker refuse ${value} for ${name}`, () => {
        assert.equal(countProblems(queue, { attributes: { [name]: value } }), 1);
      });
    }
  }

  const faults = Object.entries(definitions.faults?.properties ?? {});
  for (const [name, schema] of faults) {
    const { minimum, maximum } = schema.allOf === undefined ? schema : (definitions['chance'] ?? {});
    if (minimum === undefined || maximum === undefined) continue;
    it(`and the broker take ${minimum} to ${maximum} for the fault ${name}, and no more`, () => {
      const count = (value: number) => countProblems('q', { faults: { [name]: value } });
      assert.deepEqual([minimum - 1, minimum, maximum, maximum + 1].map(count), [1, 0, 0, 1]);
    });
  }

  it('knows the faults that the broker knows', () => {
    assert.deepEqual(
      faults.map(([name]) => name),
      [...Object.keys(QUEUE_FAULTS.members), 'seed'],
    );
    const { errorCode, actions } = definitions.faults?.properties ?? {};
    assert.deepEqual(errorCode?.enum, FAULT_ERRORS);
    assert.deepEqual(actions?.items?.enum, FAULTY_ACTIONS);
  });

  it('knows the members that the broker knows', () => {
    const membersOf = (name: string) => Object.keys(definitions[name]?.properties ?? {});
    assert.deepEqual(membersOf('queue'), ['attributes', 'tags', 'deadLetter', 'faults', 'messages']);
    assert.deepEqual(membersOf('message'), [
      'body',
      'attributes',
      'group',
      'deduplicationId',
      'delaySeconds',
    ]);
    const message = { body: [1], attributes: { a: 'x' }, group: 'g', deduplicationId: 'd', delaySeconds: 0 };
    assert.equal(
      countProblems('q.fifo', {
        attributes: {},
        tags: {},
        deadLetter: null,
        faults: null,
        messages: [message],
      }),
      0,
    );
  });
});

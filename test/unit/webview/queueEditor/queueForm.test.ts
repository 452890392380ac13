import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { NUMBER_ATTRIBUTES } from '../../../../broker/api/queueAttributes.ts';
import { listChanges, type QueueValues } from '../../../../webview/queueEditor/changes.ts';
import { writeDefinition } from '../../../../webview/queueEditor/definitionText.ts';
import { findFormProblems, findTagProblems } from '../../../../webview/queueEditor/formRules.ts';
import { mergeChanges } from '../../../../webview/queueEditor/meanwhile.ts';
import {
  fillForm,
  newForm,
  type QueueForm,
  readForm,
  readTags,
} from '../../../../webview/queueEditor/queueForm.ts';
import { restoreDraft } from '../../../../webview/queueEditor/savedDraft.ts';
import { defaultSettings, readSettings } from '../../../../webview/queueEditor/settings.ts';
import { formatQuantity, parseQuantity } from '../../../../webview/queueEditor/units.ts';

const MIB = 1_048_576;
const DLQ = 'arn:aws:sqs:us-east-1:000000000000:orders-dlq';
/** As GetQueueAttributes returns it. */
const ATTRIBUTES: Readonly<Record<string, string>> = {
  VisibilityTimeout: '30',
  MessageRetentionPeriod: '345600',
  DelaySeconds: '0',
  ReceiveMessageWaitTimeSeconds: '0',
  MaximumMessageSize: '1048576',
  SqsManagedSseEnabled: 'true',
  QueueArn: 'arn:aws:sqs:us-east-1:000000000000:orders',
  CreatedTimestamp: '1700000000',
};

function open(
  attributes: Readonly<Record<string, string>>,
  tags = {},
): { form: QueueForm; base: QueueValues } {
  const kind = attributes['FifoQueue'] === 'true' ? 'fifo' : 'standard';
  const base = { settings: readSettings(attributes, kind, MIB), tags };
  return { base, form: fillForm('orders', kind, base.settings, tags) };
}

describe('quantities with units', () => {
  const written: readonly [string, number, 'seconds' | 'bytes'][] = [
    ['4 days', 345_600, 'seconds'],
    ['12 hours', 43_200, 'seconds'],
    ['1 minute 30 seconds', 90, 'seconds'],
    ['1 day 1 hour 1 minute 1 second', 90_061, 'seconds'],
    ['0 seconds', 0, 'seconds'],
    ['1 MiB', MIB, 'bytes'],
    ['256 KiB', 262_144, 'bytes'],
    ['1500 bytes', 1500, 'bytes'],
    ['1 byte', 1, 'bytes'],
  ];
  for (const [text, value, unit] of written) {
    it(`are written as ${text}, and read back`, () => {
      assert.equal(formatQuantity(value, unit), text);
      assert.equal(parseQuantity(text, unit), value);
    });
  }

  const typed: readonly [string, number | undefined, 'seconds' | 'bytes'][] = [
    ['90 s', 90, 'seconds'],
    ['90', 90, 'seconds'],
    ['2h30m', 9_000, 'seconds'],
    ['1.5 hours', 5_400, 'seconds'],
    [' 4 DAYS ', 345_600, 'seconds'],
    ['1.5 s', undefined, 'seconds'],
    ['4 weeks', undefined, 'seconds'],
    ['-1', undefined, 'seconds'],
    ['', undefined, 'seconds'],
    ['1 mb', MIB, 'bytes'],
    ['0.5 KiB', 512, 'bytes'],
    ['1024', 1024, 'bytes'],
    ['lots', undefined, 'bytes'],
    ['1 toString', undefined, 'bytes'],
  ];
  for (const [text, value, unit] of typed)
    it(`“${text}” is ${value ?? 'none'}`, () => assert.equal(parseQuantity(text, unit), value));
});

describe('the form of a queue', () => {
  const redrive = JSON.stringify({ deadLetterTargetArn: DLQ, maxReceiveCount: 5 });
  const queues: readonly [string, Readonly<Record<string, string>>][] = [
    ['with the defaults', {}],
    [
      'with other numbers',
      {
        VisibilityTimeout: '45',
        KmsDataKeyReusePeriodSeconds: '600',
        KmsMasterKeyId: 'alias/a',
        SqsManagedSseEnabled: 'false',
      },
    ],
    [
      'with policies',
      {
        RedrivePolicy: redrive,
        RedriveAllowPolicy: '{"redrivePermission":"denyAll"}',
        Policy: '{ "Version": "2012-10-17" }',
      },
    ],
    [
      'that others may use',
      { RedriveAllowPolicy: JSON.stringify({ redrivePermission: 'byQueue', sourceQueueArns: [DLQ] }) },
    ],
    ['without encryption', { SqsManagedSseEnabled: 'false' }],
    [
      'that is FIFO',
      {
        FifoQueue: 'true',
        ContentBasedDeduplication: 'true',
        DeduplicationScope: 'messageGroup',
        FifoThroughputLimit: 'perMessageGroupId',
      },
    ],
  ];
  for (const [name, more] of queues) {
    it(`asks for no change of a queue ${name}`, () => {
      const { form, base } = open({ ...ATTRIBUTES, ...more }, { team: 'a' });
      const wanted = { settings: readForm(form, base.settings), tags: readTags(form) };
      assert.deepEqual(listChanges(base, wanted), []);
    });
  }

  it('lists what would change, from and to, for reading', () => {
    const { form, base } = open({ ...ATTRIBUTES, RedrivePolicy: redrive }, { team: 'a', old: 'x' });
    const changed: QueueForm = {
      ...form,
      numbers: { ...form.numbers, VisibilityTimeout: '90', MaximumMessageSize: '256 KiB' },
      maxReceiveCount: '1',
      encryption: 'off',
      tags: [
        { key: 0, name: 'team', value: 'b' },
        { key: 1, name: 'fresh', value: '' },
        { key: 2, name: '', value: '' },
      ],
    };
    const rows = listChanges(base, { settings: readForm(changed, base.settings), tags: readTags(changed) });
    assert.deepEqual(
      rows.map(({ label, from, to }) => `${label}: ${from} → ${to}`),
      [
        'Visibility timeout: 30 seconds → 1 minute 30 seconds',
        'Maximum message size: 1 MiB → 256 KiB',
        'Dead-letter queue: orders-dlq after 5 receives → orders-dlq after 1 receive',
        'SSE-SQS encryption: On → Off',
        'Tag team: a → b',
        'Tag fresh: – → ',
        'Tag old: x → –',
      ],
    );
  });

  it('names a new tag that has a value but no key', () => {
    const { base } = open(ATTRIBUTES);
    const [row] = listChanges(base, { ...base, tags: { '': 'x' } });
    assert.equal(row?.label, 'Tag without a key');
  });

  it('takes a tag for one although each object has a member of its name', () => {
    const { base } = open(ATTRIBUTES);
    const tagged = { ...base, tags: { constructor: 'a' } };
    const list = (...pair: [QueueValues, QueueValues]) =>
      listChanges(...pair).map(({ from, to }) => `${from} → ${to}`);
    assert.deepEqual(list(base, tagged), ['– → a']);
    assert.deepEqual(list(tagged, base), ['a → –']);
  });

  it('keeps a number while the typed text is not one', () => {
    const { form, base } = open(ATTRIBUTES);
    const typed = { ...form, numbers: { ...form.numbers, VisibilityTimeout: 'soon' } };
    assert.equal(readForm(typed, base.settings).VisibilityTimeout, '30');
  });
});

describe('what the form says is wrong', () => {
  const { form } = open(ATTRIBUTES);
  for (const [name, declared] of Object.entries(NUMBER_ATTRIBUTES)) {
    const { min, unit } = declared;
    const max = 'max' in declared ? declared.max : MIB;
    const check = (value: number) =>
      Object.keys(
        findFormProblems(
          {
            ...form,
            encryption: 'kms',
            kmsKeyId: 'alias/a',
            numbers: { ...form.numbers, [name]: formatQuantity(value, unit) },
          },
          MIB,
        ),
      );
    it(`is a ${name} outside the range of the service`, () => {
      assert.deepEqual(check(min), []);
      assert.deepEqual(check(max), []);
      assert.deepEqual(check(max + 1), [name]);
      if (min > 0) assert.deepEqual(check(min - 1), [name]);
    });
  }

  const wrong: readonly [string, Partial<QueueForm>, string][] = [
    ['a count of receives', { deadLetterArn: DLQ, maxReceiveCount: '0' }, 'maxReceiveCount'],
    ['a count that is no number', { deadLetterArn: DLQ, maxReceiveCount: 'few' }, 'maxReceiveCount'],
    ['no key for SSE-KMS', { encryption: 'kms', kmsKeyId: ' ' }, 'KmsMasterKeyId'],
    ['no source queue', { redrivePermission: 'byQueue', sourceArns: [''] }, 'RedriveAllowPolicy'],
    ['JSON that ends too early', { policy: '{' }, 'Policy'],
  ];
  for (const [what, part, field] of wrong)
    it(`is ${what}`, () =>
      assert.deepEqual(Object.keys(findFormProblems({ ...form, ...part }, MIB)), [field]));

  it('is nothing about receives where there is no dead-letter queue', () => {
    assert.deepEqual(findFormProblems({ ...form, maxReceiveCount: 'few' }, MIB), {});
  });

  it('is where the JSON of a policy has a mistake', () => {
    const policy = '{\n  "Version": "2012-10-17"\n  "Statement": []\n}';
    assert.equal(
      findFormProblems({ ...form, policy }, MIB).Policy,
      'Line 3, column 3: A comma is expected here.',
    );
  });

  it('is a tag without a key, with one that is too long, or with that of another', () => {
    const tags = [
      { key: 0, name: '', value: '' },
      { key: 1, name: '', value: 'x' },
      { key: 2, name: 'a', value: '' },
      { key: 3, name: 'a', value: 'y'.repeat(257) },
      { key: 4, name: 'b'.repeat(129), value: '' },
    ];
    assert.deepEqual(
      findTagProblems(tags).map((each) => Object.keys(each)),
      [[], ['name'], ['name'], ['name', 'value'], ['name']],
    );
  });
});

describe('a queue that was changed meanwhile', () => {
  const { form, base } = open(ATTRIBUTES, { team: 'a' });
  const now = {
    settings: { ...base.settings, VisibilityTimeout: '45', DelaySeconds: '5' },
    tags: { team: 'b' },
  };

  it('gives the form its values where nothing was typed', () => {
    const merged = mergeChanges(form, base, now);
    assert.equal(merged.form.numbers.VisibilityTimeout, '45 seconds');
    assert.equal(merged.form.tags[0]?.value, 'b');
    assert.deepEqual(merged.conflicts, []);
    assert.deepEqual(
      merged.theirs.map(({ id }) => id),
      ['VisibilityTimeout', 'DelaySeconds', 'tag team'],
    );
  });

  it('leaves what was typed, and says where both have changed something', () => {
    const typed: QueueForm = {
      ...form,
      numbers: { ...form.numbers, VisibilityTimeout: '1 hour' },
      tags: [{ key: 0, name: 'team', value: 'mine' }],
    };
    const merged = mergeChanges(typed, base, now);
    assert.equal(merged.form.numbers.VisibilityTimeout, '1 hour');
    assert.equal(merged.form.numbers.DelaySeconds, '5 seconds');
    assert.equal(merged.form.tags[0]?.value, 'mine');
    assert.deepEqual(merged.conflicts, ['VisibilityTimeout', 'tag team']);
  });

  it('merges tags key by key', () => {
    const began = { ...base, tags: { a: '1', b: '1', c: '1', d: '1' } };
    const typed: QueueForm = {
      ...form,
      tags: [
        { key: 0, name: 'b', value: 'mine' },
        { key: 1, name: 'c', value: '1' },
        { key: 2, name: 'd', value: '1' },
        { key: 3, name: 'new', value: 'mine' },
      ],
    };
    const merged = mergeChanges(typed, began, {
      ...base,
      tags: { a: 'theirs', b: '1', d: 'theirs', added: 'theirs' },
    });
    assert.deepEqual(readTags(merged.form), { b: 'mine', d: 'theirs', new: 'mine', added: 'theirs' });
    assert.deepEqual(merged.conflicts, ['tag a']);
  });

  it('is no conflict where both have changed it to the same', () => {
    const typed = { ...form, numbers: { ...form.numbers, VisibilityTimeout: '45' } };
    assert.deepEqual(mergeChanges(typed, base, now).conflicts, []);
  });
});

describe('a queue as queueside.json', () => {
  it('has what differs from the defaults, and names its dead-letter queue', () => {
    const settings = {
      ...defaultSettings('fifo', MIB),
      VisibilityTimeout: '45',
      ContentBasedDeduplication: 'true',
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn: `${DLQ}.fifo`, maxReceiveCount: 4 }),
      Policy: '{"Version":"2012-10-17"}',
    };
    assert.deepEqual(
      JSON.parse(writeDefinition('orders.fifo', 'fifo', { settings, tags: { a: 'b' } }, MIB)),
      {
        queues: {
          'orders-dlq.fifo': {},
          'orders.fifo': {
            attributes: {
              VisibilityTimeout: 45,
              ContentBasedDeduplication: true,
              Policy: { Version: '2012-10-17' },
            },
            tags: { a: 'b' },
            deadLetter: { queue: 'orders-dlq.fifo', maxReceiveCount: 4 },
          },
        },
      },
    );
  });
});

describe('a saved draft', () => {
  it('is restored as it was', () => {
    const draft = {
      form: { ...newForm('fifo', MIB, 'a'), tags: [{ key: 0, name: 'team', value: 'x' }], sourceArns: [DLQ] },
      base: { name: 'a', arn: DLQ, kind: 'fifo' as const, attributes: ATTRIBUTES, tags: { team: 'x' } },
    };
    assert.deepEqual(restoreDraft(structuredClone(draft)), draft);
  });

  for (const broken of [undefined, null, 7, [], {}, { form: null }])
    it(`is none of ${JSON.stringify(broken)}`, () => assert.equal(restoreDraft(broken), undefined));

  it('is filled up where it does not fit', () => {
    const restored = restoreDraft({ form: { policy: 7, tags: [null, { name: 'a' }], numbers: 3 }, base: {} });
    assert.deepEqual(restored?.form, {
      ...newForm('standard', MIB),
      tags: [{ key: 1, name: 'a', value: '' }],
    });
    assert.equal(restored?.base, undefined);
  });
});

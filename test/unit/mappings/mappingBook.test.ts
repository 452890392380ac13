import assert from 'node:assert/strict';
import { MAXIMUM_MAPPINGS } from '../../../broker/mappings/mappingBook.ts';
import type { WantedSettings } from '../../../broker/mappings/mappingBook.ts';
import { MAPPING_TEXTS } from '../../../broker/mappings/refusal.ts';
import { FUNCTION, MappingWorld, PLACE } from '../../support/mappingWorld.ts';

const FUNCTION_ARN = `arn:aws:lambda:us-east-1:000000000000:function:${FUNCTION}`;

describe('The book of event source mappings', () => {
  let world: MappingWorld;

  const create = (
    wanted: WantedSettings = {},
    queueArn: string | undefined = world.queue.arn,
    functionName = FUNCTION,
    tags?: ReadonlyMap<string, string>,
  ) => world.book.create(PLACE, functionName, queueArn, wanted, tags);

  beforeEach(() => {
    world = new MappingWorld();
  });

  describe('rejects', () => {
    const fifoArn = 'arn:aws:sqs:us-east-1:000000000000:orders.fifo';
    const cases: readonly (readonly [
      what: string,
      text: string,
      wanted: WantedSettings,
      queueArn?: string | undefined,
      functionName?: string,
    ])[] = [
      [
        'a batch of more than 10 messages without a window',
        'Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10',
        { batchSize: 11 },
      ],
      ['a pattern that is none', 'Invalid filter pattern definition.', { patterns: ['null'] }],
      ['a pattern that is no object', 'Invalid filter pattern definition.', { patterns: ['"body"'] }],
      [
        'a pattern whose leaf is not a list',
        'Invalid filter pattern definition.',
        { patterns: ['{"body":"x"}'] },
      ],
      ['a pattern with an empty list', 'Invalid filter pattern definition.', { patterns: ['{"body":[]}'] }],
      [
        'a queue that does not exist',
        'Error occurred while ReceiveMessage. SQS Error Code: AWS.SimpleQueueService.NonExistentQueue. SQS Error Message: The specified queue does not exist.',
        {},
        'arn:aws:sqs:us-east-1:000000000000:missing',
      ],
      ['a source that is no queue', 'Unrecognized event source.', {}, 'arn:aws:kinesis:us-east-1:0:stream/s'],
      [
        'a function whose timeout is longer than the visibility timeout of the queue',
        'Queue visibility timeout: 30 seconds is less than Function timeout: 60 seconds',
        {},
        undefined,
        'slow',
      ],
      ['a function that does not exist', 'Function does not exist', {}, undefined, 'missing'],
      [
        'a function of another account',
        'Function does not exist',
        {},
        undefined,
        `123456789012:function:${FUNCTION}`,
      ],
      [
        'a batch of more than 10 messages of a FIFO queue',
        'Maximum batch size is 10 for a FIFO queue.',
        { batchSize: 11, windowSeconds: 1 },
        fifoArn,
      ],
      [
        'a window on a FIFO queue',
        'Maximum batching window is not supported for FIFO queues.',
        { windowSeconds: 1 },
        fifoArn,
      ],
      [
        'a concurrency beside provisioned pollers',
        'MaximumConcurrency and ProvisionedPollerConfig are mutually exclusive.',
        { maximumConcurrency: 2, provisioned: { minimum: 2, maximum: 3 } },
      ],
      [
        'fewer than two pollers',
        'MinimumPollers and MaximumPollers must be at least 2 for an Amazon SQS queue.',
        { provisioned: { minimum: 1, maximum: 3 } },
      ],
      [
        'more pollers at least than at most',
        'MinimumPollers must be less than or equal to MaximumPollers.',
        { provisioned: { minimum: 4, maximum: 3 } },
      ],
    ];
    for (const [what, message, wanted, queueArn, functionName] of cases) {
      it(what, () => {
        world.createQueue('orders.fifo');
        world.functions.declare('slow', { timeoutSeconds: 60 });
        const created = create(wanted, queueArn, functionName);
        assert.ok(!created.ok);
        assert.equal(created.message, message);
        assert.equal(created.code, 'InvalidParameterValueException');
        assert.deepEqual(world.book.all, []);
      });
    }

    it('a missing source', () => {
      const created = world.book.create(PLACE, FUNCTION, undefined, {});
      assert.equal(!created.ok && created.message, 'Unrecognized event source.');
    });

    it('a second mapping of the same queue and function', () => {
      const { id } = world.create();
      const twin = create();
      assert.ok(!twin.ok);
      assert.equal(twin.code, 'ResourceConflictException');
      assert.equal(
        twin.message,
        `An event source mapping with SQS arn (" ${world.queue.arn} ") and function (" ${FUNCTION} ") already exists. Please update or delete the existing mapping with UUID ${id}`,
      );
    });

    it('a change that makes it what could not be created', () => {
      const mapping = world.create();
      assert.equal(world.book.update(mapping, { batchSize: 11 }).ok, false);
      world.functions.declare(FUNCTION, { timeoutSeconds: 60 });
      const updated = world.book.update(mapping, { batchSize: 5 });
      assert.match(updated.ok ? '' : updated.message, /^Queue visibility timeout: 30 seconds is less/);
      assert.equal(mapping.settings.batchSize, 10);
    });

    it(`more than ${MAXIMUM_MAPPINGS} mappings`, () => {
      world.functions.declare(FUNCTION, { isRunnable: false });
      for (let number = 0; number < MAXIMUM_MAPPINGS; number++)
        world.create({}, world.createQueue(`q${number}`));
      const created = create();
      assert.match(created.ok ? '' : created.message, /^Queueside keeps 1000 event source mappings/);
    });
  });

  describe('keeps tags', () => {
    const numberedTags = (count: number, length = 0): ReadonlyMap<string, string> =>
      new Map(Array.from({ length: count }, (_, index) => [`tag ${index}`, 'x'.repeat(length)]));

    it('50 of a mapping, when it is created and after', () => {
      const refused = create({}, world.queue.arn, FUNCTION, numberedTags(51));
      assert.equal(!refused.ok && refused.message, 'A resource must not have more than 50 tags.');
      const { mapping } = world.mustChange(create({}, world.queue.arn, FUNCTION, numberedTags(50)));
      assert.equal(world.book.tag(mapping, new Map([['tag 0', 'again']])), undefined);
      assert.equal(
        world.book.tag(mapping, new Map([['one more', '']]))?.message,
        !refused.ok && refused.message,
      );
      assert.deepEqual([mapping.tags.size, mapping.tags.get('tag 0')], [50, 'again']);
    });

    it('of 4 MiB of all mappings, with their settings', () => {
      world.functions.declare(FUNCTION, { isRunnable: false });
      const large = numberedTags(50, 2 ** 14);
      const texts = Array.from({ length: 6 }, (_, index) => {
        const { arn } = world.createQueue(`q${index}`);
        const created = create({}, arn, FUNCTION, large);
        return created.ok ? 'created' : created.message;
      });
      const tooLarge =
        'The filters and tags of all event source mappings together are too long for Queueside.';
      assert.deepEqual(texts, [...Array<string>(5).fill('created'), tooLarge]);
      const last = world.create({}, world.createQueue('last'));
      assert.equal(world.book.tag(last, large)?.message, tooLarge);
      assert.equal(last.tags.size, 0);
    });
  });

  it('is not that of a function in another part of AWS', () => {
    const foreign = FUNCTION_ARN.replace('arn:aws:', 'arn:aws-cn:');
    const created = create({}, world.queue.arn, foreign);
    assert.equal(!created.ok && created.message, 'Function does not exist');
    world.create();
    assert.deepEqual(world.book.list(PLACE, { functionName: foreign }), []);
  });

  it('takes each form of the name of a function', () => {
    for (const [index, name] of [
      FUNCTION,
      `${FUNCTION}:live`,
      `000000000000:function:${FUNCTION}`,
      FUNCTION_ARN,
      `${FUNCTION_ARN}:$LATEST`,
    ].entries()) {
      const { arn } = world.createQueue(`q${index}`);
      const { mapping } = world.mustChange(create({}, arn, name));
      assert.equal(mapping.functionName, FUNCTION);
      assert.equal(mapping.functionArn, FUNCTION_ARN + (name.split(FUNCTION)[1] ?? ''));
    }
  });

  it('lets several functions have one queue, and one function several queues', () => {
    world.functions.declare('other');
    const other = world.createQueue('others');
    world.create();
    world.create({}, world.queue, 'other');
    world.create({}, other);
    assert.equal(world.book.list(PLACE, { queueArn: world.queue.arn }).length, 2);
    assert.equal(world.book.list(PLACE, { functionName: FUNCTION_ARN }).length, 2);
    assert.equal(world.book.list(PLACE, { functionName: FUNCTION, queueArn: other.arn }).length, 1);
    assert.equal(world.book.list({ ...PLACE, region: 'eu-west-1' }).length, 0);
  });

  it('answers each change with the state that it has until the next question', () => {
    const change = (wanted: WantedSettings): string =>
      world.mustChange(world.book.update(mapping, wanted)).state;
    const { mapping, state } = world.mustChange(create());
    assert.equal(state, 'Creating');
    assert.equal(change({ isEnabled: false }), 'Disabling');
    assert.equal(change({ isEnabled: true }), 'Enabling');
    assert.equal(change({ batchSize: 5 }), 'Updating');
    assert.equal(change({ isEnabled: false, batchSize: 6 }), 'Updating');
    assert.equal(world.book.remove(mapping).state, 'Deleting');
    assert.equal(world.book.find(PLACE, mapping.id), undefined);
    assert.equal(world.mustChange(create({ isEnabled: false })).state, 'Disabled');
  });

  describe('of the definition of a function', () => {
    const declare = (...mappings: Parameters<typeof world.book.setAll>[2]) =>
      world.book.setAll(PLACE, FUNCTION, mappings);

    it('adds, changes and deletes mappings, and keeps the ids of those that stay', () => {
      world.createQueue('others');
      assert.deepEqual(declare({ queue: 'orders' }, { queue: 'others', batchSize: 3 }), []);
      const [orders, others] = world.book.all;
      declare({ queue: 'orders', window: 5, provisionedPollers: {} });
      assert.deepEqual(world.book.all, [orders]);
      assert.equal(orders?.settings.windowSeconds, 5);
      assert.deepEqual(orders?.settings.provisioned, { minimum: 2, maximum: 200 });
      assert.equal(world.book.find(PLACE, others?.id ?? ''), undefined);
      declare();
      assert.deepEqual(world.book.all, []);
    });

    it('leaves a mapping as it is that the definition cannot change, whoever made it', () => {
      const { id } = world.create();
      const [refused] = declare({ queue: 'orders', batchSize: 11 });
      assert.equal(refused?.refusal.message, MAPPING_TEXTS.windowTooShort);
      assert.deepEqual(
        world.book.all.map((mapping) => [mapping.id, mapping.settings.batchSize, mapping.isDeclared]),
        [[id, 10, false]],
      );
      assert.deepEqual(declare({ queue: 'orders' }), []);
      declare({ queue: 'orders', batchSize: 11 });
      assert.equal(world.book.find(PLACE, id)?.settings.batchSize, 10);
      declare();
      assert.deepEqual(world.book.all, []);
    });

    it('leaves alone what a program made, unless it is of the same queue', () => {
      const byProgram = world.create();
      const { id } = world.create({}, world.createQueue('others'));
      declare({ queue: 'others' });
      assert.deepEqual(
        world.book.all.map((mapping) => mapping.id),
        [byProgram.id, id],
      );
      declare();
      assert.deepEqual(world.book.all, [byProgram]);
    });

    it('takes a queue that does not exist yet', () => {
      assert.deepEqual(declare({ queue: 'later' }), []);
      const later = world.createQueue('later');
      world.turn();
      world.send(['a'], later);
      assert.deepEqual(world.takeBodies(), [['a']]);
    });

    it('reports what cannot be, and does the rest', () => {
      const refused = declare({ queue: 'orders', batchSize: 11 }, { queue: 'others' });
      assert.deepEqual(
        refused.map(({ queue }) => queue),
        ['orders'],
      );
      assert.equal(world.book.all.length, 1);
    });
  });
});

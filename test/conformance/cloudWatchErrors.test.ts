import assert from 'node:assert/strict';
import { encode } from 'cborg';
import { ALARM, chain, numbers, putData, REFUSED_CALLS } from '../support/cloudWatch/refusedCalls.ts';
import { CLOUDWATCH_PROTOCOLS, CloudWatchClient } from '../support/cloudWatch/client.ts';
import { describeCloudWatch, startWorld, type CloudWatchWorld } from '../support/cloudWatch/suite.ts';

describeCloudWatch('Errors of CloudWatch', (world) => {
  for (const [index, [operation, input, code, message]] of REFUSED_CALLS.entries()) {
    it(`${operation}: ${code}, ${message.source.slice(0, 60)} (${index + 1})`, async () => {
      const { status } = await world().client.expectError(operation, input, code, message);
      assert.equal(status, code === 'ResourceNotFound' ? 404 : 400);
    });
  }

  it('says what to set for an operation that is not served', async () => {
    await world().client.expectError(
      'PutDashboard',
      {},
      'InvalidAction',
      /PutDashboard.*AWS_ENDPOINT_URL_CLOUDWATCH/,
    );
  });

  it('evaluates a long chain of long expressions', async () => {
    const input = {
      StartTime: new Date(0),
      EndTime: new Date(60_000),
      MetricDataQueries: [...chain(499, '+1'.repeat(900)), { Id: 'e499', Expression: '1', Period: 60 }].map(
        (query) => ({ ...query, ReturnData: query.Id === 'e0' }),
      ),
    };
    const { MetricDataResults: [{ Values } = {}] = [] } = (await world().client.expect(
      'GetMetricData',
      input,
    )) as { MetricDataResults?: { Values?: number[] }[] };
    assert.deepEqual(Values, [499 * 900 + 1]);
  });

  it('gives no text for SetAlarmState of an unknown alarm', async () => {
    const input = { AlarmName: 'nowhere', StateValue: 'OK', StateReason: 'test' };
    const { status, error } = await world().client.expectError('SetAlarmState', input, 'ResourceNotFound');
    assert.deepEqual([status, error?.message], [404, undefined]);
  });

  it('says that the alarm of another account or region does not exist, and leaves its tags', async () => {
    const { client, endpoint } = world();
    const ResourceARN = 'arn:aws:cloudwatch:us-east-1:000000000000:alarm:tagged';
    const Tags = [{ Key: 'a', Value: '1' }];
    await client.expect('PutMetricAlarm', { ...ALARM, AlarmName: 'tagged', Tags });
    const calls: readonly [string, object][] = [
      ['ListTagsForResource', { ResourceARN }],
      ['TagResource', { ResourceARN, Tags: [{ Key: 'b', Value: '2' }] }],
      ['UntagResource', { ResourceARN, TagKeys: ['a'] }],
    ];
    for (const elsewhere of [{ region: 'eu-west-1' }, { accessKeyId: '111111111111' }]) {
      const stranger = new CloudWatchClient(endpoint, client.protocol, elsewhere);
      for (const [operation, input] of calls) {
        await stranger.expectError(operation, input, 'ResourceNotFound', /alarm:tagged/);
      }
    }
    assert.deepEqual((await client.expect('ListTagsForResource', { ResourceARN }))['Tags'], Tags);
  });

  it('refuses data of a reason that are not JSON, and leaves the state', async () => {
    const { client } = world();
    const AlarmName = 'reasoned';
    await client.expect('PutMetricAlarm', { ...ALARM, AlarmName });
    for (const StateReasonData of ['{"a":', 'text', '']) {
      const input = { AlarmName, StateValue: 'ALARM', StateReason: 'a test', StateReasonData };
      const { status } = await client.expectError('SetAlarmState', input, 'InvalidFormat', /JSON/);
      assert.equal(status, 400);
    }
    const { MetricAlarms } = await client.expect('DescribeAlarms', { AlarmNames: [AlarmName] });
    assert.equal(MetricAlarms[0].StateValue, 'INSUFFICIENT_DATA');
  });
});

describe('Errors of CloudWatch, as each protocol has them', () => {
  let world: CloudWatchWorld;
  before(async () => {
    world = await startWorld();
  });

  for (const protocol of CLOUDWATCH_PROTOCOLS) {
    it(`names the shape of the error (${protocol})`, async () => {
      const client = new CloudWatchClient(world.endpoint, protocol, { isQueryMode: false });
      const input = { AlarmName: 'nowhere', StateValue: 'OK', StateReason: 'test' };
      const { status, error, headers } = await client.call('SetAlarmState', input);
      const isQuery = protocol === 'query';
      assert.equal(status, isQuery ? 404 : 400);
      assert.equal(error?.type, isQuery ? 'ResourceNotFound' : 'com.amazonaws.cloudwatch#ResourceNotFound');
      assert.equal(headers.get('x-amzn-query-error'), null);
    });

    it(`reads compressed requests, with a bound (${protocol})`, async () => {
      const client = new CloudWatchClient(world.endpoint, protocol, { isCompressed: true });
      await client.expect('PutMetricData', putData({ Value: 1 }));
      const bomb = Buffer.alloc(9 * 1_048_576, 0x20);
      const { path, headers } = frame(protocol, 'PutMetricData');
      const { error } = await client.send('PutMetricData', path, headers, bomb);
      assert.equal(error?.code, 'MalformedInput');
      assert.match(error?.message ?? '', /shorter than 8388608 bytes/);
    });

    it(`refuses what is no text of its protocol, and goes on (${protocol})`, async () => {
      const client = new CloudWatchClient(world.endpoint, protocol);
      const { path, headers } = frame(protocol, 'PutMetricAlarm');
      const bodies =
        protocol === 'query'
          ? ['Action=PutMetricAlarm&Version=2010-08-01&Period=abc']
          : ['{', 'null', '\u0000', '[]'];
      for (const body of bodies) {
        const { error, status } = await client.send('PutMetricAlarm', path, headers, body);
        assert.deepEqual([error?.code, status], ['MalformedInput', 400], body);
      }
      await client.expect('DescribeAlarms');
    });
  }

  for (const time of [1e18, -1e18, 8.64e12 + 1]) {
    it(`refuses a time of ${time} s, beyond which no minute can be counted`, async () => {
      const client = new CloudWatchClient(world.endpoint, 'json');
      const { path, headers } = frame('json', 'GetMetricData');
      const body = `{"MetricDataQueries":[{"Id":"e","Expression":"1"}],"StartTime":${time},"EndTime":${time + 256}}`;
      const { status, error } = await client.send('GetMetricData', path, headers, Buffer.from(body));
      assert.deepEqual([status, error?.code], [400, 'MalformedInput']);
      assert.match(error?.message ?? '', /time is out of range/);
    });
  }

  it('takes a million values as too many in one request', async () => {
    const MetricData = numbers(1000).map(() => ({ MetricName: 'm', Values: numbers(1000) }));
    for (const protocol of ['json', 'cbor'] as const) {
      const client = new CloudWatchClient(world.endpoint, protocol);
      const { error } = await client.call('PutMetricData', { Namespace: 'Shop', MetricData });
      assert.equal(error?.code, 'MalformedInput');
    }
    assert.equal((await fetch(`${world.endpoint}/health`)).status, 200);
  });

  it('reads CBOR of lists and maps without lengths, texts in pieces, no body, and no deeper than there is a reason for', async () => {
    const client = new CloudWatchClient(world.endpoint, 'cbor');
    const { path, headers } = frame('cbor', 'DescribeAlarms');
    const prefix = encode('AlarmNamePrefix');
    const pieces = Buffer.concat([Buffer.of(0x7f), encode('no'), encode('where'), Buffer.of(0xff)]);
    const names = Buffer.concat([
      encode('AlarmTypes'),
      Buffer.of(0x9f),
      encode('MetricAlarm'),
      Buffer.of(0xff),
    ]);
    const endless = Buffer.concat([Buffer.of(0xbf), prefix, pieces, names, Buffer.of(0xff)]);
    for (const body of [endless, Buffer.of(0xbf, 0xff), Buffer.alloc(0)]) {
      const { error, output } = await client.send('DescribeAlarms', path, headers, body);
      assert.deepEqual([error, output], [undefined, { CompositeAlarms: [], MetricAlarms: [] }]);
    }
    for (const open of [0x81, 0x9f, 0xc1]) {
      const { error } = await client.send('DescribeAlarms', path, headers, Buffer.alloc(1_000_000, open));
      assert.match(error?.message ?? '', /more than 64 levels/);
    }
  });
});

function frame(protocol: string, operation: string): { path: string; headers: Record<string, string> } {
  if (protocol === 'cbor') {
    const path = `/service/GraniteServiceVersion20100801/operation/${operation}`;
    return { path, headers: { 'content-type': 'application/cbor' } };
  }
  return protocol === 'json'
    ? {
        path: '/',
        headers: {
          'x-amz-target': `GraniteServiceVersion20100801.${operation}`,
          'content-type': 'application/x-amz-json-1.0',
        },
      }
    : { path: '/', headers: {} };
}

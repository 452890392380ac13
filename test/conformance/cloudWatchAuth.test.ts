import assert from 'node:assert/strict';
import {
  CloudWatchClient as SdkClient,
  DescribeAlarmsCommand,
  ListMetricsCommand,
  PutMetricAlarmCommand,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import { type AuthMode, createAuthority } from '../../broker/auth/authorize.ts';
import { parseCredentials } from '../../broker/auth/credentials.ts';
import { CLOUDWATCH_PROTOCOLS, CloudWatchClient } from '../support/cloudWatch/client.ts';
import { startTestBroker } from '../support/testBroker.ts';

const ACCOUNT = '000000000000';
const SECRET = 'a-secret-of-the-tests';

const allow = (Action: string | string[], Resource = '*') => ({
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Action, Resource },
});
const USERS = [
  {
    name: 'watcher',
    accessKeyId: 'AKIDWATCHER',
    policies: [allow(['cloudwatch:List*', 'cloudwatch:Describe*'])],
  },
  {
    name: 'keeper',
    accessKeyId: 'AKIDKEEPER',
    policies: [allow('cloudwatch:PutMetricAlarm', `arn:aws:cloudwatch:*:${ACCOUNT}:alarm:mine-*`)],
  },
  { name: 'queues', accessKeyId: 'AKIDQUEUES', policies: [allow('sqs:*')] },
].map((user) => ({ ...user, secretAccessKey: SECRET }));

async function start(mode: AuthMode): Promise<string> {
  const parsed = parseCredentials(JSON.stringify({ users: USERS }), ACCOUNT);
  assert.ok(parsed.ok);
  const now = (): number => Date.now();
  const { credentials } = parsed;
  const authority = createAuthority({ mode, credentials, demandsTls: false, now, signingNow: now });
  const { info } = await startTestBroker({ authority });
  return info.endpoint;
}

function connect(endpoint: string, accessKeyId: string, secretAccessKey = SECRET): SdkClient {
  return new SdkClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId, secretAccessKey },
    maxAttempts: 1,
  });
}

const alarm = (AlarmName: string) =>
  new PutMetricAlarmCommand({
    AlarmName,
    Namespace: 'Shop',
    MetricName: 'orders',
    Statistic: 'Sum',
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 1,
    ComparisonOperator: 'GreaterThanThreshold',
  });

describe('CloudWatch of a broker that asks for signatures', () => {
  let endpoint: string;
  before(async () => {
    endpoint = await start('signatures');
  });

  for (const protocol of CLOUDWATCH_PROTOCOLS) {
    it(`refuses a signature that does not hold, in the form of the protocol (${protocol})`, async () => {
      const client = new CloudWatchClient(endpoint, protocol, { accessKeyId: 'AKIDQUEUES' });
      const { status, error } = await client.call('DescribeAlarms');
      assert.deepEqual([status, error?.code], [400, 'IncompleteSignature']);
    });
  }

  it('takes signatures for the service monitoring, also of compressed requests', async () => {
    const client = connect(endpoint, 'AKIDQUEUES');
    const MetricData = Array.from({ length: 500 }, (_, Value) => ({ MetricName: `metric${Value}`, Value }));
    await client.send(new PutMetricDataCommand({ Namespace: 'Shop', MetricData }));
    const { Metrics } = await client.send(new ListMetricsCommand({ Namespace: 'Shop' }));
    assert.equal(Metrics?.length, 500);
    const liar = connect(endpoint, 'AKIDQUEUES', 'another secret');
    await assert.rejects(liar.send(new DescribeAlarmsCommand({})), { name: 'SignatureDoesNotMatch' });
    client.destroy();
    liar.destroy();
  });
});

describe('CloudWatch of a broker with policies', () => {
  let endpoint: string;
  before(async () => {
    endpoint = await start('policies');
  });

  it('asks policies for the operation and the alarm', async () => {
    const [watcher, keeper, queues] = ['AKIDWATCHER', 'AKIDKEEPER', 'AKIDQUEUES'].map((key) =>
      connect(endpoint, key),
    );
    assert.ok(watcher && keeper && queues);
    await keeper.send(alarm('mine-1'));
    await assert.rejects(keeper.send(alarm('other')), {
      name: 'AccessDenied',
      message: `User: arn:aws:iam::${ACCOUNT}:user/keeper is not authorized to perform: cloudwatch:putmetricalarm on resource: arn:aws:cloudwatch:us-east-1:${ACCOUNT}:alarm:other because no identity-based policy allows the cloudwatch:putmetricalarm action`,
    });
    const { MetricAlarms } = await watcher.send(new DescribeAlarmsCommand({}));
    assert.deepEqual(
      MetricAlarms?.map(({ AlarmName }) => AlarmName),
      ['mine-1'],
    );
    await assert.rejects(queues.send(new DescribeAlarmsCommand({})), { name: 'AccessDenied' });
    for (const client of [watcher, keeper, queues]) client.destroy();
  });
});

import assert from 'node:assert/strict';
import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  DescribeAlarmHistoryCommand,
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  ListMetricsCommand,
  PutMetricAlarmCommand,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import {
  CreateQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { applyText } from '../../broker/definitions/definitions.ts';
import { type CloudWatchWorld, startWorld } from '../support/cloudWatch/suite.ts';

const NAMESPACE = { account: '000000000000', region: 'us-east-1' };
const TOPIC = 'arn:aws:sns:us-east-1:000000000000:alerts';
const FILE = {
  queues: { alerts: {}, raw: {} },
  topics: { alerts: { queues: ['alerts', { queue: 'raw', raw: true }] } },
};

/* The script of many a test with LocalStack: put an alarm, send, wait for ALARM, receive the notification from a queue. */
describe('A script that waits for an alarm', () => {
  let world: CloudWatchWorld;
  let sqs: SQSClient;
  let cloudWatch: CloudWatchClient;

  before(async () => {
    world = await startWorld();
    assert.deepEqual(applyText(world.broker, NAMESPACE, JSON.stringify(FILE)).problems, []);
    const options = {
      endpoint: world.endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      maxAttempts: 1,
    };
    sqs = new SQSClient(options);
    cloudWatch = new CloudWatchClient(options);
  });

  after(() => {
    sqs.destroy();
    cloudWatch.destroy();
  });

  const receive = async (queue: string): Promise<string> => {
    const QueueUrl = `${world.endpoint}/000000000000/${queue}`;
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
    );
    assert.equal(Messages.length, 1);
    return Messages[0]?.Body ?? '';
  };

  it('receives the notification from the queues that subscribe to the topic', async () => {
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'orders' }));
    await cloudWatch.send(
      new PutMetricAlarmCommand({
        AlarmName: 'orders-waiting',
        AlarmDescription: 'Orders wait.',
        Namespace: 'AWS/SQS',
        MetricName: 'ApproximateNumberOfMessagesVisible',
        Dimensions: [{ Name: 'QueueName', Value: 'orders' }],
        Statistic: 'Maximum',
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 1,
        ComparisonOperator: 'GreaterThanOrEqualToThreshold',
        TreatMissingData: 'notBreaching',
        AlarmActions: [TOPIC],
      }),
    );
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'one' }));
    world.advanceMinutes(1);
    const { MetricAlarms = [] } = await cloudWatch.send(new DescribeAlarmsCommand({ StateValue: 'ALARM' }));
    assert.deepEqual(
      MetricAlarms.map(({ AlarmName }) => AlarmName),
      ['orders-waiting'],
    );
    const envelope = JSON.parse(await receive('alerts')) as Record<string, string>;
    assert.deepEqual(
      [envelope['Type'], envelope['TopicArn'], envelope['Subject']],
      ['Notification', TOPIC, 'ALARM: "orders-waiting" in US East (N. Virginia)'],
    );
    assert.equal(envelope['Message'], await receive('raw'));
    const at = world.now.toISOString().replace('Z', '+0000');
    const { NewStateReason, AlarmConfigurationUpdatedTimestamp, ...message } = JSON.parse(
      envelope['Message'] ?? '',
    );
    assert.match(NewStateReason, /^Threshold Crossed: 1 datapoint \[1\.0 \(/);
    assert.match(AlarmConfigurationUpdatedTimestamp, /^\d{4}-.*\+0000$/);
    assert.deepEqual(message, {
      AlarmName: 'orders-waiting',
      AlarmDescription: 'Orders wait.',
      AWSAccountId: '000000000000',
      NewStateValue: 'ALARM',
      StateChangeTime: at,
      Region: 'US East (N. Virginia)',
      AlarmArn: 'arn:aws:cloudwatch:us-east-1:000000000000:alarm:orders-waiting',
      OldStateValue: 'INSUFFICIENT_DATA',
      OKActions: [],
      AlarmActions: [TOPIC],
      InsufficientDataActions: [],
      ActionExecutedAfterMuteWindow: false,
      Trigger: {
        MetricName: 'ApproximateNumberOfMessagesVisible',
        Namespace: 'AWS/SQS',
        StatisticType: 'Statistic',
        Statistic: 'MAXIMUM',
        Unit: null,
        Dimensions: [{ value: 'orders', name: 'QueueName' }],
        Period: 60,
        EvaluationPeriods: 1,
        ComparisonOperator: 'GreaterThanOrEqualToThreshold',
        Threshold: 1,
        TreatMissingData: 'notBreaching',
        EvaluateLowSampleCountPercentile: '',
      },
    });
    const { AlarmHistoryItems = [] } = await cloudWatch.send(
      new DescribeAlarmHistoryCommand({ AlarmName: 'orders-waiting', HistoryItemType: 'Action' }),
    );
    assert.deepEqual(
      AlarmHistoryItems.map(({ HistorySummary }) => HistorySummary),
      [`Successfully executed action ${TOPIC}`],
    );
  });

  it('puts metrics of its own beside those of the queues, and reads both', async () => {
    const [start, end] = [-10, 1].map((minutes) => new Date(world.now.getTime() + minutes * 60_000));
    const times = { StartTime: start, EndTime: end };
    await cloudWatch.send(
      new PutMetricDataCommand({
        Namespace: 'Shop',
        MetricData: [
          { MetricName: 'Basket', Values: [1.5, 4], Counts: [2, 1], Unit: 'Count', Timestamp: world.now },
        ],
      }),
    );
    const basket = { Namespace: 'Shop', MetricName: 'Basket' };
    const { Metrics } = await cloudWatch.send(new ListMetricsCommand({ Namespace: 'Shop' }));
    assert.deepEqual(Metrics, [{ ...basket, Dimensions: [] }]);
    const { Datapoints = [] } = await cloudWatch.send(
      new GetMetricStatisticsCommand({ ...basket, ...times, Period: 60, Statistics: ['Sum', 'SampleCount'] }),
    );
    assert.deepEqual(
      Datapoints.map(({ Sum, SampleCount, Unit }) => [Sum, SampleCount, Unit]),
      [[7, 3, 'Count']],
    );
    const sent = {
      Namespace: 'AWS/SQS',
      MetricName: 'NumberOfMessagesSent',
      Dimensions: [{ Name: 'QueueName', Value: 'orders' }],
    };
    const { MetricDataResults = [] } = await cloudWatch.send(
      new GetMetricDataCommand({
        ...times,
        MetricDataQueries: [
          { Id: 'sent', MetricStat: { Metric: sent, Period: 60, Stat: 'Sum' }, ReturnData: false },
          { Id: 'double', Expression: 'sent * 2' },
        ],
      }),
    );
    assert.deepEqual(
      MetricDataResults.map(({ Id, Values }) => [Id, Values]),
      [['double', [2]]],
    );
  });

  it('is followed by the trace and by editors', () => {
    const events = world.broker.recorder.read({ afterSequence: 0, limit: 1000, messageId: undefined });
    const alarms = events.filter(({ kind }) => kind === 'alarmChanged');
    assert.deepEqual(
      alarms.map(({ queueArn }) => queueArn),
      ['arn:aws:sqs:us-east-1:000000000000:orders'],
    );
    assert.match(alarms[0]?.detail ?? '', /^orders-waiting: INSUFFICIENT_DATA to ALARM\. Threshold Crossed/);
    const [alarm] = world.broker.alarms.describe();
    assert.deepEqual(
      [alarm?.name, alarm?.state, alarm?.queueArn],
      ['orders-waiting', 'ALARM', alarms[0]?.queueArn],
    );
  });
});

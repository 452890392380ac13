// The application of template.yaml, for the CDK. To write cdk.out again:
//
//   npm install --no-save aws-cdk aws-cdk-lib constructs
//   npx cdk synth
import { App, Duration, Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue } from 'aws-cdk-lib/aws-sqs';

const app = new App({ treeMetadata: false, analyticsReporting: false });
const stack = new Stack(app, 'Shop');

const failed = new Queue(stack, 'Failed', { retentionPeriod: Duration.days(14) });
const failedStock = new Queue(stack, 'FailedStock', { fifo: true, retentionPeriod: Duration.days(14) });
const orders = addQueue('Orders', failed);
const stock = addQueue('Stock', failedStock, { fifo: true });
const mails = addQueue('Mails', failed);

const takeOrder = addFunction('TakeOrder', 'order', { STOCK_QUEUE_URL: stock.queueUrl });
const reserveStock = addFunction('ReserveStock', 'stock', { MAIL_QUEUE_URL: mails.queueUrl });
const sendMail = addFunction('SendMail', 'mail', undefined, lambda.Runtime.PYTHON_3_13);
stock.grantSendMessages(takeOrder);
mails.grantSendMessages(reserveStock);

takeOrder.addEventSource(new SqsEventSource(orders, { batchSize: 1 }));
for (const [queue, consumer] of [
  [stock, reserveStock],
  [mails, sendMail],
]) {
  consumer.addEventSource(new SqsEventSource(queue, { batchSize: 10, reportBatchItemFailures: true }));
}
app.synth();

function addQueue(id, deadLetterQueue, more) {
  return new Queue(stack, id, {
    visibilityTimeout: Duration.seconds(18),
    deadLetterQueue: { queue: deadLetterQueue, maxReceiveCount: 3 },
    ...more,
  });
}

function addFunction(id, folder, environment, runtime = lambda.Runtime.NODEJS_22_X) {
  return new lambda.Function(stack, id, {
    runtime,
    code: lambda.Code.fromAsset(folder),
    handler: 'app.handler',
    timeout: Duration.seconds(3),
    memorySize: 256,
    environment,
  });
}

import { createHash } from 'node:crypto';

/** What is published to a topic. */
export interface Publication {
  readonly messageId: string;
  readonly topicArn: string;
  /** Whom it goes to. */
  readonly queueName: string;
  readonly subject: string;
  readonly message: string;
  /** Epoch ms. */
  readonly at: number;
}

/** Nothing here is signed: who verifies signatures gets an error that says so, not a pretence. */
const NO_SIGNATURE = 'Queueside does not sign notifications';

/** The body of an SQS message from a topic (docs/cloudwatch.md): one member on a line, the message as a text in it. */
export function writeEnvelope(publication: Publication): string {
  const { messageId, topicArn, queueName, subject, message, at } = publication;
  const host = `https://sns.${topicArn.split(':')[3] ?? ''}.amazonaws.com`;
  const members = {
    Type: 'Notification',
    MessageId: messageId,
    TopicArn: topicArn,
    Subject: subject,
    Message: message,
    Timestamp: new Date(at).toISOString(),
    SignatureVersion: '1',
    Signature: Buffer.from(NO_SIGNATURE).toString('base64'),
    SigningCertURL: `${host}/SimpleNotificationService-none.pem`,
    UnsubscribeURL: `${host}/?Action=Unsubscribe&SubscriptionArn=${subscriptionArnOf(topicArn, queueName)}`,
  };
  const lines = Object.entries(members).map(
    ([name, value]) => `  ${JSON.stringify(name)} : ${JSON.stringify(value)}`,
  );
  return `{\n${lines.join(',\n')}\n}`;
}

/** The ARN of a subscription ends with a UUID: here, one that stays the same for a queue. */
function subscriptionArnOf(topicArn: string, queueName: string): string {
  const digest = createHash('sha256').update(`${topicArn} ${queueName}`).digest('hex');
  const [, ...parts] = /^(.{8})(.{4})(.{3})(.{3})(.{12})/.exec(digest) ?? [];
  const [first, second, third, fourth, fifth] = parts;
  return `${topicArn}:${first}-${second}-8${third}-8${fourth}-${fifth}`;
}

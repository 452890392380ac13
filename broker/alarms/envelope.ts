/** What is published to a topic. */
export interface Publication {
  readonly messageId: string;
  readonly topicArn: string;
  readonly subject: string;
  readonly message: string;
  /** Epoch ms. */
  readonly at: number;
}

/** Nothing here is signed: who verifies signatures gets an error that says so, not a pretence. */
const NO_SIGNATURE = 'Queueside does not sign notifications';

/** The body of an SQS message from a topic (docs/cloudwatch.md): one member on a line, the message as a text in it. */
export function writeEnvelope({ messageId, topicArn, subject, message, at }: Publication): string {
  const members = {
    Type: 'Notification',
    MessageId: messageId,
    TopicArn: topicArn,
    Subject: subject,
    Message: message,
    Timestamp: new Date(at).toISOString(),
    SignatureVersion: '1',
    Signature: Buffer.from(NO_SIGNATURE).toString('base64'),
    SigningCertURL: 'https://sns.us-east-1.amazonaws.com/SimpleNotificationService-none.pem',
    UnsubscribeURL: `https://sns.us-east-1.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=${topicArn}`,
  };
  const lines = Object.entries(members).map(
    ([name, value]) => `  ${JSON.stringify(name)} : ${JSON.stringify(value)}`,
  );
  return `{\n${lines.join(',\n')}\n}`;
}

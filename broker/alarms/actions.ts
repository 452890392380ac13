import { randomUUID } from 'node:crypto';
import type { Alarm, AlarmStatus } from './alarm.ts';
import { writeEnvelope } from './envelope.ts';
import { writeNotification, writeSubject } from './notification.ts';
import { isTopicArn, type Topic, type TopicBook } from './topics.ts';

/** What came of one action: what it published, and why it failed if it did. */
export interface ActionOutcome {
  readonly published: string;
  readonly failure: string | undefined;
}

/** Runs what alarms ask for when they change their state. */
export interface ActionRunner {
  /** @param arn of what is to be done, as the alarm names it */
  run(arn: string, alarm: Alarm, before: AlarmStatus): ActionOutcome;
}

/** Puts a message into a queue of an account and region. @returns why it could not */
export type SendToQueue = (
  place: { readonly region: string; readonly account: string; readonly queueName: string },
  body: string,
) => string | undefined;

/**
 * Runs the scaling policy that an ARN names.
 * @returns why it failed, if it did; undefined for an ARN of something else
 */
export type RunScalingPolicy = (
  arn: string,
  alarm: Alarm,
) => { readonly failure: string | undefined } | undefined;

/**
 * Actions on topics, whose queues get the notification, and on scaling policies. Other actions fail, which CloudWatch does not
 * mind either.
 */
export class AlarmActions implements ActionRunner {
  private readonly topics: TopicBook;
  private readonly send: SendToQueue;
  private readonly scale: RunScalingPolicy;

  constructor(topics: TopicBook, send: SendToQueue, scale: RunScalingPolicy) {
    this.topics = topics;
    this.send = send;
    this.scale = scale;
  }

  run(arn: string, alarm: Alarm, before: AlarmStatus): ActionOutcome {
    const message = writeNotification(alarm, before);
    if (!isTopicArn(arn)) {
      const { failure } = this.scale(arn, alarm) ?? {
        failure: 'Only topics of Amazon SNS and worker pools are served.',
      };
      return { published: message, failure };
    }
    const topic = this.topics.find(arn);
    if (topic === undefined) {
      return { published: message, failure: 'Unknown topic: declare it in "topics" of queueside.json.' };
    }
    const failures = this.publish(topic, arn, alarm, message);
    return { published: message, failure: failures.length === 0 ? undefined : failures.join(' ') };
  }

  private publish(topic: Topic, arn: string, alarm: Alarm, message: string): readonly string[] {
    const { region, account, subscriptions } = topic;
    const publication = {
      messageId: randomUUID(),
      topicArn: arn,
      subject: writeSubject(alarm),
      message,
      at: alarm.status.transitionedAt,
    };
    return subscriptions.flatMap(({ queueName, isRaw }) => {
      const body = isRaw ? message : writeEnvelope({ ...publication, queueName });
      const failure = this.send({ region, account, queueName }, body);
      return failure === undefined ? [] : [`${queueName}: ${failure}`];
    });
  }
}

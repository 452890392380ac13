/** A queue that gets what is published to a topic. */
export interface Subscription {
  /** Of a queue in the topic's account and region. */
  readonly queueName: string;
  /** Only the message itself, without the envelope of Amazon SNS. */
  readonly isRaw: boolean;
}

/** A topic and who subscribes to it. */
export interface Topic {
  readonly region: string;
  /** 12 digits. */
  readonly account: string;
  readonly name: string;
  readonly subscriptions: readonly Subscription[];
  /** The file that declares it: a topic ends when its file no longer has it. */
  readonly source: string;
}

const TOPIC_ARN = /^arn:[\w-]+:sns:([a-z0-9-]+):(\d{12}):([\w-]{1,256}(?:\.fifo)?)$/;

export function topicArnOf(region: string, account: string, name: string): string {
  return `arn:aws:sns:${region}:${account}:${name}`;
}

export function isTopicArn(arn: string): boolean {
  return TOPIC_ARN.test(arn);
}

/** The topics that files declare; there is no API to make them. */
export class TopicBook {
  private readonly topics = new Map<string, Topic>();

  constructor(topics: readonly Topic[] = []) {
    for (const topic of topics) this.topics.set(topicArnOf(topic.region, topic.account, topic.name), topic);
  }

  get all(): readonly Topic[] {
    return [...this.topics.values()];
  }

  find(arn: string): Topic | undefined {
    return this.topics.get(arn);
  }

  /** Replaces the topics of a file. @returns whether anything changed */
  setAll(source: string, topics: readonly Topic[]): boolean {
    const before = JSON.stringify(this.all);
    for (const [arn, topic] of this.topics) if (topic.source === source) this.topics.delete(arn);
    for (const topic of topics) this.topics.set(topicArnOf(topic.region, topic.account, topic.name), topic);
    return JSON.stringify(this.all) !== before;
  }
}

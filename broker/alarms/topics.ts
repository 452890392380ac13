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

/** The topics that files declare; there is no API to make them. If several files declare one, it has the queues of all. */
export class TopicBook {
  /** In the order in which they were declared. */
  private topics: readonly Topic[];

  constructor(topics: readonly Topic[] = []) {
    this.topics = topics;
  }

  /** As the files declare them: a topic of several files is there more than once. */
  get all(): readonly Topic[] {
    return this.topics;
  }

  find(arn: string): Topic | undefined {
    const [first, ...others] = this.topics.filter((topic) => arnOf(topic) === arn);
    if (first === undefined || others.length === 0) return first;
    const subscriptions = new Map(
      [first, ...others].flatMap((topic) => topic.subscriptions.map((each) => [each.queueName, each])),
    );
    return { ...first, subscriptions: [...subscriptions.values()] };
  }

  /** Replaces the topics of a file. @returns whether anything changed */
  setAll(source: string, topics: readonly Topic[]): boolean {
    const before = JSON.stringify(this.all);
    this.topics = [...this.topics.filter((topic) => topic.source !== source), ...topics];
    return JSON.stringify(this.all) !== before;
  }
}

function arnOf({ region, account, name }: Topic): string {
  return topicArnOf(region, account, name);
}

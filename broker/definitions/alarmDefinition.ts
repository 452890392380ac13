import type { AlarmSettings } from '../alarms/settings.ts';

/** An alarm as the file has it, in the service's own terms; an action may be the bare name of a topic. */
export interface AlarmDefinition {
  readonly name: string;
  readonly settings: AlarmSettings;
  /** The queues that it names, by the name of a queue of the same file. */
  readonly queues: readonly string[];
}

export interface SubscriptionDefinition {
  readonly queue: string;
  readonly raw: boolean;
}

/** A topic, and the queues of the same file that subscribe to it. */
export interface TopicDefinition {
  readonly name: string;
  readonly subscriptions: readonly SubscriptionDefinition[];
}

/** The messages between the extension host and the editor of a message. */
import type { MessageDetails } from '../broker/protocol/message.ts';
import type { TraceEvent } from '../broker/protocol/trace.ts';
import type { BrokerView, QueueAddress } from './protocol.ts';

/** What is done with a message that is shown; each is a command of the extension. */
export type MessageAction =
  | 'sendAgain'
  | 'editAndResend'
  | 'copyMessages'
  | 'moveMessages'
  | 'redriveMessages'
  | 'extendMessages'
  | 'releaseMessages'
  | 'deleteMessages'
  | 'showMessageInTrace'
  | 'compareMessages'
  | 'decryptMessage'
  | 'openBodyAsText';

/** A message, as an editor shows it, but its body. */
export interface ShownMessage {
  readonly queueArn: QueueAddress;
  readonly queueName: string;
  /** Of a queue that is not on the local broker. */
  readonly connectionName?: string;
  /** The body is empty. */
  readonly details: MessageDetails;
  /** What can be done with it now. */
  readonly actions: readonly MessageAction[];
}

/** Which message it is. */
export interface MessageAddress {
  readonly queueArn: QueueAddress;
  readonly messageId: string;
}

/** Where a message is among those of its queue. */
export interface MessagePlace {
  readonly hasPrevious: boolean;
  readonly hasNext: boolean;
  /** From 1; absent while it is not known. */
  readonly position?: number;
  /** How many messages the queue has. */
  readonly count?: number;
}

/** Why a message can no longer be read. */
export type MessageLoss =
  /** It is not in its queue; `moved` says where it went. */
  | {
      readonly kind: 'gone';
      readonly moved?: MessageAddress;
    }
  /** Its broker does not run, or the connection is closed. */
  | { readonly kind: 'closed' }
  | { readonly kind: 'failed'; readonly text: string };

export type HostToMessage =
  /** Absent: the message is not on the local broker. */
  | { readonly type: 'brokerChanged'; readonly broker?: BrokerView }
  /** Another message, or the same with another body than a restored page has. */
  | {
      readonly type: 'messageShown';
      readonly message: ShownMessage;
      readonly body: string;
      /** Whether JSON is laid out at first: a setting of the user. */
      readonly formatsJson: boolean;
      /** Of its connection, epoch ms. */
      readonly now: number;
    }
  /** The same message, as it is now. */
  | { readonly type: 'messageChanged'; readonly message: ShownMessage; readonly now: number }
  /** A page that shows another message shows that no longer. */
  | ({
      readonly type: 'messageLost';
      readonly loss: MessageLoss;
      /** What can still be done with it. */
      readonly actions: readonly MessageAction[];
    } & MessageAddress)
  | {
      readonly type: 'lifeLoaded';
      readonly messageId: string;
      readonly events: readonly TraceEvent[];
    }
  | { readonly type: 'placeChanged'; readonly place: MessagePlace }
  /** Whether the editor stays when another message is opened. */
  | { readonly type: 'keptChanged'; readonly isKept: boolean };

export type MessageToHost =
  | { readonly type: 'ready' }
  | { readonly type: 'startBroker' }
  | { readonly type: 'showLog' }
  /** With the message that the page shows. */
  | { readonly type: 'run'; readonly action: MessageAction; readonly messageId: string }
  | { readonly type: 'show'; readonly which: 'previous' | 'next' | 'moved' }
  /** In the tree, the queue of the message that the editor is about. */
  | { readonly type: 'showQueue' }
  /** A time that the message waits for has come. */
  | { readonly type: 'refresh' }
  | { readonly type: 'keepOpen'; readonly isKept: boolean }
  | { readonly type: 'copy'; readonly text: string };

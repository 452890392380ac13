import type { Event } from 'vscode';
import {
  copyMessages,
  deleteMessages,
  extendMessages,
  getMessage,
  getSentMessage,
  moveMessages,
  peekMessages,
  redriveMessages,
  releaseMessages,
  searchMessages,
  sendAgain,
  sendMessage,
} from '../../broker/protocol/message.ts';
import { readMessages, sendMessages } from '../../broker/protocol/messages.ts';
import {
  checkQueue,
  createQueue,
  deleteQueue,
  getQueue,
  purgeQueue,
  setQueueAttributes,
} from '../../broker/protocol/queue.ts';
import { readTrace } from '../../broker/protocol/trace.ts';
import type { BrokerClient } from '../broker/brokerClient.ts';
import type { Capabilities, Capability } from './capabilities.ts';
import type { Connection, QueueList } from './connection.ts';
import { LOCAL_CONNECTION } from './queueRef.ts';

/** What the stores and panels of other subjects do for the broker's queues. */
type SubjectCapability =
  | 'receive'
  | 'undo'
  | 'trace'
  | 'clock'
  | 'faults'
  | 'cost'
  | 'arrivals'
  | 'metrics'
  | 'load'
  | 'forecast'
  | 'alarms';

/** It has a look at messages that changes nothing, and moves dead letters by what it sees of them. */
type MissingCapability = 'sample' | 'moveTasks';

export interface LocalConnectionOptions extends Pick<Capabilities, SubjectCapability> {
  readonly name: string;
  readonly session: BrokerClient;
  readonly queues: QueueList;
}

/** The broker of this workspace. It can do everything without side effects, and starts when something is asked of it. */
export class LocalConnection implements Connection {
  readonly id = LOCAL_CONNECTION;
  readonly name: string;
  readonly onDidChangeState: Event<unknown>;
  readonly queues: QueueList;
  readonly can: Pick<Capabilities, Exclude<Capability, MissingCapability>>;
  readonly #session: BrokerClient;

  constructor({ name, session, queues, ...subjects }: LocalConnectionOptions) {
    this.name = name;
    this.queues = queues;
    this.#session = session;
    this.onDidChangeState = session.onDidChangeState;
    this.can = { ...requestThrough(session), ...subjects };
  }

  get isOpen(): boolean {
    return this.#session.state.kind === 'running';
  }
}

/** The most steps of one message's life that are shown. */
const MAXIMUM_EVENTS = 1_000;

/** What one request each of the control protocol does. */
function requestThrough(session: BrokerClient): Omit<Capabilities, SubjectCapability | MissingCapability> {
  const readMaximum = () =>
    session.state.kind === 'running' ? session.state.info.maximumMessageBytes : undefined;
  return {
    attributes: (queueArn) => session.request(getQueue, { queueArn }),
    edit: {
      get maximumMessageBytes() {
        return readMaximum();
      },
      check: (params) => session.request(checkQueue, params),
      change: (params) => session.request(setQueueAttributes, params),
    },
    peek: {
      page: (params) => session.request(peekMessages, params),
      search: (params) => session.request(searchMessages, params),
      read: (queueArn, messageId) => session.request(getMessage, { queueArn, messageId }),
      readPage: (params) => session.request(readMessages, params),
      follow: (queueArn, messageId) =>
        session.request(getMessage, { queueArn, messageId, withoutBody: true }),
    },
    send: {
      get maximumMessageBytes() {
        return readMaximum();
      },
      message: (params) => session.request(sendMessage, params),
    },
    sendBatch: (params) => session.request(sendMessages, params),
    recall: (messageId) => session.request(getSentMessage, { messageId }),
    history: async (messageId) => {
      const params = { afterSequence: 0, limit: MAXIMUM_EVENTS, messageId };
      return (await session.request(readTrace, params)).events;
    },
    change: {
      delete: (params) => session.request(deleteMessages, params),
      release: (params) => session.request(releaseMessages, params),
      extend: (params) => session.request(extendMessages, params),
    },
    transfer: {
      again: (params) => session.request(sendAgain, params),
      copy: (params) => session.request(copyMessages, params),
      move: (params) => session.request(moveMessages, params),
    },
    exchange: { receives: false },
    redrive: (params) => session.request(redriveMessages, params),
    create: (params) => session.request(createQueue, params),
    delete: async (queueArn) => {
      await session.request(deleteQueue, { queueArn });
    },
    purge: async (queueArn) => (await session.request(purgeQueue, { queueArn })).messagesLost,
    idempotence: session,
  };
}

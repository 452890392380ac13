/** A user attribute of a message. The value is text for String and Number types, bytes for Binary ones. */
export interface MessageAttribute {
  readonly name: string;
  /** `String`, `Number` or `Binary`, with an optional `.label`. */
  readonly type: string;
  readonly value: string | Uint8Array;
}

/** The content of a message: set at the send, never changed. */
export interface MessageContent {
  /** UTF-8. */
  readonly body: Uint8Array;
  /** Lower-case hex of the body's bytes. */
  readonly bodyMd5: string;
  /** In the order of the send; absent if it has none. */
  readonly attributes?: readonly MessageAttribute[] | undefined;
  /** The AWSTraceHeader system attribute. */
  readonly traceHeader?: string | undefined;
  /** The SenderId system attribute: the sender's account or access key id. */
  readonly senderId: string;
  /** FIFO: the message group; standard queues: the tenant of fair queues. */
  readonly groupId?: string | undefined;
  /** FIFO: given, or the SHA-256 of the body. */
  readonly deduplicationId?: string | undefined;
  /** FIFO: 20 digits. */
  readonly sequenceNumber?: string | undefined;
}

/**
 * Where contents live while their messages wait. The engine holds only the opaque handle that `keep` gave, so that a
 * store may keep contents as objects, as bytes, or on disk.
 */
export interface ContentStore {
  /** Stores a content until it is dropped. */
  keep(content: MessageContent): ContentHandle;
  /**
   * Reads a stored content; undefined if it cannot be read now. The body may be a view into the store, valid until the
   * next change of the store.
   */
  read(handle: ContentHandle): MessageContent | undefined;
  /** Called once when the message is deleted. */
  drop(handle: ContentHandle): void;
}

/** Opaque to the engine: an object, or a position in a file. */
export type ContentHandle = object | number;

/** Keeps contents as the objects they are. */
export const objectContents: ContentStore = {
  keep: (content) => content,
  read: (handle) => handle as MessageContent,
  drop: () => undefined,
};

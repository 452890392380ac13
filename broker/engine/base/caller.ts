/** The process that calls, once the system has shown which one; the calls of a connection share it. */
export interface CallerProcess {
  readonly processId: number | undefined;
  /** The program that it runs, such as `worker.py`. */
  readonly name: string | undefined;
}

/** The invocation of a function that a call belongs to. */
export interface CallerInvocation {
  readonly requestId: string;
  /** Such as `resize #3`. */
  readonly environment: string;
  /** On a deletion: the function reported the message as failed, and its mapping does not read reports. */
  readonly isReportIgnored?: boolean;
}

/** Whose messages are held: those of a consumer, by its id, or those of a process, by its id. */
export type Holder = string | number;

/**
 * Who makes a call, and through which front. A front creates it for each call; the engine passes it on in its events.
 */
export interface Caller {
  /** Groups the calls of one program: the access key id, plus the user agent's product. */
  readonly consumerId: string;
  readonly accessKeyId: string;
  /** 12 digits; the namespace of the queues that this caller names. */
  readonly account: string;
  readonly region: string;
  readonly userAgent: string;
  /** A UUID; the answer carries it too. */
  readonly requestId: string;
  /** The API action, such as `SendMessage`. */
  readonly action: string;
  /** Absent for calls that no process makes over a connection, and where no one asks for it. */
  readonly process?: CallerProcess | undefined;
  /** What the call is about: an event source mapping calls for it. */
  readonly invocation?: CallerInvocation | undefined;
}

/** Whether the messages that this caller receives are the holder's. */
export function isCallOf(caller: Caller, holder: Holder): boolean {
  return typeof holder === 'number' ? caller.process?.processId === holder : caller.consumerId === holder;
}

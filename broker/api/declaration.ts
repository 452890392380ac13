import type { Members, StructureShape } from './shapes.ts';

/**
 * What an action leaves behind on a queue that others use.
 * `read`: nothing. `consume`: messages are hidden, come back or are gone, as with each consumer. `change`: queues, their
 * attributes or what waits in them are others than before. `destroy`: a queue, or all messages of one, are lost.
 */
export type ActionEffect = 'read' | 'consume' | 'change' | 'destroy';

/** Who may be allowed to call an action, and what it does to others. A batch is as the action that it repeats. */
type Access<Name extends string> =
  | {
      /**
       * `grantable`: a permission or a queue's policy may allow it to another account, or to everybody (contract §1.13).
       * `ownerOnly`: only the account of the queue may call it (contract §1.19).
       */
      readonly access: 'grantable' | 'ownerOnly';
      readonly effect: ActionEffect;
      readonly batchOf?: never;
    }
  | {
      readonly access?: never;
      readonly effect?: never;
      /** The action that this one does for each of its `Entries`. */
      readonly batchOf: Name;
    };

/** What is true of an action beside its shapes. What is absent is not so. */
interface Traits<Name extends string> {
  /** Its answer may have to wait, as that of a long poll does. */
  readonly waits?: true;
  /** Its answer may be large; those of others have at most some attributes to tell. */
  readonly hasLargeAnswer?: true;
  /** A Query request for it may not be sent to the path of a queue. */
  readonly isRefusedOnQueuePath?: true;
  /** Its messages are named by receipt handles. */
  readonly takesReceipts?: true;
  /** On a queue with SSE-KMS it needs the key: to encrypt what is sent, to decrypt what is received. */
  readonly keyUse?: 'send' | 'receive';
  /** `message`: it costs the FIFO price on a FIFO queue. All others cost the standard price everywhere (contract §7). */
  readonly billedAs?: 'message';
  /** Injected faults may hit it. */
  readonly isFaultable?: true;
  /** What has to be allowed beside the action itself, on the queues that it names (contract §1.16). */
  readonly alsoNeeds?: {
    readonly onSource: readonly Name[];
    readonly onDestination: readonly Name[];
  };
}

/**
 * All that there is to say about an action beside what it does.
 * @template Name the other actions that it may speak of
 */
export type ActionDeclaration<Name extends string = string> = Access<Name> &
  Traits<Name> & {
    /** With a `QueueUrl`, it is an action on that queue. */
    readonly input: StructureShape<Members>;
    /** Absent for actions without a result: the JSON answer has an empty body. */
    readonly output?: StructureShape<Members>;
  };

/** The actions of one subject, by their names in the API. */
export type ActionDeclarations<Name extends string = never> = Readonly<
  Record<string, ActionDeclaration<Name>>
>;

interface Addressed {
  readonly id: number;
  readonly queue: string;
}

export type CrashRequest =
  | (Addressed & { readonly do: 'send'; readonly body: string; readonly groupId?: string })
  | (Addressed & { readonly do: 'receive' })
  | (Addressed & { readonly do: 'delete'; readonly receiptHandle: string })
  /** All bodies of a queue without receiving them. */
  | (Addressed & { readonly do: 'list' });

/** The first answer, with id 0, says that the broker serves. */
export interface CrashAnswer {
  readonly id: number;
  readonly messages?: readonly { readonly receiptHandle: string; readonly body: string }[];
  readonly bodies?: readonly string[];
  readonly damaged?: number;
}

/** What kinds of names the two sides make up, each in its own way. */
export type NameKind = 'handle' | 'id' | 'task' | 'token' | 'sequence';

const KINDS: Readonly<Record<string, NameKind>> = {
  ReceiptHandle: 'handle',
  MessageId: 'id',
  TaskHandle: 'task',
  NextToken: 'token',
  SequenceNumber: 'sequence',
};
const DOCUMENTS = ['Policy', 'RedrivePolicy', 'RedriveAllowPolicy'];
const CODE_PREFIX = 'AWS.SimpleQueueService.';
/** In the inputs of a history: the n-th name of a kind that was given, as in `$handle:2`. */
const REFERENCE = /^\$(handle|task|token|id):(\d+)$/;

/** Writes what one side made up by the order in which it gave it, so that answers of two sides can be compared. */
export class Names {
  private readonly given: Record<NameKind, string[]> = {
    handle: [],
    id: [],
    task: [],
    token: [],
    sequence: [],
  };

  count(kind: NameKind): number {
    return this.given[kind].length;
  }

  /** An answer with each made-up name exchanged for its reference. Policies are compared as what they say. */
  hide(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((element) => this.hide(element));
    if (typeof value !== 'object' || value === null) return value;
    const result: Record<string, unknown> = {};
    for (const [key, member] of Object.entries(value)) {
      const shown = this.hideMember(key, member);
      if (shown !== undefined) result[key] = shown;
    }
    return result;
  }

  private hideMember(key: string, member: unknown): unknown {
    if (typeof member !== 'string') return this.hide(member);
    const kind = KINDS[key];
    if (kind !== undefined) return this.refer(kind, member);
    if (key === 'MessageDeduplicationId' && this.given.id.includes(member)) return this.refer('id', member);
    if (key === 'Code') return member.startsWith(CODE_PREFIX) ? member.slice(CODE_PREFIX.length) : member;
    // The words of a failed entry.
    if (key === 'Message') return undefined;
    return DOCUMENTS.includes(key) ? (JSON.parse(member) as unknown) : member;
  }

  private refer(kind: NameKind, name: string): string {
    const names = this.given[kind];
    const place = names.indexOf(name);
    return `$${kind}:${place < 0 ? names.push(name) - 1 : place}`;
  }

  /** An input with its references exchanged for the names of this side. */
  reveal<T>(value: T): T {
    if (typeof value === 'string') return this.find(value) as T;
    if (Array.isArray(value)) return value.map((element: unknown) => this.reveal(element)) as T;
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, this.reveal(member)])) as T;
  }

  private find(text: string): string {
    const [, kind, place] = REFERENCE.exec(text) ?? [];
    return kind === undefined ? text : (this.given[kind as NameKind][Number(place)] ?? text);
  }
}

import { forgetOldest } from '../engine/base/forgetOldest.ts';
import type { ParsedPolicy } from './policy.ts';
import { parsePolicyText } from './policyParser.ts';

/** Parsed queue policies by the ARN of their queue; a queue's policy is asked for with every call and seldom changes. */
export class PolicyCache {
  private readonly capacity: number;
  private readonly entries = new Map<string, { readonly text: string; readonly parsed: ParsedPolicy }>();

  constructor(capacity = 1024) {
    this.capacity = capacity;
  }

  get size(): number {
    return this.entries.size;
  }

  parse(queueArn: string, text: string): ParsedPolicy {
    const known = this.entries.get(queueArn);
    if (known?.text === text) return known.parsed;
    const parsed = parsePolicyText(text, { kind: 'resource', name: queueArn });
    this.entries.delete(queueArn);
    this.entries.set(queueArn, { text, parsed });
    forgetOldest(this.entries, this.capacity);
    return parsed;
  }
}

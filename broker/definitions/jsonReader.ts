import * as l10n from '@vscode/l10n';
import type { Node } from 'jsonc-parser';
import { formatNumber } from '../language/numbers.ts';
import type { Shape } from '../protocol/shape.ts';

/** Reads the value of one member. */
export type MemberReader = (value: Node) => void;

/** Faults of one text that are reported; the rest often come from the first. */
export const MAXIMUM_FAULTS = 100;

/** Reads a tree of JSON, noting what has another shape than it should. */
export class JsonReader {
  readonly faults: { readonly node: Node; readonly message: string }[] = [];
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  /** Nothing more would be reported: whatever follows need not be looked at. */
  get isFull(): boolean {
    return this.faults.length >= MAXIMUM_FAULTS;
  }

  note(node: Node, message: string): undefined {
    if (!this.isFull) this.faults.push({ node, message });
    return undefined;
  }

  /** Calls back with each member of an object; a duplicate name is reported, and its first value is used. */
  readEntries(node: Node, what: string, read: (name: string, value: Node, key: Node) => void): void {
    if (node.type !== 'object') {
      this.note(node, l10n.t('{0} must be an object.', what));
      return;
    }
    const seen = new Set<string>();
    for (const { children } of node.children ?? []) {
      if (this.isFull) return;
      const [key, value] = children ?? [];
      // A member without a value is a syntax error that the parser has reported.
      if (key === undefined || value === undefined) continue;
      const name = key.value as string;
      if (seen.has(name)) this.note(key, l10n.t('{0} appears twice.', JSON.stringify(name)));
      else read(name, value, key);
      seen.add(name);
    }
  }

  /** Reads an object that may only have these members. */
  readMembers(node: Node, what: string, readers: Readonly<Record<string, MemberReader>>): void {
    this.readEntries(node, what, (name, value, key) => {
      if (Object.hasOwn(readers, name)) readers[name]?.(value);
      else {
        const known = Object.keys(readers).join(', ');
        this.note(key, l10n.t('{0} has no member {1}; it can have {2}.', what, JSON.stringify(name), known));
      }
    });
  }

  /** Reads each element of a list. */
  readElements<T>(node: Node, what: string, maximumLength: number, read: (element: Node) => T): T[] {
    if (node.type !== 'array') {
      this.note(node, l10n.t('{0} must be a list.', what));
      return [];
    }
    const elements = node.children ?? [];
    const surplus = elements[maximumLength];
    if (surplus !== undefined) {
      this.note(surplus, l10n.t('{0} may have at most {1} elements.', what, formatNumber(maximumLength)));
      return [];
    }
    const values: T[] = [];
    for (const element of elements) {
      if (this.isFull) break;
      values.push(read(element));
    }
    return values;
  }

  readText(node: Node, what: string): string | undefined {
    return node.type === 'string'
      ? (node.value as string)
      : this.note(node, l10n.t('{0} must be a string.', what));
  }

  readNumber(node: Node, what: string): number | undefined {
    return node.type === 'number'
      ? (node.value as number)
      : this.note(node, l10n.t('{0} must be a number.', what));
  }

  /** Reads a text, a number, true or false, of some shape. */
  readValue<T>(node: Node, what: string, shape: Shape<T>): T | undefined {
    // The value of an object or a list is undefined, which is not the absence that an optional member may have.
    const problem = shape.check(node.value ?? null);
    return problem === undefined
      ? (node.value as T)
      : this.note(node, l10n.t('{0} must be {1}.', what, problem.expected));
  }

  /** The value on one line as JSON, without comments; numbers keep the digits that they are written with. */
  printCompact(node: Node): string {
    switch (node.type) {
      case 'object':
        return `{${(node.children ?? []).map((member) => this.printCompact(member)).join(',')}}`;
      case 'array':
        return `[${(node.children ?? []).map((element) => this.printCompact(element)).join(',')}]`;
      case 'property':
        return (node.children ?? []).map((part) => this.printCompact(part)).join(':');
      default:
        return this.text.slice(node.offset, node.offset + node.length);
    }
  }
}

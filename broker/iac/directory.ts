import * as l10n from '@vscode/l10n';
import type { QueueTarget, Reference, ReferenceText, Unknown, Value } from './model.ts';
import { joinText, plainText } from './resolved.ts';

const QUEUE_ARN = /^arn:aws[\w-]*:sqs:[\w-]*:\d*:([\w-]+(?:\.fifo)?)$/;
const FUNCTION_ARN = /^arn:aws[\w-]*:lambda:[\w-]*:\d*:function:([\w-]+)(?::[\w$-]+)?$/;
const QUEUE_URL =
  /^https:\/\/(?:[\w-]+\.)?(?:sqs|queue)[\w.-]*\.amazonaws\.com(?:\.cn)?\/\d*\/([\w-]+(?:\.fifo)?)$/;
/** Stands for a name that is a reference. */
const NAME = 'referenced-name';

/** Queues and functions by the names that they have on AWS. */
export class Directory {
  private readonly queues: ReadonlyMap<string, string>;
  private readonly functions: ReadonlyMap<string, string>;

  /** @param queues ids by name, of those whose name is given @param functions alike */
  constructor(queues: ReadonlyMap<string, string>, functions: ReadonlyMap<string, string>) {
    this.queues = queues;
    this.functions = functions;
  }

  /** Makes a text that is the ARN or URL of a queue or function of the model a reference. */
  localize(text: ReferenceText): ReferenceText {
    const [first, second] = text;
    if (text.length === 1 && typeof first === 'string') {
      const reference = this.find(first);
      return reference === undefined ? text : [reference];
    }
    // `…:sqs:<region>:<account>:` with the name of a queue that the template has.
    if (text.length !== 2 || typeof first !== 'string' || typeof second !== 'object') return text;
    if (second.attribute !== 'name') return text;
    const whole = first + NAME;
    if (QUEUE_URL.test(whole)) return [{ ...second, attribute: 'url' }];
    return QUEUE_ARN.test(whole) || FUNCTION_ARN.test(whole) ? [{ ...second, attribute: 'arn' }] : text;
  }

  localizeValue(value: Value<ReferenceText>): Value<ReferenceText> {
    return value.isKnown ? { ...value, value: this.localize(value.value) } : value;
  }

  /** The queue of an ARN. */
  findQueue(value: Value<ReferenceText>): Value<QueueTarget> {
    if (!value.isKnown) return value;
    const text = this.localize(value.value);
    const { range } = value;
    const [reference] = text;
    if (text.length === 1 && typeof reference === 'object' && reference.kind === 'queue') {
      if (reference.attribute === 'arn')
        return { isKnown: true, value: { kind: 'queue', id: reference.id }, range };
      return unknown(value, l10n.t('This is not the ARN of the queue. Use Fn::GetAtt with Arn.'));
    }
    const arn = plainText(text) ?? '';
    const name = QUEUE_ARN.exec(arn)?.[1];
    if (name === undefined) return unknown(value, l10n.t('This is not the ARN of a queue.'));
    return { isKnown: true, value: { kind: 'outside', arn, name }, range };
  }

  /** The function of a name or ARN, with or without an alias. */
  findFunction(value: Value<ReferenceText>): Value<string> {
    if (!value.isKnown) return value;
    const text = this.localize(value.value);
    const { range } = value;
    const [first, rest] = text;
    if (typeof first === 'object' && first.kind === 'function' && isQualifier(rest)) {
      return { isKnown: true, value: first.id, range };
    }
    const name = plainText(text)?.split(':')[0];
    const id = name === undefined ? undefined : this.functions.get(name);
    return id === undefined
      ? unknown(value, l10n.t('The function is not in this template.'))
      : { isKnown: true, value: id, range };
  }

  private find(text: string): Reference | undefined {
    const queue = (pattern: RegExp): string | undefined => this.queues.get(pattern.exec(text)?.[1] ?? '');
    const url = queue(QUEUE_URL);
    if (url !== undefined) return { kind: 'queue', id: url, attribute: 'url' };
    const arn = queue(QUEUE_ARN);
    if (arn !== undefined) return { kind: 'queue', id: arn, attribute: 'arn' };
    const id = this.functions.get(FUNCTION_ARN.exec(text)?.[1] ?? '');
    return id === undefined ? undefined : { kind: 'function', id, attribute: 'arn' };
  }
}

function isQualifier(rest: ReferenceText[number] | undefined): boolean {
  return rest === undefined || (typeof rest === 'string' && rest.startsWith(':'));
}

function unknown({ range }: Value<ReferenceText>, reason: string): Unknown {
  return { isKnown: false, reason, range };
}

/** Parses JSON that has references in it, and returns its texts with them. */
export function parseWithReferences(text: ReferenceText): unknown {
  const references = text.filter((part) => typeof part === 'object');
  let count = 0;
  const json = text.map((part) => (typeof part === 'string' ? part : `\uE000${count++}\uE001`)).join('');
  const restore = (_: string, value: unknown): unknown =>
    typeof value === 'string' && value.includes('\uE000')
      ? joinText(
          value
            .split(/\uE000(\d+)\uE001/)
            .map((part, index) => (index % 2 === 0 ? part : (references[Number(part)] ?? ''))),
        )
      : value;
  try {
    return JSON.parse(json, restore);
  } catch {
    return undefined;
  }
}

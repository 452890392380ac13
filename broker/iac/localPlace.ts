import type { Reference } from './model.ts';
import type { ModelIndex } from './modelIndex.ts';

/** Where the queues and functions of a model are when they are local ones. */
export interface LocalPlace {
  /** Of the broker, such as `http://127.0.0.1:9324`. */
  readonly endpoint: string;
  readonly region: string;
  /** 12 digits. */
  readonly account: string;
}

/** The local URL, ARN or name of a queue or function of a model. */
export function locateReference(
  { kind, id, attribute }: Reference,
  { names }: ModelIndex,
  { endpoint, region, account }: LocalPlace,
): string {
  const name = names[kind].get(id) ?? id;
  switch (attribute) {
    case 'name':
      return name;
    case 'url':
      return `${endpoint.replace(/\/$/, '')}/${account}/${name}`;
    case 'arn':
      return kind === 'queue'
        ? `arn:aws:sqs:${region}:${account}:${name}`
        : `arn:aws:lambda:${region}:${account}:function:${name}`;
  }
}

import { ACTION_DECLARATIONS } from '../api/actions.ts';
import type { CallFault } from '../calls/injectedFaults.ts';
import { forgetOldest } from '../engine/base/forgetOldest.ts';
import type { FaultableQueue, FaultableQueues, FaultRegistry } from '../faults/registry.ts';
import { parseRecord } from '../protocol/parseRecord.ts';
import { answerSuccess } from '../sqs/calls/answers.ts';
import type { Exchange } from '../sqs/calls/exchange.ts';
import type { ForwardedCall } from './forwardedCall.ts';
import type { LeaseBook } from './leaseBook.ts';
import type { KnownMessage, MessageBook } from './messageBook.ts';
import { listEntries, readId, readText } from './observedMembers.ts';
import { findMember, findQueryJsonResult } from './queryJsonOutput.ts';
import { splitElements } from './xmlOutput.ts';

/** Queues that faults were asked for. */
const MAXIMUM_QUEUES = 1_000;

/** The queues of an endpoint, as the registry of faults knows those of an engine: there is one for each ARN. */
export class EndpointQueues implements FaultableQueues {
  private readonly queues = new Map<string, FaultableQueue>();

  findByArn(arn: string): FaultableQueue {
    const known = this.queues.get(arn);
    if (known !== undefined) return known;
    const queue: FaultableQueue = { arn, isFifo: arn.endsWith('.fifo'), deliveryFaults: undefined };
    this.queues.set(arn, queue);
    forgetOldest(this.queues, MAXIMUM_QUEUES);
    return queue;
  }

  onEvent(): void {
    // Whether a queue of the endpoint is deleted is not known: its faults stay until they are cleared.
  }
}

export interface GatewayFaultPorts {
  readonly registry: FaultRegistry;
  readonly queues: EndpointQueues;
  readonly trace: { readonly messages: MessageBook; readonly leases: LeaseBook };
}

/** What a gateway does wrong on purpose: before a call is forwarded, and with its response. */
export class GatewayFaults {
  private readonly ports: GatewayFaultPorts;

  constructor(ports: GatewayFaultPorts) {
    this.ports = ports;
  }

  draw({ queueArn, caller }: ForwardedCall): CallFault | undefined {
    const { registry } = this.ports;
    return registry.isIdle || queueArn === undefined ? undefined : registry.draw(queueArn, caller);
  }

  after(delayMs: number, callback: () => void): void {
    this.ports.registry.after(delayMs, callback);
  }

  /**
   * Answers a deletion that succeeds and deletes nothing, so that the message is delivered again: only of messages that programs received
   * through this gateway.
   * @returns whether it did
   */
  keep(exchange: Exchange, call: ForwardedCall): boolean {
    const { action, caller, head, input, queueArn } = call;
    const faults = this.faultsOf(queueArn);
    if (faults === undefined || (action !== 'DeleteMessage' && action !== 'DeleteMessageBatch')) return false;
    const entries = action === 'DeleteMessage' ? [input ?? {}] : listEntries(input?.['Entries']);
    const messages = entries.map((entry) => this.findMessage(readText(entry['ReceiptHandle'])));
    if (!messages.some((message) => message !== undefined && faults.survivesDeletion(message, caller)))
      return false;
    const output =
      action === 'DeleteMessage'
        ? undefined
        : { Successful: entries.map((entry) => ({ Id: readText(entry['Id']) })), Failed: [] };
    answerSuccess(exchange, head.protocol, action, ACTION_DECLARATIONS[action].output, output);
    return true;
  }

  /** The messages of a receive in another order. */
  shuffle({ action, caller, head, queueArn }: ForwardedCall, body: Buffer): Buffer {
    const faults = this.faultsOf(queueArn);
    if (faults?.shuffles !== true || action !== 'ReceiveMessage' || queueArn === undefined) return body;
    const text = body.toString('utf8');
    const pickAll = <M>(given: readonly M[], idOf: (message: M) => string): M[] => {
      const left = given.map((message) => ({
        number: this.ports.trace.messages.see(idOf(message), queueArn).number,
        message,
      }));
      const picked: M[] = [];
      while (left.length > 0) {
        const next = faults.pick(left, caller);
        left.splice(left.indexOf(next), 1);
        picked.push(next.message);
      }
      return picked;
    };
    if (text.startsWith('<')) {
      const pieces = splitElements(text, 'Message');
      const found = pieces.filter((_, index) => index % 2 === 1);
      const picked = pickAll(found, (xml) => readId(/<MessageId>([^<]*)/.exec(xml)?.[1]) ?? '');
      return Buffer.from(
        pieces.map((piece, index) => (index % 2 === 1 ? (picked[(index - 1) / 2] ?? '') : piece)).join(''),
      );
    }
    const output = parseRecord(text);
    const result = head.protocol === 'query' ? findQueryJsonResult(output, action) : output;
    const messages = result && findMember(result, 'Messages');
    if (!Array.isArray(messages) || messages.length < 2) return body;
    const picked = pickAll(listEntries(messages), (message) => readId(message['MessageId']) ?? '');
    messages.splice(0, messages.length, ...picked);
    return Buffer.from(JSON.stringify(output));
  }

  private faultsOf(queueArn: string | undefined): FaultableQueue['deliveryFaults'] {
    const { queues, registry } = this.ports;
    return registry.isIdle || queueArn === undefined ? undefined : queues.findByArn(queueArn).deliveryFaults;
  }

  private findMessage(receiptHandle: string): KnownMessage | undefined {
    const lease = this.ports.trace.leases.find(receiptHandle);
    return lease === undefined ? undefined : this.ports.trace.messages.findByNumber(lease.messageNumber);
  }
}

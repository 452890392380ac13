import { WebSocket } from 'ws';
import { HttpConnection, sqsRequest } from '../bench/httpConnection.ts';
import { type ControlClient, openClient } from '../support/controlClient.ts';
import type { ReadyLine } from '../../broker/protocol/broker.ts';
import type { RequestMethod } from '../../broker/protocol/method.ts';

/** The broker was gone before it answered. */
export class CutOff extends Error {}

/** The broker answered that it did not do it. */
export class Refused extends Error {}

/** A program with a connection for SQS calls. No call is tried again. */
export class ChaosClient {
  readonly endpoint: string;
  private readonly connection: HttpConnection;

  private constructor(endpoint: string, connection: HttpConnection) {
    this.endpoint = endpoint;
    this.connection = connection;
  }

  static async open({ endpoint }: ReadyLine): Promise<ChaosClient> {
    return new ChaosClient(endpoint, await HttpConnection.open(endpoint));
  }

  /** Throws {@link CutOff} or {@link Refused}. */
  async call<T>(action: string, members: object): Promise<T> {
    const answer = await this.connection.send(sqsRequest(this.endpoint, action, members)).catch((error) => {
      throw new CutOff(String(error));
    });
    const text = answer.body.toString();
    if (answer.status !== 200) throw new Refused(`${action}: ${answer.status} ${text}`);
    return (text === '' ? {} : JSON.parse(text)) as T;
  }

  close(): void {
    this.connection.close();
  }
}

/** The editor, with a control connection. */
export class ChaosEditor {
  private readonly client: ControlClient;
  private constructor(client: ControlClient) {
    this.client = client;
  }

  private get isCut(): boolean {
    return this.client.socket.readyState !== WebSocket.OPEN;
  }

  static async open({ control }: ReadyLine): Promise<ChaosEditor> {
    return new ChaosEditor(await openClient(control));
  }

  /** Throws {@link CutOff} or {@link Refused}. */
  async request<P, R>(method: RequestMethod<P, R>, params: P): Promise<R> {
    if (this.isCut) throw new CutOff('the connection was closed');
    try {
      return await this.client.request(method, params);
    } catch (error) {
      throw this.isCut ? new CutOff(String(error)) : new Refused(`${method.method}: ${String(error)}`);
    }
  }

  close(): void {
    this.client.socket.terminate();
  }
}
